"""A text that its user edits while it is still being spoken: the edits survive what comes later.

``merge`` is a merge of three: what the recogniser had said, what the user made of it, and what
the recogniser says now. Where both changed the same words the user's stand; what was said beyond
them stays, so that no word is lost. Words and single Chinese characters are compared, and only
where the texts differ, so that an hour of speech costs no more than its newest sentence. Pure.
"""

import re
from difflib import SequenceMatcher
from itertools import takewhile

_TOKEN = re.compile(r"[^\W\d_\u2e80-\u9fff]+|\d+|\s+|.", re.DOTALL)

_Hunk = tuple[int, int, list[str]]
"""(first, end, instead): tokens of the base and what stands there now."""


def merge(base: str, mine: str, theirs: str) -> str:
    """Give ``mine`` what changed from ``base`` to ``theirs``.

    Args:
        base: what the recogniser had said when ``mine`` was made of it.
        mine: the user's text.
        theirs: what the recogniser says now.
    """
    if mine in (base, theirs):
        return theirs
    if theirs.startswith(base):  # it only grew
        return mine + theirs[len(base) :]
    tokens = _TOKEN.findall(base)
    return "".join(_weave(tokens, _hunks(tokens, mine), _hunks(tokens, theirs)))


def _hunks(base: list[str], text: str) -> list[_Hunk]:
    """What was changed, in order; the equal beginning and end are not looked at."""
    now = _TOKEN.findall(text)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(base, now, strict=False)))
    rest = min(len(base), len(now)) - head
    backwards = zip(reversed(base), reversed(now), strict=False)
    tail = min(rest, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards)))
    ours, theirs = base[head : len(base) - tail], now[head : len(now) - tail]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return [
        (head + first, head + end, theirs[begin:stop])
        for kind, first, end, begin, stop in matcher.get_opcodes()
        if kind != "equal"
    ]


def _weave(base: list[str], mine: list[_Hunk], theirs: list[_Hunk]) -> list[str]:
    woven: list[str] = []
    at = 0
    while mine or theirs:
        if theirs and not (mine and _goes_first(mine[0], theirs[0])):
            hunk = theirs.pop(0)
            if mine and _overlap(mine[0], hunk):
                _give_way(hunk, mine, len(base))
                continue
        else:
            hunk = mine.pop(0)
            while theirs and _overlap(hunk, theirs[0]):
                hunk = _with_rest(hunk, theirs.pop(0), len(base))
        first, end, instead = hunk
        woven += [*base[at:first], *instead]
        at = max(at, end)
    return [*woven, *base[at:]]


def _goes_first(mine: _Hunk, theirs: _Hunk) -> bool:
    """Order by place; at one place what ends there, then the user's."""
    return (mine[0], mine[1]) <= (theirs[0], theirs[1])


def _overlap(one: _Hunk, other: _Hunk) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _give_way(theirs: _Hunk, mine: list[_Hunk], end: int) -> None:
    """Theirs begins earlier and overlaps the user's next change, which takes its place."""
    mine[0] = _with_rest(mine[0], theirs, end)


def _with_rest(mine: _Hunk, theirs: _Hunk, end: int) -> _Hunk:
    """The user's change, and what was said beyond what it replaced."""
    first, stop, instead = mine
    grown = theirs[2][theirs[1] - theirs[0] :] if theirs[1] == end else []
    return first, max(stop, theirs[1]) if grown else stop, instead + grown
