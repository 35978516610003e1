"""The reading of one take: it opens, fails, rejoins, falls back, is done. Pure.

A service that cannot be reached is tried again after 0.5 → 8 s without limit, each time from the
first line that is not closed; after ``attempts.FALLBACK_S``, or at once where trying cannot mend
it, the embedded engine goes on if ``service.fallback`` allows it and it is there.
"""

from dataclasses import replace

from qwen_dictate.core import attempts
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.meeting import lines, sides
from qwen_dictate.core.meeting.effects import (
    SetTimer,
    Solved,
    StartReading,
    StopTimer,
    Tell,
)
from qwen_dictate.core.meeting.events import ReadingDone, ReadingFailed, ReadingOpened
from qwen_dictate.core.meeting.lines import Step
from qwen_dictate.core.meeting.state import Meeting, Phase, Reading, Take


def told(state: Meeting, take: Take, event: ReadingOpened | ReadingDone | ReadingFailed) -> Step:
    """What a reading tells of itself."""
    match event:
        case ReadingOpened():
            return opened(state, take, event)
        case ReadingDone():
            return done(state, take)
        case ReadingFailed():
            return failed(state, take, event.error, event.at)


def opened(state: Meeting, take: Take, event: ReadingOpened) -> Step:
    """The recogniser takes sound: what was said against the connection is over."""
    take = replace(take, opened=True, engine=event.engine, reading=Reading.RUNNING)
    side = sides.side_of(state, take.side)
    state = sides.put_take(state, take)
    if not take.failures or side.lost or side.problem is None:
        return state, ()
    return sides.put_side(state, replace(side, problem=None)), (Solved(side.problem),)


def advanced(state: Meeting, take: Take, end_s: float) -> Meeting:
    """A line is closed up to there: the reading works."""
    known = replace(take, upto_s=max(take.upto_s, end_s), failures=0, failing_since=0.0)
    return sides.put_take(state, known)


def done(state: Meeting, take: Take) -> Step:
    """The take is read to its end mark, and what it left open has no words."""
    state, effects = lines.close_as_they_stand(state, take)
    takes = tuple(known for known in state.takes if known.number != take.number)
    return replace(state, takes=takes), effects


def failed(state: Meeting, take: Take, error: DictateError, at: float) -> Step:
    """The attempt is over: what to do about it, and the source's state says so."""
    since = take.failing_since if take.failures else at
    take = replace(take, opened=False, failures=take.failures + 1, failing_since=since)
    lasting = at - since >= attempts.FALLBACK_S or state.phase is Phase.STOPPING
    decision = attempts.after_failure(
        retry=error.retry,
        on_fallback=take.local,
        over=lasting and (_can_fall_back(state, take) or state.phase is Phase.STOPPING),
        fallback=state.settings.service.fallback,
        local=state.local_installed and take.engine != "local",
    )
    side = sides.side_of(state, take.side)
    news = side.problem is None
    state = sides.put_side(state, replace(side, problem=error))
    match decision:
        case attempts.Next.AGAIN:
            take = replace(take, reading=Reading.REJOINING)
            wait = SetTimer(take.number, "rejoin", attempts.delay_s(take.failures))
            return sides.put_take(state, take), (wait, Tell(error)) if news else (wait,)
        case attempts.Next.LOCAL:
            return _again(state, replace(take, local=True, failures=0, failing_since=0.0))
        case _:
            return _give_up(state, take, error)


def rejoin(state: Meeting, take: Take) -> Step:
    """The wait is over: a new reading from the first line that is not closed."""
    return _again(state, take) if take.reading is Reading.REJOINING else (state, ())


def hurry(state: Meeting, take: Take) -> Step:
    """The meeting ends: no more waiting, and the engine that is at hand."""
    if take.reading is Reading.GIVEN_UP:
        takes = tuple(known for known in state.takes if known.number != take.number)
        return replace(state, takes=takes), ()
    if _can_fall_back(state, take):
        take = replace(take, local=True)
    state, effects = _again(state, take)
    return state, (StopTimer(take.number, "rejoin"), *effects)


def _again(state: Meeting, take: Take) -> Step:
    reading = Reading.RUNNING if take.local else Reading.REJOINING
    take = replace(take, attempt=take.attempt + 1, reading=reading)
    from_s = lines.reread_from(state, take)
    state = sides.put_take(state, take)
    return state, (StartReading(take.number, take.attempt, from_s, local=take.local),)


def _give_up(state: Meeting, take: Take, error: DictateError) -> Step:
    """Its words are not to be had now; the recording goes on and is kept."""
    state, effects = lines.close_as_they_stand(state, take)
    state = replace(state, failed=state.failed or error)
    if state.phase is Phase.STOPPING:
        takes = tuple(known for known in state.takes if known.number != take.number)
        return replace(state, takes=takes), (*effects, Tell(error))
    state = sides.put_take(state, replace(take, reading=Reading.GIVEN_UP))
    return state, (*effects, Tell(error))


def _can_fall_back(state: Meeting, take: Take) -> bool:
    fallback = state.settings.service.fallback == "local"
    return fallback and state.local_installed and not take.local and take.engine != "local"
