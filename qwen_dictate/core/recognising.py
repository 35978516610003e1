"""What an utterance does with what its streams tell: text, failures, time.

The recogniser may fail as often as it likes: the recording is not touched by it, and the next
attempt reads on from the end of the unbroken row of finals (core/attempts says when).
"""

from collections.abc import Callable
from dataclasses import replace

from qwen_dictate.core import attempts, review
from qwen_dictate.core import utterance as machine
from qwen_dictate.core.effects import (
    Effect,
    Note,
    RemoveRow,
    ShowError,
    ShowNote,
    StartStream,
    StartTimer,
    StopTimer,
)
from qwen_dictate.core.errors import DictateError, EngineError, NetworkError
from qwen_dictate.core.events import (
    Committed,
    Final,
    Partial,
    ReadAll,
    StreamFailed,
    StreamOpened,
)
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.utterance import OVER, Phase, Step, Streaming, Utterance

StreamEvent = StreamOpened | Partial | Committed | Final | ReadAll | StreamFailed
Finish = Callable[[str, Settings], str]
"""raw → typed text, by the settings of the utterance (core/text/finish)."""


def stream_told(utterance: Utterance, event: StreamEvent, finish: Finish) -> Step:
    """A stream told something; what is stale changes nothing."""
    stale = event.attempt != utterance.attempt or utterance.streaming is not Streaming.READING
    if stale or utterance.phase in OVER:
        return utterance, ()
    transcript = utterance.transcript
    match event:
        case StreamOpened():
            return _opened(utterance, event), ()
        case Partial():
            return review.follow(_partial(utterance, event)), ()
        case Committed():
            known = replace(utterance, transcript=transcript.committed(event.segment, event.upto_s))
            return replace(known, times=replace(known.times, commit=event.at)), ()
        case Final():
            known = replace(
                utterance,
                transcript=transcript.final(event.segment, event.text),
                language=event.language or utterance.language,
                times=replace(utterance.times, final=event.at),
            )
            return _perhaps_ready(review.follow(known), finish)
        case ReadAll():
            heard = utterance.speech or event.speech
            read = replace(_sent(utterance, event.sent_s), read_all=True, speech=heard)
            return _perhaps_ready(read, finish)
        case StreamFailed():
            return _failed(_sent(utterance, event.sent_s), event.error, event.at)


def _opened(utterance: Utterance, event: StreamOpened) -> Utterance:
    connect = utterance.times.connect or event.at
    times = replace(utterance.times, connect=connect)
    return replace(utterance, opened=True, engine=event.engine, times=times)


def _sent(utterance: Utterance, seconds: float) -> Utterance:
    """What the service got, for the ledger; the embedded engine costs nothing."""
    if utterance.engine == "local":
        return utterance
    return replace(utterance, sent_s=utterance.sent_s + seconds)


def _partial(utterance: Utterance, event: Partial) -> Utterance:
    known = replace(
        utterance, transcript=utterance.transcript.partial(event.settled, event.tentative)
    )
    if known.times.first_partial is None and (event.settled or event.tentative):
        known = replace(known, times=replace(known.times, first_partial=event.at))
    return known


def _perhaps_ready(utterance: Utterance, finish: Finish) -> Step:
    if not (utterance.read_all and utterance.transcript.complete):
        return utterance, ()
    raw = utterance.transcript.text(utterance.settings.text.join)
    text = finish(raw, utterance.settings)
    if text.strip():
        return machine.ready(utterance, raw, text)
    if not utterance.speech:
        over = replace(utterance, phase=Phase.REMOVED, streaming=Streaming.OFF)
        removed = (RemoveRow(utterance.number),) if utterance.ended else ()
        return over, (*machine.no_timers(utterance), *removed, ShowNote(Note.NO_SPEECH))
    error = EngineError(
        "Somebody spoke, but no words were recognised; the recording is kept.",
        "Retry, or play it to hear what was recorded.",
    )
    silent = replace(utterance, streaming=Streaming.OFF)
    kept, effects = machine.keep(silent, error)
    return kept, (*machine.no_timers(utterance), *effects)


def _failed(utterance: Utterance, error: DictateError, at: float) -> Step:
    on_local = utterance.fallen_back
    decision = attempts.after_failure(
        retry=error.retry,
        on_fallback=on_local,
        over=_over(utterance, at),
        fallback=utterance.settings.service.fallback,
        local=utterance.local_installed and not isinstance(error, EngineError),
    )
    failed = replace(
        _restarted(utterance), failures=utterance.failures + 1, reason=error, opened=False
    )
    after, effects = _next(failed, decision, error)
    if utterance.phase is Phase.KEPT and utterance.reason is not None and not on_local:
        # It was told when it was kept; that it fails again is no news.
        effects = tuple(effect for effect in effects if not isinstance(effect, ShowError))
    return after, effects


