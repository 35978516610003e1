import socket
import ssl

import pytest

from qwen_dictate.core.errors import (
    DictateError,
    KeyRefused,
    NetworkError,
    ServiceError,
    SettingsError,
)
from qwen_dictate.recognition.qwen import failures
from qwen_dictate.recognition.qwen.events import Refusal

HOST = "asr.example"


@pytest.mark.parametrize(
    ("status", "code", "kind", "retry"),
    [
        (401, "InvalidApiKey", KeyRefused, False),
        (403, "", KeyRefused, False),
        (403, "Arrearage", ServiceError, False),
        (429, "", ServiceError, True),
        (400, "Throttling.RateQuota", ServiceError, True),
        (500, "", ServiceError, True),
        (503, "", ServiceError, True),
        (404, "", SettingsError, False),
        (400, "ModelNotFound", SettingsError, False),
        (302, "", ServiceError, True),
        (200, "", ServiceError, True),
    ],
)
def test_a_refused_handshake_has_its_kind(
    status: int, code: str, kind: type[DictateError], retry: bool
) -> None:
    error = failures.from_status(status, code, HOST)
    assert type(error) is kind
    assert error.retry is retry
    assert error.user_text
    assert error.remedy


@pytest.mark.parametrize(
    ("refusal", "kind", "retry"),
    [
        (Refusal("invalid_request_error", "InvalidApiKey", ""), KeyRefused, False),
        (Refusal("authentication_error", "", ""), KeyRefused, False),
        (Refusal("", "AccessDenied", ""), KeyRefused, False),
        (Refusal("", "Arrearage", ""), ServiceError, False),
        (Refusal("", "x", "", throttled=True), ServiceError, True),
        (Refusal("", "ModelNotFound", ""), SettingsError, False),
        (Refusal("invalid_request_error", "invalid_value", "session.x"), SettingsError, False),
        (Refusal("server_error", "internal", ""), ServiceError, True),
        (Refusal("", "", ""), ServiceError, True),
    ],
)
def test_an_error_event_has_its_kind(
    refusal: Refusal, kind: type[DictateError], retry: bool
) -> None:
    error = failures.from_refusal(refusal)
    assert (type(error), error.retry) == (kind, retry)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "Name or service not known"), "could not be found"),
        (ssl.SSLCertVerificationError("self-signed"), "certificate"),
        (ssl.SSLError("wrong version"), "secure"),
        (TimeoutError(), "in time"),
        (ConnectionRefusedError(), "refused"),
        (ConnectionResetError(), "broke"),
        (OSError(101, "Network is unreachable"), "could not be reached"),
        (ValueError("sk-secret"), "ValueError"),
    ],
)
def test_the_way_to_the_service_has_its_true_error(error: Exception, words: str) -> None:
    told = failures.from_exception(error, HOST)
    assert isinstance(told, NetworkError)
    assert words in told.user_text
    assert "secret" not in str(told)


def test_an_error_of_ours_stays_as_it_is() -> None:
    error = SettingsError("x")
    assert failures.from_exception(error, HOST) is error


def test_a_closed_connection_tells_its_code() -> None:
    assert isinstance(failures.closed(None, HOST), NetworkError)
    assert "1011" in failures.closed(1011, HOST).user_text


def test_a_failed_item_tells_its_code_where_there_is_one() -> None:
    assert "(bad_audio)" in failures.failed_item("bad_audio").user_text
    assert "(" not in failures.failed_item("").user_text


def test_every_sentence_says_what_is_safe() -> None:
    for error in (failures.too_late(HOST, "did not answer"), failures.ended()):
        assert "safe" in error.user_text
