"""What the index of words holds, and how a search asks it.

The index splits text at white space and punctuation, which Chinese does not use between words.
So every CJK character stands between spaces in the index and in the question, and a question is
a phrase: characters or words in this order, the last word perhaps not finished yet.

Rule: an entry of the index can only be taken out by giving what was put in, so ``spaced`` never
changes without a migration that builds the index anew.
"""

import re

_CJK = re.compile(
    "(["
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u318f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
    "])"
)
"""Han, kana, bopomofo and Hangul. A list of its own: the rule above binds it."""


def spaced(text: str) -> str:
    """The text with every CJK character between spaces."""
    return _CJK.sub(r" \1 ", text)


def question(words: str) -> str:
    """The FTS5 expression that finds what the user typed; "" where there is no word in it."""
    wanted = spaced(words).replace("\0", " ").strip()
    if not any(character.isalnum() for character in wanted):
        return ""
    phrase = '"' + wanted.replace('"', '""') + '"'
    unfinished = words[-1:].isalnum() and not _CJK.match(words[-1])
    return f"{phrase}*" if unfinished else phrase
