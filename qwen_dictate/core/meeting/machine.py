"""A meeting as one pure machine: LISTENING ⇄ PAUSED → STOPPING → OVER, each source for itself.

``step(state, event)`` is the only door. What one source suffers does not touch the other: its
reading REJOINS from the first line that is not closed, its microphone is looked for again, and
the recording goes on meanwhile. Nothing is forgotten at the end: STOPPING waits until each take
is read to its end mark, within ``STOP_LIMIT_S``, and what is open then stays as it stands.
"""

from dataclasses import replace

from qwen_dictate.core.errors import DictateError, NetworkError
from qwen_dictate.core.meeting import lines, readings, sides
from qwen_dictate.core.meeting.effects import (
    BeginMeeting,
    EndMeeting,
    HaltReading,
    MeetingEffect,
    SetTimer,
    StopSource,
    StopTimer,
    Tell,
)
from qwen_dictate.core.meeting.events import (
    Dictated,
    GoOnWanted,
    Heard,
    MeetingEvent,
    PauseWanted,
    ReadingEvent,
    RestoreWanted,
    ResumeWanted,
    SoundSent,
    StartWanted,
    StopWanted,
    Timed,
    TurnBegan,
    TurnClosed,
    TurnText,
)
from qwen_dictate.core.meeting.lines import Step
from qwen_dictate.core.meeting.state import Meeting, Phase, Reading, Side, SideState

STOP_LIMIT_S = 30.0
"""How long the last words are waited for."""
ANSWER_S = 120.0
"""How long the question whether the meeting goes on is asked."""


def step(state: Meeting, event: MeetingEvent) -> Step:
    """What happens next."""
    state, effects = _handle(state, event)
    state, more = _perhaps_over(state)
    return state, (*effects, *more)


def _handle(state: Meeting, event: MeetingEvent) -> Step:
    match event:
        case StartWanted() | StopWanted() | PauseWanted() | ResumeWanted() | GoOnWanted():
            return _wanted(state, event)
        case RestoreWanted():
            return lines.restore(state, event.line)
        case Dictated():
            if not state.running:
                return state, ()
            first, last = state.seconds_at(event.from_at), state.seconds_at(event.upto_at)
            return lines.dictated(state, first, last)
        case Heard():
            return sides.heard(state, event.event) if state.running else (state, ())
        case Timed():
            return _timed(state, event) if state.running else (state, ())
        case _:
            return _read(state, event)


def _read(state: Meeting, event: ReadingEvent) -> Step:
    """A reading tells something; one that is over is not heard any more."""
    take = state.take(event.take)
    if take is None or take.attempt != event.attempt:
        return state, ()
    match event:
        case SoundSent():
            return _sent(state, event.seconds)
        case TurnBegan():
            return lines.began(state, take, event)
        case TurnText():
            return lines.told(state, take, event)
        case TurnClosed():
            state, effects = lines.closed(state, take, event)
            return readings.advanced(state, take, event.end_s), effects
        case _:
            return readings.told(state, take, event)


def _wanted(
    state: Meeting,
    event: StartWanted | StopWanted | PauseWanted | ResumeWanted | GoOnWanted,
) -> Step:
    match event:
        case StartWanted() if not state.running:
            return _start(state, event.at)
        case StopWanted() if state.phase in (Phase.LISTENING, Phase.PAUSED):
            return _stop(state, event.at)
        case PauseWanted() if state.phase is Phase.LISTENING:
            state, effects = _end_takes(state, event.at)
            paused = replace(state, phase=Phase.PAUSED, asks=False)
            return paused, (*effects, StopTimer(0, "silence"), StopTimer(0, "answer"))
        case ResumeWanted() if state.phase is Phase.PAUSED:
            state, effects = _begin_takes(replace(state, phase=Phase.LISTENING), event.at)
            return state, (*effects, *_watch_silence(state))
        case GoOnWanted() if state.asks:
            state = replace(state, asks=False, spoke_at=event.at)
            return state, (StopTimer(0, "answer"), *_watch_silence(state))
        case _:
            return state, ()


def _start(state: Meeting, at: float) -> Step:
    chosen = [side for side in Side if side.value in state.settings.captions.sources]
    fresh = Meeting(
        settings=state.settings,
        local_installed=state.local_installed,
        price=state.price,
        phase=Phase.LISTENING,
        began_at=at,
        sides=tuple(SideState(side, loud_at=at) for side in chosen),
        count=state.count,
        spoke_at=at,
    )
    fresh, effects = _begin_takes(fresh, at)
    return fresh, (BeginMeeting(at), *effects, *_watch_silence(fresh))


