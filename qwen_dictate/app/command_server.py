"""Answers the verbs: a local socket that only its user can open, one JSON line a call.

The socket lies in the private runtime folder and is itself for its user alone. A call that is
not understood gets a sentence and nothing else. Runs in: GUI thread; never waits: a verb that
has to wait keeps its connection and is answered later.
"""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from qwen_dictate.ipc import protocol
from qwen_dictate.ipc.protocol import Reply, Request

log = logging.getLogger("qwen_dictate.verbs")

Answer = Callable[[Reply], None]
Handle = Callable[[Request, Answer], None]


class CommandServer(QObject):
    """Listens until it is closed."""

    def __init__(self, handle: Handle) -> None:
        super().__init__()
        self._handle = handle
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        self._received: dict[QLocalSocket, bytes] = {}
        self._over: list[QLocalSocket] = []

    def listen(self, path: Path) -> bool:
        """Begin; a socket that a killed program left behind is replaced (we hold the lock)."""
        QLocalServer.removeServer(str(path))
        if self._server.listen(str(path)):
            return True
        log.error("the verbs cannot reach this program: %s", self._server.errorString())
        return False

    def close(self) -> None:
        """Take no more calls; those that are open are answered."""
        self._server.close()

    @Slot()
    def _connected(self) -> None:
        self._over.clear()
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            # WORKAROUND: PySide's server keeps the Python half of each of its children for ever;
            # so it has none, and a socket goes with our last reference, outside its own signals.
            socket.setParent(None)
            self._received[socket] = b""
            socket.readyRead.connect(self._ready)
            socket.disconnected.connect(self._gone)

    @Slot()
    def _ready(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket) or socket not in self._received:
            return
        received = self._received[socket] + bytes(socket.readAll().data())
        try:
            line, rest = protocol.take_line(received, protocol.LARGEST_REQUEST)
        except ValueError as error:
            self._answer(socket, Reply(2, err=f"{error}\n"))
            return
        self._received[socket] = rest if line is not None else received
        if line is not None:
            self._call(socket, line)

    def _call(self, socket: QLocalSocket, line: bytes) -> None:
        try:
            request = protocol.decode_request(line)
        except ValueError as error:
            self._answer(socket, Reply(2, err=f"{error}\n"))
            return
        if request.verb != "status":
            log.info("verb: %s", request.verb)
        self._handle(request, lambda reply: self._answer(socket, reply))

    def _answer(self, socket: QLocalSocket, reply: Reply) -> None:
        if socket not in self._received:
            return  # the caller went away
        socket.write(protocol.encode_reply(reply))
        socket.flush()
        socket.disconnectFromServer()

    @Slot()
    def _gone(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._received.pop(socket, None)
            self._over.append(socket)
