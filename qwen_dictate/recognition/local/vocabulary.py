"""The model's tokens: numbers to text, names of the special ones to numbers.

A token's text is written in GPT-2's alphabet, one printable character a byte; a character of the
spoken text may be spread over several tokens. Whatever is cut at the end is left out.

Failure mode: ``EngineError`` where the file is missing or not a vocabulary.
Source: https://github.com/openai/gpt-2/blob/master/src/encoder.py (``bytes_to_unicode``).
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import cast

from qwen_dictate.core.errors import EngineError

END_OF_TEXT = "<|endoftext|>"
START = "<|startoftranscript|>"
TRANSCRIBE = "<|transcribe|>"
NO_TIMESTAMPS = "<|notimestamps|>"


class Vocabulary:
    """All tokens of one model."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._numbers = {token: number for number, token in enumerate(tokens)}
        self._end_of_text = self.number(END_OF_TEXT)

    def number(self, token: str) -> int:
        """The number of a special token.

        Raises:
            EngineError: the model has none of that name.
        """
        found = self._numbers.get(token)
        if found is None:
            raise _damaged()
        return found

    def has(self, token: str) -> bool:
        """Whether there is such a token."""
        return token in self._numbers

    def words(self, numbers: Iterable[int]) -> list[int]:
        """The tokens that are text."""
        return [number for number in numbers if number < self._end_of_text]

    def text(self, numbers: Iterable[int]) -> str:
        """What these tokens say; special ones say nothing."""
        alphabet = _bytes_by_letter()
        raw = bytes(
            alphabet[letter]
            for number in self.words(numbers)
            for letter in self._tokens[number]
            if letter in alphabet
        )
        return raw.decode("utf-8", errors="ignore")


def load(folder: Path) -> Vocabulary:
    """Read ``vocabulary.txt`` or ``vocabulary.json`` of a model's folder.

    Raises:
        EngineError: there is none, or it is damaged.
    """
    lines = folder / "vocabulary.txt"
    try:
        if lines.exists():
            return Vocabulary(lines.read_text(encoding="utf-8").split("\n"))
        listed: object = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged() from error
    if not isinstance(listed, list):
        raise _damaged()
    return Vocabulary([str(token) for token in cast("list[object]", listed)])


def _damaged() -> EngineError:
    return EngineError(
        "The embedded engine's model is damaged.",
        "Install it again: qwen-dictate models install whisper-base.",
        retry=False,
    )


@cache
def _bytes_by_letter() -> dict[str, int]:
    """GPT-2's alphabet: printable bytes stand for themselves, the others follow from U+0100 on."""
    printable = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    table = {chr(value): value for value in printable}
    hidden = [value for value in range(0x100) if value not in printable]
    table.update({chr(0x100 + at): value for at, value in enumerate(hidden)})
    return table
