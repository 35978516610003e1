"""How the keys of a combination are called on the screen: ``right_ctrl`` is "Right Ctrl".

Pure; a name that is not known is shown as it is written. Runs in: any thread.
"""

from collections.abc import Mapping
from typing import Final

from qwen_dictate.ui.texts import Texts, source

_NAMES: Final[Mapping[str, str]] = {
    "ctrl": source("Ctrl"),
    "alt": source("Alt"),
    "shift": source("Shift"),
    "super": source("Super"),
    "left_ctrl": source("Left Ctrl"),
    "right_ctrl": source("Right Ctrl"),
    "left_alt": source("Left Alt"),
    "right_alt": source("Right Alt"),
    "left_shift": source("Left Shift"),
    "right_shift": source("Right Shift"),
    "left_super": source("Left Super"),
    "right_super": source("Right Super"),
    "space": source("Space"),
    "esc": source("Esc"),
    "mouse_middle": source("Middle mouse button"),
    "mouse_x1": source("Back mouse button"),
    "mouse_x2": source("Forward mouse button"),
    "minus": "-",
    "equal": "=",
    "comma": ",",
    "period": ".",
    "slash": "/",
    "backslash": "\\",
    "semicolon": ";",
    "apostrophe": "'",
    "grave": "`",
    "bracket_left": "[",
    "bracket_right": "]",
}


def pretty_keys(keys: str, say: Texts) -> str:
    """Write a combination such as ``ctrl+alt+space`` as people read it: Ctrl + Alt + Space."""
    parts = [part for part in keys.split("+") if part]
    return " + ".join(_pretty(part, say) for part in parts)


def _pretty(part: str, say: Texts) -> str:
    if part in _NAMES:
        return say(_NAMES[part])
    return part.replace("_", " ").title()
