"""From a meeting's state to what is seen of it. Runs in: GUI thread."""

from qwen_dictate.core.meeting.saved import Names
from qwen_dictate.core.meeting.state import (
    Line,
    Meeting,
    Phase,
    Reading,
    SideState,
    Take,
)
from qwen_dictate.ui.meeting_state import (
    LineView,
    MeetingPhase,
    MeetingView,
    SourceState,
    SourceView,
)
from qwen_dictate.ui.state import Notice


class MeetingShow:
    """Makes the views; a line that has not changed stays the same object."""

    def __init__(self) -> None:
        self._shown: dict[int, tuple[Line, str, LineView]] = {}

    def forget(self) -> None:
        """Another meeting begins."""
        self._shown.clear()

    def view(self, state: Meeting, history_id: str, names: Names, now: float) -> MeetingView | None:
        """The view of a moment; None: there was no meeting."""
        if state.phase is Phase.IDLE:
            return None
        lines = sorted((*state.closed, *state.open), key=lambda line: line.id)
        return MeetingView(
            history_id=history_id,
            phase=MeetingPhase(state.phase.value),
            elapsed_s=state.ended_s or state.seconds_at(now),
            lines=tuple(self._line(line, names) for line in lines if line.text.strip()),
            sources=tuple(_source(state, side, names, now) for side in state.sides),
            sent_s=state.sent_s,
            cost=state.cost,
            asks=state.asks,
            notices=tuple(
                Notice(error.kind, error.user_text, error.remedy) for _, error in state.notices
            ),
        )

    def _line(self, line: Line, names: Names) -> LineView:
        name = names[line.side]
        known = self._shown.get(line.id)
        if known is not None and known[0] is line and known[1] == name:
            return known[2]
        made = LineView(
            id=line.id,
            source=line.side.value,
            speaker=name,
            start_s=line.start_s,
            end_s=line.end_s,
            text=line.text,
            tentative=line.tentative,
            closed=line.closed,
            dropped=line.dropped,
        )
        self._shown[line.id] = (line, name, made)
        return made


def _source(state: Meeting, side: SideState, names: Names, now: float) -> SourceView:
    takes = [take for take in state.takes if take.side is side.side]
    newest = takes[-1] if takes else None
    problem = side.problem
    return SourceView(
        source=side.side.value,
        speaker=names[side.side],
        state=_state(state, side, newest),
        engine=newest.engine if newest else "",
        level_dbfs=side.level_dbfs,
        behind_s=_behind_s(state, takes, now),
        problem=str(problem) if problem else "",
    )


def _state(state: Meeting, side: SideState, take: Take | None) -> SourceState:
    recorded = state.recorded(side.side)
    if state.phase in (Phase.OVER, Phase.STOPPING):
        return SourceState.ENDED
    if state.phase is Phase.PAUSED:
        return SourceState.PAUSED
    if recorded is None or side.lost or (take and take.reading is Reading.GIVEN_UP):
        return SourceState.LOST
    if not recorded.heard:
        return SourceState.STARTING
    rejoining = recorded.failures > 0 and not recorded.opened
    return SourceState.REJOINING if rejoining else SourceState.LISTENING


def _behind_s(state: Meeting, takes: list[Take], now: float) -> float:
    """Sound that waits while there is no connection."""
    waiting = [take for take in takes if not take.opened and take.heard]
    here_s = state.seconds_at(now)
    return sum(
        max(0.0, (take.seconds if take.ended else here_s - take.offset_s) - take.upto_s)
        for take in waiting
    )
