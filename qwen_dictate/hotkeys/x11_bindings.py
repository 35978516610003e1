"""What is bound, as grabs on this keyboard (X11).

Rule: each combination is grabbed for every state of the locks, lone modifiers never, "cancel" only
while it is watched. When the layout changes, grabs follow the keys that moved, and only those.
Failure: a combination that cannot be had is named with a sentence; the others are still bound.
Runs in: the hotkey listener.
"""

from collections.abc import Iterable, Mapping

from Xlib.display import Display

from qwen_dictate.core.keys import KeyCombination
from qwen_dictate.hotkeys.change import CANCEL
from qwen_dictate.hotkeys.x11_codes import BUTTON, Codes, Keyboard, Keymap
from qwen_dictate.hotkeys.x11_grabs import Grab, Grabs

_CANCEL_WHILE_HELD = "cancel while another combination is held"
"""Grabbed in addition, and not missed where another program has it."""


class Bindings:
    """The combinations by role, and their grabs.

    Attributes:
        codes: what could be had, by role.
        reasons: sentences for the roles that could not.
        keyboard: the keymap that the codes are from.
    """

    def __init__(self, display: Display) -> None:
        self.codes: dict[str, Codes] = {}
        self.reasons: dict[str, str] = {}
        self.keyboard = Keyboard(_read_keymap(display))
        self._display = display
        self._grabs = Grabs(display)
        self._combinations: dict[str, KeyCombination] = {}

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that was asked for."""
        return tuple(self._combinations)

    def bind(
        self, combinations: Mapping[str, KeyCombination], *, watching_cancel: bool
    ) -> dict[str, str]:
        """Grab these instead of those before; returns ``reasons``."""
        self._combinations = dict(combinations)
        self._take(watching_cancel=watching_cancel)
        return self.reasons

    def watch_cancel(self, on: bool) -> None:
        """Grab or give back "cancel"; a hold of it that goes on stays ours until its release."""
        self._grabs.take(self._wanted(self.codes, with_cancel=on))

    def follow(self, *, watching_cancel: bool) -> bool:
        """Read the keymap again; False: none of our keys moved."""
        before = self._places()
        self.keyboard = Keyboard(_read_keymap(self._display))
        moved = self._places() != before
        if moved:
            self._take(watching_cancel=watching_cancel)
        return moved

    def give_back(self) -> None:
        """Hold nothing any more."""
        self._grabs.take({})

    def _places(self) -> dict[str, Codes]:
        return {role: self.keyboard.codes_of(it) for role, it in self._combinations.items()}

    def _take(self, *, watching_cancel: bool) -> None:
        reasons: dict[str, str] = {}
        codes: dict[str, Codes] = {}
        for role, place in self._places().items():
            if any(_clash(place, other) for other in codes.values()):
                combination = self._combinations[role]
                reasons[role] = f"{combination} already does something else in Qwen Dictate."
            else:
                codes[role] = place
        # "Cancel" is tried even while it is not watched, so that a refusal is known in time.
        refused = self._grabs.take(self._wanted(codes, with_cancel=True))
        for role in refused & codes.keys():
            reasons[role] = f"{self._combinations[role]} is taken by another program."
            del codes[role]
        if not watching_cancel:
            self._grabs.take(self._wanted(codes, with_cancel=False))
        self.codes = codes
        self.reasons = reasons

    def _wanted(
        self, bound: Mapping[str, Codes], *, with_cancel: bool
    ) -> dict[str, frozenset[Grab]]:
        wanted = {
            role: self._grabs_of(codes, {codes.mask})
            for role, codes in bound.items()
            if not codes.lone and (role != CANCEL or with_cancel)
        }
        cancel = bound.get(CANCEL)
        if cancel is not None and not cancel.lone and with_cancel:
            # While a chord of keys is held, our grab brings every key to us; not so else.
            held = {it.mask for it in bound.values() if it.lone or it.codes[0] >= BUTTON}
            grabs = self._grabs_of(cancel, {cancel.mask | mask for mask in held})
            wanted[_CANCEL_WHILE_HELD] = grabs.difference(*wanted.values())
        return wanted

    def _grabs_of(self, codes: Codes, masks: Iterable[int]) -> frozenset[Grab]:
        return frozenset(
            (code, mask | locks)
            for code in codes.codes
            for mask in masks
            for locks in self.keyboard.lock_masks
        )


def _read_keymap(display: Display) -> Keymap:
    info = display.display.info
    first: int = info.min_keycode
    rows = display.get_keyboard_mapping(first, info.max_keycode - first + 1)
    return Keymap(
        first=first,
        rows=tuple(tuple(row) for row in rows),
        modifiers=tuple(tuple(row) for row in display.get_modifier_mapping()),
    )


def _clash(one: Codes, other: Codes) -> bool:
    same_place = bool(set(one.codes) & set(other.codes))
    return same_place and one.mask == other.mask and one.lone == other.lone