def _begin_takes(state: Meeting, at: float) -> Step:
    effects: tuple[MeetingEffect, ...] = ()
    for side in state.sides:
        state, more = sides.begin_take(state, side.side, at)
        effects = (*effects, *more)
    return state, effects


def _end_takes(state: Meeting, at: float) -> Step:
    effects: tuple[MeetingEffect, ...] = tuple(
        StopSource(take.number, take.side, at) for take in state.takes if not take.ended
    )
    again = tuple(StopTimer(0, f"again {side.side.value}") for side in state.sides)
    return state, (*effects, *again)


def _stop(state: Meeting, at: float) -> Step:
    state, effects = _end_takes(state, at)
    state = replace(state, phase=Phase.STOPPING, asks=False, ended_s=state.seconds_at(at))
    effects = (
        *effects,
        StopTimer(0, "silence"),
        StopTimer(0, "answer"),
        SetTimer(0, "stopping", STOP_LIMIT_S),
    )
    for take in state.takes:
        if take.reading is not Reading.RUNNING:
            state, more = readings.hurry(state, take)
            effects = (*effects, *more)
    return state, effects


def _perhaps_over(state: Meeting) -> Step:
    """The last take is read."""
    if state.phase is not Phase.STOPPING or state.takes:
        return state, ()
    over = replace(state, phase=Phase.OVER)
    return over, (StopTimer(0, "stopping"), EndMeeting(state.ended_s, state.failed))


def abandon(state: Meeting, at: float) -> Step:
    """The program ends: what is open stays as it stands, what is not recognised is recorded."""
    if not state.running:
        return state, ()
    effects: tuple[MeetingEffect, ...] = ()
    if state.phase is not Phase.STOPPING:
        state, effects = _stop(state, at)
    state, more = _give_up_all(state)
    return state, (*effects, *more)


def _give_up_all(state: Meeting) -> Step:
    effects: tuple[MeetingEffect, ...] = ()
    for take in state.takes:
        state, more = lines.close_as_they_stand(state, take)
        effects = (*effects, *more, HaltReading(take.number))
    late = NetworkError(
        "Not all of the meeting could be recognised; the recording is kept.",
        "Its lines so far are in the history.",
    )
    state = replace(state, takes=(), failed=state.failed or late)
    state, over = _perhaps_over(state)
    return state, (*effects, *over)


def _timed(state: Meeting, event: Timed) -> Step:
    take = state.take(event.take)
    if take is not None:
        return readings.rejoin(state, take) if event.name == "rejoin" else (state, ())
    asked = {f"again {side.value}": side for side in Side}
    if event.name in asked:
        return sides.try_again(state, asked[event.name], event.at)
    match event.name:
        case "silence":
            return _silent(state, event.at)
        case "answer" if state.asks:
            return _stop(state, event.at)
        case "stopping" if state.phase is Phase.STOPPING:
            return _give_up_all(state)
        case _:
            return state, ()


def _watch_silence(state: Meeting, after_s: float | None = None) -> tuple[MeetingEffect, ...]:
    minutes = state.settings.captions.silence_minutes
    if not minutes:
        return ()
    return (SetTimer(0, "silence", minutes * 60 if after_s is None else after_s),)


def _silent(state: Meeting, at: float) -> Step:
    """Nobody has spoken since the timer was set, or somebody has: then it goes on counting."""
    if state.phase is not Phase.LISTENING or state.asks:
        return state, ()
    left_s = state.spoke_at + state.settings.captions.silence_minutes * 60 - at
    if left_s > 1:
        return state, _watch_silence(state, left_s)
    question = DictateError(
        "Nobody has spoken for long: the captions end in two minutes.",
        "Say something, or press Go on.",
    )
    return replace(state, asks=True), (SetTimer(0, "answer", ANSWER_S), Tell(question))


def _sent(state: Meeting, seconds: float) -> Step:
    """Count what it costs."""
    before = state.cost
    state = replace(state, sent_s=state.sent_s + seconds)
    cap = state.settings.captions.cap
    if not cap or before >= cap or state.cost < cap:
        return state, ()
    over = DictateError(
        f"This meeting has cost {cap} CNY, the amount at which you wanted to know.",
        "The captions go on; stop them in the tray.",
    )
    return lines.notice(state, "cost", over), (Tell(over),)
