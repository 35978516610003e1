"""From the state to what is seen: the views' ViewState and the verbs' ``status``. Pure.

Runs in: GUI thread.
"""

from collections.abc import Callable

from qwen_dictate import __version__
from qwen_dictate.app.facts import Facts
from qwen_dictate.core import review
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.events import Outcome
from qwen_dictate.core.utterance import WAITS_FOR_REVIEW, Phase, Streaming, Utterance
from qwen_dictate.ui.state import Activity, Card, Notice, Review, ViewState


def activity(state: Dictation) -> Activity:
    """The busiest of what runs."""
    if state.recording is not None:
        return Activity.RECORDING
    phases = {u.phase for u in state.utterances if u.pending}
    if Phase.DELIVERING in phases:
        return Activity.DELIVERING
    return Activity.TRANSCRIBING if phases else Activity.IDLE


def spoken(state: Dictation) -> Utterance | None:
    """The utterance whose text is live: being spoken, else the newest pending one."""
    if state.recording is not None:
        return state.get(state.recording)
    return next((u for u in reversed(state.utterances) if u.pending), None)


def notice(facts: Facts) -> Notice | None:
    """The failure, else the quiet note."""
    if facts.error is not None:
        return Notice(facts.error.kind, facts.error.user_text, facts.error.remedy)
    return facts.note


def view(
    state: Dictation, facts: Facts, now: float, can_retry: Callable[[Utterance], bool]
) -> ViewState:
    """Everything that the views show."""
    live = spoken(state)
    settled, tentative = live.transcript.shown(live.settings.text.join) if live else ("", "")
    return ViewState(
        activity=activity(state),
        listening=bool(live and live.times.first_block is not None),
        settled=settled,
        tentative=tentative,
        seconds=_seconds(live, now),
        waiting_s=waiting_s(state, now),
        engine=facts.engine,
        engine_ready=facts.engine_ready,
        endpoint=facts.endpoint,
        hotkey=facts.hotkey,
        hotkey_mode=facts.hotkey_mode,
        hotkey_working=facts.hotkey_working,
        hotkey_paused=facts.hotkey_paused,
        microphone=facts.microphone,
        tray=facts.tray,
        captions=facts.captions,
        notice=notice(facts),
        review=_review(state, facts, can_retry),
        cards=(
            *(_card(u, facts, can_retry(u)) for u in state.utterances if _carded(u)),
            *facts.offers,
        ),
        entries=facts.entries,
        download=facts.download,
        examination=facts.examination,
        hearing=facts.hearing,
        key_down=facts.key_down,
        settings=state.settings,
        overridden=facts.overridden,
        key_where=facts.key_where,
        hotkey_backend=facts.hotkey_backend,
        hotkey_reasons=facts.hotkey_reasons,
        update=facts.update,
        files=facts.files,
    )


def status(state: Dictation, facts: Facts, pid: int, now: float) -> dict[str, object]:
    """The object of ``status --json``."""
    live = state.get(state.recording) if state.recording is not None else None
    current = spoken(state)
    fallen_back = current is not None and current.fallen_back
    partial = "".join(live.transcript.shown(live.settings.text.join)) if live else ""
    error = facts.error
    download = facts.download
    return {
        "state": activity(state).value,
        "pending": state.pending,
        "captions": facts.captions,
        "partial": partial,
        "waiting_s": waiting_s(state, now),
        "error": str(error) if error else "",
        "error_kind": error.kind if error else "",
        "last": _last(state.last, facts),
        "endpoint": "local" if fallen_back else facts.endpoint,
        "engine": "local" if fallen_back else facts.engine,
        "engine_ready": facts.engine_ready,
        "download": download
        and {"model": download.model, "done": download.done, "total": download.total},
        "hotkey": {
            "keys": facts.hotkey,
            "mode": facts.hotkey_mode,
            "backend": facts.hotkey_backend,
            "working": facts.hotkey_working,
        },
        "tray": facts.tray,
        "timings": state.last.ledger() if state.last else None,
        "version": __version__,
        "pid": pid,
    }


def _last(u: Utterance | None, facts: Facts) -> dict[str, object] | None:
    if u is None:
        return None
    receipt = u.receipt
    delivered = receipt is not None and receipt.outcome is Outcome.DELIVERED
    return {
        "id": facts.ids.get(u.number, ""),
        "text": u.text,
        "delivered": u.phase is Phase.DONE and delivered,
        "receipt": receipt.kind.value if receipt and u.phase is Phase.DONE else "unknown",
        "method": receipt.method if receipt and u.phase is Phase.DONE else "none",
        **({"taken_back": True} if facts.taken_back == u.number else {}),
    }


def _seconds(u: Utterance | None, now: float) -> float:
    if u is None:
        return 0.0
    return u.seconds or max(0.0, (u.released_at or now) - u.began_at)


def waiting_s(state: Dictation, now: float) -> int:
    """Whole seconds that the service has not got, once an attempt has failed."""
    u = spoken(state)
    if u is None or u.opened or u.fallen_back or not u.failures or u.streaming is Streaming.OFF:
        return 0
    return int(max(0.0, _seconds(u, now) - u.transcript.upto_s))


def _carded(u: Utterance) -> bool:
    return u.phase is Phase.KEPT


def _card(u: Utterance, facts: Facts, can_retry: bool) -> Card:
    return Card(
        utterance=u.number,
        history_id=facts.ids.get(u.number, ""),
        text=u.text,
        reason=str(u.reason) if u.reason else "",
        can_retry=can_retry and u.streaming is not Streaming.READING,
        app=u.target.app if u.target else "",
        can_play=u.ended and u.seconds > 0,
        playing=bool(facts.playing) and facts.playing == facts.ids.get(u.number),
        reviewed=u.review and u.open,
    )


def _review(
    state: Dictation, facts: Facts, can_retry: Callable[[Utterance], bool]
) -> Review | None:
    """The newest text whose card is open for editing."""
    u = next((u for u in reversed(state.utterances) if review.is_open(u)), None)
    if u is None:
        return None
    reading = u.streaming is Streaming.READING
    reason = str(u.reason or "")
    return Review(
        utterance=u.number,
        history_id=facts.ids.get(u.number, ""),
        text=review.words(u),
        speaking=u.phase is Phase.HEARING,
        recognising=reading,
        reason="" if reason == WAITS_FOR_REVIEW else reason,
        can_retry=u.phase is Phase.KEPT and not reading and can_retry(u),
        app=u.target.app if u.target else "",
        meant=u.review,
    )
