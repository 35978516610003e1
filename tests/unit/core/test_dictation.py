"""What the user was promised, as scripts of events."""

from dataclasses import replace

import pytest

from qwen_dictate.core import dictation
from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core import settings as options
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import EngineError, KeyRefused, MicrophoneError, NetworkError
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.utterance import Phase
from tests.unit.core.walk import HERE, World


def world(local: bool = True, **case: object) -> World:
    settings = options.put(Settings(), "hotkey.mode", "hold")
    settings = options.put(settings, "hotkey.push_to_talk", "f9")
    for key, value in case.items():
        settings = options.put(settings, key.replace("__", "."), value)
    return World(Dictation(settings, local_installed=local))


def speak(found: World, n: int, at: float = 0.0) -> None:
    found.at = at
    found.tell(ev.KeyEdge(True, at, HERE))
    found.tell(ev.FirstBlock(n, at + 0.02))
    found.tell(ev.SpeechHeard(n, at + 0.5))


def let_go(found: World, n: int, at: float) -> None:
    found.at = at
    found.tell(ev.KeyEdge(False, at))
    found.recording.discard(n)
    found.tell(ev.RecordingEnded(n, ev.EndKind.COMPLETE, at, at))


def recognise(found: World, n: int, text: str, attempt: int = 1, at: float = 3.0) -> None:
    found.tell(ev.Committed(n, attempt, 0, 2.0, at))
    found.tell(ev.ReadAll(n, attempt, 1, True, at))
    found.tell(ev.Final(n, attempt, 0, text, "en", at))


def delivered(found: World, n: int, at: float = 4.0) -> None:
    receipt = ev.Receipt(ev.Outcome.DELIVERED, ev.ReceiptKind.ACCEPTED, "type")
    found.delivering.pop(n)
    found.tell(ev.Delivered(n, receipt, at))


def kept(found: World, n: int, rest: str, at: float = 4.0) -> None:
    receipt = ev.Receipt(ev.Outcome.KEPT, ev.ReceiptKind.UNKNOWN, "none", rest)
    found.delivering.pop(n)
    found.tell(ev.Delivered(n, receipt, at))


def orders(found: World, kind: type) -> list[fx.Effect]:
    return [order for order in found.done if isinstance(order, kind)]


def test_a_dictation_from_key_to_window():
    found = world()
    speak(found, 1)
    assert found.state.watching
    let_go(found, 1, 2.0)
    recognise(found, 1, "hello")
    assert found.delivering == {1: "hello"}
    found.tell(ev.DeliveryStarted(1, 3.1))
    delivered(found, 1)
    assert found.rows[1]["state"] == "delivered"
    assert found.state.utterances == ()
    assert found.state.last is not None
    assert found.state.last.text == "hello"
    assert found.state.last.times.delivered == 4.0
    assert not found.timers
    assert not found.state.watching


def test_the_second_is_spoken_before_the_first_has_come_and_order_is_kept():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    speak(found, 2, 2.1)
    let_go(found, 2, 4.0)
    recognise(found, 2, "second")
    assert not found.delivering
    recognise(found, 1, "first")
    assert found.delivering == {1: "first"}
    delivered(found, 1)
    assert found.delivering == {2: "second"}


def test_a_kept_one_blocks_nobody():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    speak(found, 2, 2.1)
    let_go(found, 2, 4.0)
    recognise(found, 2, "second")
    found.tell(ev.TimerFired(1, "keep", 16.0))
    assert found.delivering == {2: "second"}
    recognise(found, 1, "late")
    late = found.state.get(1)
    assert late is not None
    assert (late.phase, late.text) == (Phase.KEPT, "late")
    delivered(found, 2)
    found.tell(ev.InsertWanted(1, HERE, 18.0))
    assert found.delivering[1] == "late"


def test_silence_leaves_no_row_and_a_quiet_note():
    found = world()
    found.tell(ev.KeyEdge(True, 0.0, HERE))
    let_go(found, 1, 1.0)
    found.tell(ev.ReadAll(1, 1, 0, False, 1.1))
    assert found.rows == {}
    assert orders(found, fx.ShowNote) == [fx.ShowNote(fx.Note.NO_SPEECH)]
    assert found.state == replace(world().state, count=1, trigger=found.state.trigger)


def test_speech_without_words_is_kept():
    found = world()
    speak(found, 1)
    let_go(found, 1, 1.0)
    recognise(found, 1, " ")
    assert found.rows[1]["state"] == "kept"
    assert not orders(found, fx.Deliver)


def test_a_cancelled_one_never_comes_back():
    found = world()
    speak(found, 1)
    found.tell(ev.CancelWanted(1.0))
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.CANCELLED, 1.0, 1.0))
    recognise(found, 1, "ghost")
    assert found.rows[1]["state"] == "cancelled"
    assert not orders(found, fx.Deliver)


