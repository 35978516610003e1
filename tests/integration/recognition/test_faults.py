"""Text or an error, within the limits, whatever the service does."""

import threading
from pathlib import Path

import pytest

from qwen_dictate.core.errors import KeyRefused, NetworkError, ServiceError
from qwen_dictate.core.events import Committed, ReadAll, StreamFailed, StreamOpened
from qwen_dictate.core.segments import Limits
from tests.integration.emulator import KEY, Emulator, network
from tests.integration.recognition.speaking import (
    QUICK,
    Attempt,
    attempt,
    no_thread_left,
    recognizer,
    speech,
    transcript,
)

SOUND = speech("en_sense_0880")
TEXT = transcript("en_sense_0880")


def failed(run: Attempt, within_s: float) -> Exception:
    assert run.wait() < within_s
    assert KEY not in str(run.failure.error)
    return run.failure.error


@pytest.mark.parametrize("code", [1000, 1011, 4000, 1006, 0])
@pytest.mark.parametrize("place", ["input_audio_buffer.append", "input_audio_buffer.commit"])
def test_a_connection_that_ends_in_the_middle_is_a_failure(
    emulator: Emulator, place: str, code: int
) -> None:
    emulator.knobs.close_at, emulator.knobs.close_code = place, code
    error = failed(attempt(emulator).say(SOUND).end(), within_s=2.0)
    assert isinstance(error, NetworkError | ServiceError)
    assert error.retry


def test_a_connection_that_ends_while_nobody_speaks_is_noticed(emulator: Emulator) -> None:
    emulator.knobs.idle_s = 0.4
    run = attempt(emulator).say(SOUND)
    error = failed(run, within_s=2.0)
    assert "1011" in str(error)
    run.end()


def test_a_commit_that_is_never_answered_ends_at_the_limit(emulator: Emulator) -> None:
    emulator.knobs.unanswered = {0}
    emulator.knobs.finishes = False
    run = attempt(emulator).say(SOUND).end()
    assert isinstance(failed(run, within_s=3.5), NetworkError)
    assert [type(e) for e in run.events if type(e) in (Committed, ReadAll, StreamFailed)] == [
        Committed,
        ReadAll,
        StreamFailed,
    ]


def test_the_end_of_the_session_without_the_answer_is_a_failure_at_once(
    emulator: Emulator,
) -> None:
    emulator.knobs.unanswered = {0}
    failed(attempt(emulator).say(SOUND).end(), within_s=2.0)


def test_an_answer_that_is_missing_is_noticed_while_somebody_speaks(emulator: Emulator) -> None:
    emulator.knobs.unanswered = {0}
    run = attempt(emulator, limits=Limits(1.0, 1.5)).say(SOUND)
    run.wait_for(Committed)
    stop = threading.Event()

    def go_on() -> None:
        while not stop.wait(0.05):
            run.say(SOUND[:3200])

    speaker = threading.Thread(target=go_on)
    speaker.start()
    error = failed(run, within_s=4.0)
    stop.set()
    speaker.join()
    run.end()
    assert isinstance(error, NetworkError)


def test_an_item_that_failed_is_a_failure(emulator: Emulator) -> None:
    emulator.knobs.failing = {0}
    error = failed(attempt(emulator).say(SOUND).end(), within_s=2.0)
    assert "audio_unintelligible" in str(error)
    assert error.retry


def test_a_session_that_does_not_finish_costs_no_text(emulator: Emulator) -> None:
    emulator.knobs.finishes = False
    run = attempt(emulator).say(SOUND).end()
    assert run.wait() < 3.0
    run.check_success()
    assert run.texts == [TEXT]


@pytest.mark.parametrize("kind", ["invalid_request_error", "server_error"])
def test_an_error_after_the_last_answer_costs_no_text(emulator: Emulator, kind: str) -> None:
    emulator.knobs.error_on_finish = kind
    run = attempt(emulator).say(SOUND).end()
    assert run.wait() < 3.0
    run.check_success()
    assert run.texts == [TEXT]


@pytest.mark.parametrize("code", [1000, 1011, 1006])
def test_a_connection_that_ends_after_the_last_answer_costs_no_text(
    emulator: Emulator, code: int
) -> None:
    emulator.knobs.close_at, emulator.knobs.close_code = "finished", code
    run = attempt(emulator).say(SOUND).end()
    assert run.wait() < 3.0
    run.check_success()
    assert run.texts == [TEXT]


def test_an_error_while_finals_are_outstanding_waits_a_little_for_them(
    emulator: Emulator,
) -> None:
    emulator.knobs.out_of_order = True
    emulator.knobs.error_on_finish = "invalid_request_error"
    run = attempt(emulator).say(SOUND).end()
    run.wait()
    run.check_success()
    assert run.texts == [TEXT]


def test_a_stalled_service_is_noticed_and_the_thread_freed(emulator: Emulator) -> None:
    emulator.knobs.stall_after = 1
    sound = SOUND * 40
    run = Attempt(lambda: recognizer(emulator, limits=Limits(400, 500))).say(sound)
    assert isinstance(failed(run, within_s=6.0), NetworkError)
    run.end()
    assert no_thread_left()


def test_a_stalled_service_after_the_end_is_noticed(emulator: Emulator) -> None:
    emulator.knobs.stall_after = 3
    run = attempt(emulator).say(SOUND).end()
    assert isinstance(failed(run, within_s=4.0), NetworkError)
    assert no_thread_left()


@pytest.mark.parametrize("stalled", [False, True])
def test_halted_ends_within_a_second_without_a_word(emulator: Emulator, stalled: bool) -> None:
    emulator.knobs.stall_after = 1 if stalled else 0
    run = Attempt(lambda: recognizer(emulator, limits=Limits(400, 500))).say(SOUND * 40)
    run.wait_for(StreamOpened)
    run.halt.set()
    assert run.wait() < 1.0
    assert run.of(StreamFailed) == run.of(ReadAll) == []
    run.end()
    assert no_thread_left()


def test_halted_while_it_connects_ends_within_a_second() -> None:
    from dataclasses import replace

    from qwen_dictate.core.endpoints import Endpoint
    from qwen_dictate.recognition.qwen.recognizer import QwenRecognizer

    with network.listening(network.swallow) as port:
        place = Endpoint("qwen", f"ws://127.0.0.1:{port}/x", "m")
        slow = replace(QUICK, connect=20.0)
        run = Attempt(lambda: QwenRecognizer(place, KEY, timeouts=slow))
        run.halt.set()
        assert run.wait() < 1.5
        assert run.events == []
        run.end()


def test_a_refused_key_is_a_failure_that_trying_cannot_mend(emulator: Emulator) -> None:
    emulator.knobs.status = 401
    error = failed(attempt(emulator).say(SOUND), within_s=2.0)
    assert isinstance(error, KeyRefused)
    assert not error.retry


def test_many_attempts_leave_no_thread_and_no_descriptor(emulator: Emulator) -> None:
    def spend() -> int:
        run = attempt(emulator).say(SOUND).end()
        run.wait()
        run.check_success()
        return descriptors()

    emulator.knobs.texts = [TEXT] * 12
    emulator.knobs.connections_a_second = 1000
    spend()
    assert emulator.all_left()
    before = descriptors()
    for _ in range(10):
        spend()
    assert emulator.all_left()
    assert no_thread_left()
    assert descriptors() <= before
    assert all(seen.polite for seen in emulator.connections)


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())
