"""From a key event of Qt to the names that settings use for keys.

Left and right of a modifier are told by the native number, which on X11 is the keysym; where it
says nothing the left one is meant. Pure but for Qt's numbers; runs in: GUI thread.

Source of the numbers: X11/keysymdef.h.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt

_MODIFIERS: Final = (
    (Qt.KeyboardModifier.ControlModifier, "ctrl"),
    (Qt.KeyboardModifier.AltModifier, "alt"),
    (Qt.KeyboardModifier.ShiftModifier, "shift"),
    (Qt.KeyboardModifier.MetaModifier, "super"),
)
_LONE: Final[Mapping[int, str]] = {
    Qt.Key.Key_Control: "left_ctrl",
    Qt.Key.Key_Alt: "left_alt",
    Qt.Key.Key_AltGr: "right_alt",
    Qt.Key.Key_Shift: "left_shift",
    Qt.Key.Key_Meta: "left_super",
    Qt.Key.Key_Super_L: "left_super",
    Qt.Key.Key_Super_R: "right_super",
}
_LONE_KEYSYMS: Final[Mapping[int, str]] = {
    0xFE03: "right_alt",
    0xFFE1: "left_shift",
    0xFFE2: "right_shift",
    0xFFE3: "left_ctrl",
    0xFFE4: "right_ctrl",
    0xFFE7: "left_super",
    0xFFE8: "right_super",
    0xFFE9: "left_alt",
    0xFFEA: "right_alt",
    0xFFEB: "left_super",
    0xFFEC: "right_super",
}
_NAMED: Final[Mapping[int, str]] = {
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Tab: "tab",
    Qt.Key.Key_Backtab: "tab",
    Qt.Key.Key_Escape: "esc",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "backspace",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Insert: "insert",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_PageDown: "page_down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_CapsLock: "caps_lock",
    Qt.Key.Key_ScrollLock: "scroll_lock",
    Qt.Key.Key_NumLock: "num_lock",
    Qt.Key.Key_Pause: "pause",
    Qt.Key.Key_Print: "print",
    Qt.Key.Key_SysReq: "print",
    Qt.Key.Key_Menu: "menu",
    Qt.Key.Key_Minus: "minus",
    Qt.Key.Key_Equal: "equal",
    Qt.Key.Key_Comma: "comma",
    Qt.Key.Key_Period: "period",
    Qt.Key.Key_Slash: "slash",
    Qt.Key.Key_Backslash: "backslash",
    Qt.Key.Key_Semicolon: "semicolon",
    Qt.Key.Key_Apostrophe: "apostrophe",
    Qt.Key.Key_QuoteLeft: "grave",
    Qt.Key.Key_BracketLeft: "bracket_left",
    Qt.Key.Key_BracketRight: "bracket_right",
}
_BUTTONS: Final[Mapping[Qt.MouseButton, str]] = {
    Qt.MouseButton.MiddleButton: "mouse_middle",
    Qt.MouseButton.BackButton: "mouse_x1",
    Qt.MouseButton.ForwardButton: "mouse_x2",
}
_FIRST_F, _LAST_F = int(Qt.Key.Key_F1), int(Qt.Key.Key_F24)


def lone_modifier(key: int, native: int) -> str:
    """The name of a modifier pressed alone; "" for any other key."""
    if key not in _LONE:
        return ""
    return _LONE_KEYSYMS.get(native, _LONE[key])


def key_name(key: int) -> str:
    """The name of a key that is no modifier; "" where it has none."""
    if key in _NAMED:
        return _NAMED[key]
    if _FIRST_F <= key <= _LAST_F:
        return f"f{key - _FIRST_F + 1}"
    character = chr(key).lower() if 0 < key < 128 else ""  # noqa: PLR2004 - ASCII
    return character if character.isalnum() else ""


def button_name(button: Qt.MouseButton) -> str:
    """The name of a mouse button that can be a hotkey; "" for the others."""
    return _BUTTONS.get(button, "")


def chord(modifiers: Qt.KeyboardModifier, key: str) -> str:
    """Modifiers and a key as settings write them."""
    return "+".join([*(name for flag, name in _MODIFIERS if modifiers & flag), key])
