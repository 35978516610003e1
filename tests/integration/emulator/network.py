"""What may stand where the service should: black holes, web servers, proxies."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """A TCP port on which each connection is given to ``serve``, in a thread of its own."""
    server = socket.create_server(("127.0.0.1", 0))
    taken: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                raw, _ = server.accept()
                taken.append(raw)
                thread = threading.Thread(target=_serve_one, args=(serve, raw), daemon=True)
                threads.append(thread)
                thread.start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield server.getsockname()[1]
    finally:
        for raw in (server, *taken):
            with contextlib.suppress(OSError):
                raw.shutdown(socket.SHUT_RDWR)
            raw.close()
        for thread in (acceptor, *threads):
            thread.join(5)


def _serve_one(serve: Callable[[socket.socket], None], raw: socket.socket) -> None:
    with contextlib.suppress(OSError):
        serve(raw)


def swallow(raw: socket.socket) -> None:
    """A black hole: takes everything, answers nothing."""
    while raw.recv(65536):
        pass


def hang_up(raw: socket.socket) -> None:
    """Closes when the first request is there."""
    raw.recv(65536)
    raw.close()


def web_page(raw: socket.socket) -> None:
    """A web server, or the login page of a hotel's network."""
    raw.recv(65536)
    raw.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
    raw.close()


def gibberish(raw: socket.socket) -> None:
    """Something that does not speak HTTP."""
    raw.recv(65536)
    raw.sendall(b"SSH-2.0-OpenSSH_9.2\r\n" * 20)
    raw.close()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class HttpProxy:
    """A CONNECT proxy; ``asked`` are its targets, ``password`` what it demands."""

    def __init__(self, authorization: str = "", status: str = "200 OK") -> None:
        self.asked: list[str] = []
        self._authorization = authorization
        self._status = status

    def __call__(self, raw: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += raw.recv(65536)
        text = head.decode()
        self.asked.append(text.split()[1])
        if self._authorization and f"Basic {self._authorization}" not in text:
            raw.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            return raw.close()
        raw.sendall(f"HTTP/1.1 {self._status}\r\n\r\n".encode())
        if not self._status.startswith("200"):
            return raw.close()
        host, _, port = self.asked[-1].rpartition(":")
        return _splice(raw, (host, int(port)))


class SocksProxy:
    """A SOCKS5 proxy without a password."""

    def __init__(self, result: int = 0) -> None:
        self.asked: list[str] = []
        self._result = result

    def __call__(self, raw: socket.socket) -> None:
        raw.recv(262)
        raw.sendall(b"\x05\x00")
        request = raw.recv(262)
        length = request[4]
        host = request[5 : 5 + length].decode()
        port = int.from_bytes(request[5 + length : 7 + length], "big")
        self.asked.append(f"{host}:{port}")
        raw.sendall(bytes([5, self._result, 0, 1, 0, 0, 0, 0, 0, 0]))
        if self._result:
            return raw.close()
        return _splice(raw, (host, port))


def _splice(raw: socket.socket, target: tuple[str, int]) -> None:
    with socket.create_connection(target) as other:
        back = threading.Thread(target=_copy, args=(other, raw), daemon=True)
        back.start()
        _copy(raw, other)
        back.join(5)


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
