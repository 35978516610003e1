"""What the overlay shows and for how long: a pure step from state to state.

The overlay appears when an utterance begins and leaves soon after it is delivered. What went
wrong, what was kept and quiet notes ("no speech heard") are told once, for a few seconds, and
do not come back: the window goes on showing them. Runs in: GUI thread, but knows no Qt event.
"""

from dataclasses import dataclass, field, replace

from qwen_dictate.ui import wording
from qwen_dictate.ui.marks import Mark
from qwen_dictate.ui.state import Activity, Notice, ViewState
from qwen_dictate.ui.style import LINGER_MS, MESSAGE_MS
from qwen_dictate.ui.texts import Texts


@dataclass(frozen=True, slots=True)
class OverlayView:
    """The content of the pill.

    Attributes:
        visible: False: away with it.
        mark: shape before the words.
        words: what is going on.
        message: a sentence beneath (network, trouble, kept); "" = none.
        live: whether level and clock are shown.
        leave_ms: it leaves by itself after so long; 0 = it stays.
    """

    visible: bool
    mark: Mark = Mark.READY
    words: str = ""
    message: str = ""
    settled: str = field(default="", repr=False)
    tentative: str = field(default="", repr=False)
    live: bool = False
    leave_ms: int = 0


HIDDEN = OverlayView(visible=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What was shown already.

    Attributes:
        activity: of the last state.
        notice: the last one.
        stale: the notice that stood there when the utterance began: it is not told again.
        cards: utterances whose cards were told.
        delivered: the newest delivered entry.
        started: False before the first state: what a start finds is the window's to tell.
    """

    activity: Activity = Activity.IDLE
    notice: Notice | None = None
    stale: Notice | None = None
    cards: frozenset[int] = frozenset()
    delivered: str = ""
    started: bool = False


def step(told: Told, state: ViewState, say: Texts) -> tuple[Told, OverlayView | None]:
    """Go from what was told to the next view; None = what is shown may stay as it is."""
    there = frozenset(card.utterance for card in state.cards)
    if not told.started:
        told = Told(Activity.IDLE, state.notice, None, there, _delivered(state), started=True)
    if state.activity is Activity.IDLE:
        now = Told(Activity.IDLE, state.notice, None, there, _delivered(state), started=True)
        return now, _after(told, now, state, say)
    began = told.activity is Activity.IDLE
    now = replace(
        told,
        activity=state.activity,
        stale=told.notice if began else told.stale,
    )
    return now, _busy(now, state, say)


def _delivered(state: ViewState) -> str:
    newest = state.entries[0] if state.entries else None
    return newest.history_id if newest is not None and newest.state == "delivered" else ""


def _busy(told: Told, state: ViewState, say: Texts) -> OverlayView:
    if state.review is not None and (state.review.speaking or state.review.recognising):
        return HIDDEN  # its card says the same
    mark, words = wording.headline(state, say)
    return OverlayView(
        visible=True,
        mark=mark,
        words=words,
        message=_meanwhile(told, state, say),
        settled=state.settled,
        tentative=state.tentative,
        live=state.activity is Activity.RECORDING and state.listening,
    )


def _meanwhile(told: Told, state: ViewState, say: Texts) -> str:
    waiting = wording.waiting(state, say)
    if waiting:
        return waiting
    if state.notice is not None and state.notice != told.stale:
        return say.sentence(state.notice.text)
    fresh = _fresh(told, state)
    return say("Kept: {reason}", reason=say.sentence(fresh)) if fresh else ""


def _fresh(told: Told, state: ViewState) -> str:
    """Say why the newest card that was not told yet is kept; "" = there is none."""
    for card in state.cards:
        if card.utterance not in told.cards and not card.reviewed:
            return card.reason
    return ""


def _after(told: Told, now: Told, state: ViewState, say: Texts) -> OverlayView | None:
    fresh = _fresh(told, state)
    if fresh:
        return _told(Mark.KEPT, say("Kept: nothing is lost"), say.sentence(fresh))
    if state.notice is not None and state.notice != told.notice:
        mark = Mark.TROUBLE if state.notice.kind else Mark.NOTE
        remedy = say.sentence(state.notice.remedy)
        return _told(mark, say.sentence(state.notice.text), remedy)
    if told.activity is Activity.IDLE:
        return None
    if now.delivered and now.delivered != told.delivered:
        done = wording.fate(state.entries[0], say)
        return OverlayView(visible=True, mark=Mark.DONE, words=done, leave_ms=LINGER_MS)
    return HIDDEN


def _told(mark: Mark, words: str, message: str) -> OverlayView:
    return OverlayView(visible=True, mark=mark, words=words, message=message, leave_ms=MESSAGE_MS)
