"""Lines of speech as subtitles that editors accept: short rows, sane durations, no overlap.

A line is what one speaker said between two pauses, with its times. A cue is what stands on the
screen at once: at most two rows of 42 Latin or 18 Chinese characters, 5/6 s to 7 s long. Long
lines are divided at ends of sentences, else at commas, else between words; when each part was
said is taken from its share of the text, spread over the stretches in which there was a voice.

Source of the numbers: Netflix Timed Text Style Guide, General Requirements and Simplified
Chinese (https://partnerhelp.netflixstudios.com/hc/en-us/articles/215758617). Pure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from qwen_dictate.core.text.join import is_cjk

ROWS = 2
SHORTEST_S = 5 / 6
LONGEST_S = 7.0
APART_S = 0.084
"""Two frames of 24 a second: editors ask for so much between two cues."""
SNAP_S = 0.4
"""So near to a pause a division is meant to be at the pause."""

_LATIN, _CJK = 3, 7
_ROW = 42 * _LATIN  # = 18 * _CJK
_CUE = ROWS * _ROW
_TOKEN = re.compile(r"\s+|[^\s]+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]」』）]*$")
_CLAUSE_END = re.compile(r"[,;:，、；：—–][\"'”’»)\]」』）]*$")
_GLUED = frozenset("，。、！？；：）」』》”’…,.!?;:)]}%")
"""Never at the beginning of a row."""

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker said between two pauses.

    Attributes:
        start_s: when it began, seconds from the beginning.
        end_s: when it ended.
        text: one line, without line breaks.
        speaker: "" where there is only one.
        voiced: the stretches in which there was a voice; empty = all of it.
    """

    start_s: float
    end_s: float
    text: str = field(repr=False)
    speaker: str = ""
    voiced: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands on the screen at once."""

    start_s: float
    end_s: float
    rows: tuple[str, ...] = field(repr=False)
    speaker: str = ""


def cues(lines: Iterable[Line]) -> tuple[Cue, ...]:
    """The subtitles of lines, in order of time."""
    made = [cue for line in lines for cue in _divided(line)]
    made.sort(key=lambda cue: (cue.start_s, cue.end_s))
    return tuple(_spaced(made))


def width(text: str) -> int:
    """How wide a text is, in thirds of a Latin character."""
    return sum(_CJK if is_cjk(character) else _LATIN for character in text)


def _divided(line: Line) -> Iterator[Cue]:
    text = " ".join(line.text.split())
    if not text:
        return
    # The speaker stands in the first row of each cue.
    room = width(f"{line.speaker}: ") if line.speaker else 0
    parts = _parts(text, max(0.1, line.end_s - line.start_s), room)
    whole = sum(width(part) for part in parts)
    clock = _Clock(line)
    done = 0
    for part in parts:
        start = clock.at(done / whole, end=False)
        done += width(part)
        end = clock.at(done / whole, end=True)
        yield Cue(start, max(start, end), _rows(part, room), line.speaker)


def _parts(text: str, seconds: float, room: int) -> list[str]:
    """The text in pieces of one cue each."""
    most = min(_CUE - room, max(_ROW, int(width(text) * LONGEST_S / seconds)))
    pieces = [text]
    for pattern in (_SENTENCE_END, _CLAUSE_END, None):
        pieces = [
            part
            for piece in pieces
            for part in (
                [piece] if _fits(piece, most, room) else _gathered(piece, pattern, most, room)
            )
        ]
    return pieces


def _fits(text: str, most: int, room: int) -> bool:
    return width(text) <= most and len(_rows(text, room)) <= ROWS


def _gathered(text: str, ends: "re.Pattern[str] | None", most: int, room: int) -> list[str]:
    """Divide at every end that the pattern knows (None: anywhere), then join what fits."""
    units: list[str] = []
    unit = ""
    for token in _tokens(text):
        unit += token
        if ends is None or ends.search(token.rstrip()):
            units.append(unit)
            unit = ""
    units += [unit] if unit.strip() else []
    gathered: list[str] = []
    for unit in units:
        if gathered and _fits((gathered[-1] + unit).strip(), most, room):
            gathered[-1] += unit
        else:
            gathered.append(unit)
    return [part.strip() for part in gathered if part.strip()]


def _tokens(text: str) -> list[str]:
    """Words with the space behind them, and single Chinese characters with their marks."""
    tokens: list[str] = []
    for found in _TOKEN.finditer(text):
        for token in _characters(found[0]):
            if tokens and (token.isspace() or token[0] in _GLUED):
                tokens[-1] += token
            else:
                tokens.append(token)
    return tokens


def _characters(word: str) -> Iterator[str]:
    """A word of a script with spaces whole (but none wider than a row), others one by one."""
    run = ""
    for character in word:
        if is_cjk(character):
            if run:
                yield run
            run = ""
            yield character
        else:
            if width(run) + _LATIN > _ROW:
                yield run
                run = ""
            run += character
    if run:
        yield run


def _rows(text: str, room: int) -> tuple[str, ...]:
    """The rows of a cue: as few as it takes, and then as equal as can be."""
    fewest = _filled(text, _ROW, room)
    for most in range(_ROW // 2, _ROW, 3 * _LATIN):
        rows = _filled(text, most, room)
        if len(rows) == len(fewest):
            return rows
    return fewest


def _filled(text: str, most: int, room: int) -> tuple[str, ...]:
    rows = [""]
    left = most - room
    for token in _tokens(text):
        if rows[-1] and width(token.rstrip()) > left:
            rows.append("")
            left = most
        rows[-1] += token
        left -= width(token)
    return tuple(row.strip() for row in rows if row.strip())


class _Clock:
    """When a share of a line's text was said."""

    def __init__(self, line: Line) -> None:
        inside = [
            (max(start, line.start_s), min(end, line.end_s))
            for start, end in line.voiced
            if start < line.end_s and end > line.start_s
        ]
        self._stretches: Sequence[Stretch] = inside or [(line.start_s, line.end_s)]
        self._whole = sum(end - start for start, end in self._stretches)

    def at(self, share: float, *, end: bool) -> float:
        """The time; ``end``: of what is said before it, which a pause may follow."""
        left = share * self._whole
        last = len(self._stretches) - 1
        for number, (start, stop) in enumerate(self._stretches):
            length = stop - start
            if end and left <= length + (SNAP_S if number < last else 0.0):
                return stop if length - left < SNAP_S and number < last else start + left
            if not end and left < length - (SNAP_S if number < last else 0.0):
                return start if left < SNAP_S and number else start + max(0.0, left)
            left -= length
        return self._stretches[-1][1]


def _spaced(ordered: Sequence[Cue]) -> Iterator[Cue]:
    """Give short cues the time they need, and keep those of one speaker apart."""
    for number, cue in enumerate(ordered):
        after = (later.start_s for later in ordered[number + 1 :] if later.speaker == cue.speaker)
        limit = next(after, float("inf")) - APART_S
        end = min(max(cue.end_s, cue.start_s + SHORTEST_S), cue.start_s + LONGEST_S, limit)
        yield replace(cue, end_s=max(end, cue.start_s + 0.001))
