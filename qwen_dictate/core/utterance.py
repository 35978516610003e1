"""One machine a press: from its first sample to delivered, kept or cancelled.

HEARING → RECOGNISING → READY → DELIVERING → DONE, with KEPT, CANCELLED and REMOVED beside them.
What the recogniser tells is in core/recognising; here is what the user, the recorder and the
delivery lane tell. Every function is pure: (utterance, what happened) → (utterance, effects).
"""

from dataclasses import dataclass, field, replace
from enum import Enum, auto

from qwen_dictate.core import attempts
from qwen_dictate.core.effects import (
    ClearError,
    Deliver,
    Effect,
    HaltDelivery,
    Note,
    RemoveRow,
    ShowError,
    ShowNote,
    StartRecording,
    StartStream,
    StartTimer,
    StopRecording,
    StopTimer,
    WriteRow,
)
from qwen_dictate.core.errors import DeliveryError, DictateError
from qwen_dictate.core.events import EndKind, Outcome, Receipt, Target
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.text.merge import merge
from qwen_dictate.core.transcript import Transcript

Step = tuple["Utterance", tuple[Effect, ...]]

TIMERS = ("fallback", "keep", "retry", "wait", "held", "limit", "silence", "open", "edited")
WAITS_FOR_REVIEW = "The text waits for your review."
OPEN_LIMIT_S = 3.0
"""A microphone that has neither given sound nor failed by then: the sound server hangs."""


class Phase(Enum):
    """Where an utterance is; the value is the ``state`` of its row."""

    HEARING = "recording"
    RECOGNISING = "recognising"
    READY = "ready"
    DELIVERING = "delivering"
    DONE = "delivered"
    KEPT = "kept"
    CANCELLED = "cancelled"
    REMOVED = "removed"


OVER = (Phase.DONE, Phase.CANCELLED, Phase.REMOVED)
"""Nothing can happen to such an utterance any more."""


class Streaming(Enum):
    """What the recogniser's side of an utterance does."""

    READING = auto()
    """A stream reads the recording."""
    PAUSED = auto()
    """The next attempt waits for its timer."""
    OFF = auto()
    """All was recognised, or nobody tries any more."""


@dataclass(frozen=True, slots=True)
class Times:
    """Monotonic seconds of what the ledger tells; None until it happened."""

    first_block: float | None = None
    connect: float | None = None
    first_partial: float | None = None
    commit: float | None = None
    final: float | None = None
    delivered: float | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """Everything that is known of one press."""

    number: int
    target: Target | None
    began_at: float
    settings: Settings = field(repr=False)
    local_installed: bool = False
    phase: Phase = Phase.HEARING
    released_at: float | None = None
    ended: bool = False
    seconds: float = 0.0
    speech: bool = False
    attempt: int = 1
    failures: int = 0
    sent_s: float = 0.0
    waits: int = 0
    streaming: Streaming = Streaming.READING
    opened: bool = False
    fallen_back: bool = False
    read_all: bool = False
    transcript: Transcript = field(default_factory=Transcript, repr=False)
    language: str = ""
    engine: str = ""
    raw: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    review: bool = False
    """Its text waits for the user's look."""
    open: bool = False
    """Its card is open for editing."""
    approved: bool = False
    """The user has seen enough of it: it is delivered when it is recognised."""
    draft: str | None = field(default=None, repr=False)
    """What the user has made of the text; None until then."""
    heard: str = field(default="", repr=False)
    """What the recogniser had said when the draft was like this."""
    asked: bool = False
    forgotten: bool = False
    left: str = ""
    """Why its user was away: then it is not typed by itself."""
    cancelling: bool = False
    typing: bool = False
    reason: DictateError | None = None
    trouble: DictateError | None = None
    """What went wrong with its sound: its own text is no success that would clear it."""
    receipt: Receipt | None = field(default=None, repr=False)
    times: Times = Times()

    @property
    def pending(self) -> bool:
        """Not yet ended: neither over nor kept."""
        return self.phase not in OVER and self.phase is not Phase.KEPT

    def ledger(self) -> dict[str, int | None]:
        """Whole ms: ``mic_ready``, ``first_partial`` from key-down, the rest from key-up."""
        times = self.times
        return {
            "mic_ready": since_ms(self.began_at, times.first_block),
            "first_partial": since_ms(self.began_at, times.first_partial),
            "commit": since_ms(self.released_at, times.commit),
            "final": since_ms(self.released_at, times.final),
            "delivered": since_ms(self.released_at, times.delivered),
        }

    @property
    def prunable(self) -> bool:
        """Over, and its recording has its end mark: nothing will come of it."""
        return self.phase in OVER and self.ended


