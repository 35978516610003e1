"""What was said: lines begin, change, close, are dropped. Pure functions of a meeting.

Rules: a closed line never changes but for ``dropped``; what a reading tells again of a stretch
that has its closed line is dropped (the joins after a new connection); a turn of a new reading
goes on with the line that the reading before had left open.
"""

from dataclasses import replace

from qwen_dictate.core.errors import DictateError, MicrophoneError
from qwen_dictate.core.meeting import echo
from qwen_dictate.core.meeting.effects import MeetingEffect, SaveLine
from qwen_dictate.core.meeting.events import TurnBegan, TurnClosed, TurnText
from qwen_dictate.core.meeting.state import Line, Meeting, Side, Take

Step = tuple[Meeting, tuple[MeetingEffect, ...]]
_MOST_DICTATIONS = 50
_RECENT = 40
"""So many closed lines are looked at: what meets a new one is among them."""


def began(state: Meeting, take: Take, event: TurnBegan) -> Step:
    """Somebody begins to speak."""
    key = (event.take, event.attempt, event.turn)
    if any(line.key == key for line in state.open):
        return state, ()
    start = take.offset_s + event.start_s
    left = next((line for line in state.open if _is_left(line, take)), None)
    if left is not None:
        kept = replace(left, key=key)
        return replace(state, open=_with(state.open, kept)), ()
    number = state.lines + 1
    line = Line(number, take.side, start, start, "", key=key)
    return replace(state, lines=number, open=(*state.open, line)), ()


def told(state: Meeting, take: Take, event: TurnText) -> Step:
    """Its words so far."""
    key = (event.take, event.attempt, event.turn)
    if not any(line.key == key for line in state.open):
        where = max(take.upto_s, min(event.upto_s, take.upto_s + 0.5))
        state, _ = began(state, take, TurnBegan(*key, where))
    changed = tuple(_grown(line, take, event) if line.key == key else line for line in state.open)
    return replace(state, open=changed), ()


def _grown(line: Line, take: Take, event: TurnText) -> Line:
    return replace(
        line,
        text=event.settled + event.tentative,
        tentative=len(event.tentative),
        end_s=max(line.end_s, take.offset_s + event.upto_s),
    )


def closed(state: Meeting, take: Take, event: TurnClosed) -> Step:
    """Its words for good."""
    key = (event.take, event.attempt, event.turn)
    state, _ = began(state, take, TurnBegan(*key, event.start_s))
    line = next(line for line in state.open if line.key == key)
    rest = tuple(other for other in state.open if other is not line)
    state = replace(state, open=rest)
    start, end = take.offset_s + event.start_s, take.offset_s + event.end_s
    text = event.text.strip()
    done = replace(
        line,
        start_s=start,
        end_s=max(end, start),
        text=text,
        tentative=0,
        closed=True,
    )
    if not text or _is_told(state, done):
        return state, ()
    return _add(state, done)


def close_as_they_stand(state: Meeting, take: Take) -> Step:
    """Nobody will tell more of a take: what is open stays as it is."""
    effects: tuple[MeetingEffect, ...] = ()
    for line in state.open:
        if line.key[0] != take.number:
            continue
        state = replace(state, open=tuple(other for other in state.open if other is not line))
        done = replace(line, text=line.text.strip(), tentative=0, closed=True)
        if done.text and not _is_told(state, done):
            state, more = _add(state, done)
            effects = (*effects, *more)
    return state, effects


def dictated(state: Meeting, from_s: float, upto_s: float) -> Step:
    """What I dictated meanwhile is no word of the meeting, if the settings say so."""
    dictations = (*state.dictations, (from_s, upto_s))[-_MOST_DICTATIONS:]
    state = replace(state, dictations=dictations)
    effects: tuple[MeetingEffect, ...] = ()
    for line in state.closed[-_RECENT:]:
        if not line.dropped and _is_dictated(state, line):
            state, more = _change(state, replace(line, dropped="dictation"))
            effects = (*effects, *more)
    return state, effects


