"""Where the words of a search stand in a text, so that they can be highlighted. Pure.

The same rule as the history's index: a phrase of words and single CJK characters, case and accents
ignored, the last word perhaps not finished yet.
"""

import re
import unicodedata
from collections.abc import Iterator

from qwen_dictate.core.text.join import is_cjk

_WORD = re.compile(r"\w+")

Span = tuple[int, int]


def find_spans(text: str, words: str) -> list[Span]:
    """All places (from, to) in ``text`` at which ``words`` stand in this order."""
    wanted = [fold(words[start:end]) for start, end in _tokens(words)]
    if not wanted:
        return []
    unfinished = words[-1].isalnum() and not is_cjk(words[-1])
    tokens = list(_tokens(text))
    folded = [fold(text[start:end]) for start, end in tokens]
    spans: list[Span] = []
    at = 0
    while at <= len(tokens) - len(wanted):
        last = at + len(wanted) - 1
        head = folded[at:last] == wanted[:-1]
        tail = folded[last]
        if head and (tail == wanted[-1] or (unfinished and tail.startswith(wanted[-1]))):
            spans.append((tokens[at][0], tokens[last][1]))
            at = last
        at += 1
    return spans


def fold(word: str) -> str:
    """A word without case and accents."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def _tokens(text: str) -> Iterator[Span]:
    """Words, and every CJK character alone."""
    for found in _WORD.finditer(text):
        start = found.start()
        for place in range(found.start(), found.end()):
            if is_cjk(text[place]):
                if start < place:
                    yield start, place
                yield place, place + 1
                start = place + 1
        if start < found.end():
            yield start, found.end()
