"""Everything that the machines can ask for; ``app/dictation`` carries it out.

An effect is an order without an answer: what became of it comes back as an event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.events import EndKind, Target


@dataclass(frozen=True, slots=True)
class StartRecording:
    """Make the row and the recording, and let the microphone write into it."""

    utterance: int
    target: Target | None
    at: float


@dataclass(frozen=True, slots=True)
class StopRecording:
    """Write the end mark behind the last sample spoken before ``at``."""

    utterance: int
    at: float
    kind: EndKind


@dataclass(frozen=True, slots=True)
class StartStream:
    """Let a recogniser read the recording from ``from_s``.

    Attributes:
        fallback: use the embedded engine, whatever the settings say.
        gate: leave out what has no speech; off when the user asks for a retry.
    """

    utterance: int
    attempt: int
    from_s: float
    fallback: bool = False
    gate: bool = True


@dataclass(frozen=True, slots=True)
class Deliver:
    """Hand the text to the delivery lane."""

    utterance: int
    text: str = field(repr=False)
    target: Target | None


@dataclass(frozen=True, slots=True)
class HaltDelivery:
    """Stop a delivery, or its waiting for the keys to be released."""

    utterance: int


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Post TimerFired(utterance, name) after ``seconds``; starting it again restarts it."""

    utterance: int
    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class StopTimer:
    """Forget that timer."""

    utterance: int
    name: str


@dataclass(frozen=True, slots=True)
class WriteRow:
    """Change fields of the utterance's row in the history."""

    utterance: int
    changes: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """The utterance never was: no row, no recording."""

    utterance: int


class Note(Enum):
    """Quiet notes that are no failures."""

    NO_SPEECH = "no_speech"
    CANCELLED = "cancelled"
    PRIVATE = "private"
    HIDDEN_FIELD = "hidden_field"
    STILL_LISTENING = "still_listening"


@dataclass(frozen=True, slots=True)
class ShowNote:
    """Tell the user something that is no failure."""

    note: Note


@dataclass(frozen=True, slots=True)
class ShowError:
    """Tell the user what went wrong; it stays until the next success."""

    error: DictateError


@dataclass(frozen=True, slots=True)
class ClearError:
    """A success: what was wrong is over, but not ``but``, which belongs to this very success."""

    but: DictateError | None = None


@dataclass(frozen=True, slots=True)
class WatchCancel:
    """Take the cancel key, or give it back."""

    on: bool


Effect = (
    StartRecording
    | StopRecording
    | StartStream
    | Deliver
    | HaltDelivery
    | StartTimer
    | StopTimer
    | WriteRow
    | RemoveRow
    | ShowNote
    | ShowError
    | ClearError
    | WatchCancel
)
