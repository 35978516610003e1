"""Where an utterance is cut into segments.

A manual utterance may last 60 s at the service, and the embedded engine hears 30 s at a time.
So from ``look_from_s`` on the quietest 200 ms is looked for and the segment is cut there, by
``cut_by_s`` at the latest. What lies behind the best place found so far is held back, because a
commit takes everything that was sent.

A segment without speech is not committed where the *gate* is on. "Without speech" takes both:
the voice activity detection marks nothing *and* the level never leaves the room's floor; a
whisper lost is worse than a blank final. No speech by ``cut_by_s``: the segment is dropped (the
connection is finished), and the next one begins when speech does, with 0.5 s from before.

Pure: marks of 512 frames go in, steps come out, all in numbers of marks since the stream began.
Source of the 60 s: alibabacloud.com/help/doc-detail/2989727.html.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qwen_dictate.core.audio import MARK_FRAMES, RATE_HZ

_MARK_S = MARK_FRAMES / RATE_HZ
PAUSE_MARKS = 7
"""A window of at least 200 ms: 224 ms."""
LEAD_MARKS = 16
"""What is sent from before the speech that follows a dropped stretch: 0.5 s."""
_RISE_DB = 6.0
"""So far above the floor a level has left it."""
_RUN_MARKS = 4
"""For so long, 128 ms: a key's click is shorter, a whispered syllable longer."""
_SPARE_MARKS = LEAD_MARKS + _RUN_MARKS
"""Kept of a dropped stretch: speech is noticed up to ``_RUN_MARKS`` after it began."""
_LOWEST_DBFS = -96
_QUIETEST_FLOOR_DBFS = -72.0
"""Below that a floor is a gate's digital silence, and says nothing about the room."""
_LOUDEST_FLOOR_DBFS = -30.0
"""Above that it is no room's floor but somebody who speaks without a pause."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a segment is cut, in seconds.

    Attributes:
        look_from_s: from here on, counted from its first sample, at the first pause.
        cut_by_s: by then, at the quietest place.
        pause_s: at any pause of so long after speech; 0 = none is too long.
    """

    look_from_s: float
    cut_by_s: float
    pause_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Send:
    """Send what was not sent yet, up to this mark."""

    upto: int


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything was sent up to this mark: it is one segment."""

    upto: int


@dataclass(frozen=True, slots=True)
class Drop:
    """No speech: finish the connection, ignore what it says of this segment, send nothing."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Speech begins after a drop: open a new connection and send from this mark on."""

    start: int


Step = Send | Commit | Drop | Resume


class Room:
    """How loud the room is when nobody speaks: the lowest tenth of all levels heard."""

    def __init__(self) -> None:
        self._counts = [0] * (-_LOWEST_DBFS + 1)
        self._heard = 0

    def hear(self, level_dbfs: float) -> None:
        """Take one mark's level into account; the silence of a device that wakes is none."""
        lower = min(max(round(-level_dbfs), 0), -_LOWEST_DBFS)
        if self._heard or lower < -_LOWEST_DBFS:
            self._counts[lower] += 1
            self._heard += 1

    @property
    def floor_dbfs(self) -> float:
        """The level of the room."""
        quieter = 0
        lower = -_LOWEST_DBFS
        while lower and (quieter + self._counts[lower]) * 10 <= self._heard:
            quieter += self._counts[lower]
            lower -= 1
        return min(max(float(-lower), _QUIETEST_FLOOR_DBFS), _LOUDEST_FLOOR_DBFS)

    def is_left_by(self, levels: Sequence[float]) -> bool:
        """Whether these levels rise above the floor for long enough to be more than a click."""
        edge = self.floor_dbfs + _RISE_DB
        run = 0
        for level in levels:
            run = run + 1 if level > edge else 0
            if run == _RUN_MARKS:
                return True
        return False


