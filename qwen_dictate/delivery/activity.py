"""Knows whether the user typed or clicked since the last delivery.

Rule: watches raw presses of all keys and buttons after each delivery, for a minute and then until
the first one that counts, ten minutes at most, and then ends its thread and connection; True is
said only where the whole time was watched. Modifiers, the wheel and the hotkeys do not count, nor
what is pressed in our own windows, nor the cancel key as often as it was pressed for us; our own
key events neither, because each watch begins, by a round trip to the server, after they were
passed on.
Failure: no XInput 2.2, or the server goes away → nothing is known, so False.
Runs in: its own thread while watching; ``untouched_since`` may be called from any.
"""

import contextlib
import select
import socket
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from time import monotonic

from Xlib.display import Display
from Xlib.error import XError

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.core.keys import parse_keys
from qwen_dictate.delivery.x11_keys import hotkey_button, hotkey_codes
from qwen_dictate.system.x11 import display as x_display
from qwen_dictate.system.x11 import extensions, windows
from qwen_dictate.system.x11.keymap import Keymap
from qwen_dictate.system.x11.keysyms import SIDES

_WATCH_S = 600.0  # so long a dictation can be taken back
_MINUTE_S = 60.0  # so long two dictations are joined
_BEGIN_LIMIT_S = 0.25
_WHEEL = range(4, 8)


@dataclass(frozen=True, slots=True)
class _Harmless:
    """Presses that do not count."""

    modifiers: frozenset[int]
    hotkeys: tuple[tuple[frozenset[int], tuple[frozenset[int], ...]], ...]
    """Of each the keys, and the modifiers, either side, that make them a hotkey."""
    buttons: frozenset[int]
    cancel: frozenset[int]


@dataclass(slots=True)
class _Watch:
    """One run of the thread; ``since`` is None until the watch has begun."""

    harmless: _Harmless
    wake: socket.socket
    woken: socket.socket
    since: float | None = None
    pressed: float | None = None
    cancels: int = 0
    wanted: bool = True
    begun: threading.Event = field(default_factory=threading.Event)
    asked: bool = False
    noted: threading.Event = field(default_factory=threading.Event)
    held: set[int] = field(default_factory=set[int])
    """Keys that are down as the events tell: in a quick chord the keyboard is ahead of them."""


