"""Review before typing: the card of a text that is open while it is spoken, edited, delivered.

The field of the card holds ``words``. What the user changes there is the *draft*; whatever the
recogniser says afterwards is merged into it (core/text/merge), so that edits survive later
finals. A draft is in the history a second after the last key, and before it is delivered.
Pure, as core/utterance, which calls nothing here.
"""

from dataclasses import replace

from qwen_dictate.core import utterance as machine
from qwen_dictate.core.effects import Effect, StartTimer, WriteRow
from qwen_dictate.core.events import Target
from qwen_dictate.core.text.merge import merge
from qwen_dictate.core.utterance import Phase, Step, Utterance

SAVED_AFTER_S = 1.0


def words(u: Utterance) -> str:
    """What stands in the field of its card."""
    return _recognised(u) if u.draft is None else u.draft


def is_open(u: Utterance) -> bool:
    """Whether its card is open for editing now."""
    return u.open and u.phase in (Phase.HEARING, Phase.RECOGNISING, Phase.KEPT)


def edit(u: Utterance, text: str) -> Step:
    """The user has changed the field."""
    if not is_open(u) or text == words(u):
        return u, ()
    heard = _recognised(u) if u.draft is None else u.heard
    edited = replace(u, draft=text, heard=heard)
    if u.text:
        edited = replace(edited, text=text)
    return edited, (StartTimer(u.number, "edited", SAVED_AFTER_S),)


def follow(u: Utterance) -> Utterance:
    """The recogniser has said more: the draft gets it too."""
    if u.draft is None or u.text:
        return u
    theirs = _recognised(u)
    return replace(u, draft=merge(u.heard, u.draft, theirs), heard=theirs)


def insert(u: Utterance, target: Target | None, at: float) -> Step:
    """The user has seen enough: deliver it now, or as soon as it is recognised."""
    seen = words(u) if is_open(u) else u.text
    if u.phase is Phase.KEPT and seen.strip():
        return machine.deliver(replace(u, text=seen, approved=u.open), target)
    if u.review and u.phase in (Phase.HEARING, Phase.RECOGNISING):
        return machine.end(replace(u, approved=True, target=target, open=False), at)
    return u, ()


def open_card(u: Utterance, *, wanted: bool) -> Step:
    """Open the card for editing, or put it aside; the text stays kept either way."""
    return replace(u, open=wanted), ()


def drop(u: Utterance, at: float) -> Step:
    """The user does not want it."""
    return machine.cancel(u, at) if is_open(u) else (u, ())


def unsaved(u: Utterance) -> tuple[Effect, ...]:
    """What the history does not know yet of the user's text."""
    return () if u.draft is None else (WriteRow(u.number, {"text": u.draft}),)


def _recognised(u: Utterance) -> str:
    return u.text or "".join(u.transcript.shown(u.settings.text.join))
