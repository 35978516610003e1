"""What is said of a recogniser that fails, and when a kept recording is tried again."""

from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.errors import KeyRefused, NetworkError
from tests.unit.core.test_dictation import delivered, let_go, orders, recognise, speak, world
from tests.unit.core.walk import World

GONE = NetworkError("Gone.", "Check the network.")


def kept_and_waiting() -> World:
    found = world(service__fallback="wait")
    speak(found, 1)
    let_go(found, 1, 2.0)
    found.tell(ev.StreamFailed(1, 1, GONE, 20.0))
    assert found.rows[1]["state"] == "kept"
    return found


def test_what_is_tried_again_while_one_speaks_is_no_alarm():
    found = world()
    speak(found, 1)
    found.tell(ev.StreamFailed(1, 1, GONE, 0.6))
    assert orders(found, fx.ShowError) == []


def test_a_fallback_is_told_with_its_reason_and_its_success_does_not_hide_it():
    found = world(True)
    speak(found, 1)
    found.tell(ev.StreamFailed(1, 1, KeyRefused("No.", "Another.", retry=False), 0.6))
    [shown] = orders(found, fx.ShowError)
    assert isinstance(shown.error, KeyRefused)
    assert str(shown.error) == "No. The embedded engine takes over. Another."
    found.tell(ev.StreamOpened(1, 2, 0.7, "local"))
    let_go(found, 1, 2.0)
    recognise(found, 1, "words", attempt=2)
    assert found.rows[1]["engine"] == "local"
    delivered(found, 1)
    assert orders(found, fx.ClearError)[-1].but is shown.error


def test_a_kept_one_that_fails_again_by_itself_is_no_news():
    found = kept_and_waiting()
    [shown] = orders(found, fx.ShowError)
    assert str(shown.error) == "Gone. It is tried again by itself. Check the network."
    found.tell(ev.TimerFired(1, "wait", 35.0))
    found.tell(ev.StreamFailed(1, 2, GONE, 36.0))
    assert orders(found, fx.ShowError) == [shown]


def test_a_retry_of_the_user_that_fails_is_told():
    found = kept_and_waiting()
    found.tell(ev.RetryWanted(1, 30.0))
    found.tell(ev.StreamFailed(1, 3, GONE, 31.0))
    assert len(orders(found, fx.ShowError)) == 2


def test_one_that_can_connect_wakes_the_kept_one_that_waits():
    found = kept_and_waiting()
    speak(found, 2)
    found.tell(ev.StreamOpened(2, 1, 21.0, "qwen"))
    assert orders(found, fx.StartStream)[-1] == fx.StartStream(1, 2, 0.0)
    assert (1, "wait") not in found.timers


def test_the_embedded_engine_as_fallback_says_nothing_of_the_network():
    found = kept_and_waiting()
    settings = found.state.settings
    assert settings.service.fallback == "wait"
    speak(found, 2)
    found.tell(ev.StreamFailed(2, 1, KeyRefused("No.", retry=False), 20.5))
    assert (1, "wait") in found.timers


def test_from_the_release_on_it_is_tried_at_once_and_every_two_seconds():
    found = world(local=False)
    speak(found, 1)
    for attempt in range(1, 7):
        found.tell(ev.StreamFailed(1, attempt, NetworkError("away"), 10.0))
        if attempt < 6:
            found.tell(ev.TimerFired(1, "retry", 20.0))
    assert orders(found, fx.StartTimer)[-1] == fx.StartTimer(1, "retry", 8.0)
    let_go(found, 1, 30.0)
    assert fx.StartTimer(1, "retry", 0.5) in found.done
    found.tell(ev.TimerFired(1, "retry", 30.5))
    found.tell(ev.StreamFailed(1, 7, NetworkError("away"), 31.0))
    assert orders(found, fx.StartTimer)[-1] == fx.StartTimer(1, "retry", 2.0)
