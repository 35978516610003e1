import pytest
import websocket

from qwen_dictate.core.errors import DictateError, KeyRefused, NetworkError, ServiceError
from qwen_dictate.recognition.qwen import causes

HOST = "asr.example"


def bad_status(status: int, body: bytes | None) -> Exception:
    return websocket.WebSocketBadStatusException("sk-secret", status, "no", {}, body)


def close_frame(code: int) -> Exception:
    error = websocket.WebSocketConnectionClosedException("closed")
    error.status_code = code  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "opened", "kind"),
    [
        (bad_status(401, b'{"code":"InvalidApiKey"}'), False, KeyRefused),
        (bad_status(403, b"<html>"), False, KeyRefused),
        (bad_status(503, None), False, ServiceError),
        (bad_status(400, b"[]"), False, ServiceError),
        (bad_status(400, b'{"code":7}'), False, ServiceError),
        (close_frame(1011), True, ServiceError),
        (websocket.WebSocketConnectionClosedException("lost"), True, NetworkError),
        (websocket.WebSocketConnectionClosedException("lost"), False, NetworkError),
        (websocket.WebSocketTimeoutException("late"), False, NetworkError),
        (websocket.WebSocketException("Invalid WebSocket Header"), False, ServiceError),
        (ValueError("no HTTP"), False, ServiceError),
        (websocket.WebSocketException("bad frame"), True, NetworkError),
        (ConnectionRefusedError(), False, NetworkError),
    ],
)
def test_the_end_of_a_connection_has_its_kind(
    error: Exception, opened: bool, kind: type[DictateError]
) -> None:
    told = causes.of_end(error, HOST, opened=opened)
    assert type(told) is kind
    assert "secret" not in str(told)


def test_the_code_of_the_body_is_told() -> None:
    error = bad_status(401, b'{"code":"InvalidApiKey"}')
    assert "InvalidApiKey" in causes.of_end(error, HOST, opened=False).user_text


@pytest.mark.parametrize(
    "error", [AttributeError(), websocket.WebSocketException(), OSError(), BrokenPipeError()]
)
def test_a_call_that_failed_is_a_network_error(error: Exception) -> None:
    assert isinstance(causes.of_call(error, HOST), NetworkError)