def test_cancel_takes_the_newest_not_yet_delivered():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    speak(found, 2, 2.1)
    let_go(found, 2, 4.0)
    found.tell(ev.CancelWanted(4.5))
    assert found.rows[2]["state"] == "cancelled"
    recognise(found, 1, "first")
    assert found.delivering == {1: "first"}
    found.tell(ev.CancelWanted(5.0))
    assert orders(found, fx.HaltDelivery) == [fx.HaltDelivery(1)]
    kept(found, 1, "first")
    assert found.rows[1]["state"] == "cancelled"


def test_a_delivery_cancelled_half_way_keeps_the_rest():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    recognise(found, 1, "first words")
    found.tell(ev.CancelWanted(5.0))
    kept(found, 1, "words")
    left = found.state.get(1)
    assert left is not None
    assert (left.phase, left.text) == (Phase.KEPT, "words")


def test_text_waits_for_the_release_while_somebody_records_and_two_seconds_otherwise():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    speak(found, 2, 2.1)
    recognise(found, 1, "first")
    assert found.delivering == {1: "first"}
    assert (1, "held") not in found.timers
    let_go(found, 2, 9.0)
    assert found.timers[1, "held"] == 11.0
    found.tell(ev.DeliveryStarted(1, 9.1))
    assert (1, "held") not in found.timers


def test_keys_held_for_two_seconds_end_on_the_card():
    found = world()
    speak(found, 1)
    let_go(found, 1, 2.0)
    recognise(found, 1, "first")
    found.tell(ev.TimerFired(1, "held", 5.0))
    assert orders(found, fx.HaltDelivery) == [fx.HaltDelivery(1)]
    kept(found, 1, "first")
    assert found.rows[1]["state"] == "kept"


def test_a_failed_attempt_is_tried_again_from_the_last_unbroken_final():
    found = world()
    speak(found, 1)
    found.tell(ev.Committed(1, 1, 0, 50.0, 50.0))
    found.tell(ev.Final(1, 1, 0, "one", "en", 50.3))
    found.tell(ev.StreamFailed(1, 1, NetworkError("gone"), 55.0))
    assert found.timers[1, "retry"] == pytest.approx(found.at + 0.5)
    found.tell(ev.Partial(1, 1, "stale", "", 55.1))
    found.tell(ev.TimerFired(1, "retry", 55.5))
    assert orders(found, fx.StartStream)[-1] == fx.StartStream(1, 2, 50.0)
    let_go(found, 1, 60.0)
    found.tell(ev.Committed(1, 2, 0, 60.0, 60.0))
    found.tell(ev.ReadAll(1, 2, 1, True, 60.0))
    found.tell(ev.Final(1, 2, 0, "two", "en", 60.3))
    assert found.delivering == {1: "one two"}


def test_a_refused_key_goes_to_the_embedded_engine_at_once():
    found = world()
    speak(found, 1)
    found.tell(ev.StreamFailed(1, 1, KeyRefused("no", retry=False), 0.6))
    assert orders(found, fx.StartStream)[-1] == fx.StartStream(1, 2, 0.0, fallback=True)
    assert orders(found, fx.ShowError)
    let_go(found, 1, 2.0)
    recognise(found, 1, "local words", attempt=2)
    assert found.delivering == {1: "local words"}


def test_a_refused_key_without_an_embedded_engine_is_kept():
    found = world(local=False)
    speak(found, 1)
    found.tell(ev.StreamFailed(1, 1, KeyRefused("no", retry=False), 0.6))
    assert found.state.recording == 1
    let_go(found, 1, 2.0)
    assert found.rows[1]["state"] == "kept"
    found.tell(ev.RetryWanted(1, 20.0))
    assert orders(found, fx.StartStream)[-1] == fx.StartStream(1, 3, 0.0)


@pytest.mark.parametrize(
    ("fallback", "local", "state", "timer"),
    [
        ("local", True, "recognising", None),
        ("local", False, "kept", "wait"),
        ("wait", True, "kept", "wait"),
        ("none", True, "kept", None),
    ],
)
def test_twelve_seconds_after_key_up(fallback: str, local: bool, state: str, timer: str | None):
    found = world(local, service__fallback=fallback)
    speak(found, 1)
    let_go(found, 1, 2.0)
    found.tell(ev.StreamFailed(1, 1, NetworkError("gone"), 3.0))
    found.timers.pop((1, "fallback"))
    found.tell(ev.TimerFired(1, "fallback", 14.0))
    assert found.rows[1]["state"] == state
    assert [name for _, name in found.timers if name in ("wait", "retry")] == (
        [timer] if timer else []
    )
    assert orders(found, fx.StartStream)[-1].fallback is (state == "recognising")


def test_a_service_that_is_only_slow_is_left_running_and_its_text_lands_on_the_card():
    found = world(service__fallback="wait")
    speak(found, 1)
    let_go(found, 1, 2.0)
    found.tell(ev.TimerFired(1, "fallback", 14.0))
    assert found.rows[1]["state"] == "kept"
    recognise(found, 1, "slow")
    late = found.state.get(1)
    assert late is not None
    assert (late.phase, late.text) == (Phase.KEPT, "slow")
    assert not orders(found, fx.Deliver)