def restore(state: Meeting, number: int) -> Step:
    """A line counts after all."""
    line = next((line for line in state.closed if line.id == number and line.dropped), None)
    if line is None:
        return state, ()
    return _change(state, replace(line, dropped="", restored=True))


def reread_from(state: Meeting, take: Take) -> float:
    """Where a new reading of the take begins: where the first line begins that is not closed."""
    open_s = [line.start_s - take.offset_s for line in state.open if line.key[0] == take.number]
    return max(0.0, min([take.upto_s, *open_s])) if open_s else take.upto_s


def _add(state: Meeting, line: Line) -> Step:
    """A line is closed: look whether it counts, and what it says of others."""
    if _is_dictated(state, line):
        line = replace(line, dropped="dictation")
    recent = state.closed[-_RECENT:]
    if line.side is Side.ME and not line.dropped:
        theirs = [other for other in (*recent, *state.open) if other.side is Side.THEM]
        if echo.is_echo(line, theirs):
            line = replace(line, dropped="echo")
    at = len(state.closed)
    while at and state.closed[at - 1].id > line.id:
        at -= 1
    state = replace(state, closed=(*state.closed[:at], line, *state.closed[at:]))
    effects: tuple[MeetingEffect, ...] = (SaveLine(line),)
    if line.dropped == "echo":
        state = _count_echo(state, line)
    if line.side is Side.THEM:
        state, more = _find_echoes(state)
        effects = (*effects, *more)
    return state, effects


def _find_echoes(state: Meeting) -> Step:
    """A line of theirs may show that lines of mine before it were echoes."""
    effects: tuple[MeetingEffect, ...] = ()
    recent = state.closed[-_RECENT:]
    theirs = [line for line in recent if line.side is Side.THEM]
    for line in recent:
        if line.side is not Side.ME or line.dropped or line.restored:
            continue
        if echo.is_echo(line, theirs):
            state, more = _change(state, replace(line, dropped="echo"))
            state = _count_echo(state, line)
            effects = (*effects, *more)
    return state, effects


def _count_echo(state: Meeting, line: Line) -> Meeting:
    """Many of them: headphones would help."""
    lately = [s for s in state.echoes if line.end_s - s < echo.LATELY_S]
    echoes = (*lately, line.end_s)
    state = replace(state, echoes=echoes)
    if len(echoes) < echo.MANY:
        return state
    hint = MicrophoneError(
        "Your microphone hears the loudspeakers; what it repeated was left out.",
        "Headphones would help.",
    )
    return notice(state, "echo", hint)


def notice(state: Meeting, name: str, error: DictateError | None) -> Meeting:
    """Show a sentence by that name, or take it away."""
    others = tuple(entry for entry in state.notices if entry[0] != name)
    return replace(state, notices=others if error is None else (*others, (name, error)))


def _change(state: Meeting, line: Line) -> Step:
    return replace(state, closed=_with(state.closed, line)), (SaveLine(line),)


def _with(lines: tuple[Line, ...], line: Line) -> tuple[Line, ...]:
    return tuple(line if other.id == line.id else other for other in lines)


def _is_left(line: Line, take: Take) -> bool:
    """Whether an earlier reading of the take had left it open."""
    return line.key[0] == take.number and line.key[1] < take.attempt


def _is_told(state: Meeting, line: Line) -> bool:
    """Whether the middle of the line lies in one of the same side that is closed already."""
    middle = (line.start_s + line.end_s) / 2
    return any(
        other.side is line.side and other.start_s <= middle < other.end_s
        for other in state.closed[-_RECENT:]
    )


def _is_dictated(state: Meeting, line: Line) -> bool:
    """Whether more than half of my line was said while I dictated."""
    if line.side is not Side.ME or line.restored or state.settings.captions.dictation == "keep":
        return False
    length = max(line.end_s - line.start_s, 0.001)
    shared = sum(
        max(0.0, min(line.end_s, upto) - max(line.start_s, begin))
        for begin, upto in state.dictations
    )
    return shared > length / 2
