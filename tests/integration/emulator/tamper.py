"""A TCP proxy before the service that breaks a connection at a chosen point.

It reads the service's frames, so that a point is a place in the protocol: between the forwarding
of one event and the next. What it does then, it does to the socket: reset, end, silence.
"""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

POINTS = (
    "accepted", "asked", "upgraded", "session.created", "session.updated", "sound",
    "transcription.text", "more sound", "buffer.committed", "before transcription.completed",
    "transcription.completed", "before session.finished",
)  # fmt: skip
"""In the order in which a dictation meets them; ``before``: that event is not let through."""
FAULTS = ("reset", "end", "half-open", "stall", "drip")
_UP = {"asked": 1, "sound": 8_000, "more sound": 80_000}
"""Bytes from the client after which such a point is met."""
_DRIP_BYTES = 30
_DRIP_S = 0.5


@dataclass(frozen=True)
class Plan:
    """What happens to connections.

    Attributes:
        point: where; "" = nowhere.
        fault: what.
        times: to how many connections; then all goes well.
        refusing_s: so long nobody listens from then on; for ever if negative.
    """

    point: str = ""
    fault: str = "reset"
    times: int = 1
    refusing_s: float = 0.0


class Tamper:
    """Use it as a context manager; ``port`` is where it listens."""

    def __init__(self, target: Callable[[], int]) -> None:
        self.plan = Plan()
        self.struck = 0
        self._target = target
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._links: list[_Link] = []
        self._over = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._deafen()
        self.cut()

    def turn(self, plan: Plan) -> None:
        """From now on; whoever was refused is listened to again."""
        self.cut()
        self.plan, self.struck = plan, 0
        if self._server.fileno() < 0:
            self._listen_again()

    def cut(self) -> None:
        """End every connection that is still open."""
        for link in self._links:
            link.close()
        self._links.clear()

    def strikes(self, point: str) -> bool:
        """Whether a connection that has come to this point is to be broken now."""
        with self._lock:
            if point != self.plan.point or self.struck >= self.plan.times:
                return False
            self.struck += 1
        if self.plan.refusing_s:
            self._deafen()
            if self.plan.refusing_s > 0:
                threading.Thread(target=self._back, args=(self.plan,), daemon=True).start()
        return True

    def _back(self, plan: Plan) -> None:
        if not self._over.wait(plan.refusing_s) and self.plan is plan:
            self._listen_again()

    def _deafen(self) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _listen_again(self) -> None:
        self._server = socket.create_server(("127.0.0.1", self.port))
        self._listen()

    def _listen(self) -> None:
        threading.Thread(target=self._accept, args=(self._server,), daemon=True).start()

    def _accept(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = server.accept()
                self._links.append(_Link(self, client, self._target()))


class _Link:
    """One connection through the proxy."""

    def __init__(self, tamper: Tamper, client: socket.socket, port: int) -> None:
        self._tamper = tamper
        self._client = client
        self._service = socket.create_connection(("127.0.0.1", port))
        self._up = 0
        self._silent = False
        self._dripping = False
        self._closed = threading.Event()
        for pump in (self._upwards, self._downwards):
            threading.Thread(target=self._run, args=(pump,), daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        for end in (self._client, self._service):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _run(self, pump: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            pump()
        if not self._silent:
            self.close()

    def _upwards(self) -> None:
        self._reach("accepted")
        while data := self._client.recv(65536):
            before, self._up = self._up, self._up + len(data)
            for point, least in _UP.items():
                if before < least <= self._up:
                    self._reach(point)
            if self._silent and self._tamper.plan.fault == "half-open":
                self._closed.wait()
            self._send(self._service, data)

    def _downwards(self) -> None:
        for frame in _frames(self._service):
            names = [point for point in POINTS if f'"{_tail(frame)}'.endswith(_last(point))]
            if not _is_json(frame):
                names = ["upgraded"] if frame.startswith(b"HTTP/1.1 101") else []
            before = [name for name in names if name.startswith("before ")]
            for name in before:
                self._reach(name)
            if self._silent:
                self._closed.wait()
            self._send(self._client, frame)
            for name in names:
                if name not in before:
                    self._reach(name)

    def _send(self, to: socket.socket, data: bytes) -> None:
        if not self._dripping:
            to.sendall(data)
            return
        for start in range(0, len(data), _DRIP_BYTES):
            to.sendall(data[start : start + _DRIP_BYTES])
            if self._closed.wait(_DRIP_S):
                return

    def _reach(self, point: str) -> None:
        if not self._closed.is_set() and self._tamper.strikes(point):
            self._break(self._tamper.plan.fault)

    def _break(self, fault: str) -> None:
        if fault in ("half-open", "stall"):
            self._silent = True
        elif fault == "drip":
            self._dripping = True
        else:
            if fault == "reset":
                linger = struct.pack("ii", 1, 0)
                self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self._client.close()
            self.close()
            raise OSError(fault)


def _frames(source: socket.socket):
    """The answer to the handshake, then each frame of the service, whole. Source: RFC 6455."""
    held = b""
    while b"\r\n\r\n" not in held:
        data = source.recv(65536)
        if not data:
            return
        held += data
    head, _, held = held.partition(b"\r\n\r\n")
    yield head + b"\r\n\r\n"
    while True:
        size = _size(held)
        while size is None or len(held) < size:
            data = source.recv(65536)
            if not data:
                return
            held += data
            size = _size(held)
        yield held[:size]
        held = held[size:]


def _size(held: bytes) -> int | None:
    """Of the frame at the beginning, with its head; None: not known yet."""
    if len(held) < 2:
        return None
    short = held[1] & 0x7F
    wide = {126: 2, 127: 8}.get(short, 0)
    if len(held) < 2 + wide:
        return None
    length = int.from_bytes(held[2 : 2 + wide], "big") if wide else short
    return 2 + wide + length


def _is_json(frame: bytes) -> bool:
    return b'"type": "' in frame


def _tail(frame: bytes) -> str:
    """The event's type."""
    found = frame.partition(b'"type": "')[2].partition(b'"')[0]
    return found.decode("ascii", "replace")


def _last(point: str) -> str:
    return point.removeprefix("before ")
