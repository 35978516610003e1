"""Whether a line of mine is what the loudspeakers said: the microphone hears them too.

The words are compared, not the sound: nearly all words of my line stand, in their order, in what
the others said at that time. Recognisers hear an echo less well, so not every word need be there;
a line of few words must begin and end with theirs, because people do answer "yes" to a "yes".

Pure. The shares are from measurements: benchmarks/results, row "echo".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from qwen_dictate.core.meeting.state import Line
from qwen_dictate.core.text.join import is_cjk

AROUND_S = 1.5
"""Turns of the two sides are cut at different moments, and the room is late."""
SHARE = 0.7
"""Of my words, which must be theirs."""
FEW = 3
"""Up to so many words a line must be said at the very same moment."""
OWN = 4
"""So many words in a row that are not theirs are mine, whatever stands around them."""
SAME_MOMENT_S = 0.8
ALIKE = 0.65
"""Of the letters of so short a line."""
MANY = 3
"""Echoes within ``LATELY_S`` that are worth a hint."""
LATELY_S = 300.0

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def is_echo(mine: Line, theirs: Iterable[Line]) -> bool:
    """Whether ``mine`` nearly equals what ``theirs`` say at its time."""
    said = words(mine.text)
    near = [line for line in theirs if _meet(mine, line)]
    if not said or not near:
        return False
    if len(said) <= FEW:
        return any(_is_same_moment(mine, line) and _is_alike(said, line) for line in near)
    other = [word for line in near for word in words(line.text)]
    shared, run = _shared(said, other)
    return shared >= SHARE * len(said) and run < OWN


def words(text: str) -> list[str]:
    """The words of a text without case, marks and accents; Chinese ones by characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found: list[str] = []
    for match in _WORD.finditer(plain):
        found += list(match[0]) if any(map(is_cjk, match[0])) else [match[0]]
    return found


def _meet(mine: Line, line: Line) -> bool:
    return line.start_s - AROUND_S < mine.end_s and mine.start_s < line.end_s + AROUND_S


def _is_same_moment(mine: Line, line: Line) -> bool:
    begin, end = mine.start_s - line.start_s, mine.end_s - line.end_s
    return abs(begin) < SAME_MOMENT_S and abs(end) < SAME_MOMENT_S


def _is_alike(said: Sequence[str], line: Line) -> bool:
    """Whether few words are the others', as a recogniser hears an echo: "failed" for "feel"."""
    return SequenceMatcher(None, "".join(said), "".join(words(line.text))).ratio() >= ALIKE


def _shared(said: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many words stand in the other text, in their order; the longest run that does not."""
    matcher = SequenceMatcher(None, said, other, autojunk=False)
    shared = longest = upto = 0
    for block in matcher.get_matching_blocks():  # the last one is empty, at the end
        longest = max(longest, block.a - upto)
        shared, upto = shared + block.size, block.a + block.size
    return shared, longest
