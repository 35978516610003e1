"""One connection to the service: the SDK's conversation, made robust. The only SDK importer.

Responsible for: the handshake with its true error, sending, noticing a dead or stalled peer, and
an end within its limit. The rule: whatever the other side does, no call blocks longer than its
limit, ``abort`` frees a call that blocks, and the key goes to no other host (a redirect is
refused). Failure mode: ``on_end`` is called once, with the reason, from the connection's thread.

What the stock SDK (dashscope 2.0.2) does instead, measured: it hides every handshake error for
5 s and calls it a time-out, leaves ghost connections, sends no ping, blocks for ever on a stalled
peer, and logs every transcript at DEBUG and headers at ERROR.

Runs in: ``connect`` and sending in the stream worker; ``on_message`` and ``on_end`` in the
connection's own thread; ``abort`` in any.
"""

import base64
import json
import logging
import socket
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

import websocket
from dashscope.audio.qwen_omni.omni_realtime import (
    MultiModality,
    OmniRealtimeCallback,
    OmniRealtimeConversation,
    TranscriptionParams,
)

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import DictateError
from qwen_dictate.recognition.qwen import causes, failures, route
from qwen_dictate.recognition.qwen.session import PADDING_MS, SILENCE_MS, THRESHOLD, Options
from qwen_dictate.recognition.qwen.timeouts import Timeouts

for _name in ("dashscope", "websocket"):
    # Both write spoken words, headers or the key: no setting of theirs may bring that back.
    _logger = logging.getLogger(_name)
    _logger.handlers.clear()
    _logger.disabled = True

_LAST_CALL_S = 0.5


class _Headers(dict[str, str]):
    """The handshake's headers, given out once: websocket-client sends them along a redirect."""

    def __init__(self, headers: dict[str, str], host: str) -> None:
        super().__init__(headers)
        self._host = host
        self._given = False

    def items(self) -> Any:  # dict's own type of view has no public name
        """What websocket-client asks for at each handshake."""
        if self._given:
            raise failures.redirected(self._host)
        self._given = True
        return super().items()

    def __repr__(self) -> str:
        return "<headers>"


