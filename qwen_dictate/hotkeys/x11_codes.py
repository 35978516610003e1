"""From the names of the settings to the codes of this keyboard (X11).

Rule: a combination is a place on the keyboard, the same in every layout group: where ``a`` is in
the first group that has one; a keyboard without Latin letters uses the places of a US keyboard.
Letters, digits and marks are looked for among the keys that type them only, never among the spare
codes that our own typing maps for a moment. Pure: the keymap comes in as a value.

Source of the codes: xkeyboard-config, keycodes/evdev.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from Xlib import XK, X

from qwen_dictate.core.keys import LONE_MODIFIERS, KeyCombination

BUTTON = 1 << 16
"""Added to a mouse button's number, so that keys and buttons share one row of numbers."""

_BUTTONS = {"mouse_middle": 2, "mouse_x1": 8, "mouse_x2": 9}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


_US_PLACES = {
    **dict(zip("1234567890", range(10, 20), strict=True)),
    **dict(zip("qwertyuiop", range(24, 34), strict=True)),
    **dict(zip("asdfghjkl", range(38, 47), strict=True)),
    **dict(zip("zxcvbnm", range(52, 59), strict=True)),
    **{
        name: int(place)
        for name, place in _pairs(
            "minus=20 equal=21 bracket_left=34 bracket_right=35 semicolon=47 apostrophe=48"
            " grave=49 backslash=51 comma=59 period=60 slash=61"
        ).items()
    },
}

_TYPING_KEYS = frozenset({*range(10, 22), *range(24, 36), *range(38, 50), *range(51, 62), 94})

_NAMED_PLACES = {
    **{
        name: int(place)
        for name, place in _pairs(
            "esc=9 backspace=22 tab=23 enter=36 space=65 caps_lock=66 num_lock=77 scroll_lock=78"
            " f11=95 f12=96 print=107 home=110 up=111 page_up=112 left=113 right=114 end=115"
            " down=116 page_down=117 insert=118 delete=119 pause=127 menu=135"
            " left_ctrl=37 right_ctrl=105 left_shift=50 right_shift=62 left_alt=64 right_alt=108"
            " left_super=133 right_super=134"
        ).items()
    },
    **{f"f{number}": 66 + number for number in range(1, 11)},
    # X11 gives these names of its own (F13 is XF86Tools), so only the place tells.
    **{f"f{number}": 178 + number for number in range(13, 25)},
}

_X_NAMES = {
    **_pairs(
        "esc=Escape enter=Return backspace=BackSpace page_up=Prior page_down=Next"
        " bracket_left=bracketleft bracket_right=bracketright"
        " left_ctrl=Control_L right_ctrl=Control_R left_shift=Shift_L right_shift=Shift_R"
        " left_alt=Alt_L right_alt=Alt_R left_super=Super_L right_super=Super_R"
        " tab=Tab home=Home end=End left=Left right=Right up=Up down=Down delete=Delete"
        " insert=Insert pause=Pause print=Print menu=Menu"
        " caps_lock=Caps_Lock num_lock=Num_Lock scroll_lock=Scroll_Lock"
    ),
    **{f"f{number}": f"F{number}" for number in range(1, 25)},
}

_LEVEL_3_SHIFT = 0xFE03  # ISO_Level3_Shift: AltGr, which is Alt on keyboards without it

