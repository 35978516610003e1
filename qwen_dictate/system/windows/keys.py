"""Virtual-key codes and our names for them; what is sent for a text and a chord. Pure.

Runs in: any thread. Source: Microsoft Learn, "Virtual-Key Codes", "KEYBDINPUT".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qwen_dictate.system.windows.structs import (
    KEYEVENTF_EXTENDEDKEY,
    KEYEVENTF_KEYUP,
    KEYEVENTF_UNICODE,
)

_NAMED = {
    "space": 0x20, "tab": 0x09, "esc": 0x1B, "enter": 0x0D, "backspace": 0x08, "delete": 0x2E,
    "insert": 0x2D, "home": 0x24, "end": 0x23, "page_up": 0x21, "page_down": 0x22, "left": 0x25,
    "right": 0x27, "up": 0x26, "down": 0x28, "caps_lock": 0x14, "scroll_lock": 0x91,
    "num_lock": 0x90, "pause": 0x13, "print": 0x2C, "menu": 0x5D, "minus": 0xBD, "equal": 0xBB,
    "comma": 0xBC, "period": 0xBE, "slash": 0xBF, "backslash": 0xDC, "semicolon": 0xBA,
    "apostrophe": 0xDE, "grave": 0xC0, "bracket_left": 0xDB, "bracket_right": 0xDD,
    "left_shift": 0xA0, "right_shift": 0xA1, "left_ctrl": 0xA2, "right_ctrl": 0xA3,
    "left_alt": 0xA4, "right_alt": 0xA5, "left_super": 0x5B, "right_super": 0x5C,
    "mouse_middle": 0x04, "mouse_x1": 0x05, "mouse_x2": 0x06,
}  # fmt: skip
CODES: Mapping[str, int] = MappingProxyType(
    {
        **_NAMED,
        **{letter: ord(letter.upper()) for letter in "abcdefghijklmnopqrstuvwxyz0123456789"},
        **{f"f{number}": 0x6F + number for number in range(1, 25)},
    }
)
"""Name → virtual-key code."""

NAMES: Mapping[int, str] = MappingProxyType({code: name for name, code in CODES.items()})

_EXTENDED = frozenset(
    CODES[name]
    for name in (
        *("insert", "delete", "home", "end", "page_up", "page_down", "left", "right", "up", "down"),
        *("right_ctrl", "right_alt", "left_super", "right_super", "menu", "num_lock", "print"),
    )
)
MODIFIERS = tuple(
    f"{side}_{name}" for side in ("left", "right") for name in ("shift", "ctrl", "alt", "super")
)
_FAKE_CTRL = 0x21D
"""Scan code of the left Ctrl that Windows adds before AltGr: nobody pressed it."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key event to be sent."""

    vk: int
    scan: int
    flags: int


def name_of(vk: int, scan: int) -> str:
    """Our name for a key that a hook told of; "" where it has none, or nobody pressed it."""
    return "" if scan == _FAKE_CTRL else NAMES.get(vk, "")


def press(name: str) -> Stroke:
    """A key goes down."""
    code = CODES[name]
    return Stroke(code, 0, KEYEVENTF_EXTENDEDKEY if code in _EXTENDED else 0)


def release(name: str) -> Stroke:
    """A key goes up."""
    down = press(name)
    return Stroke(down.vk, 0, down.flags | KEYEVENTF_KEYUP)


def chord(keys: str, reserved: str = "") -> list[Stroke] | None:
    """A chord such as ``ctrl+v``; the sides of its modifiers avoid ``reserved``.

    None: a key of it has no code here.
    """
    *modifiers, key = keys.split("+")
    names = [
        f"right_{name}" if f"left_{name}" == reserved else f"left_{name}" for name in modifiers
    ]
    if key not in CODES or any(name not in CODES for name in names):
        return None
    down = [press(name) for name in (*names, key)]
    return [*down, *(release(name) for name in (key, *reversed(names)))]


def text(characters: str, newline: str) -> Iterator[Stroke]:
    r"""The events for a text: UTF-16 units as they are, "\n" as the Enter key.

    Args:
        characters: cleaned (core/typing).
        newline: ``enter`` or ``shift_enter``.
    """
    for character in characters:
        if character == "\n":
            shifted = newline == "shift_enter"
            if shifted:
                yield press("left_shift")
            yield press("enter")
            yield release("enter")
            if shifted:
                yield release("left_shift")
            continue
        units = character.encode("utf-16-le")
        for at in range(0, len(units), 2):
            unit = int.from_bytes(units[at : at + 2], "little")
            yield Stroke(0, unit, KEYEVENTF_UNICODE)
            yield Stroke(0, unit, KEYEVENTF_UNICODE | KEYEVENTF_KEYUP)