def begin(utterance: Utterance) -> Step:
    """The key went down."""
    number, at = utterance.number, utterance.began_at
    minutes = utterance.settings.recording.max_minutes
    return utterance, (
        StartRecording(number, utterance.target, at),
        StartStream(number, utterance.attempt, 0.0),
        StartTimer(number, "limit", minutes * 60.0),
        StartTimer(number, "open", OPEN_LIMIT_S),
    )


def end(utterance: Utterance, at: float) -> Step:
    """The key went up."""
    if utterance.phase is not Phase.HEARING or utterance.released_at is not None:
        return utterance, ()
    number = utterance.number
    paused = utterance.streaming is Streaming.PAUSED and utterance.failures > 0
    again = (StartTimer(number, "retry", attempts.FIRST_DELAY_S),) if paused else ()
    return replace(utterance, released_at=at), (
        *again,
        StopTimer(number, "limit"),
        StopTimer(number, "silence"),
        StopRecording(number, at, EndKind.COMPLETE),
        StartTimer(number, "fallback", attempts.FALLBACK_S),
        StartTimer(number, "keep", attempts.KEEP_S),
    )


def drop(utterance: Utterance, at: float) -> Step:
    """The lone modifier was an ordinary one: silent, unless something was said meanwhile."""
    if utterance.speech:
        return cancel(utterance, at)
    if utterance.phase is not Phase.HEARING:
        return utterance, ()
    effects: tuple[Effect, ...] = (StopRecording(utterance.number, at, EndKind.CANCELLED),)
    return replace(utterance, phase=Phase.REMOVED, streaming=Streaming.OFF), (
        *effects,
        *no_timers(utterance),
        *((RemoveRow(utterance.number),) if utterance.ended else ()),
    )


def forget(utterance: Utterance, at: float) -> Step:
    """It was spoken into a field for passwords: nothing of it is kept, and the user is told."""
    if utterance.phase not in (Phase.HEARING, Phase.RECOGNISING):
        return utterance, ()
    hearing = utterance.phase is Phase.HEARING
    stop = (StopRecording(utterance.number, at, EndKind.CANCELLED),) if hearing else ()
    return replace(utterance, phase=Phase.REMOVED, streaming=Streaming.OFF), (
        *stop,
        *no_timers(utterance),
        *((RemoveRow(utterance.number),) if utterance.ended else ()),
        ShowNote(Note.HIDDEN_FIELD),
    )


def cancel(utterance: Utterance, at: float) -> Step:
    """The user does not want it: not typed; the recording stays a day for ``history retry``."""
    number = utterance.number
    if utterance.phase is Phase.DELIVERING:
        return replace(utterance, cancelling=True), (HaltDelivery(number),)
    effects: list[Effect] = []
    if utterance.phase is Phase.HEARING:
        effects.append(StopRecording(number, at, EndKind.CANCELLED))
    return _cancelled(utterance, effects)


def _cancelled(utterance: Utterance, effects: list[Effect]) -> Step:
    over = replace(utterance, phase=Phase.CANCELLED, streaming=Streaming.OFF, open=False)
    return over, (
        *effects,
        *no_timers(utterance),
        WriteRow(utterance.number, {"state": "cancelled"}),
        ShowNote(Note.CANCELLED),
    )


def recording_ended(utterance: Utterance, seconds: float, at: float) -> Step:
    """The end mark is written."""
    known = replace(utterance, ended=True, seconds=seconds)
    if utterance.phase is Phase.REMOVED:
        return known, (RemoveRow(utterance.number),)
    write = WriteRow(utterance.number, {"seconds": seconds})
    if utterance.phase is not Phase.HEARING:
        return known, (write,)
    effects: list[Effect] = [write, StopTimer(utterance.number, "open")]
    if utterance.released_at is None:
        known = replace(known, released_at=at)
        effects += [
            StopTimer(utterance.number, "limit"),
            StopTimer(utterance.number, "silence"),
            StartTimer(utterance.number, "fallback", attempts.FALLBACK_S),
            StartTimer(utterance.number, "keep", attempts.KEEP_S),
        ]
    known = replace(known, phase=Phase.RECOGNISING)
    effects.append(WriteRow(utterance.number, {"state": "recognising"}))
    if utterance.streaming is Streaming.OFF and utterance.reason is not None:
        kept, more = keep(known, utterance.reason)
        return kept, (*effects, *more)
    return known, tuple(effects)


