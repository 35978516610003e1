"""A program that answers verbs, as a thread: the socket and the protocol are the real ones."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from qwen_dictate.ipc import protocol
from qwen_dictate.ipc.protocol import Reply, Request


class Answering:
    """Listens on ``path``; remembers what it was asked."""

    def __init__(self, path: Path, answer: Callable[[Request], Reply | bytes | None]) -> None:
        self.asked: list[Request] = []
        self._answer = answer
        self._ended = threading.Event()
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._ended.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        received, line = b"", None
        while line is None:
            piece = connection.recv(1000)
            if not piece:
                return
            received += piece
            line, _rest = protocol.take_line(received, protocol.LARGEST_REQUEST)
        request = protocol.decode_request(line)
        self.asked.append(request)
        reply = self._answer(request)
        if reply is None:  # silent, until the caller gives up
            connection.settimeout(10)
            connection.recv(1)
        else:
            connection.sendall(reply if isinstance(reply, bytes) else protocol.encode_reply(reply))


@contextlib.contextmanager
def answering(path: Path, answer: Callable[[Request], Reply | bytes | None]) -> Iterator[Answering]:
    """A program that answers, for a while."""
    program = Answering(path, answer)
    try:
        yield program
    finally:
        program.close()
