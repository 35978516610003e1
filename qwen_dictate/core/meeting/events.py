"""Everything that can happen to a meeting, as frozen values.

A *take* is one recording of one source: a source has a new one after a pause, or after it was
taken away. Takes are numbered through all meetings of a run, so an event of a meeting that is
over finds nobody. Times ``at`` are of the monotonic clock, times ``_s`` seconds of the take's
recording. Words never appear in a ``repr``.
"""

from dataclasses import dataclass, field

from qwen_dictate.core import events as ev
from qwen_dictate.core.errors import DictateError


@dataclass(frozen=True, slots=True)
class StartWanted:
    """A button, the hotkey, the tray or a verb begins a meeting."""

    at: float


@dataclass(frozen=True, slots=True)
class StopWanted:
    """The same, to end it."""

    at: float


@dataclass(frozen=True, slots=True)
class PauseWanted:
    """Record nothing for a while."""

    at: float


@dataclass(frozen=True, slots=True)
class ResumeWanted:
    """Record again."""

    at: float


@dataclass(frozen=True, slots=True)
class GoOnWanted:
    """The user answers that the meeting goes on although nobody speaks."""

    at: float


@dataclass(frozen=True, slots=True)
class RestoreWanted:
    """A line that was dropped counts after all."""

    line: int


Sounded = (
    ev.FirstBlock
    | ev.SpeechHeard
    | ev.Level
    | ev.RecordingEnded
    | ev.RecordingFailed
    | ev.SoundNotice
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the sound side tells of a take; its ``utterance`` is the take."""

    event: Sounded


@dataclass(frozen=True, slots=True)
class ReadingOpened:
    """The recogniser takes sound; ``engine`` is its name."""

    take: int
    attempt: int
    engine: str
    at: float


@dataclass(frozen=True, slots=True)
class TurnBegan:
    """Somebody begins to speak; ``turn`` names it within the attempt."""

    take: int
    attempt: int
    turn: str
    start_s: float


@dataclass(frozen=True, slots=True)
class TurnText:
    """The words of a turn so far; replaces what was told before. Concatenate, never trim."""

    take: int
    attempt: int
    turn: str
    settled: str = field(repr=False)
    tentative: str = field(repr=False)
    upto_s: float


@dataclass(frozen=True, slots=True)
class TurnClosed:
    """The turn is over, and these are its words for good ("" = none)."""

    take: int
    attempt: int
    turn: str
    start_s: float
    end_s: float
    text: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True)
class SoundSent:
    """So many more seconds went to a service that counts them."""

    take: int
    attempt: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ReadingDone:
    """The end mark was read and every turn is answered."""

    take: int
    attempt: int
    at: float


@dataclass(frozen=True, slots=True)
class ReadingFailed:
    """The attempt is over before that; what it has told is true."""

    take: int
    attempt: int
    error: DictateError
    at: float


@dataclass(frozen=True, slots=True)
class Dictated:
    """Something was dictated from ``from_at`` to ``upto_at``, while the meeting went on."""

    from_at: float
    upto_at: float


@dataclass(frozen=True, slots=True)
class Timed:
    """A timer that the machine asked for; take 0 = the meeting's own."""

    take: int
    name: str
    at: float


MeetingEvent = (
    StartWanted
    | StopWanted
    | PauseWanted
    | ResumeWanted
    | GoOnWanted
    | RestoreWanted
    | Heard
    | ReadingOpened
    | TurnBegan
    | TurnText
    | TurnClosed
    | SoundSent
    | ReadingDone
    | ReadingFailed
    | Dictated
    | Timed
)

ReadingEvent = (
    ReadingOpened | TurnBegan | TurnText | TurnClosed | SoundSent | ReadingDone | ReadingFailed
)
"""What one reading of a take posts."""
