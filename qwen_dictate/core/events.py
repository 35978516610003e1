"""Everything that can happen, as frozen values: the only things that cross between threads.

Times (``at``) are seconds of the monotonic clock, read where the thing happened. Every event of
an utterance carries its number, every event of a stream its attempt as well; the machines drop
what belongs to an utterance or an attempt that is over: that is the whole story of late events.
Spoken words never appear in a ``repr``: fields that hold them are declared with ``repr=False``.
"""

from dataclasses import dataclass, field
from enum import Enum

from qwen_dictate.core.card_events import CardWanted, Dropped, Edited
from qwen_dictate.core.errors import DictateError


@dataclass(frozen=True, slots=True)
class Target:
    """The top-level window that is to receive the text.

    Attributes:
        window: the platform's number of the top-level window; 0 = our own text field.
        pid: process that owns it; 0 where unknown.
        app: application class (the second string of WM_CLASS), for tables by application.
        instance: the first string of WM_CLASS.
        behind: it did not have the focus itself, our own window had it (a button, the tray):
            it is brought to the front before anything is typed.
        secret: the field with the focus hides what is typed.
    """

    window: int
    pid: int = 0
    app: str = ""
    instance: str = ""
    behind: bool = False
    secret: bool = False

    @property
    def own(self) -> bool:
        """One of our own text fields, which is filled directly; ``instance`` tells which."""
        return self.window == 0


class EndKind(Enum):
    """How a recording ended."""

    COMPLETE = "complete"
    CANCELLED = "cancelled"


class Outcome(Enum):
    """What became of a delivery."""

    DELIVERED = "delivered"
    KEPT = "kept"


class ReceiptKind(Enum):
    """How sure we are that the text arrived: the ``receipt`` of ``status --json``."""

    READ = "read"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"


# Triggers


@dataclass(frozen=True, slots=True)
class KeyEdge:
    """The push-to-talk combination went down or up; ``target`` had the focus then.

    ``review``: it was the key of ``hotkey.review`` instead.
    """

    down: bool
    at: float
    target: Target | None = None
    review: bool = False


@dataclass(frozen=True, slots=True)
class KeyUsedOtherwise:
    """Another key or button was pressed while the lone-modifier hotkey was down."""

    at: float
    review: bool = False


@dataclass(frozen=True, slots=True)
class BeginWanted:
    """A button, the tray or a verb begins an utterance."""

    at: float
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class EndWanted:
    """A button, the tray or a verb ends the utterance that is being spoken."""

    at: float


@dataclass(frozen=True, slots=True)
class CancelWanted:
    """Esc, a button or a verb: drop the one being spoken, else the newest not yet delivered."""

    at: float


@dataclass(frozen=True, slots=True)
class KeyboardTaken:
    """Another program has the keyboard to itself, as a locked screen does: stop, and keep."""

    at: float


@dataclass(frozen=True, slots=True)
class UserAway:
    """The screen is locked, another user has it, or the computer sleeps; ``on`` False: back."""

    on: bool
    at: float
    asleep: bool = False


@dataclass(frozen=True, slots=True)
class DropWanted:
    """What was just begun never was: a verb could not keep its promise in time."""

    at: float


@dataclass(frozen=True, slots=True)
class SecretFound:
    """The field that the press was meant for hides what is typed: nothing of it may be kept."""

    utterance: int
    at: float


# Sound and recording


@dataclass(frozen=True, slots=True)
class FirstBlock:
    """The first block of the utterance's recording is kept."""

    utterance: int
    at: float


@dataclass(frozen=True, slots=True)
class SpeechHeard:
    """The voice activity detection marked speech; told at most once a second."""

    utterance: int
    at: float


@dataclass(frozen=True, slots=True)
class Level:
    """Peak of the last blocks, for the eye only; dBFS, at most 30 a second."""

    utterance: int
    dbfs: float
    at: float


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """The end mark is written: nothing more will be added to the recording."""

    utterance: int
    kind: EndKind
    seconds: float
    at: float


@dataclass(frozen=True, slots=True)
class RecordingFailed:
    """The microphone or the disk failed; what was heard until then has its end mark."""

    utterance: int
    error: DictateError
    seconds: float
    at: float


