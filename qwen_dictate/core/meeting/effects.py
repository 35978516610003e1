"""Everything that a meeting's machine can ask for; ``app/meeting`` carries it out."""

from dataclasses import dataclass

from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.meeting.state import Line, Side


@dataclass(frozen=True, slots=True)
class BeginMeeting:
    """Make its row in the history."""

    at: float


@dataclass(frozen=True, slots=True)
class StartSource:
    """Make a recording, and let the source write into it."""

    take: int
    side: Side
    at: float


@dataclass(frozen=True, slots=True)
class StopSource:
    """Write the end mark behind what was heard before ``at``."""

    take: int
    side: Side
    at: float


@dataclass(frozen=True, slots=True)
class StartReading:
    """Let a recogniser read the take from ``from_s``; ``local``: the embedded engine."""

    take: int
    attempt: int
    from_s: float
    local: bool


@dataclass(frozen=True, slots=True)
class HaltReading:
    """Nobody waits for that take's words any more."""

    take: int


@dataclass(frozen=True, slots=True)
class SaveLine:
    """Write a line into the history, or what has changed of it."""

    line: Line


@dataclass(frozen=True, slots=True)
class EndMeeting:
    """Everything is told. ``error``: not everything could be recognised."""

    seconds: float
    error: DictateError | None = None


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Post ``Timed`` after ``seconds``; set again, it begins again."""

    take: int
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Forget it."""

    take: int
    name: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Something that the user must know even without looking at the meeting."""

    error: DictateError


@dataclass(frozen=True, slots=True)
class Solved:
    """What was told is over."""

    error: DictateError


MeetingEffect = (
    BeginMeeting
    | StartSource
    | StopSource
    | StartReading
    | HaltReading
    | SaveLine
    | EndMeeting
    | SetTimer
    | StopTimer
    | Tell
    | Solved
)
