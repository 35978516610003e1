"""Key codes of macOS and our names for them, and what a changed set of flags means. Pure.

Runs in: any thread. Source: Carbon's HIToolbox/Events.h (kVK_…), IOKit's IOLLEvent.h (NX_DEVICE…).
"""

from collections.abc import Mapping
from types import MappingProxyType

_LETTERS = {
    "a": 0x00, "s": 0x01, "d": 0x02, "f": 0x03, "h": 0x04, "g": 0x05, "z": 0x06, "x": 0x07,
    "c": 0x08, "v": 0x09, "b": 0x0B, "q": 0x0C, "w": 0x0D, "e": 0x0E, "r": 0x0F, "y": 0x10,
    "t": 0x11, "o": 0x1F, "u": 0x20, "i": 0x22, "p": 0x23, "l": 0x25, "j": 0x26, "k": 0x28,
    "n": 0x2D, "m": 0x2E,
}  # fmt: skip
_DIGITS = {
    "1": 0x12, "2": 0x13, "3": 0x14, "4": 0x15, "5": 0x17, "6": 0x16, "7": 0x1A, "8": 0x1C,
    "9": 0x19, "0": 0x1D,
}  # fmt: skip
_FUNCTIONS = {
    "f1": 0x7A, "f2": 0x78, "f3": 0x63, "f4": 0x76, "f5": 0x60, "f6": 0x61, "f7": 0x62,
    "f8": 0x64, "f9": 0x65, "f10": 0x6D, "f11": 0x67, "f12": 0x6F, "f13": 0x69, "f14": 0x6B,
    "f15": 0x71, "f16": 0x6A, "f17": 0x40, "f18": 0x4F, "f19": 0x50, "f20": 0x5A,
}  # fmt: skip
_NAMED = {
    "space": 0x31, "tab": 0x30, "esc": 0x35, "enter": 0x24, "backspace": 0x33, "delete": 0x75,
    "insert": 0x72, "home": 0x73, "end": 0x77, "page_up": 0x74, "page_down": 0x79, "left": 0x7B,
    "right": 0x7C, "up": 0x7E, "down": 0x7D, "caps_lock": 0x39, "num_lock": 0x47, "menu": 0x6E,
    "minus": 0x1B, "equal": 0x18, "comma": 0x2B, "period": 0x2F, "slash": 0x2C,
    "backslash": 0x2A, "semicolon": 0x29, "apostrophe": 0x27, "grave": 0x32,
    "bracket_left": 0x21, "bracket_right": 0x1E,
    "left_super": 0x37, "right_super": 0x36, "left_shift": 0x38, "right_shift": 0x3C,
    "left_alt": 0x3A, "right_alt": 0x3D, "left_ctrl": 0x3B, "right_ctrl": 0x3E,
}  # fmt: skip
CODES: Mapping[str, int] = MappingProxyType({**_LETTERS, **_DIGITS, **_FUNCTIONS, **_NAMED})
"""Name → key code. A Mac's keyboard has no pause, print, scroll_lock and f21 to f24."""

NAMES: Mapping[int, str] = MappingProxyType({code: name for name, code in CODES.items()})

BUTTON_NAMES: Mapping[int, str] = MappingProxyType(
    {2: "mouse_middle", 3: "mouse_x1", 4: "mouse_x2"}
)
"""The number of a mouse button → our name."""

FLAGS: Mapping[str, int] = MappingProxyType({
    "left_ctrl": 0x0001, "left_shift": 0x0002, "right_shift": 0x0004, "left_super": 0x0008,
    "right_super": 0x0010, "left_alt": 0x0020, "right_alt": 0x0040, "right_ctrl": 0x2000,
})  # fmt: skip
"""The bit of an event's flags that says whether a modifier of one side is down."""

CHORD_FLAGS: Mapping[str, int] = MappingProxyType(
    {"shift": 0x20000, "ctrl": 0x40000, "alt": 0x80000, "super": 0x100000}
)
"""kCGEventFlagMask…: what a chord that is sent carries."""


def modifier_event(code: int, flags: int) -> tuple[str, bool] | None:
    """What a change of the flags means: a modifier and whether it went down; None: none did."""
    name = NAMES.get(code, "")
    bit = FLAGS.get(name)
    return None if bit is None else (name, bool(flags & bit))


def chord(keys: str) -> tuple[int, int] | None:
    """A chord such as ``super+v`` as its key code and flags; None: it has a key that is unknown."""
    *modifiers, key = keys.split("+")
    if key not in CODES or any(name not in CHORD_FLAGS for name in modifiers):
        return None
    return CODES[key], sum(CHORD_FLAGS[name] for name in modifiers)


def pieces(text: str, units: int = 20) -> list[str]:
    """Cut a text into what one key event may carry: at most so many UTF-16 units, no half ones."""
    found: list[str] = []
    piece, size = "", 0
    for character in text:
        width = len(character.encode("utf-16-le")) // 2
        if piece and size + width > units:
            found.append(piece)
            piece, size = "", 0
        piece, size = piece + character, size + width
    if piece:
        found.append(piece)
    return found
