"""What a meeting is at a moment: its sides, their takes, its lines. Frozen values, no decisions."""

from dataclasses import dataclass, field
from enum import Enum

from qwen_dictate.core.audio import SILENCE_DBFS
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.settings import Settings


class Side(Enum):
    """Who is heard: the user by the microphone, the others by what the computer plays."""

    ME = "microphone"
    THEM = "system"


SPEAKERS = {Side.ME: "Me", Side.THEM: "Them"}
"""What they are called unless they were given names."""


class Phase(Enum):
    """What the meeting does."""

    IDLE = "idle"
    LISTENING = "listening"
    PAUSED = "paused"
    STOPPING = "stopping"
    OVER = "over"


class Reading(Enum):
    """What a take's recogniser does."""

    RUNNING = "running"
    REJOINING = "rejoining"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Line:
    """What one side said between two pauses.

    Attributes:
        id: in the order of their beginnings.
        side: who.
        start_s: when it began, seconds from the beginning of the meeting.
        end_s: when it ended; of an open line how far it is recognised.
        text: what was said.
        tentative: how many characters at its end may still change.
        closed: it never changes any more, but for ``dropped``.
        dropped: "" = it counts; ``echo``, ``dictation``.
        restored: the user has taken it back: nothing drops it again.
        key: (take, attempt, turn) by which its words come.
    """

    id: int
    side: Side
    start_s: float
    end_s: float
    text: str = field(repr=False)
    tentative: int = 0
    closed: bool = False
    dropped: str = ""
    restored: bool = False
    key: tuple[int, int, str] = (0, 0, "")


@dataclass(frozen=True, slots=True)
class Take:
    """One recording of one side, and its reading.

    Attributes:
        number: of the take.
        side: whose it is.
        offset_s: where its first sample lies in the meeting.
        heard: its first block is kept.
        ended: nothing is added to it any more.
        seconds: how long it is; until it has ended, how long it was last known to be.
        attempt: number of the newest reading.
        reading: what the recogniser does.
        opened: the newest reading takes sound.
        failures: readings that failed since the last that told something.
        failing_since: when the first of them failed.
        local: read by the embedded engine.
        engine: name of the recogniser.
        upto_s: where the last closed line ends in the recording.
    """

    number: int
    side: Side
    offset_s: float
    heard: bool = False
    ended: bool = False
    seconds: float = 0.0
    attempt: int = 1
    reading: Reading = Reading.RUNNING
    opened: bool = False
    failures: int = 0
    failing_since: float = 0.0
    local: bool = False
    engine: str = ""
    upto_s: float = 0.0


@dataclass(frozen=True, slots=True)
class SideState:
    """One side of the meeting.

    Attributes:
        side: which.
        problem: what is wrong with it now.
        lost: it could not be had; how often in a row.
        level_dbfs: the newest peak.
        loud_at: when it was last more than digital silence.
    """

    side: Side
    problem: DictateError | None = None
    lost: int = 0
    level_dbfs: float = SILENCE_DBFS
    loud_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Meeting:
    """Everything of the meeting that runs, or ran last.

    Attributes:
        settings: as they were at its beginning.
        local_installed: the embedded engine can be had.
        price: of an hour of sound, in the settings' currency.
        began_at: monotonic.
        ended_s: how long it was, once it has ended.
        sides: those that are listened to, microphone first.
        takes: those that are not yet read to their end.
        closed: lines that never change, in the order of their ids.
        open: lines that do.
        lines: how many ids were given.
        count: how many takes were ever begun.
        sent_s: sound that a service counted.
        spoke_at: when somebody was last heard to speak.
        asks: nobody has spoken for long; the user is asked.
        echoes: when lines were dropped as echoes, the last few, seconds of the meeting.
        dictations: (from, upto) of what was dictated lately, seconds of the meeting.
        notices: sentences by a name.
        failed: something could not be recognised.
    """

    settings: Settings = field(default_factory=Settings, repr=False)
    local_installed: bool = False
    price: float = 0.0
    phase: Phase = Phase.IDLE
    began_at: float = 0.0
    ended_s: float = 0.0
    sides: tuple[SideState, ...] = ()
    takes: tuple[Take, ...] = ()
    closed: tuple[Line, ...] = ()
    open: tuple[Line, ...] = ()
    lines: int = 0
    count: int = 0
    sent_s: float = 0.0
    spoke_at: float = 0.0
    asks: bool = False
    echoes: tuple[float, ...] = ()
    dictations: tuple[tuple[float, float], ...] = ()
    notices: tuple[tuple[str, DictateError], ...] = ()
    failed: DictateError | None = None

    @property
    def cost(self) -> float:
        """What the service charges for what was sent."""
        return self.sent_s * self.price / 3600

    @property
    def running(self) -> bool:
        """Whether a meeting is on: the ``captions`` of ``status --json``."""
        return self.phase in (Phase.LISTENING, Phase.PAUSED, Phase.STOPPING)

    def take(self, number: int) -> Take | None:
        """The take of that number, while it is of interest."""
        return next((take for take in self.takes if take.number == number), None)

    def recorded(self, side: Side) -> Take | None:
        """The take that the side writes into now."""
        return next((t for t in self.takes if t.side is side and not t.ended), None)

    def seconds_at(self, at: float) -> float:
        """A moment of the monotonic clock in seconds of the meeting."""
        return max(0.0, at - self.began_at)
