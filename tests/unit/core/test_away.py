"""A user who leaves: what is spoken, waits or is being typed is kept; later it is all as before."""

from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.utterance import Phase
from tests.unit.core.test_dictation import let_go, orders, recognise, speak, world
from tests.unit.core.walk import World

LEFT = ev.UserAway(on=True, at=3.0)
ASLEEP = ev.UserAway(on=True, at=3.0, asleep=True)
BACK = ev.UserAway(on=False, at=9.0)


def kept_reason(found: World) -> str:
    [u] = found.state.utterances
    assert u.phase is Phase.KEPT
    return str(u.reason)


def test_what_is_spoken_is_stopped_and_kept_with_its_text():
    found = world()
    speak(found, 1)
    found.tell(ASLEEP)
    assert found.state.recording is None
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.COMPLETE, 3.0, 3.0))
    recognise(found, 1, "into the night")
    assert not found.delivering
    assert "went to sleep" in kept_reason(found)
    assert found.rows[1]["text"] == "into the night"


def test_what_is_recognised_meanwhile_waits():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    found.tell(LEFT)
    found.tell(BACK)
    recognise(found, 1, "late")
    assert not found.delivering
    assert "locked" in kept_reason(found)


def test_what_is_being_typed_is_halted_and_the_rest_is_kept():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    recognise(found, 1, "half of it")
    found.tell(ev.DeliveryStarted(1, 2.9))
    found.tell(LEFT)
    assert orders(found, fx.HaltDelivery)
    found.delivering.pop(1)
    receipt = ev.Receipt(ev.Outcome.KEPT, ev.ReceiptKind.UNKNOWN, "type", "of it")
    found.tell(ev.Delivered(1, receipt, 3.1))
    assert "locked" in kept_reason(found)
    found.tell(BACK)
    found.tell(ev.InsertWanted(1, None, 10.0))
    assert found.delivering == {1: "of it"}


def test_what_waits_for_its_turn_is_kept():
    found = world()
    for n in (1, 2):
        speak(found, n, n * 1.0)
        let_go(found, n, n + 0.9)
    recognise(found, 2, "second")
    found.tell(LEFT)
    assert [u.phase for u in found.state.utterances] == [Phase.RECOGNISING, Phase.KEPT]


def test_what_begins_before_the_user_is_back_is_kept_and_the_next_one_typed():
    found = world()
    found.tell(LEFT)
    speak(found, 1, 4.0)
    let_go(found, 1, 5.0)
    recognise(found, 1, "to the locker")
    assert not found.delivering
    found.tell(BACK)
    speak(found, 2, 10.0)
    let_go(found, 2, 11.0)
    recognise(found, 2, "here again", at=11.5)
    assert found.delivering == {2: "here again"}