_COLUMNS = (0, 2, 1, 3, 4, 5, 6, 7)
"""First levels of both groups, then the second ones. Source: X11 protocol, chapter 5."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """What the keys mean now.

    Attributes:
        first: the keycode of the first row.
        rows: keysyms by keycode, in the columns of the core protocol.
        modifiers: the keycodes of each of the eight modifiers.
    """

    first: int
    rows: tuple[tuple[int, ...], ...]
    modifiers: tuple[tuple[int, ...], ...]

    def codes_with(self, keysym: int, among: frozenset[int] | None = None) -> tuple[int, ...]:
        """The keys that give ``keysym`` in the first column that has it at all."""
        for column in _COLUMNS:
            found = tuple(
                code
                for code, row in enumerate(self.rows, self.first)
                if (among is None or code in among) and row[column : column + 1] == (keysym,)
            )
            if found:
                return found
        return ()

    def mask_with(self, *x_names: str) -> int:
        """The modifier that holds one of these keys; 0 = none does."""
        for name in x_names:
            keysym = XK.string_to_keysym(name)
            holders = {code for code, row in enumerate(self.rows, self.first) if keysym in row}
            for place, codes in enumerate(self.modifiers):
                if holders & set(codes):
                    return 1 << place
        return 0

    def members(self, mask: int) -> frozenset[int]:
        """The keys of a modifier."""
        return frozenset(
            code
            for place, codes in enumerate(self.modifiers)
            if mask >> place & 1
            for code in codes
            if code
        )


@dataclass(frozen=True, slots=True)
class Codes:
    """What a combination is on this keyboard.

    Attributes:
        codes: the keys (or the button, plus BUTTON), any of which completes it.
        mask: the modifiers in the X11 state.
        groups: for each modifier, the keys that hold it.
        lone: it is a modifier by itself; ``mask`` is then its own, ``kin`` its keys of any side.
    """

    codes: tuple[int, ...]
    mask: int = 0
    groups: tuple[frozenset[int], ...] = ()
    lone: bool = False
    kin: frozenset[int] = frozenset()


class Keyboard:
    """Answers from one keymap."""

    def __init__(self, keymap: Keymap) -> None:
        self._keymap = keymap
        self._masks = {
            "ctrl": X.ControlMask,
            "shift": X.ShiftMask,
            "alt": keymap.mask_with("Alt_L", "Alt_R") or X.Mod1Mask,
            "super": keymap.mask_with("Super_L", "Super_R") or X.Mod4Mask,
        }
        self.significant = self._sum(self._masks.values())
        locks = {X.LockMask, keymap.mask_with("Num_Lock"), keymap.mask_with("Scroll_Lock")}
        self.lock_masks = _subsets(sorted(locks - {0}))
        self.modifier_keys = frozenset(
            code for codes in keymap.modifiers for code in codes if code
        ) | frozenset(code for name in LONE_MODIFIERS for code in self._places(name))

    def codes_of(self, combination: KeyCombination) -> Codes:
        """What ``combination`` is on this keyboard."""
        if combination.is_lone_modifier:
            return self._lone(combination.key)
        masks = [self._masks[name] for name in sorted(combination.modifiers)]
        if combination.is_button:
            codes = (BUTTON + _BUTTONS[combination.key],)
        else:
            codes = self._places(combination.key)
        groups = tuple(self._keymap.members(mask) for mask in masks)
        return Codes(codes, self._sum(masks), groups)

    def _lone(self, name: str) -> Codes:
        codes = self._places(name)
        mask = self._masks[name.partition("_")[2]]
        kin = frozenset(codes)
        # AltGr holds a modifier of its own: Alt is no kin of it.
        if kin & self._keymap.members(mask):
            kin |= self._keymap.members(mask)
        return Codes(codes, mask, lone=True, kin=kin)

    def _places(self, name: str) -> tuple[int, ...]:
        keysym = XK.string_to_keysym(_X_NAMES.get(name, name))
        if name in _US_PLACES:
            return self._keymap.codes_with(keysym, _TYPING_KEYS) or (_US_PLACES[name],)
        place = _NAMED_PLACES[name]
        if name == "right_alt" and self._keymap.codes_with(_LEVEL_3_SHIFT, frozenset({place})):
            return (place,)
        return self._keymap.codes_with(keysym) or (place,)

    @staticmethod
    def _sum(masks: Iterable[int]) -> int:
        total = 0
        for mask in masks:
            total |= mask
        return total


def _subsets(masks: list[int]) -> tuple[int, ...]:
    """Every sum of some of the masks, 0 among them: the locks must not matter."""
    return tuple(sum(some) for size in range(len(masks) + 1) for some in combinations(masks, size))