def _next(utterance: Utterance, decision: attempts.Next, error: DictateError) -> Step:
    number = utterance.number
    match decision:
        case attempts.Next.AGAIN:
            urgent = utterance.released_at is not None
            delay = attempts.delay_s(utterance.failures, urgent=urgent)
            again = replace(utterance, streaming=Streaming.PAUSED)
            return again, (StartTimer(number, "retry", delay),)
        case attempts.Next.LOCAL:
            return _fall_back(utterance, error)
        case attempts.Next.WAIT:
            return _wait(utterance, error)
        case attempts.Next.KEEP:
            off = replace(utterance, streaming=Streaming.OFF)
            return _kept_unless_hearing(off, error, (StopTimer(number, "fallback"),))


def _wait(utterance: Utterance, error: DictateError) -> Step:
    """Kept, and tried again now and then; only the first failure is news."""
    number = utterance.number
    told = _with(error, "It is tried again by itself.")
    paused = replace(utterance, streaming=Streaming.PAUSED, waits=utterance.waits + 1, reason=told)
    wait = StartTimer(number, "wait", attempts.wait_delay_s(utterance.waits))
    return _kept_unless_hearing(paused, told, (wait, StopTimer(number, "fallback")))


def _with(error: DictateError, what_follows: str) -> DictateError:
    """The same failure, and what the program does about it."""
    text = f"{error.user_text} {what_follows}"
    return type(error)(text, error.remedy, retry=error.retry)


def _kept_unless_hearing(
    utterance: Utterance, error: DictateError, effects: tuple[Effect, ...]
) -> Step:
    if utterance.phase is Phase.HEARING:
        return utterance, (ShowError(error), *effects)
    kept, more = machine.keep(utterance, error)
    return kept, (ShowError(error), *effects, *more)


def timer_fired(utterance: Utterance, name: str) -> Step:
    """One of the recogniser's timers: retry, wait, fallback, keep."""
    if utterance.phase in OVER:
        return utterance, ()
    if name in ("retry", "wait"):
        if utterance.streaming is not Streaming.PAUSED:
            return utterance, ()
        return _start(replace(utterance, streaming=Streaming.READING))
    if utterance.phase not in (Phase.HEARING, Phase.RECOGNISING):
        return utterance, ()
    if name == "fallback":
        return _too_slow(utterance)
    reason = utterance.reason or NetworkError(
        "The words have not come yet; the recording is safe and recognition goes on.",
        "The text will land here, or retry.",
    )
    return machine.keep(utterance, reason)


def _too_slow(utterance: Utterance) -> Step:
    """12 s after key-up: the setting ``service.fallback`` decides."""
    if utterance.fallen_back or utterance.streaming is Streaming.OFF:
        return utterance, ()
    error = utterance.reason or NetworkError(
        "The service has not answered; nothing is lost.", "Check the network."
    )
    setting = utterance.settings.service.fallback
    if setting == "local" and utterance.local_installed:
        slow = replace(_restarted(utterance), opened=False)
        local, effects = _fall_back(slow, error)
        return local, (StopTimer(utterance.number, "retry"), *effects)
    if utterance.streaming is Streaming.PAUSED:
        decision = attempts.Next.KEEP if setting == "none" else attempts.Next.WAIT
        paused, effects = _next(utterance, decision, error)
        return paused, (StopTimer(utterance.number, "retry"), *effects)
    kept, effects = machine.keep(utterance, error)
    return kept, (ShowError(error), *effects)


def retry(utterance: Utterance) -> Step:
    """The user, or a network that is back, wants the kept recording recognised again."""
    if utterance.phase is not Phase.KEPT or utterance.streaming is Streaming.READING:
        return utterance, ()
    fresh = _restarted(utterance)
    fresh = replace(fresh, fallen_back=False, failures=0, waits=0, trouble=None, reason=None)
    return _start_now(fresh)


def wake(utterance: Utterance) -> Step:
    """Another stream could connect, so the network is back: do not wait any longer."""
    if utterance.phase is not Phase.KEPT or utterance.streaming is not Streaming.PAUSED:
        return utterance, ()
    return _start_now(utterance)


def _start_now(utterance: Utterance) -> Step:
    again, effects = _start(replace(utterance, streaming=Streaming.READING))
    return again, (StopTimer(utterance.number, "wait"), *effects)


def _fall_back(utterance: Utterance, error: DictateError) -> Step:
    """The embedded engine goes on; its success does not hide why it was needed."""
    told = _with(error, "The embedded engine takes over.")
    local = replace(utterance, streaming=Streaming.READING, fallen_back=True, trouble=told)
    started, effects = _start(local)
    return started, (ShowError(told), *effects)


def _start(utterance: Utterance) -> Step:
    stream = StartStream(
        utterance.number,
        utterance.attempt,
        utterance.transcript.upto_s,
        fallback=utterance.fallen_back,
    )
    return utterance, (stream,)


def _restarted(utterance: Utterance) -> Utterance:
    return replace(
        utterance,
        attempt=utterance.attempt + 1,
        transcript=utterance.transcript.restarted(),
        read_all=False,
    )


def _over(utterance: Utterance, at: float) -> bool:
    released = utterance.released_at
    return released is not None and at - released >= attempts.FALLBACK_S
