"""What stands at the seam between two pieces of text: a space or nothing.

The setting ``text.join``. ``smart`` puts one space unless the left ends in a Chinese or Japanese
character, white space or an opening mark, or the right begins with such a character, white
space, a closing mark or one of ``,.;:!?%``. Korean is written with spaces, so Hangul counts as a
letter like Latin ones.
"""

import unicodedata
from collections.abc import Iterable

_NO_SPACE_BEFORE = frozenset(",.;:!?%")
_CJK = (
    (0x2E80, 0x312F),  # radicals, punctuation, kana, bopomofo
    (0x31A0, 0x4DBF),  # kana extensions, enclosed, compatibility, extension A
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),  # full-width forms
    (0x20000, 0x3FFFF),
)


def is_cjk(character: str) -> bool:
    """Whether a character belongs to a script written without spaces."""
    code = ord(character)
    return any(low <= code <= high for low, high in _CJK)


def seam(left: str, right: str) -> str:
    """The space, or nothing, that ``smart`` puts between two texts."""
    if not left or not right:
        return ""
    end, start = left[-1], right[0]
    if is_cjk(end) or end.isspace() or unicodedata.category(end) in ("Ps", "Pi"):
        return ""
    closing = unicodedata.category(start) in ("Pe", "Pf") or start in _NO_SPACE_BEFORE
    return "" if is_cjk(start) or start.isspace() or closing else " "


def join_finals(finals: Iterable[str], join: str) -> str:
    """The finals of one utterance as one text, joined as two dictations are."""
    text = ""
    for final in finals:
        text += final if join == "none" else seam(text, final) + final
    return text
