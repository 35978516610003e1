"""Key combinations as the settings write them: ``ctrl+alt+space``, ``f9``, ``right_ctrl``.

The names are the contract with the user; each hotkey back-end maps them to its own codes.
A combination is one of: modifiers and a key (a *chord*), a key alone, a mouse button alone or
with modifiers, or a single modifier of one side (a *lone modifier*), which is observed, never
taken away from the window, because it is also somebody's ordinary modifier.
"""

from dataclasses import dataclass

MODIFIERS = ("ctrl", "alt", "shift", "super")
"""Either side; used in chords."""

LONE_MODIFIERS = tuple(f"{side}_{name}" for side in ("left", "right") for name in MODIFIERS)

BUTTONS = ("mouse_middle", "mouse_x1", "mouse_x2")

KEYS = (
    *"abcdefghijklmnopqrstuvwxyz",
    *"0123456789",
    *(f"f{number}" for number in range(1, 25)),
    *("space", "tab", "esc", "enter", "backspace", "delete", "insert", "home", "end"),
    *("page_up", "page_down", "left", "right", "up", "down", "caps_lock", "scroll_lock"),
    *("num_lock", "pause", "print", "menu"),
    *("minus", "equal", "comma", "period", "slash", "backslash", "semicolon", "apostrophe"),
    *("grave", "bracket_left", "bracket_right"),
)

_SYNONYMS = {
    "control": "ctrl",
    "meta": "super",
    "win": "super",
    "cmd": "super",
    "option": "alt",
    "escape": "esc",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
}


@dataclass(frozen=True, slots=True)
class KeyCombination:
    """Keys that are pressed together; ``str()`` gives the name that settings use."""

    modifiers: frozenset[str]
    key: str

    @property
    def is_lone_modifier(self) -> bool:
        """True for ``right_ctrl`` and its like: observed, not grabbed."""
        return self.key in LONE_MODIFIERS

    @property
    def is_button(self) -> bool:
        """True for a mouse button."""
        return self.key in BUTTONS

    def __str__(self) -> str:
        return "+".join([*(name for name in MODIFIERS if name in self.modifiers), self.key])


def parse_keys(text: str) -> KeyCombination:
    """Read a combination such as ``ctrl+alt+space``.

    Raises:
        ValueError: with a sentence that names the part which is not a key.
    """
    parts = [_SYNONYMS.get(part, part) for part in text.strip().lower().split("+")]
    *modifiers, key = parts
    for name in modifiers:
        if name not in MODIFIERS:
            msg = f"“{name}” is not one of {', '.join(MODIFIERS)}"
            raise ValueError(msg)
    if key in LONE_MODIFIERS and not modifiers:
        return KeyCombination(frozenset(), key)
    if key not in KEYS and key not in BUTTONS:
        msg = f"“{key}” is not the name of a key; for example ctrl+alt+space, f9 or right_ctrl"
        raise ValueError(msg)
    return KeyCombination(frozenset(modifiers), key)
