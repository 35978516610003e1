"""An emulator of Qwen-ASR-Realtime: strict, over real sockets, on a thread of its own.

A client that breaks the protocol is answered as the service would, and what it did is written to
``violations``, which tests expect to be empty. ``knobs`` turn on what real services also do.
"""

import asyncio
import json
import logging
import ssl
import threading
import time
from collections.abc import Callable
from typing import Self
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from tests.integration.emulator.ear import Ear
from tests.integration.emulator.knobs import Knobs
from tests.integration.emulator.seen import Seen
from tests.integration.emulator.session import Session

PATH = "/api-ws/v1/realtime"
KEY = "sk-emulated-0123456789"
MODEL = "qwen3-asr-flash-realtime"
_LOGGER = logging.getLogger("emulator")
_LOGGER.disabled = True  # websockets would log the key


class Emulator:
    """Use it as a context manager; ``url`` is what ``service.url`` takes."""

    def __init__(
        self,
        *,
        key: str | None = KEY,
        model: str = MODEL,
        knobs: Knobs | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """``key`` None lets everybody in."""
        self.key = key
        self.model = model
        self.knobs = knobs or Knobs()
        self.violations: list[str] = []
        self.connections: list[Seen] = []
        self.refused: list[tuple[float, int]] = []
        self.stopped = asyncio.Event()
        self.port = port
        self._tls = tls
        self._ear = Ear()
        self._handshakes: list[float] = []
        self._loop = asyncio.new_event_loop()
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="emulator", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        scheme = "wss" if self._tls else "ws"
        host = "localhost" if self._tls else "127.0.0.1"
        return f"{scheme}://{host}:{self.port}{PATH}"

    def start(self) -> None:
        self._thread.start()
        assert self._up.wait(10), "the emulator did not start"

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.stopped.set)
            self._thread.join(10)
        assert not self._thread.is_alive(), "the emulator did not stop"

    def wait(self, condition: Callable[["Emulator"], bool], limit_s: float = 5.0) -> bool:
        """Wait until something is true of it."""
        deadline = time.monotonic() + limit_s
        while not condition(self):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    def all_left(self, limit_s: float = 5.0) -> bool:
        """Wait until no connection is open."""
        return self.wait(lambda e: all(seen.over for seen in e.connections), limit_s)

    @property
    def sound(self) -> bytes:
        """All committed sound, in order."""
        return b"".join(part for seen in self.connections for part in seen.segments)

    def hear(self, sound: bytes, *, final: bool) -> str:
        """Recognise; scripted texts first."""
        if not self.knobs.texts:
            return self._ear.text(sound)
        if final:
            return self.knobs.texts.pop(0)
        words = self.knobs.texts[0].split(" ")
        return " ".join(words[: int(len(sound) / 32_000 * 3)])

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        async with serve(
            self._handle,
            "127.0.0.1",
            self.port,
            process_request=self._admit,
            max_size=32 * 1024 * 1024,
            ping_interval=None,
            close_timeout=1,
            ssl=self._tls,
            compression=None,
            logger=_LOGGER,
        ) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._up.set()
            await self.stopped.wait()
            for connection in list(server.connections):
                connection.transport.abort()

    async def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        now = time.monotonic()
        self._handshakes = [at for at in self._handshakes if now - at < 1.0] + [now]
        if self.knobs.handshake_delay_s:
            await asyncio.sleep(self.knobs.handshake_delay_s)
        if self.knobs.redirect_to:
            return _answer(302, "", self.knobs.redirect_to)
        status, code = self._verdict(request)
        if status == 101:
            return None
        self.refused.append((now, status))
        return _answer(status, self.knobs.body_code or code)

    def _verdict(self, request: Request) -> tuple[int, str]:
        if self.knobs.statuses:
            return self.knobs.statuses.pop(0), ""
        if self.knobs.status:
            return self.knobs.status, ""
        if len(self._handshakes) > self.knobs.connections_a_second:
            return 429, "Throttling.RateQuota"
        parts = urlsplit(request.path)
        if parts.path != PATH:
            self.violations.append(f"path {parts.path}")
            return 404, "NotFound"
        if not self._is_authorized(request):
            return 401, "InvalidApiKey"
        if parse_qs(parts.query).get("model") != [self.model]:
            self.violations.append(f"query {parts.query}")
            return 404, "ModelNotFound"
        return 101, ""

    def _is_authorized(self, request: Request) -> bool:
        return self.key is None or request.headers.get("Authorization") == f"Bearer {self.key}"

    async def _handle(self, connection: ServerConnection) -> None:
        request = connection.request
        assert request is not None
        headers = {name.lower(): value for name, value in request.headers.raw_items()}
        bearer = headers.pop("authorization", "")
        headers["bearer-none"] = str(bearer == "Bearer none")
        seen = Seen(headers, self._is_authorized(request), request.path, time.monotonic())
        self.connections.append(seen)
        await Session(self, connection, seen).serve()


def _answer(status: int, code: str, location: str = "") -> Response:
    body = json.dumps({"code": code, "message": "see code", "request_id": "r-1"}).encode()
    headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(body))})
    headers["Connection"] = "close"
    if location:
        headers["Location"] = location
    return Response(status, "Emulated", headers, body)
