"""Gives one utterance what happened to it: sound, recogniser, delivery, time.

The dispatch between core/dictation, which knows all utterances, and core/utterance and
core/recognising, which know one. Pure.
"""

from dataclasses import replace

from qwen_dictate.core import recognising, review
from qwen_dictate.core import utterance as machine
from qwen_dictate.core.effects import (
    HaltDelivery,
    Note,
    ShowError,
    ShowNote,
    StartTimer,
    StopRecording,
    StopTimer,
)
from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.core.events import (
    CardWanted,
    Committed,
    Delivered,
    DeliveryStarted,
    Dismissed,
    Dropped,
    Edited,
    EndKind,
    Final,
    FirstBlock,
    InsertWanted,
    Partial,
    ReadAll,
    RecordingEnded,
    RecordingFailed,
    RetryWanted,
    SecretFound,
    SoundNotice,
    SpeechHeard,
    StreamFailed,
    StreamOpened,
    TextFound,
    TimerFired,
)
from qwen_dictate.core.utterance import Phase, Streaming, Utterance

SILENCE_ASK_S = 120.0
SILENCE_STOP_S = 300.0

UtteranceEvent = (
    SecretFound
    | FirstBlock
    | SpeechHeard
    | RecordingEnded
    | RecordingFailed
    | SoundNotice
    | StreamOpened
    | Partial
    | Committed
    | Final
    | ReadAll
    | StreamFailed
    | DeliveryStarted
    | Delivered
    | TimerFired
    | InsertWanted
    | RetryWanted
    | TextFound
    | Dismissed
    | Edited
    | CardWanted
    | Dropped
)


def told(u: Utterance, event: UtteranceEvent, finish: recognising.Finish) -> machine.Step:
    """One step of one utterance."""
    match event:
        case SecretFound() | FirstBlock() | SpeechHeard() | RecordingEnded() | RecordingFailed():
            return _sound(u, event)
        case StreamOpened() | Partial() | Committed() | Final() | ReadAll() | StreamFailed():
            return recognising.stream_told(u, event, finish)
        case TimerFired():
            return _timer(u, event)
        case SoundNotice():
            return replace(u, trouble=event.error), (ShowError(event.error),)
        case Edited():
            return review.edit(u, event.text)
        case CardWanted():
            return review.open_card(u, wanted=event.open)
        case Dropped():
            return review.drop(u, event.at)
        case _:
            return _delivery(u, event)


def _sound(
    u: Utterance, event: SecretFound | FirstBlock | SpeechHeard | RecordingEnded | RecordingFailed
) -> machine.Step:
    match event:
        case SecretFound():
            return machine.forget(u, event.at)
        case FirstBlock():
            heard, effects = _listening(replace(u, times=replace(u.times, first_block=event.at)))
            return heard, (StopTimer(u.number, "open"), *effects)
        case SpeechHeard():
            return _listening(replace(u, speech=True, asked=False))
        case RecordingEnded():
            return machine.recording_ended(u, event.seconds, event.at)
        case RecordingFailed():
            return machine.recording_failed(u, event.error, event.seconds, event.at)


def _listening(u: Utterance) -> machine.Step:
    if u.phase is not Phase.HEARING or u.released_at is not None:
        return u, ()
    return u, (StartTimer(u.number, "silence", SILENCE_ASK_S),)


def _timer(u: Utterance, event: TimerFired) -> machine.Step:
    match event.name:
        case "limit":
            return machine.end(u, event.at)
        case "open" if u.phase is Phase.HEARING and u.times.first_block is None:
            return _silent_microphone(u, event.at)
        case "silence" if u.phase is Phase.HEARING and u.released_at is None:
            if u.asked:
                return machine.end(replace(u, forgotten=True), event.at)
            rest = SILENCE_STOP_S - SILENCE_ASK_S
            again = StartTimer(u.number, "silence", rest)
            return replace(u, asked=True), (again, ShowNote(Note.STILL_LISTENING))
        case "held" if u.phase is Phase.DELIVERING and not u.typing:
            return u, (HaltDelivery(u.number),)
        case "retry" | "wait" | "fallback" | "keep":
            return recognising.timer_fired(u, event.name)
        case "edited":
            return u, review.unsaved(u)
        case _:
            return u, ()


def _silent_microphone(u: Utterance, at: float) -> machine.Step:
    error = MicrophoneError(
        "The sound server does not answer; nothing was recorded.",
        "See the sound settings, and try again.",
    )
    over = replace(u, phase=Phase.REMOVED, streaming=Streaming.OFF)
    stop = StopRecording(u.number, at, EndKind.CANCELLED)
    return over, (ShowError(error), stop, *machine.no_timers(u))


def _delivery(
    u: Utterance,
    event: DeliveryStarted | Delivered | InsertWanted | RetryWanted | TextFound | Dismissed,
) -> machine.Step:
    match event:
        case DeliveryStarted() if u.phase is Phase.DELIVERING:
            return replace(u, typing=True), (StopTimer(u.number, "held"),)
        case Delivered():
            return machine.delivered(u, event.receipt, event.at)
        case InsertWanted():
            return review.insert(u, event.target, event.at)
        case RetryWanted():
            return recognising.retry(u)
        case TextFound() if u.phase is Phase.KEPT and event.text.strip():
            return machine.ready(u, event.raw, event.text)
        case Dismissed() if u.phase is Phase.KEPT:
            over = replace(u, phase=Phase.REMOVED, streaming=Streaming.OFF, ended=True)
            return over, machine.no_timers(u)
        case _:
            return u, ()
