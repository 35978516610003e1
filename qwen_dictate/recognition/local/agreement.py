"""Which part of a partial will stay: what two decodes in a row agree on.

A re-decoded segment is rewritten all the time at its end and rarely at its beginning. So the
words that the newest two decodes have in common from the start on are settled; they stay for the
rest of the segment whatever a later decode says (only the final may differ). The last word of a
decode is never settled: the sound was cut in the middle of it.

Pure. Source: LocalAgreement-2 of Liu et al. 2020, "Low-Latency Sequence-to-Sequence Speech
Recognition and Translation by Partial Hypothesis Selection".
"""

import re

from qwen_dictate.core.text.join import is_cjk

_WORD = re.compile(r"\s*\S+\s*$|\s*\S+")


class Agreement:
    """The partials of one segment."""

    def __init__(self) -> None:
        self._settled: list[str] = []
        self._before: list[str] = []

    def hear(self, text: str) -> tuple[str, str]:
        """Take the newest decode; give settled and tentative text, to be concatenated."""
        words = split_words(text)
        common = 0
        for earlier, newer in zip(self._before, words[:-1], strict=False):
            if earlier != newer:
                break
            common += 1
        if common > len(self._settled):
            kept = len(self._settled)
            self._settled += words[kept:common]
        self._before = words
        return "".join(self._settled), "".join(words[len(self._settled) :])


def split_words(text: str) -> list[str]:
    """Words with the white space before them; a Chinese or Japanese character is a word.

    Joined they are the text again.
    """
    words: list[str] = []
    for chunk in _WORD.findall(text):
        words += _split_scripts(chunk)
    return words


def _split_scripts(chunk: str) -> list[str]:
    """Cut a run without inner white space around its CJK characters."""
    pieces: list[str] = []
    glued = False
    for character in chunk:
        alone = is_cjk(character)
        if pieces and ((glued and not alone) or pieces[-1].isspace()):
            pieces[-1] += character
        else:
            pieces.append(character)
        glued = not alone
    return pieces
