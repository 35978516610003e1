"""A connection to a Wayland compositor: requests out, events in, file descriptors beside both.

Rule: this file knows the wire only; what objects mean is told by their own files. No library: the
one for Python (pywayland) comes without the protocols and would have to be generated for each.
Failure: ``OSError`` when the compositor is gone or has refused a request (it then ends the
connection). Runs in: the thread that owns the connection.
Source: https://wayland.freedesktop.org/docs/html/ch04.html (the wire format).
"""

import array
import os
import select
import socket
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic

from qwen_dictate.core.errors import Unavailable

DISPLAY, REGISTRY = 1, 2
_LARGEST = 4096
_MOST_FDS = 28


class Event:
    """The arguments of one event, read from left to right."""

    def __init__(self, opcode: int, body: bytes, fds: list[int]) -> None:
        self.opcode = opcode
        self._body = body
        self._fds = fds
        self._at = 0

    def number(self) -> int:
        """An unsigned number, an object or a new object."""
        (value,) = struct.unpack_from("=I", self._body, self._at)
        self._at += 4
        return int(value)

    def content(self) -> bytes:
        """An array."""
        size = self.number()
        found = self._body[self._at : self._at + size]
        self._at += (size + 3) & ~3
        return found

    def text(self) -> str:
        """A string."""
        return self.content().rstrip(b"\0").decode("utf-8", "replace")

    def fd(self) -> int:
        """A file descriptor, which is the caller's to close; -1 where none came."""
        return self._fds.pop(0) if self._fds else -1


Hear = Callable[[Event], None]


class Connection:
    """One client of the compositor."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        """Connect, and learn what the compositor offers.

        Raises:
            Unavailable: there is none, or it does not answer.
        """
        path = _path(environ)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
        self._objects: dict[int, Hear] = {DISPLAY: self._display, REGISTRY: self._registry}
        self._next = REGISTRY
        self._received = b""
        self._fds: list[int] = []
        self._synced: set[int] = set()
        self.offered: dict[str, tuple[int, int]] = {}
        """Interface → its name for this connection, and its version."""
        try:
            self._socket.connect(str(path))
            self.request(DISPLAY, 1, REGISTRY)
            self.roundtrip(2.0)
        except OSError as error:
            self._socket.close()
            raise Unavailable("The Wayland compositor does not answer.") from error

    def fileno(self) -> int:
        """What is waited on for events."""
        return self._socket.fileno()

    def new(self, hear: Hear) -> int:
        """The number of a new object, whose events go to ``hear``."""
        self._next += 1
        self._objects[self._next] = hear
        return self._next

    def adopt(self, number: int, hear: Hear) -> None:
        """An object that the compositor made."""
        self._objects[number] = hear

    def forget(self, number: int) -> None:
        """An object that is destroyed."""
        self._objects.pop(number, None)

    def bind(self, interface: str, version: int, hear: Hear) -> int | None:
        """An object of an interface that the compositor offers; None: it does not."""
        found = self.offered.get(interface)
        if found is None:
            return None
        number = self.new(hear)
        self.request(REGISTRY, 0, found[0], interface, min(version, found[1]), number)
        return number

    def request(self, target: int, opcode: int, *arguments: int | str, fd: int = -1) -> None:
        """Send a request; waits only where the compositor does not take it."""
        body = b"".join(map(_encode, arguments))
        head = struct.pack("=II", target, (8 + len(body)) << 16 | opcode)
        beside = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))] if fd >= 0 else []
        self._socket.sendmsg([head + body], beside)

    def roundtrip(self, limit_s: float) -> None:
        """Wait until everything sent so far was taken in, and hear the events before that.

        Raises:
            OSError: not in time.
        """
        number = self.new(lambda _event: self._synced.add(number))
        self.request(DISPLAY, 0, number)
        limit = monotonic() + limit_s
        while number not in self._synced:
            left = limit - monotonic()
            if left <= 0:
                raise TimeoutError
            self.hear(left)
        self._synced.discard(number)
        self.forget(number)

    def hear(self, limit_s: float) -> None:
        """Take in what comes within this time, if anything does."""
        if not select.select([self._socket], [], [], limit_s)[0]:
            return
        received, beside, _, _ = self._socket.recvmsg(
            _LARGEST, socket.CMSG_SPACE(_MOST_FDS * array.array("i").itemsize)
        )
        if not received:
            raise ConnectionError
        for _level, _kind, content in beside:
            fds = array.array("i")
            fds.frombytes(content[: len(content) - len(content) % fds.itemsize])
            self._fds.extend(fds)
        self._received += received
        self._take_in()

    def close(self) -> None:
        """End the connection; the compositor destroys its objects."""
        self._socket.close()
        for fd in self._fds:
            os.close(fd)
        self._fds.clear()

    def _take_in(self) -> None:
        while len(self._received) >= 8:  # noqa: PLR2004 - the head
            target, word = struct.unpack_from("=II", self._received)
            size = word >> 16
            if len(self._received) < size:
                return
            body, self._received = self._received[8:size], self._received[size:]
            hear = self._objects.get(target)
            if hear is not None:
                hear(Event(word & 0xFFFF, body, self._fds))

    def _display(self, event: Event) -> None:
        if event.opcode == 0:
            event.number()
            event.number()
            raise ConnectionError(event.text())
        self.forget(event.number())

    def _registry(self, event: Event) -> None:
        name = event.number()
        if event.opcode == 0:
            interface = event.text()
            self.offered[interface] = (name, event.number())
        else:
            self.offered = {key: value for key, value in self.offered.items() if value[0] != name}


def ignore(_event: Event) -> None:
    """An object whose events do not matter."""


def _encode(argument: int | str) -> bytes:
    if isinstance(argument, int):
        return struct.pack("=I", argument & 0xFFFFFFFF)
    content = argument.encode("utf-8") + b"\0"
    return struct.pack("=I", len(content)) + content + bytes(-len(content) % 4)


def _path(environ: Mapping[str, str]) -> Path:
    name = environ.get("WAYLAND_DISPLAY", "")
    folder = environ.get("XDG_RUNTIME_DIR", "")
    if not name or not (folder or name.startswith("/")):
        raise Unavailable("This is not a Wayland session.")
    return Path(folder, name)