def recording_failed(utterance: Utterance, error: DictateError, seconds: float, at: float) -> Step:
    """The microphone or the disk failed: what was heard until then goes on."""
    if utterance.phase in OVER:
        ended, effects = recording_ended(utterance, seconds, at)
        # The stream may have read the end, and found no speech, before this was told.
        return ended, (*((ShowError(error),) if utterance.read_all else ()), *effects)
    if seconds > 0:
        ended, effects = recording_ended(replace(utterance, trouble=error), seconds, at)
        return ended, (ShowError(error), *effects)
    over = replace(utterance, phase=Phase.REMOVED, streaming=Streaming.OFF, ended=True)
    return over, (ShowError(error), *no_timers(utterance), RemoveRow(utterance.number))


def ready(utterance: Utterance, raw: str, text: str) -> Step:
    """All is recognised; it is kept for review, lands on its card, or waits for its turn."""
    known = replace(
        utterance,
        raw=raw,
        text=text if utterance.draft is None else merge(utterance.heard, utterance.draft, text),
        heard=text,
        streaming=Streaming.OFF,
        reason=None,
    )
    known = replace(known, draft=None if known.draft is None else known.text)
    row: dict[str, object] = {"raw": raw, "text": known.text, "language": known.language}
    if utterance.engine:
        row["engine"] = utterance.engine
    effects: tuple[Effect, ...] = (*no_timers(utterance), WriteRow(utterance.number, row))
    if utterance.phase is Phase.KEPT:
        reason = DeliveryError("The text came late, so it was not typed by itself.")
        return replace(known, reason=reason), (*effects, ClearError(but=utterance.trouble))
    held = _why_held(known)
    if held:
        kept, more = keep(known, DeliveryError(held))
        return kept, (*effects, *more)
    return replace(known, phase=Phase.READY), effects


def _why_held(utterance: Utterance) -> str:
    """Why the text is not typed by itself; "" where it is."""
    if utterance.forgotten:
        return "Nobody spoke for five minutes, so it was stopped and kept."
    if utterance.left:
        return utterance.left
    waits = utterance.review and not (utterance.approved and utterance.text.strip())
    return WAITS_FOR_REVIEW if waits else ""


def deliver(utterance: Utterance, target: Target | None) -> Step:
    """It is its turn (or the user said: here)."""
    going = replace(
        utterance,
        phase=Phase.DELIVERING,
        streaming=Streaming.OFF,  # a retry that is under way would only deliver it again
        typing=False,
        cancelling=False,
        open=False,
        reason=None,
        left="",
    )
    row = {"state": "delivering", "text": utterance.text}
    return going, (
        *no_timers(utterance),
        WriteRow(utterance.number, row),
        Deliver(utterance.number, utterance.text, target),
    )


def delivered(utterance: Utterance, receipt: Receipt, at: float) -> Step:
    """The delivery lane is done."""
    if utterance.phase is not Phase.DELIVERING:
        return utterance, ()
    number = utterance.number
    known = replace(utterance, receipt=receipt, typing=False)
    held = StopTimer(number, "held")
    if receipt.outcome is Outcome.DELIVERED:
        done = replace(
            known,
            phase=Phase.DONE,
            times=replace(known.times, delivered=at),
        )
        row = {"state": "delivered", "method": receipt.method, "receipt": receipt.kind.value}
        return done, (held, WriteRow(number, row), ClearError(but=utterance.trouble))
    if utterance.cancelling and receipt.rest == utterance.text:
        return _cancelled(known, [held])
    error = receipt.error or DeliveryError("The text could not be typed; it is kept.")
    error = DeliveryError(utterance.left) if utterance.left else error
    rest = receipt.rest or utterance.text
    kept, effects = keep(replace(known, text=rest, heard=rest, draft=None), error)
    return kept, (held, *effects)


def keep(utterance: Utterance, reason: DictateError) -> Step:
    """Not delivered: the text, or the recording, stays on a card and blocks nobody."""
    kept = replace(
        utterance,
        phase=Phase.KEPT,
        reason=reason,
        typing=False,
        open=utterance.open or utterance.approved,
        approved=False,
    )
    row = {"state": "kept", "reason": str(reason), "method": "none"}
    stops = tuple(StopTimer(utterance.number, name) for name in ("keep", "fallback", "open"))
    return kept, (*stops, WriteRow(utterance.number, row))


def no_timers(utterance: Utterance) -> tuple[Effect, ...]:
    """Forget every timer of the utterance."""
    return tuple(StopTimer(utterance.number, name) for name in TIMERS)


def since_ms(since: float | None, at: float | None) -> int | None:
    """Whole milliseconds; None where one of the two never was."""
    # What ended by itself (no microphone any more) may be recognised before its end is told.
    return None if since is None or at is None else max(0, round((at - since) * 1000))