class Connection(OmniRealtimeConversation):
    """The SDK's conversation with bounded calls; used once."""

    def __init__(
        self,
        endpoint: Endpoint,
        key: str,
        proxy: str,
        timeouts: Timeouts,
        on_message: Callable[[object], None],
        on_end: Callable[[DictateError], None],
    ) -> None:
        super().__init__(
            model=endpoint.model,
            callback=OmniRealtimeCallback(),
            url=endpoint.url,
            api_key=key,
            workspace=endpoint.workspace or None,
        )
        self.url = f"{endpoint.url}?model={quote(endpoint.model, safe='')}"
        self._host = urlsplit(endpoint.url).hostname or ""
        self._proxy = proxy
        self._timeouts = timeouts
        self._tell = on_message
        self._tell_end = on_end
        self._settled = threading.Event()
        self._opened = False
        self._cause: DictateError | None = None
        self._lock = threading.Lock()
        self._raw: socket.socket | None = None
        self._ended = False
        self._leaving = False
        self._over = threading.Event()
        self._ponged = threading.Event()
        self._reader = threading.Thread(target=self._run, name="qwen-socket", daemon=True)

    def __repr__(self) -> str:
        return f"<Connection to {self._host}>"

    def connect(self) -> None:
        """Open the connection.

        Raises:
            DictateError: with the true reason, as soon as it is known.
        """
        self._reader.start()
        if not self._settled.wait(self._timeouts.connect):
            self._stop(failures.too_late(self._host, "did not answer"))
        if self._cause is not None:
            raise self._cause

    def update(self, options: Options) -> None:
        """Send ``session.update``: manual commit, or turn detection."""
        self._call(
            lambda: self.update_session(
                output_modalities=[MultiModality.TEXT],
                enable_turn_detection=options.turns,
                turn_detection_type="server_vad",
                prefix_padding_ms=PADDING_MS,
                turn_detection_threshold=THRESHOLD,
                turn_detection_silence_duration_ms=SILENCE_MS,
                transcription_params=TranscriptionParams(
                    language=options.language,
                    sample_rate=options.rate_hz,
                    input_audio_format=options.format,
                    corpus_text=options.context,
                ),
            )
        )

    def append(self, pcm: bytes) -> None:
        """Send sound."""
        text = base64.b64encode(pcm).decode("ascii")
        self._call(lambda: self.append_audio(text))

    def commit(self) -> None:
        """Send ``input_audio_buffer.commit``."""
        self._call(super().commit)

    def finish(self) -> None:
        """Send ``session.finish``; the answer comes as an event."""
        self._call(self.end_session_async)

    def close(self) -> None:
        """End politely: at most ``timeouts.close`` for the closing handshake."""
        if not self._reader.is_alive() or threading.current_thread() is self._reader:
            return
        with self._lock:
            self._leaving = not self._ended
            self._ended = True
        self._over.set()
        self._ponged.set()
        # The peer's answer wakes the reader, which then ends by itself; the SDK's own close()
        # races with it for that answer and leaves it behind in two runs of three.
        polite = threading.Thread(target=self._say_goodbye, name="qwen-goodbye", daemon=True)
        polite.start()
        self._reader.join(self._timeouts.close)
        self._shut_down()
        self._reader.join(_LAST_CALL_S)

    def abort(self) -> None:
        """End at once, from any thread; frees calls that block."""
        self._stop(failures.ended())

    def _say_goodbye(self) -> None:
        try:
            if self.ws is not None and self.ws.sock is not None:
                self.ws.keep_running = False
                self.ws.sock.send_close()
        except Exception:  # noqa: S110 - there is nobody left to say goodbye to
            pass

    def _drain(self) -> None:
        """Read what comes until the peer hangs up: unread, it would turn our goodbye to a reset."""
        if self._leaving and self._raw is not None:
            try:
                while self._raw.recv(65_536):
                    pass
            except OSError:
                pass

    def _call(self, send: Callable[[], None]) -> None:
        try:
            send()
        except Exception as error:
            cause = self._cause or causes.of_call(error, self._host)
            self._stop(cause)
            raise cause from None

    def _run(self) -> None:
        """The connection's thread."""
        try:
            proxy = route.find_proxy(self.url, self._proxy)
            raw = route.open_socket(self.url, proxy, self._timeouts.connect, self._hold)
            raw.settimeout(self._timeouts.connect)
            self.ws = websocket.WebSocketApp(
                self.url,
                header=_Headers(self._get_websocket_header(), self._host),
                on_open=self._on_open,
                on_message=self._on_message,
                on_error=self._on_error,
                on_close=self._on_close,
                on_pong=self._on_pong,
                socket=raw,
            )
            # The interval 0: the library's own pings block with a stalled peer, and its thread
            # then dies by an exception. The time-out makes the reader look up now and then.
            # The library checks UTF-8 byte by byte: a frame of megabytes would take minutes of the
            # processor; json checks it as well.
            self.ws.run_forever(
                ping_interval=0,
                ping_timeout=self._timeouts.pong,
                suppress_origin=True,
                skip_utf8_validation=True,
            )
            self._drain()
            self._stop(failures.closed(None, self._host))
        except Exception as error:
            self._stop(failures.from_exception(error, self._host))
        finally:
            self._shut_down()
            if self._raw is not None:
                self._raw.close()

    def _hold(self, raw: socket.socket) -> None:
        with self._lock:
            self._raw = raw
            late = self._ended
        if late:
            self._shut_down()
            raise ConnectionAbortedError

    def _get_websocket_header(self) -> dict[str, str]:
        kept = ("user-agent", "authorization", "x-dashscope-workspace")
        headers: dict[str, str] = super()._get_websocket_header()
        return {name: value for name, value in headers.items() if name.lower() in kept}

    def _on_open(self, _app: object) -> None:
        if self._raw is not None:
            # No time-out from here on: a read may rightly wait. Pings notice a dead peer.
            self._raw.settimeout(None)
        self._opened = True
        threading.Thread(target=self._watch, name="qwen-watch", daemon=True).start()
        self._settled.set()

    def _on_pong(self, _app: object, _data: object) -> None:
        self._ponged.set()

    def _watch(self) -> None:
        """Ping, and end the connection when no answer comes: a thread of its own."""
        while not self._over.wait(self._timeouts.ping_every):
            self._ponged.clear()
            # In a thread of its own, because with a stalled peer a ping blocks as well.
            threading.Thread(target=self._ping, name="qwen-ping", daemon=True).start()
            if not self._ponged.wait(self._timeouts.pong):
                self._stop(failures.too_late(self._host, "stopped answering"))

    def _ping(self) -> None:
        try:
            if self.ws is not None and self.ws.sock is not None:
                self.ws.sock.ping()
        except Exception:  # noqa: S110 - the reader finds out what has happened
            pass

    def _on_message(self, _app: object, message: object) -> None:
        try:
            parsed: object = json.loads(message) if isinstance(message, str | bytes) else None
        except (ValueError, RecursionError):
            return
        self._tell(parsed)

    def _on_error(self, _app: object, error: Exception) -> None:
        if not self._leaving:
            self._stop(causes.of_end(error, self._host, opened=self._opened))

    def _on_close(self, _app: object, code: int | None, _reason: object) -> None:
        if not self._leaving:
            self._stop(failures.closed(code, self._host))

    def _stop(self, cause: DictateError) -> None:
        """It is over: tell it once, wake who waits, free who blocks."""
        with self._lock:
            if self._cause is None:
                self._cause = cause
            told, self._ended = self._ended, True
        self._shut_down()
        for waiting in (self._settled, self._over, self._ponged):
            waiting.set()
        if not told and self._opened:
            self._tell_end(cause)

    def _shut_down(self) -> None:
        raw = self._raw
        try:
            if raw is not None:
                # Not SSLSocket.shutdown: that one would take the reader's TLS state away.
                socket.socket.shutdown(raw, socket.SHUT_RDWR)
        except OSError:
            pass
