"""Types text as key events (XTEST), by keycode and modifiers of the active group.

Rule: a character that the layout has is typed with its own key; others are mapped to spare
keycodes, all of a batch in *one* change of the keymap, because each change makes the window
manager grab its keys again. A spare keycode gets another character only after the target has
caught up: clients translate with the keymap of the moment they read an event. Caps Lock and
other locks are off while typing and on again afterwards; what was mapped is given back.
No key is pressed that is the hotkey: the listener could not tell our press from the user's. A
lone modifier is replaced by that of the other side, a key by a spare keycode.
Failure: as the X requests raise; ``end`` is to be called whatever happened.
Runs in: the delivery lane.
"""

from collections.abc import Callable

from Xlib import X
from Xlib.display import Display
from Xlib.ext import xtest

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system.x11 import keysyms, xkb_map
from qwen_dictate.system.x11.keymap import NOTHING_RESERVED, Keymap, Reserved, Stroke, lent
from qwen_dictate.system.x11.xkb_map import KeySyms

_LETTERS = tuple(range(ord("a"), ord("z") + 1))


class X11Typist:
    """The keyboard that nobody touches."""

    def __init__(self, display: Display) -> None:
        if not display.has_extension(xtest.extname):
            raise Unavailable(
                "The X server does not let programs type (no XTEST extension).",
                "Texts are left in the clipboard: paste them yourself.",
            )
        xkb_map.use_keyboard_extension(display)
        self._display = display
        self._mapped: dict[int, int] = {}  # keysym → spare keycode, least recently used first
        self._borrowed: dict[int, KeySyms] = {}  # what a key of the layout has but for now
        self._locks = 0  # what was locked and is to be locked again
        self._wire = xkb_map.get_map(display)
        self._keymap = Keymap(self._wire)
        self._reserved = NOTHING_RESERVED
        self._strokes: dict[str, Stroke] = {}
        self._strokes_of = (-1, -1)  # the group and locks that they are for
        self._read_state()

    @property
    def keymap(self) -> Keymap:
        """As of the last refresh."""
        return self._keymap

    @property
    def spares(self) -> int:
        """How many characters that the layout lacks can be typed with one change."""
        return len(self._keymap.spares) + len(self._mapped)

    def refresh(self) -> None:
        """Read what the keyboard is now; two round trips, quick when nothing changed."""
        wire = xkb_map.get_map(self._display, self._wire)
        if wire is not self._wire:
            self._wire = wire
            self._keymap = Keymap(wire)
            self._strokes_of = (-1, -1)
            # The user may have changed the layout: then our keycodes are no longer ours.
            self._mapped = {
                keysym: keycode
                for keysym, keycode in self._mapped.items()
                if self._keymap.is_lent(keycode, keysym)
            }
        self._read_state()

    def avoid(self, reserved: Reserved) -> None:
        """Press none of these from now on."""
        if reserved != self._reserved:
            self._reserved = reserved
            self._strokes_of = (-1, -1)
            self._read_state()

    def on_layout(self, character: str) -> bool:
        """Whether the active group has a key for it."""
        stroke = self._strokes.get(character)
        return stroke is not None and stroke.keycode not in self._mapped.values()

    def begin(self) -> None:
        """Turn Caps Lock and its like off; Num Lock stays, it touches no key that we use."""
        state = xkb_map.get_state(self._display)
        unwanted = (state.locked | state.latched) & ~self._keymap.num_lock
        if unwanted:
            self._locks |= state.locked & unwanted
            xkb_map.set_locks(self._display, unwanted, 0)
        self._read_state()

    def send(self, batch: str, pace_ms: int, newline: str, caught_up: Callable[[], None]) -> None:
        """Type a batch; returns when the server has passed on all of it.

        Args:
            batch: at most ``spares`` characters that the layout lacks.
            pace_ms: before each key; kept by the server.
            newline: ``enter`` or ``shift_enter``.
            caught_up: waits until the target has read what was typed before.
        """
        self.refresh()
        self.begin()
        lacking = {
            keysyms.keysym_of(character) for character in batch if not self.on_layout(character)
        }
        self._map(lacking, caught_up)
        for number, character in enumerate(batch):
            stroke = self._stroke(character)
            if character == "\n" and newline == "shift_enter":
                stroke = Stroke(stroke.keycode, (self._shift(),))
            self._press(stroke, pace_ms)
            if not number:
                self._display.flush()  # seen while the others are on their way
        self._display.sync()

    def chord(self, keys: str) -> bool:
        """Press a chord such as ``ctrl+shift+v``; False where the keyboard lacks one of them."""
        self.refresh()
        self.begin()
        *names, key = keys.split("+")
        holders = tuple(
            self._keymap.holder(keysyms.SIDES[name], self._reserved)
            for name in names
            if name in keysyms.SIDES
        )
        keycode = self._shortcut_key(key, frozenset(names))
        if not keycode or len(holders) < len(names) or not all(holders):
            return False
        self._press(Stroke(keycode, holders), 0)
        self._display.sync()
        return True

    def erase(self, characters: int, pace_ms: int) -> bool:
        """Press Backspace so often; False where the keyboard has none. ``end`` follows."""
        self.refresh()
        self.begin()
        keycode = self._shortcut_key("backspace", frozenset())
        for _ in range(characters if keycode else 0):
            self._press(Stroke(keycode), pace_ms)
        self._display.sync()
        return bool(keycode)

    def _shortcut_key(self, name: str, modifiers: frozenset[str]) -> int:
        """The key of a shortcut; 0 = there is none.

        A layout without Latin letters gets the letter where a US keyboard has it, until ``end``:
        Chromium goes by that place, GTK by the letter.
        """
        keysym = keysyms.BY_NAME.get(name, 0)
        keycode = self._keymap.keycode_in(keysym, self._strokes_of[0]) if keysym else 0
        if keycode and not self._reserved.holds(keycode, modifiers):
            return keycode
        place = keysyms.US_PLACES.get(name, 0)
        if place and not self._reserved.holds(place, modifiers):
            self._borrowed[place] = self._keymap.key(place)
            self._write({place: lent(keysym)})
            return place
        if not (keysym and self.spares):
            return 0
        self._map({keysym}, lambda: None)
        return self._mapped[keysym]

    def end(self, caught_up: Callable[[], None]) -> None:
        """Give the spare keycodes and the locks back."""
        if self._mapped or self._borrowed:
            caught_up()
            fresh = Keymap(xkb_map.get_map(self._display))
            ours = {
                keycode: lent(0)
                for keysym, keycode in self._mapped.items()
                if fresh.is_lent(keycode, keysym)
            }
            ours |= {
                keycode: key
                for keycode, key in self._borrowed.items()
                if fresh.key(keycode) != key and fresh.key(keycode) in map(lent, _LETTERS)
            }
            self._mapped.clear()
            self._borrowed.clear()
            if ours:
                xkb_map.set_keys(self._display, *fresh.with_keys(ours))
                self.refresh()  # now, so that the next text does not wait for it
        if self._locks:
            xkb_map.set_locks(self._display, self._locks, self._locks)
            self._locks = 0
        self._display.sync()

    def _read_state(self) -> None:
        state = xkb_map.get_state(self._display)
        of = (state.group, state.locked & self._keymap.num_lock)
        if of != self._strokes_of:
            self._strokes_of = of
            self._strokes = self._keymap.strokes(*of, self._reserved)

    def _shift(self) -> int:
        return self._keymap.holder(keysyms.SIDES["shift"], self._reserved)

    def _stroke(self, character: str) -> Stroke:
        keycode = self._mapped.get(keysyms.keysym_of(character))
        return Stroke(keycode) if keycode else self._strokes[character]

    def _map(self, lacking: set[int], caught_up: Callable[[], None]) -> None:
        """Give every keysym that the layout lacks a keycode."""
        spare_codes = set(self._mapped.values())
        for keysym in lacking & set(self._mapped):
            self._mapped[keysym] = self._mapped.pop(keysym)
        new = sorted(lacking - set(self._mapped))
        if not new:
            return
        free = [keycode for keycode in self._keymap.spares if keycode not in spare_codes]
        while len(free) < len(new):
            oldest = next(keysym for keysym in self._mapped if keysym not in lacking)
            free.append(self._mapped.pop(oldest))
        if spare_codes:
            caught_up()
        self._mapped |= dict(zip(new, free, strict=False))
        self._write({self._mapped[keysym]: lent(keysym) for keysym in new})

    def _write(self, changed: dict[int, KeySyms]) -> None:
        xkb_map.set_keys(self._display, *self._keymap.with_keys(changed))

    def _press(self, stroke: Stroke, pace_ms: int) -> None:
        for held in stroke.with_keys:
            self._display.xtest_fake_input(X.KeyPress, held, pace_ms)
            pace_ms = 0
        self._display.xtest_fake_input(X.KeyPress, stroke.keycode, pace_ms)
        self._display.xtest_fake_input(X.KeyRelease, stroke.keycode)
        for held in reversed(stroke.with_keys):
            self._display.xtest_fake_input(X.KeyRelease, held)
