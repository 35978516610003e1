# What we use of websocket-client, whose own types are partial. Source: websocket-client 1.9.2.
import socket
from collections.abc import Callable

class WebSocketException(Exception): ...
class WebSocketConnectionClosedException(WebSocketException): ...
class WebSocketTimeoutException(WebSocketException): ...

class WebSocketBadStatusException(WebSocketException):
    status_code: int
    resp_body: bytes | None

class WebSocket:
    def send_close(self, status: int = ..., reason: bytes = ...) -> None: ...
    def ping(self, payload: str = ...) -> None: ...

class WebSocketApp:
    sock: WebSocket | None
    keep_running: bool
    def __init__(
        self,
        url: str,
        header: dict[str, str],
        on_open: Callable[[WebSocketApp], None],
        on_message: Callable[[WebSocketApp, object], None],
        on_error: Callable[[WebSocketApp, Exception], None],
        on_close: Callable[[WebSocketApp, int | None, str | None], None],
        on_pong: Callable[[WebSocketApp, bytes], None],
        socket: socket.socket,
    ) -> None: ...
    def run_forever(
        self,
        ping_interval: float,
        ping_timeout: float,
        suppress_origin: bool,
        skip_utf8_validation: bool,
    ) -> bool: ...
