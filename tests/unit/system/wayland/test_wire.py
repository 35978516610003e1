"""The wire against a compositor's end of a socket that says just what is needed."""

import os
import socket
import struct
import threading

import pytest

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system.wayland.wire import Connection, Event


def message(target: int, opcode: int, body: bytes = b"") -> bytes:
    return struct.pack("=II", target, (8 + len(body)) << 16 | opcode) + body


def string(text: str) -> bytes:
    content = text.encode() + b"\0"
    return struct.pack("=I", len(content)) + content + bytes(-len(content) % 4)


@pytest.fixture
def compositor(tmp_path):
    """Answers get_registry with one interface and each sync at once; keeps what it was sent."""
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "wayland-0"))
    listening.listen()
    seen: list[bytes] = []

    def serve() -> None:
        client, _ = listening.accept()
        with client:
            seat = struct.pack("=I", 7) + string("wl_seat") + struct.pack("=I", 8)
            client.sendall(message(2, 0, seat))
            while received := client.recv(4096):
                seen.append(received)
                while received:
                    target, word = struct.unpack_from("=II", received)
                    if (target, word & 0xFFFF) == (1, 0):  # sync
                        client.sendall(
                            message(struct.unpack_from("=I", received, 8)[0], 0, b"\0" * 4)
                        )
                    received = received[word >> 16 :]

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield {"XDG_RUNTIME_DIR": str(tmp_path), "WAYLAND_DISPLAY": "wayland-0"}, seen
    listening.close()
    thread.join(5)


def test_what_is_offered_can_be_bound_at_most_in_its_version(compositor):
    environ, seen = compositor
    connection = Connection(environ)
    assert connection.offered == {"wl_seat": (7, 8)}
    number = connection.bind("wl_seat", 9, lambda _event: None)
    connection.roundtrip(5)
    bound = struct.pack("=I", 7) + string("wl_seat") + struct.pack("=II", 8, number)
    assert message(2, 0, bound) in b"".join(seen)
    assert connection.bind("zwp_nothing", 1, lambda _event: None) is None
    connection.close()


@pytest.mark.parametrize(
    "environ",
    [{}, {"WAYLAND_DISPLAY": "wayland-0"}, {"WAYLAND_DISPLAY": "x", "XDG_RUNTIME_DIR": "/nowhere"}],
)
def test_without_a_compositor_it_is_not_available(environ):
    with pytest.raises(Unavailable):
        Connection(environ)


def test_an_event_is_read_from_left_to_right():
    body = struct.pack("=I", 5) + string("foot") + struct.pack("=I", 8) + struct.pack("=II", 2, 4)
    readable, writable = os.pipe()
    event = Event(3, body, [readable])
    assert (event.number(), event.text()) == (5, "foot")
    assert struct.unpack("=2I", event.content()) == (2, 4)
    assert event.fd() == readable
    assert event.fd() == -1
    for fd in (readable, writable):
        os.close(fd)
