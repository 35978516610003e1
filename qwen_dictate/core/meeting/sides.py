"""One source of a meeting: its takes begin and end, it is lost and looked for, it is silent.

Rule: what happens to one source is told and does not touch the other. Pure.
"""

from dataclasses import replace

from qwen_dictate.core import events as ev
from qwen_dictate.core.errors import DictateError, MicrophoneError
from qwen_dictate.core.meeting.effects import (
    MeetingEffect,
    SetTimer,
    Solved,
    StartReading,
    StartSource,
    StopSource,
    StopTimer,
    Tell,
)
from qwen_dictate.core.meeting.events import Sounded
from qwen_dictate.core.meeting.lines import Step
from qwen_dictate.core.meeting.state import Meeting, Phase, Side, SideState, Take

AGAIN_S = 2.0
LONGEST_AGAIN_S = 5.0
NOTHING_DBFS = -90.0
"""A microphone that hears at all is louder than that, even in a quiet room."""
NOTHING_S = 15.0


def begin_take(state: Meeting, side: Side, at: float) -> Step:
    """Listen to the source, with a recording and a reading of its own."""
    number = state.count + 1
    take = Take(number, side, state.seconds_at(at))
    state = replace(state, count=number, takes=(*state.takes, take))
    return state, (StartSource(number, side, at), StartReading(number, 1, 0.0, local=False))


def heard(state: Meeting, event: Sounded) -> Step:
    """What the sound side tells of a take."""
    take = state.take(event.utterance)
    if take is None:
        return state, ()
    match event:
        case ev.FirstBlock():
            return _first(state, take, event.at)
        case ev.SpeechHeard():
            return _spoke(state, event.at)
        case ev.Level():
            return _level(state, take.side, event)
        case ev.SoundNotice():
            side = replace(side_of(state, take.side), problem=event.error)
            return put_side(state, side), ()
        case ev.RecordingEnded():
            return put_take(state, replace(take, ended=True, seconds=event.seconds)), ()
        case ev.RecordingFailed():
            return _lost(state, replace(take, ended=True, seconds=event.seconds), event)


def try_again(state: Meeting, side: Side, at: float) -> Step:
    """A source that could not be had is looked for again."""
    wanted = any(known.side is side for known in state.sides)
    if state.phase is not Phase.LISTENING or state.recorded(side) is not None or not wanted:
        return state, ()
    return begin_take(state, side, at)


def side_of(state: Meeting, side: Side) -> SideState:
    """The state of a side that is listened to."""
    return next(known for known in state.sides if known.side is side)


def put_side(state: Meeting, side: SideState) -> Meeting:
    """The meeting with that side changed."""
    sides = tuple(side if known.side is side.side else known for known in state.sides)
    return replace(state, sides=sides)


def put_take(state: Meeting, take: Take) -> Meeting:
    """The meeting with that take changed."""
    takes = tuple(take if known.number == take.number else known for known in state.takes)
    return replace(state, takes=takes)


def _first(state: Meeting, take: Take, at: float) -> Step:
    """The first block is kept: the source is there, and the recording's place is known."""
    state = put_take(state, replace(take, heard=True, offset_s=state.seconds_at(at)))
    side = replace(side_of(state, take.side), problem=None, lost=0, loud_at=at)
    before = side_of(state, take.side).problem
    state = put_side(state, side)
    solved: tuple[MeetingEffect, ...] = (Solved(before),) if before else ()
    if state.phase is not Phase.LISTENING:  # it was still being opened when it was to end
        return state, (*solved, StopSource(take.number, take.side, at))
    return state, solved


def _spoke(state: Meeting, at: float) -> Step:
    state = replace(state, spoke_at=max(state.spoke_at, at))
    if not state.asks:
        return state, ()
    minutes = state.settings.captions.silence_minutes
    effects = (StopTimer(0, "answer"), SetTimer(0, "silence", minutes * 60.0))
    return replace(state, asks=False), effects


def _level(state: Meeting, which: Side, event: ev.Level) -> Step:
    side = replace(side_of(state, which), level_dbfs=event.dbfs)
    if event.dbfs > NOTHING_DBFS:
        side = replace(side, loud_at=event.at)
        if isinstance(side.problem, SilentSource):
            return put_side(state, replace(side, problem=None)), (Solved(side.problem),)
    elif which is Side.ME and side.problem is None and event.at - side.loud_at > NOTHING_S:
        side = replace(side, problem=silent_source())
        return put_side(state, side), (Tell(silent_source()),)
    return put_side(state, side), ()


def _lost(state: Meeting, take: Take, event: ev.RecordingFailed) -> Step:
    """Told once; what was heard is still read to its end, and the source is looked for again."""
    side = side_of(state, take.side)
    news = side.lost == 0
    side = replace(side, problem=event.error, lost=side.lost + 1)
    state = put_side(put_take(state, take), side)
    if state.phase is not Phase.LISTENING:
        return state, ()
    delay_s = min(AGAIN_S * 2 ** (side.lost - 1), LONGEST_AGAIN_S)
    effects: tuple[MeetingEffect, ...] = (SetTimer(0, f"again {take.side.value}", delay_s),)
    return state, (*effects, Tell(event.error)) if news else effects


class SilentSource(MicrophoneError):
    """A microphone that gives nothing but digital silence."""


def silent_source() -> DictateError:
    """What is said of it."""
    return SilentSource(
        "Your microphone gives only silence: nobody would see what you say.",
        "See whether it is muted, on itself or in the sound settings.",
    )
