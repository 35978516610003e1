"""What a screen reader is told without being asked: what began, what became of it, what failed.

One place for the whole program, whatever is on the screen; the views only have roles and names.
Nothing is told twice, and live words are not told at all: they stand in a field that can be read.
Pure; ``ui.announcer`` tells it.
"""

from dataclasses import dataclass

from qwen_dictate.ui import wording
from qwen_dictate.ui.state import Activity, Card, Entry, ViewState
from qwen_dictate.ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Announcement:
    """A sentence; ``urgent`` interrupts what is being read."""

    words: str
    urgent: bool = False


def announcements(before: ViewState, now: ViewState, say: Texts) -> list[Announcement]:
    """Tell what is new between two states."""
    found = [*_activity(before, now, say), *_outcome(before, now, say)]
    if now.notice is not None and now.notice != before.notice:
        words = f"{say.sentence(now.notice.text)} {say.sentence(now.notice.remedy)}".strip()
        found.append(Announcement(words, urgent=bool(now.notice.kind)))
    if wording.waiting(now, say) and not wording.waiting(before, say):
        found.append(Announcement(wording.waiting(now, say)))
    return found


def _activity(before: ViewState, now: ViewState, say: Texts) -> list[Announcement]:
    if now.activity is Activity.RECORDING and not now.listening:
        return []  # it is told when it can be spoken
    was = wording.headline(before, say)[1]
    is_now = wording.headline(now, say)[1]
    return [] if was == is_now or now.activity is Activity.IDLE else [Announcement(is_now)]


def _outcome(before: ViewState, now: ViewState, say: Texts) -> list[Announcement]:
    review, was = now.review, before.review
    if review is not None and not review.speaking and not review.recognising:
        if was is None or was.recognising or was.utterance != review.utterance:
            words = f"{wording.review(review, now, say)[1]}: {review.text}"
            return [Announcement(words, urgent=True)]
        return []
    known = {card.utterance for card in before.cards}
    fresh = [card for card in now.cards if card.utterance not in known]
    told = now.notice.text if now.notice is not None else ""
    found = [_kept(card, say) for card in fresh if not told or not card.reason.startswith(told)]
    newest = _delivered(now)
    if newest is not None and newest != _delivered(before):
        found.append(Announcement(wording.fate(newest, say)))
    return found


def _kept(card: Card, say: Texts) -> Announcement:
    reason = say.sentence(card.reason)
    return Announcement(say("Kept: {reason}", reason=reason), urgent=True)


def _delivered(state: ViewState) -> Entry | None:
    newest = state.entries[0] if state.entries else None
    return newest if newest is not None and newest.state == "delivered" else None
