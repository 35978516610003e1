"""Whether a text can be all that was said: the loss audit's two questions, and its answer. Pure.

The service gives no times of words, so a gap in the middle cannot be seen. What can:
``missing`` – the last partial had words at its beginning or end that its final has not;
``too_little`` – nobody speaks so slowly: too few letters for the seconds of speech.
A doubt only has the recording recognised again; ``longer`` decides whether the user hears of it.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from qwen_dictate.core.text.join import is_cjk

LETTERS_PER_S = 7.7
"""Read and spoken English has 10 to 15 letters a second of speech (measured: tests/support/speech
and three more); a third less is no speaker but a hole."""
CJK_PER_S = 2.1
"""Mandarin: 2.7 to 4.4 characters a second."""
LEAST_SPEECH_S = 1.2
"""Of shorter speech the pauses around it are too much of it to tell."""
_ALIKE = 0.5
"""So much of the shorter text must stand in the longer one: else it is another reading."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Words at the two ends that a text has and another has not."""

    head: tuple[str, ...] = field(default=(), repr=False)
    tail: tuple[str, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.head or self.tail)


def words(text: str) -> list[str]:
    """Words without case and punctuation; each Chinese or Japanese character is one."""
    spaced = "".join(
        f" {one} " if is_cjk(one) else one if one.isalnum() or one in "'’" else " "
        for one in unicodedata.normalize("NFKC", text).casefold()
    )
    return [word for word in spaced.split() if any(map(str.isalnum, word))]


def missing(partial: str, final: str) -> Missing:
    """What the partial had at its ends and the final has not, nor anything in its place."""
    return _beyond(words(final), words(partial))


def too_little(text: str, speech_s: float) -> bool:
    """Whether the text is too short for so much speech.

    Args:
        text: what was recognised.
        speech_s: seconds of speech, without the pauses.
    """
    if speech_s < LEAST_SPEECH_S:
        return False
    found = words(text)
    signs = sum(len(word) == 1 and is_cjk(word) for word in found)
    letters = sum(len(word) for word in found) - signs
    return letters / LETTERS_PER_S + signs / CJK_PER_S < speech_s


def longer(text: str, again: str) -> bool:
    """Whether another reading says the same and more, at the beginning or the end."""
    return bool(_beyond(words(text), words(again)))


def _beyond(short: Sequence[str], long: Sequence[str]) -> Missing:
    """What ``long`` has before and behind what both have."""
    if not short:
        return Missing(tail=tuple(long))
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()[:-1]
    if sum(block.size for block in blocks) < _ALIKE * min(len(short), len(long)):
        return Missing()
    first, last = blocks[0], blocks[-1]
    head = first.b - first.a
    tail = (len(long) - last.b - last.size) - (len(short) - last.a - last.size)
    return Missing(head=tuple(long[: max(0, head)]), tail=tuple(long[len(long) - max(0, tail) :]))
