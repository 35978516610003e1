"""What the microphone does to an utterance, and what is told of it for how long."""

import pytest

from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.dictation import HELD_LIMIT_S, HOTKEY_LIMIT_S
from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.core.utterance import OPEN_LIMIT_S
from tests.unit.core.test_dictation import delivered, let_go, orders, recognise, speak, world
from tests.unit.core.walk import World

GONE = MicrophoneError("The microphone was taken away. What was heard is kept.")


def fail(found: World, seconds: float, at: float) -> None:
    found.recording.discard(1)
    found.tell(ev.RecordingFailed(1, GONE, seconds, at))


def test_its_own_text_does_not_clear_what_was_told_of_a_failed_microphone():
    found = world()
    speak(found, 1)
    fail(found, 2.0, 2.0)
    recognise(found, 1, "half of it")
    delivered(found, 1)
    assert orders(found, fx.ShowError) == [fx.ShowError(GONE)]
    assert orders(found, fx.ClearError) == [fx.ClearError(but=GONE)]
    found.tell(ev.KeyEdge(False, 5.0))
    speak(found, 2, 6.0)
    let_go(found, 2, 8.0)
    recognise(found, 2, "all of it")
    delivered(found, 2)
    assert orders(found, fx.ClearError)[-1] == fx.ClearError()


def test_a_notice_of_a_microphone_that_goes_on_stands_beside_its_text():
    found = world()
    speak(found, 1)
    moved = MicrophoneError("The microphone changed while you spoke.")
    found.tell(ev.SoundNotice(1, moved, 1.0))
    assert found.state.recording == 1
    let_go(found, 1, 2.0)
    recognise(found, 1, "words")
    delivered(found, 1)
    assert orders(found, fx.ClearError) == [fx.ClearError(but=moved)]


def test_who_still_holds_the_hotkey_of_a_failed_microphone_has_time_to_let_go():
    found = world()
    speak(found, 1)
    fail(found, 2.0, 2.0)
    recognise(found, 1, "half of it")
    assert found.delivering == {1: "half of it"}
    assert found.timers[1, "held"] == found.at + HOTKEY_LIMIT_S
    found.at = 9.0
    found.tell(ev.KeyEdge(False, 9.0))
    assert found.timers[1, "held"] == 9.0 + HELD_LIMIT_S


@pytest.mark.parametrize("first", ["stream", "microphone"])
def test_a_microphone_that_gave_nothing_is_told_whoever_tells_first(first: str):
    """The stream reads the end mark, and finds no speech, in a thread of its own."""
    found = world()
    found.tell(ev.KeyEdge(True, 0.0))
    told = [ev.ReadAll(1, 1, 0, False, 1.0), ev.RecordingFailed(1, GONE, 0.0, 1.0)]
    found.recording.discard(1)
    for event in told if first == "stream" else reversed(told):
        found.tell(event)
    assert orders(found, fx.ShowError) == [fx.ShowError(GONE)]
    assert orders(found, fx.RemoveRow) == [fx.RemoveRow(1)]
    assert found.state.utterances == ()


def test_a_modifier_used_otherwise_is_silent_even_where_the_microphone_failed_meanwhile():
    found = world(hotkey__push_to_talk="right_ctrl")
    found.tell(ev.KeyEdge(True, 0.0))
    found.tell(ev.KeyUsedOtherwise(0.05))
    found.recording.discard(1)
    found.tell(ev.RecordingFailed(1, GONE, 0.0, 0.06))
    assert orders(found, fx.ShowError) == []


def test_a_microphone_that_neither_gives_sound_nor_fails_is_given_up():
    found = world()
    found.tell(ev.KeyEdge(True, 0.0))
    assert found.timers[1, "open"] == OPEN_LIMIT_S
    found.tell(ev.TimerFired(1, "open", 3.0))
    [error] = [order.error for order in orders(found, fx.ShowError)]
    assert error.kind == "microphone"
    assert found.state.recording is None
    assert fx.StopRecording(1, 3.0, ev.EndKind.CANCELLED) in orders(found, fx.StopRecording)
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.CANCELLED, 0.0, 9.0))
    assert orders(found, fx.RemoveRow) == [fx.RemoveRow(1)]
    speak(found, 2, 10.0)
    assert (2, "open") not in found.timers


def test_no_time_is_negative():
    found = world()
    speak(found, 1)
    fail(found, 2.0, 2.0)
    recognise(found, 1, "half of it", at=1.99)
    delivered(found, 1)
    assert found.state.last is not None
    assert found.state.last.ledger()["commit"] == 0
