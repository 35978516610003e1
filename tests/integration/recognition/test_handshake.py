"""The way to the service with the real SDK: every failure has its true name, and quickly."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import (
    KeyRefused,
    NetworkError,
    ServiceError,
    SettingsError,
)
from qwen_dictate.recognition.qwen.recognizer import QwenRecognizer
from tests.integration.emulator import KEY, Emulator, network
from tests.integration.recognition.speaking import (
    QUICK,
    Deaf,
    at,
    endpoint,
    no_thread_left,
    recognizer,
    refusal,
)


@pytest.mark.parametrize(
    ("status", "kind", "retry"),
    [
        (401, KeyRefused, False),
        (403, KeyRefused, False),
        (429, ServiceError, True),
        (503, ServiceError, True),
        (404, SettingsError, False),
        (200, ServiceError, True),
    ],
)
def test_a_refused_handshake_is_known_at_once(
    emulator: Emulator, status: int, kind: type, retry: bool
) -> None:
    emulator.knobs.status = status
    error = refusal(recognizer(emulator))
    assert (type(error), error.retry) == (kind, retry)
    assert emulator.connections == []


def test_a_wrong_key_is_refused(emulator: Emulator) -> None:
    error = refusal(recognizer(emulator, key="sk-wrong"))
    assert isinstance(error, KeyRefused)
    assert "InvalidApiKey" in error.user_text


def test_an_account_without_credit_is_not_a_wrong_key(emulator: Emulator) -> None:
    emulator.knobs.status, emulator.knobs.body_code = 403, "Arrearage"
    assert "credit" in refusal(recognizer(emulator)).user_text


def test_more_connections_a_second_than_allowed_are_told_so(emulator: Emulator) -> None:
    emulator.knobs.connections_a_second = 0
    error = refusal(recognizer(emulator))
    assert isinstance(error, ServiceError)
    assert error.retry


def test_the_key_follows_no_redirect(emulator: Emulator) -> None:
    with Emulator(key=None) as other:
        emulator.knobs.redirect_to = other.url
        error = refusal(recognizer(emulator))
        assert "another address" in error.user_text
        assert other.connections == []


def test_nobody_listens() -> None:
    error = refusal(at(f"ws://127.0.0.1:{network.free_port()}/x"))
    assert isinstance(error, NetworkError)
    assert "refused" in error.user_text


def test_a_name_that_does_not_exist() -> None:
    error = refusal(at("ws://no-such-host.invalid/x"), within_s=3.5)
    assert isinstance(error, NetworkError)


@pytest.mark.parametrize("serve", [network.web_page, network.gibberish, network.hang_up])
def test_something_else_answers_there(serve: Callable[..., None]) -> None:
    with network.listening(serve) as port:
        error = refusal(at(f"ws://127.0.0.1:{port}/x"))
        assert isinstance(error, ServiceError | NetworkError)


def test_a_black_hole_ends_at_the_limit_and_leaves_no_thread() -> None:
    with network.listening(network.swallow) as port:
        error = refusal(at(f"ws://127.0.0.1:{port}/x"), within_s=3.5)
        assert "did not answer" in error.user_text
        assert no_thread_left()


def test_a_handshake_that_is_too_slow_leaves_no_ghost(emulator: Emulator) -> None:
    emulator.knobs.handshake_delay_s = 2.3
    error = refusal(recognizer(emulator), within_s=3.5)
    assert isinstance(error, NetworkError)
    assert not emulator.wait(lambda e: bool(e.connections), 0.6)


def test_options_that_are_never_accepted_end_at_the_limit(emulator: Emulator) -> None:
    emulator.knobs.never_ready = True
    assert "get ready" in refusal(recognizer(emulator), within_s=3.8).user_text
    assert emulator.all_left()


def test_options_that_are_refused_are_named(emulator: Emulator) -> None:
    emulator.knobs.update_error = "invalid_value session.input_audio_transcription.language"
    error = refusal(recognizer(emulator))
    assert isinstance(error, SettingsError)
    assert "language" in error.user_text


@pytest.mark.parametrize("code", [1011, 1006, 0])
@pytest.mark.parametrize("place", ["connect", "session.update"])
def test_a_service_that_leaves_before_it_is_ready(
    emulator: Emulator, place: str, code: int
) -> None:
    emulator.knobs.close_at, emulator.knobs.close_code = place, code
    assert refusal(recognizer(emulator)).retry


def test_abort_frees_a_call_that_waits_for_a_black_hole() -> None:
    with network.listening(network.swallow) as port:
        made = at(f"ws://127.0.0.1:{port}/x")
        made._timeouts = replace(QUICK, connect=20.0)
        threading.Timer(0.2, made.abort).start()
        refusal(made)
        assert no_thread_left()


# What is sent


def test_language_context_and_workspace_arrive(emulator: Emulator) -> None:
    place = replace(endpoint(emulator), workspace="ws-1")
    made = QwenRecognizer(place, KEY, "zh", "Qwen 通义", timeouts=QUICK)
    made.open(Deaf())
    made.close(1.0)
    assert emulator.all_left()
    seen = emulator.connections[0]
    assert seen.session is not None
    assert seen.session["input_audio_transcription"] == {
        "language": "zh",
        "corpus": {"text": "Qwen 通义"},
    }
    assert seen.session["turn_detection"] is None
    assert seen.headers["x-dashscope-workspace"] == "ws-1"
    assert not {"origin", "x-dashscope-sdk-client"} & set(seen.headers)
    assert seen.polite


def test_language_auto_is_left_out(emulator: Emulator) -> None:
    made = recognizer(emulator)
    made.open(Deaf())
    made.close(1.0)
    session = emulator.connections[0].session
    assert session is not None
    assert session["input_audio_transcription"] == {}


def test_without_a_key_it_is_bearer_none() -> None:
    with Emulator(key=None) as service:
        made = recognizer(service, key="")
        made.open(Deaf())
        made.close(1.0)
        assert service.connections[0].headers["bearer-none"] == "True"


@pytest.mark.parametrize("key", ["sk-1\r\nX-Evil: 1", "sk- 1", "sk-钥匙"])
def test_a_key_that_is_none_is_not_sent(emulator: Emulator, key: str) -> None:
    error = refusal(recognizer(emulator, key=key))
    assert isinstance(error, KeyRefused)
    assert emulator.refused == emulator.connections == []


def test_a_context_that_is_too_long_is_refused_before_anything_is_sent(
    emulator: Emulator,
) -> None:
    assert isinstance(refusal(recognizer(emulator, context="云" * 10_001)), SettingsError)
    assert emulator.connections == []


def test_the_second_region_is_tried_once_where_the_first_refuses(emulator: Emulator) -> None:
    with Emulator() as second:
        emulator.knobs.status = 401
        answered: list[Endpoint] = []
        there = endpoint(second)
        made = recognizer(emulator, second=there, answered=answered.append)
        made.open(Deaf())
        made.close(1.0)
        assert answered == [there]
        assert len(emulator.refused) == 1
        assert second.connections[0].authorized


def test_the_second_region_is_not_tried_for_a_network_error(emulator: Emulator) -> None:
    with Emulator() as second:
        emulator.knobs.status = 503
        refusal(recognizer(emulator, second=endpoint(second)))
        assert second.connections == second.refused == []


def test_neither_key_nor_words_appear_in_logs_or_reprs(
    emulator: Emulator, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        made = recognizer(emulator, context="Geheimwort")
        made.open(Deaf())
        inner = repr(made._connection)
        made.close(1.0)
        emulator.knobs.status = 401
        refused = recognizer(emulator, context="Geheimwort")
        error = refusal(refused)
    captured = capfd.readouterr()
    told = "".join((caplog.text, captured.out, captured.err, repr(made), inner, repr(error)))
    assert KEY not in told
    assert "Geheimwort" not in told
