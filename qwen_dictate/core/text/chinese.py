"""Chinese characters as the user wants them: Simplified or Traditional.

Pure: the table of characters is handed in (system/opencc has one). Japanese is written with the
same characters but must not be converted, so a text with kana stays as it is, and a text without
Chinese characters never wakes the converter up.
"""

from collections.abc import Callable

Converter = Callable[[str, str], str]
"""(text, ``simplified`` or ``traditional``) → the text in those characters."""

AS_IS = "as_is"

_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_KANA = ((0x3041, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D))


def is_han(character: str) -> bool:
    """Whether it is a Chinese character: no kana, no mark."""
    return _among(character, _HAN)


def convert(text: str, mode: str, converter: Converter) -> str:
    """The text in the characters of ``mode`` (a value of the setting ``text.chinese``)."""
    if mode == AS_IS or not any(is_han(character) for character in text):
        return text
    if any(_among(character, _KANA) for character in text):
        return text
    return converter(text, mode)


def _among(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    code = ord(character)
    return any(low <= code <= high for low, high in ranges)