def test_a_waiting_one_is_tried_again_ever_more_rarely():
    found = world(service__fallback="wait")
    speak(found, 1)
    let_go(found, 1, 2.0)
    found.timers.pop((1, "fallback"))
    for attempt, delay in ((1, 15.0), (2, 30.0)):
        found.tell(ev.StreamFailed(1, attempt, NetworkError("gone"), 20.0))
        assert found.timers.pop((1, "wait")) == pytest.approx(found.at + delay)
        found.tell(ev.TimerFired(1, "wait", 40.0))


def test_a_microphone_that_fails_at_once_leaves_no_row():
    found = world()
    found.tell(ev.KeyEdge(True, 0.0, HERE))
    found.recording.discard(1)
    found.tell(ev.RecordingFailed(1, MicrophoneError("none"), 0.0, 0.1))
    assert found.rows == {}
    assert found.state.recording is None
    assert orders(found, fx.ShowError)


def test_a_microphone_taken_away_keeps_what_was_said():
    found = world()
    speak(found, 1)
    found.recording.discard(1)
    found.tell(ev.RecordingFailed(1, MicrophoneError("gone"), 1.5, 1.5))
    assert found.state.recording is None
    recognise(found, 1, "half a sentence")
    assert found.delivering == {1: "half a sentence"}


def test_engine_without_weights_keeps_the_recording_for_later():
    found = world(local=False)
    speak(found, 1)
    found.tell(ev.StreamFailed(1, 1, EngineError("no weights", retry=False), 0.1))
    let_go(found, 1, 2.0)
    assert found.rows[1]["state"] == "kept"


def test_a_private_window_records_nothing():
    found = world(privacy__applications=["xterm"])
    found.tell(ev.KeyEdge(True, 0.0, HERE))
    assert found.state.recording is None
    assert orders(found, fx.ShowNote) == [fx.ShowNote(fx.Note.PRIVATE)]


def test_review_waits_on_the_card():
    found = world(delivery__review=True)
    speak(found, 1)
    let_go(found, 1, 2.0)
    recognise(found, 1, "look first")
    assert not found.delivering
    found.tell(ev.InsertWanted(1, HERE, 5.0))
    assert found.delivering == {1: "look first"}


def test_a_forgotten_toggle_asks_then_stops_and_keeps():
    found = world(hotkey__mode="toggle")
    speak(found, 1)
    found.tell(ev.TimerFired(1, "silence", 120.0))
    assert orders(found, fx.ShowNote) == [fx.ShowNote(fx.Note.STILL_LISTENING)]
    found.tell(ev.TimerFired(1, "silence", 300.0))
    assert found.state.recording is None
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.COMPLETE, 300.0, 300.0))
    recognise(found, 1, "words from the start")
    assert found.rows[1]["state"] == "kept"


def test_a_locked_screen_stops_and_keeps():
    found = world(hotkey__mode="toggle")
    speak(found, 1)
    found.tell(ev.KeyboardTaken(3.0))
    assert found.state.recording is None
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.COMPLETE, 3.0, 3.0))
    recognise(found, 1, "not for the locker")
    assert not found.delivering
    assert found.rows[1]["state"] == "kept"
    found.tell(ev.KeyboardTaken(4.0))  # nobody records: nothing happens
    assert found.state.recording is None


def test_the_longest_recording_ends_and_is_delivered():
    found = world(hotkey__mode="toggle", recording__max_minutes=1)
    speak(found, 1)
    assert found.timers[1, "limit"] == 60.0
    found.tell(ev.TimerFired(1, "limit", 60.0))
    assert found.state.recording is None
    found.recording.discard(1)
    found.tell(ev.RecordingEnded(1, ev.EndKind.COMPLETE, 60.0, 60.0))
    recognise(found, 1, "long")
    assert found.delivering == {1: "long"}


def test_the_end_of_the_program_stops_what_is_spoken():
    found = world()
    speak(found, 1)
    _, effects = dictation.abandon(found.state, 1.0)
    assert fx.StopRecording(1, 1.0, ev.EndKind.COMPLETE) in effects


def test_a_dismissed_card_is_gone():
    found = world(delivery__review=True)
    speak(found, 1)
    let_go(found, 1, 2.0)
    recognise(found, 1, "look first")
    found.tell(ev.Dismissed(1, 6.0))
    assert found.state.utterances == ()
    assert found.rows[1]["state"] == "kept"


def test_a_text_found_by_a_verb_lands_on_the_card():
    found = world(local=False)
    speak(found, 1)
    found.tell(ev.StreamFailed(1, 1, KeyRefused("no", retry=False), 0.6))
    let_go(found, 1, 2.0)
    found.tell(ev.TextFound(1, "raw", "text", 9.0))
    card = found.state.get(1)
    assert card is not None
    assert (card.phase, card.raw, card.text) == (Phase.KEPT, "raw", "text")
