"""Keysyms and the characters they stand for.

Rule: a keysym that is missing here only costs speed (its character is typed through a spare
keycode, or pasted), never the right text; so the tables hold what layouts really use.
Source: https://www.x.org/releases/current/doc/xproto/x11protocol.html#keysym_encoding and
keysymdef.h of xorgproto.
"""

UNICODE = 0x01000000
LATIN_1 = (*range(0x20, 0x7F), *range(0xA0, 0x100))

ISO_LEVEL3_SHIFT = 0xFE03
SHIFT_L, SHIFT_R = 0xFFE1, 0xFFE2
NUM_LOCK = 0xFF7F
RETURN = 0xFF0D
LOCKS = frozenset((0xFFE5, 0xFFE6, 0xFF7F, 0xFF14, 0xFE05, 0xFE13))
"""Caps, Shift and Num Lock, Scroll Lock, and the locks of the third and fifth level."""

BY_NAME: dict[str, int] = {
    "space": 0x20,
    "tab": 0xFF09,
    "esc": 0xFF1B,
    "enter": 0xFF0D,
    "backspace": 0xFF08,
    "delete": 0xFFFF,
    "insert": 0xFF63,
    "home": 0xFF50,
    "end": 0xFF57,
    "page_up": 0xFF55,
    "page_down": 0xFF56,
    "left": 0xFF51,
    "up": 0xFF52,
    "right": 0xFF53,
    "down": 0xFF54,
    "caps_lock": 0xFFE5,
    "scroll_lock": 0xFF14,
    "num_lock": 0xFF7F,
    "pause": 0xFF13,
    "print": 0xFF61,
    "menu": 0xFF67,
    "minus": ord("-"),
    "equal": ord("="),
    "comma": ord(","),
    "period": ord("."),
    "slash": ord("/"),
    "backslash": ord("\\"),
    "semicolon": ord(";"),
    "apostrophe": ord("'"),
    "grave": ord("`"),
    "bracket_left": ord("["),
    "bracket_right": ord("]"),
    **{character: ord(character) for character in "abcdefghijklmnopqrstuvwxyz0123456789"},
    **{f"f{number}": 0xFFBE + number - 1 for number in range(1, 25)},
}
"""The names of core/keys.py, but for the modifiers."""

SIDES: dict[str, tuple[int, int]] = {
    "ctrl": (0xFFE3, 0xFFE4),
    "shift": (SHIFT_L, SHIFT_R),
    "alt": (0xFFE9, 0xFFEA),
    "super": (0xFFEB, 0xFFEC),
}
"""The modifiers: the keysyms of the left and of the right key."""

US_PLACES: dict[str, int] = {
    letter: first + number
    for first, row in ((24, "qwertyuiop"), (38, "asdfghjkl"), (52, "zxcvbnm"))
    for number, letter in enumerate(row)
}
"""The keycodes of letters on a US keyboard. Source: xkeyboard-config, keycodes/evdev."""

_CODECS = {  # high byte of the keysym → its low byte is a byte of this encoding
    0x01: "iso8859_2",
    0x02: "iso8859_3",
    0x03: "iso8859_4",
    0x05: "iso8859_6",
    0x0C: "iso8859_8",
    0x0D: "tis_620",
}
_CYRILLIC_BASE, _CYRILLIC = 0x6A1, "ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏ"
_GREEK_BASE, _GREEK = 0x7A1, "ΆΈΉΊΪ\0ΌΎΫ\0Ώ\0\0΅―\0άέήίϊΐόύϋΰώ"
_GREEK_LETTERS = {0x7D2: "Σ", 0x7F2: "σ", 0x7F3: "ς"}
_OTHERS = {
    0x20AC: "€",
    0x13BC: "Œ",
    0x13BD: "œ",
    0x13BE: "Ÿ",
    0xAA9: "—",
    0xAAA: "–",
    0xAAE: "…",
    0xAC9: "™",
    0xAD0: "‘",
    0xAD1: "’",
    0xAD2: "“",
    0xAD3: "”",
    0xAF1: "†",
    0xAF2: "‡",
    0xAFD: "‚",
    0xAFE: "„",
}


def keysym_of(character: str) -> int:
    """The keysym that types one code point, whatever the layout."""
    code = ord(character)
    if character == "\n":
        return RETURN
    return code if code in LATIN_1 else UNICODE | code


def character_of(keysym: int) -> str:
    """The code point that a keysym types; "" for keys that type none and for unknown ones."""
    if keysym in LATIN_1:
        return chr(keysym)
    if UNICODE < keysym <= UNICODE + 0x10FFFF:
        return chr(keysym - UNICODE)
    if keysym in _OTHERS:
        return _OTHERS[keysym]
    if 0x6A1 <= keysym <= 0x6FF:  # noqa: PLR2004 -- the Cyrillic block
        return _cyrillic(keysym)
    if 0x7A1 <= keysym <= 0x7F9:  # noqa: PLR2004 -- the Greek block
        return _greek(keysym)
    return _by_codec(keysym)


def _cyrillic(keysym: int) -> str:
    if keysym >= 0x6C0:  # noqa: PLR2004 -- from here on as in KOI8-R
        return bytes([keysym & 0xFF]).decode("koi8_r")
    place = keysym - _CYRILLIC_BASE
    return _CYRILLIC[place] if place < len(_CYRILLIC) else ""


def _greek(keysym: int) -> str:
    if keysym in _GREEK_LETTERS:
        return _GREEK_LETTERS[keysym]
    if keysym >= 0x7C1:  # noqa: PLR2004 -- from here on as in ISO 8859-7, but for the sigmas
        return bytes([keysym & 0xFF]).decode("iso8859_7", errors="ignore")
    place = keysym - _GREEK_BASE
    return _GREEK[place].strip("\0") if place < len(_GREEK) else ""


def _by_codec(keysym: int) -> str:
    codec = _CODECS.get(keysym >> 8)
    if codec is None or keysym & 0xFF < 0xA1:  # noqa: PLR2004 -- these sets begin there
        return ""
    return bytes([keysym & 0xFF]).decode(codec, errors="ignore")
