"""A verb's side of the talk with the running program; the program's side is in ``app``.

Rule: one connection a call; a call ends by its reply, by the program's end, or by its limit.
Failure mode: ``NotRunning`` where nobody listens, ``NoAnswer`` where somebody does and is silent.
Runs in: the verb's own thread; never in the program itself.
"""

import os
import select
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Protocol

from qwen_dictate.core.errors import DictateError
from qwen_dictate.ipc import protocol
from qwen_dictate.ipc.protocol import Argument, Reply, Request

PIECE = 65536


class NotRunning(DictateError):
    """The program does not run."""


class NoAnswer(DictateError):
    """The program runs, but did not answer in time or ended meanwhile."""


class Line(Protocol):
    """A connection to the running program."""

    def send(self, data: bytes) -> None:
        """Send all of it."""
        ...

    def receive(self) -> bytes:
        """The next bytes, at least one; b"" = the other side ended."""
        ...

    def wait_for_end(self, limit_s: float) -> bool:
        """Wait until the program itself has ended."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...


def call(
    path: Path, verb: str, args: Mapping[str, Argument] | None = None, limit_s: float | None = 5.0
) -> Reply:
    """Ask the running program.

    Args:
        path: where it listens: ``system.paths.socket_path()``.
        verb: what it is to do.
        args: with what.
        limit_s: how long to wait for the whole reply; None = as long as it takes.

    Raises:
        NotRunning: nobody listens there.
        NoAnswer: no reply within the limit, or a broken one.
    """
    line = _open(path, limit_s)
    try:
        return _ask(line, Request(verb, args or {}), limit_s)
    finally:
        line.close()


def quit_program(path: Path, limit_s: float) -> Reply:
    """Tell the program to end, and wait until it has.

    Raises:
        NotRunning: nobody listens there.
        NoAnswer: it still runs after the limit.
    """
    line = _open(path, limit_s)
    try:
        ends_at = monotonic() + limit_s
        reply = _ask(line, Request("quit"), limit_s)
        if reply.status == 0 and not line.wait_for_end(max(0.0, ends_at - monotonic())):
            raise NoAnswer(f"Qwen Dictate is still running after {limit_s:g} seconds.")
        return reply
    finally:
        line.close()


def is_running(path: Path) -> bool:
    """Whether a program listens there."""
    try:
        _open(path, 1.0).close()
    except NotRunning:
        return False
    except NoAnswer:
        return True
    return True


def _open(path: Path, limit_s: float | None) -> Line:
    if sys.platform == "win32":
        return _Pipe(path)
    return _Socket(path, limit_s)


def _ask(line: Line, request: Request, limit_s: float | None) -> Reply:
    received = b""
    try:
        line.send(protocol.encode_request(request))
        while True:
            piece = line.receive()
            if not piece:
                raise NoAnswer("Qwen Dictate ended before it answered.")
            received += piece
            whole, _rest = protocol.take_line(received, protocol.LARGEST_REPLY)
            if whole is not None:
                return protocol.decode_reply(whole)
    except TimeoutError as error:
        raise NoAnswer(f"Qwen Dictate did not answer within {limit_s:g} seconds.") from error
    except OSError as error:
        raise NoAnswer("Qwen Dictate ended before it answered.") from error
    except ValueError as error:
        raise NoAnswer(str(error)) from error


class _Socket:
    """A Unix socket."""

    def __init__(self, path: Path, limit_s: float | None) -> None:
        self._ends_at = None if limit_s is None else monotonic() + limit_s
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(self._left_s())
            self._socket.connect(os.fspath(path))
        except (TimeoutError, BlockingIOError) as error:  # its queue of callers is full
            self._socket.close()
            raise NoAnswer("Qwen Dictate did not answer.") from error
        except OSError as error:
            self._socket.close()
            raise NotRunning("Qwen Dictate is not running.") from error

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self._socket.settimeout(self._left_s())
        self._socket.sendall(data)

    def receive(self) -> bytes:
        """The next bytes; b"" = the other side ended."""
        self._socket.settimeout(self._left_s())
        return self._socket.recv(PIECE)

    def wait_for_end(self, limit_s: float) -> bool:
        """Wait for the end of the process, where the system tells it, else of the connection."""
        process = self._process()
        if process is not None:
            try:
                return bool(select.select([process], [], [], limit_s)[0])
            finally:
                os.close(process)
        self._socket.settimeout(max(limit_s, 0.001))
        try:
            while self._socket.recv(PIECE):
                pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        """Give the connection back."""
        self._socket.close()

    def _left_s(self) -> float | None:
        # 0 would mean "do not block": a limit that has passed is a very short one.
        return None if self._ends_at is None else max(self._ends_at - monotonic(), 0.001)

    def _process(self) -> int | None:
        if sys.platform != "linux":
            return None
        try:
            known = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
            return os.pidfd_open(int.from_bytes(known[:4], sys.byteorder, signed=True))
        except ProcessLookupError:
            return os.open(os.devnull, os.O_RDONLY)  # ended already: readable at once
        except OSError:
            return None


class _Pipe:
    """A named pipe of Windows; it has no time limit of its own."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = path.open("r+b", buffering=0)
        except OSError as error:
            raise NotRunning("Qwen Dictate is not running.") from error

    def send(self, data: bytes) -> None:
        """Send all of it."""
        self._file.write(data)

    def receive(self) -> bytes:
        """The next bytes; b"" = the other side ended."""
        return self._file.read(PIECE) or b""

    def wait_for_end(self, limit_s: float) -> bool:
        """Wait for the end of the connection; Windows ends it with the process."""
        del limit_s
        try:
            while self._file.read(PIECE):
                pass
        except OSError:
            return True
        return True

    def close(self) -> None:
        """Give the connection back."""
        self._file.close()