class Segmenter:
    """Says what a stream is to do, mark by mark."""

    def __init__(self, limits: Limits, *, gate: bool = True) -> None:
        self._look_from = int(limits.look_from_s / _MARK_S)
        self._cut_by = max(int(limits.cut_by_s / _MARK_S), self._look_from + 1)
        self._pause = int(limits.pause_s / _MARK_S)
        self._gate = gate
        self._room = Room()
        self._levels: list[float] = []
        """Of the marks of the open segment; in a dropped stretch, of the last ones."""
        self._speech: list[bool] = []
        self._start = 0
        self._sent = 0
        self._dropped = False
        self._best: tuple[float, int] | None = None
        self.speech = False
        """Whether the voice activity detection has marked anything so far."""

    @property
    def needed_from(self) -> int:
        """The first mark whose sound may still be asked for."""
        return max(self._start, min(self._sent, self._end - _SPARE_MARKS))

    def feed(self, speech: bool, level_dbfs: float) -> tuple[Step, ...]:
        """Take the next mark."""
        self._room.hear(level_dbfs)
        self._levels.append(level_dbfs)
        self._speech.append(speech)
        self.speech = self.speech or speech
        if self._dropped:
            return self._resume() if self._begins() else self._wait()
        if self._has_paused():
            return self._cut(self._end)
        if len(self._levels) <= self._look_from:
            return self._send(self._end)
        if self._has_speech(self._levels[:-1], self._speech[:-1]):
            return self._look()
        if self._begins():
            # Left to go on, this segment would have to be cut within its first words.
            return (*self._drop(), *self._resume())
        return self._drop() if len(self._levels) >= self._cut_by else self._send(self._end)

    def finish(self) -> tuple[Step, ...]:
        """The end mark was read."""
        if self._dropped or not self._levels or not self._has_speech(self._levels, self._speech):
            return ()
        return (*self._send(self._end), Commit(self._end))

    @property
    def _end(self) -> int:
        return self._start + len(self._levels)

    def _begins(self) -> bool:
        """Whether speech begins with the last mark, in a stretch that had none."""
        return self._has_speech(self._levels[-_RUN_MARKS:], self._speech[-1:])

    def _has_paused(self) -> bool:
        """Whether the long pause after speech is full with the last mark."""
        marks = self._speech[-self._pause - 1 :]
        return 0 < self._pause < len(marks) and marks[0] and not any(marks[1:])

    def _has_speech(self, levels: Sequence[float], speech: Sequence[bool]) -> bool:
        """By what is known now: the floor of the room is known better the longer it is heard."""
        return not self._gate or any(speech) or self._room.is_left_by(levels)

    def _look(self) -> tuple[Step, ...]:
        """Note the quietest place; cut at a real pause, or at the quietest when time is up."""
        levels = self._levels[-PAUSE_MARKS:]
        middle = self._end - (PAUSE_MARKS + 1) // 2
        if middle >= self._sent:
            loudness = sum(10 ** (level / 10) for level in levels)
            if self._best is None or loudness <= self._best[0]:
                self._best = (loudness, middle)
            if not any(self._speech[-PAUSE_MARKS:]) and self._is_quiet(levels):
                return self._cut(middle)
        best = self._best[1] if self._best else self._sent
        if len(self._levels) >= self._cut_by:
            return self._cut(best)
        return self._send(best)

    def _is_quiet(self, levels: Sequence[float]) -> bool:
        return max(levels) <= self._room.floor_dbfs + _RISE_DB

    def _cut(self, at: int) -> tuple[Step, ...]:
        before = self._send(at)
        self._forget(at - self._start)
        self._best = None
        return (*before, Commit(at), *self._send(self._end))

    def _drop(self) -> tuple[Step, ...]:
        self._dropped = True
        self._best = None
        self._wait()
        return (Drop(),)

    def _wait(self) -> tuple[Step, ...]:
        self._forget(max(len(self._levels) - _SPARE_MARKS, 0))
        return ()

    def _resume(self) -> tuple[Step, ...]:
        self._dropped = False
        self._sent = self._start
        return (Resume(self._start), *self._send(self._end))

    def _send(self, upto: int) -> tuple[Step, ...]:
        if upto <= self._sent:
            return ()
        self._sent = upto
        return (Send(upto),)

    def _forget(self, marks: int) -> None:
        del self._levels[:marks]
        del self._speech[:marks]
        self._start += marks
