"""What an error of websocket-client stands for. Pure.

The library tells everything by exceptions, also a close frame (with ``status_code``); their
messages hold headers and bodies, so only types and codes are looked at.
"""

import json
from typing import cast

import websocket

from qwen_dictate.core.errors import DictateError
from qwen_dictate.recognition.qwen import failures


def of_end(error: Exception, host: str, *, opened: bool) -> DictateError:
    """Why the connection ended, or could not be opened."""
    if isinstance(error, websocket.WebSocketBadStatusException):
        return failures.from_status(error.status_code, _body_code(error.resp_body), host)
    code: object = getattr(error, "status_code", None)
    if isinstance(code, int):
        return failures.closed(code, host)
    if isinstance(error, websocket.WebSocketTimeoutException):
        return failures.too_late(host, "did not answer")
    lost = isinstance(error, websocket.WebSocketConnectionClosedException)
    if not opened and not lost and isinstance(error, websocket.WebSocketException | ValueError):
        return failures.no_websocket(host, "no WebSocket")
    return of_call(error, host)


def of_call(error: Exception, host: str) -> DictateError:
    """Why something could not be sent."""
    if isinstance(error, websocket.WebSocketException | AttributeError):
        # AttributeError: the reader took the socket away between the SDK's test and its use.
        return failures.from_exception(ConnectionResetError(), host)
    return failures.from_exception(error, host)


def _body_code(body: bytes | None) -> str:
    """The ``code`` in the JSON body of a refused handshake."""
    try:
        parsed: object = json.loads(body or b"{}")
    except ValueError:
        return ""
    found = cast("dict[str, object]", parsed).get("code") if isinstance(parsed, dict) else ""
    return found if isinstance(found, str) else ""