class Activity:
    """The watch over keys and buttons."""

    def __init__(
        self, own_pid: int = 0, connect: Callable[[], Display] = x_display.connect
    ) -> None:
        self._own_pid = own_pid
        self._connect = connect
        self._lock = threading.Lock()
        self._watch: _Watch | None = None
        self._thread: threading.Thread | None = None

    def watch_again(self, hotkeys: Collection[str], cancel: str, keymap: Keymap) -> None:
        """Forget what was, and watch from now on; returns when the watch has begun."""
        harmless = _harmless(hotkeys, cancel, keymap)
        with self._lock:
            watch = self._watch
            if watch is None:
                wake, woken = socket.socketpair()
                watch = self._watch = _Watch(harmless, wake, woken)
                self._thread = threading.Thread(
                    target=self._run, args=(watch,), name="activity", daemon=True
                )
                self._thread.start()
            else:
                watch.harmless, watch.since = harmless, None
                watch.begun.clear()
                watch.wake.send(b"x")
        watch.begun.wait(_BEGIN_LIMIT_S)

    def untouched_since(self, at: float, cancelled: int) -> bool:
        """Whether nothing that counts was pressed since ``at``; True only where it is known.

        Args:
            at: monotonic.
            cancelled: so often the cancel key was pressed for us since then.
        """
        with self._lock:
            watch = self._watch
            if watch is None or watch.since is None or watch.since > at:
                return False
            if monotonic() - watch.since > _WATCH_S:
                return False
            return (watch.pressed is None or watch.pressed < at) and watch.cancels <= cancelled

    def catch_up(self) -> None:
        """Return when everything that was pressed until now has been noted."""
        with self._lock:
            watch = self._watch
            if watch is None:
                return
            watch.noted.clear()
            watch.asked = True
            watch.wake.send(b"x")
        watch.noted.wait(_BEGIN_LIMIT_S)

    def close(self) -> None:
        """End the watch."""
        with self._lock:
            watch, thread = self._watch, self._thread
            if watch is not None:
                watch.wanted = False
                watch.wake.send(b"x")
        if thread is not None:
            thread.join(0.3)

    def _run(self, watch: _Watch) -> None:
        display: Display | None = None
        try:
            display = self._connect()
            extensions.use_xinput(display)
            extensions.watch_raw(display, on=True)
            self._look(display, watch)
        except (Unavailable, XError, *x_display.GONE):
            pass  # nothing is known from now on, and that is what is said
        finally:
            with self._lock:
                self._watch = None
                watch.since = None
            watch.begun.set()
            watch.noted.set()
            watch.wake.close()
            watch.woken.close()
            if display is not None:
                x_display.close(display)

    def _look(self, display: Display, watch: _Watch) -> None:
        while watch.wanted:
            if watch.since is None:
                self._begin(display, watch)
            whole = _WATCH_S if watch.pressed is None else _MINUTE_S
            left = (watch.since or 0.0) + whole - monotonic()
            if left <= 0:
                return
            if not display.pending_events():
                select.select([display.fileno(), watch.woken.fileno()], [], [], left)
            self._note(display, watch)
            if watch.asked:
                watch.asked = False
                _drain(watch.woken)
                display.sync()
                self._note(display, watch)
                watch.noted.set()

    def _begin(self, display: Display, watch: _Watch) -> None:
        """Throw away what came until now, our own key events among it."""
        display.sync()
        while display.pending_events():
            display.next_event()
        _drain(watch.woken)
        watch.held = set(extensions.keys_down(display))
        with self._lock:
            watch.pressed = None
            watch.cancels = 0
            watch.since = monotonic()
        watch.begun.set()

    def _note(self, display: Display, watch: _Watch) -> None:
        while display.pending_events() and watch.since is not None:
            found = extensions.raw_event(display, display.next_event())
            if found is None:
                continue
            if not found.is_button:
                (watch.held.add if found.down else watch.held.discard)(found.code)
            if not found.down:
                continue
            if not found.is_button and found.code in watch.harmless.cancel:
                with self._lock:
                    watch.cancels += 1
            elif self._counts(watch, found) and not self._is_ours(display, watch, found):
                with self._lock:
                    watch.pressed = monotonic()

    def _is_ours(self, display: Display, watch: _Watch, found: extensions.RawEvent) -> bool:
        """Whether it went to a window of this process; asked until the first that did not."""
        if watch.pressed is not None:
            return False
        asked = windows.pointed_top_level if found.is_button else windows.focused_top_level
        window = asked(display)
        return bool(window) and windows.client_pid(display, window) == self._own_pid

    def _counts(self, watch: _Watch, found: extensions.RawEvent) -> bool:
        harmless = watch.harmless
        if found.is_button:
            return found.code not in _WHEEL and found.code not in harmless.buttons
        if found.code in harmless.modifiers:
            return False
        held = [holders for codes, holders in harmless.hotkeys if found.code in codes]
        if not held:
            return True
        return not any(all(watch.held & either for either in holders) for holders in held)


def _drain(woken: socket.socket) -> None:
    woken.setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while woken.recv(64):
            pass


def _harmless(hotkeys: Collection[str], cancel: str, keymap: Keymap) -> _Harmless:
    keys = tuple(
        (hotkey_codes(keys, keymap) or frozenset[int](), _holders(keys, keymap)) for keys in hotkeys
    )
    ours = frozenset(code for codes, _holders in keys for code in codes)
    cancels = (hotkey_codes(cancel, keymap) if cancel else None) or frozenset[int]()
    buttons = frozenset(map(hotkey_button, hotkeys)) - {0}
    return _Harmless(keymap.modifier_keys(), keys, buttons, cancels - ours)


def _holders(hotkey: str, keymap: Keymap) -> tuple[frozenset[int], ...]:
    try:
        names = parse_keys(hotkey).modifiers
    except ValueError:
        return ()
    return tuple(
        frozenset(code for keysym in SIDES[name] for code in keymap.keycodes_of(keysym))
        for name in sorted(names)
    )
