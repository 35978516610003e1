"""A text that waits for its user's look can be edited, spoken into, delivered, dropped."""

from dataclasses import replace

from qwen_dictate.core import dictation, review
from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.errors import NetworkError
from qwen_dictate.core.utterance import Phase
from tests.unit.core.test_dictation import kept, let_go, orders, recognise, speak, world
from tests.unit.core.walk import HERE, World

BACK = replace(HERE, behind=True)


def looked_at(text: str = "go forward") -> World:
    found = world(delivery__review=True)
    speak(found, 1)
    let_go(found, 1, 2.0)
    recognise(found, 1, text)
    return found


def card(found: World) -> str:
    utterance = found.state.get(1)
    assert utterance is not None
    assert review.is_open(utterance)
    return review.words(utterance)


def test_its_card_is_open_from_the_first_word_on():
    found = world(delivery__review=True)
    speak(found, 1)
    found.tell(ev.Partial(1, 1, "go ", "for", 0.5))
    assert card(found) == "go for"


def test_edits_made_while_speaking_survive_later_finals():
    found = world(delivery__review=True)
    speak(found, 1)
    found.tell(ev.Partial(1, 1, "call Mister Wong", "", 0.5))
    found.tell(ev.Edited(1, "call Mr Wong", 0.6))
    found.tell(ev.Partial(1, 1, "call Mister Wong to", "morrow", 0.9))
    assert card(found) == "call Mr Wong tomorrow"
    let_go(found, 1, 2.0)
    recognise(found, 1, "Call Mister Wong tomorrow.")
    assert card(found) == "Call Mr Wong tomorrow."
    assert found.rows[1]["text"] == "Call Mr Wong tomorrow."
    assert found.rows[1]["raw"] == "Call Mister Wong tomorrow."


def test_the_edited_text_is_delivered_where_it_was_meant_for():
    found = looked_at()
    found.tell(ev.Edited(1, "go back", 5.0))
    found.tell(ev.InsertWanted(1, BACK, 6.0))
    assert found.delivering == {1: "go back"}
    assert found.rows[1]["text"] == "go back"
    assert ("edited" not in {name for _, name in found.timers}) is True


def test_an_edit_is_saved_soon_and_at_the_end_of_the_program():
    found = looked_at()
    found.tell(ev.Edited(1, "go back", 5.0))
    assert found.timers[1, "edited"] == found.at + review.SAVED_AFTER_S
    _, effects = dictation.abandon(found.state, 5.2)
    assert fx.WriteRow(1, {"text": "go back"}) in effects
    found.timers.pop((1, "edited"))
    found.tell(ev.TimerFired(1, "edited", 6.0))
    assert found.rows[1]["text"] == "go back"


def test_an_emptied_card_delivers_nothing():
    found = looked_at()
    found.tell(ev.Edited(1, "", 5.0))
    found.tell(ev.InsertWanted(1, BACK, 6.0))
    assert not found.delivering
    assert card(found) == ""


def test_enter_while_it_is_spoken_ends_it_and_delivers_it_when_it_is_there():
    found = world(delivery__review=True)
    speak(found, 1)
    found.tell(ev.InsertWanted(1, BACK, 1.0))
    assert found.state.recording is None
    found.tell(ev.KeyEdge(False, 1.1))
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.COMPLETE, 1.0, 1.2))
    recognise(found, 1, "go forward")
    assert found.delivering == {1: "go forward"}
    assert [o.target for o in orders(found, fx.Deliver)] == [BACK]


def test_what_was_seen_but_could_not_be_delivered_is_open_again():
    found = looked_at()
    found.tell(ev.InsertWanted(1, BACK, 5.0))
    kept(found, 1, "go forward")
    assert card(found) == "go forward"


def test_a_dropped_text_is_cancelled_and_not_typed():
    found = looked_at()
    found.tell(ev.Dropped(1, 5.0))
    assert not found.delivering
    assert found.rows[1]["state"] == "cancelled"
    assert found.state.last is not None
    assert found.state.last.phase is Phase.CANCELLED


def test_a_card_that_is_put_aside_stays_kept_and_can_be_opened_again():
    found = looked_at()
    found.tell(ev.CardWanted(1, False, 5.0))
    utterance = found.state.get(1)
    assert utterance is not None
    assert (review.is_open(utterance), utterance.phase) == (False, Phase.KEPT)
    found.tell(ev.CardWanted(1, True, 6.0))
    assert card(found) == "go forward"


def test_what_is_not_recognised_in_time_keeps_its_edits():
    found = world(local=False, delivery__review=True, service__fallback="none")
    speak(found, 1)
    found.tell(ev.Partial(1, 1, "go forward", "", 0.5))
    found.tell(ev.Edited(1, "go on", 0.6))
    let_go(found, 1, 2.0)
    found.tell(ev.StreamFailed(1, 1, NetworkError("gone", retry=False), 2.5))
    assert card(found) == "go on"
    found.tell(ev.InsertWanted(1, BACK, 6.0))
    assert found.delivering == {1: "go on"}


def test_a_retry_that_is_under_way_does_not_deliver_it_twice():
    found = looked_at()
    found.tell(ev.RetryWanted(1, 5.0))
    found.tell(ev.InsertWanted(1, BACK, 5.5))
    recognise(found, 1, "go forward", attempt=2, at=6.0)
    assert len(orders(found, fx.Deliver)) == 1


def test_only_the_key_for_review_is_reviewed():
    found = world(hotkey__review="f8")
    found.tell(ev.KeyEdge(True, 0.0, HERE, review=True))
    found.tell(ev.FirstBlock(1, 0.02))
    found.tell(ev.SpeechHeard(1, 0.5))
    found.tell(ev.KeyEdge(False, 2.0, review=True))
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.COMPLETE, 2.0, 2.0))
    recognise(found, 1, "look first")
    assert card(found) == "look first"
    speak(found, 2, at=10.0)
    let_go(found, 2, 12.0)
    recognise(found, 2, "at once", at=13.0)
    assert found.delivering == {2: "at once"}


def test_while_one_key_is_held_the_other_is_not_listened_to():
    found = world(hotkey__review="f8")
    speak(found, 1)
    found.tell(ev.KeyEdge(True, 1.0, HERE, review=True))
    found.tell(ev.KeyEdge(False, 1.2, review=True))
    assert found.state.recording == 1


def test_what_is_spoken_into_our_own_field_is_not_reviewed_again():
    found = world(delivery__review=True)
    found.tell(ev.KeyEdge(True, 0.0, ev.Target(0, instance="card")))
    utterance = found.state.get(1)
    assert utterance is not None
    assert not utterance.review