@dataclass(frozen=True, slots=True)
class SoundNotice:
    """Something the user should know while the recording goes on: muted, moved, suspended."""

    utterance: int
    error: DictateError
    at: float


# Streams (one attempt of one utterance)


@dataclass(frozen=True, slots=True)
class StreamOpened:
    """The recogniser is ready to take sound; ``engine`` is its name."""

    utterance: int
    attempt: int
    at: float
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Partial:
    """Text of the open segment; replaces the partial before it. Concatenate, never trim."""

    utterance: int
    attempt: int
    settled: str = field(repr=False)
    tentative: str = field(repr=False)
    at: float


@dataclass(frozen=True, slots=True)
class Committed:
    """Segment ``segment`` (0, 1, … within the attempt) was committed.

    ``upto_s`` is where it ends in the recording; a skipped stretch without speech counts to
    the segment that follows it.
    """

    utterance: int
    attempt: int
    segment: int
    upto_s: float
    at: float


@dataclass(frozen=True, slots=True)
class Final:
    """The answer to one commit. ``language`` as the recogniser names it, else ""."""

    utterance: int
    attempt: int
    segment: int
    text: str = field(repr=False)
    language: str
    at: float


@dataclass(frozen=True, slots=True)
class ReadAll:
    """The stream has read the end mark and committed what there was.

    ``commits`` is how many segments it committed; ``speech`` tells whether there was any speech;
    ``sent_s`` how many seconds of sound the recogniser got.
    """

    utterance: int
    attempt: int
    commits: int
    speech: bool
    at: float
    sent_s: float = 0.0


@dataclass(frozen=True, slots=True)
class StreamFailed:
    """The attempt is over without all its finals; ``error.retry`` tells if trying may help."""

    utterance: int
    attempt: int
    error: DictateError
    at: float
    sent_s: float = 0.0


# Delivery


@dataclass(frozen=True, slots=True)
class DeliveryStarted:
    """All keys are up and the first character is about to go out."""

    utterance: int
    at: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a text.

    Attributes:
        outcome: delivered (not known to have failed) or kept.
        kind: how sure that is.
        method: ``type``, ``paste``, ``clipboard``, ``none``, ``window``.
        rest: what was not delivered; the whole text when nothing was.
        error: why it was kept.
        typed_into: the window that took it.
        typed: exactly what stands there now, with what joins it to the text before.
    """

    outcome: Outcome
    kind: ReceiptKind
    method: str
    rest: str = field(default="", repr=False)
    error: DictateError | None = None
    typed_into: Target | None = None
    typed: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The delivery lane is done with an utterance."""

    utterance: int
    receipt: Receipt
    at: float


# Time


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer that a machine asked for; ``name`` as in the effect StartTimer."""

    utterance: int
    name: str
    at: float


# The user's answer to a kept text


@dataclass(frozen=True, slots=True)
class InsertWanted:
    """Deliver a kept (or any earlier) text of this run into ``target``.

    One that is still spoken with review: it ends, and is delivered as soon as it is recognised.
    """

    utterance: int
    target: Target | None
    at: float


@dataclass(frozen=True, slots=True)
class RetryWanted:
    """Recognise a kept recording of this run again; the text lands on its card."""

    utterance: int
    at: float


@dataclass(frozen=True, slots=True)
class TextFound:
    """A verb had the kept recording recognised again; its text belongs onto the card."""

    utterance: int
    raw: str = field(repr=False)
    text: str = field(repr=False)
    at: float


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The user is done with a kept text's card; the text stays in the history."""

    utterance: int
    at: float


OfSound = FirstBlock | SpeechHeard | Level | RecordingEnded | RecordingFailed | SoundNotice
OfStream = StreamOpened | Partial | Committed | Final | ReadAll | StreamFailed
Event = (
    KeyEdge
    | KeyUsedOtherwise
    | BeginWanted
    | EndWanted
    | CancelWanted
    | KeyboardTaken
    | UserAway
    | DropWanted
    | SecretFound
    | OfSound
    | OfStream
    | DeliveryStarted
    | Delivered
    | TimerFired
    | InsertWanted
    | Edited
    | CardWanted
    | Dropped
    | RetryWanted
    | TextFound
    | Dismissed
)
