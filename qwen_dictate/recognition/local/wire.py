"""The pipe between the program and the engine's child: framed messages, nothing else.

A frame is the payload's length, the kind and the stream's number, then the payload: sound as it
is, or texts. Pure; both ends share this file, so there are no versions. Failure mode: an end of
file, also in the middle of a frame, is ``None`` (the other side is gone); anything that is no
frame is a ``WireError``.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

LARGEST_BYTES = 16 * 1024 * 1024
_HEADER = struct.Struct("<IBI")
_LENGTH = struct.Struct("<I")

Read = Callable[[int], bytes]
"""Gives that many bytes, fewer only at the end of the file, as a buffered file's ``read``."""


class WireError(ValueError):
    """What came is no frame."""


class Kind(IntEnum):
    """What a message is. The program sends the first four, the child the others."""

    OPEN = 1
    AUDIO = 2
    COMMIT = 3
    CLOSE = 4
    READY = 5
    PARTIAL = 6
    FINAL = 7
    FAILED = 8
    IDLE = 9
    LOG = 10


_KINDS = frozenset(int(kind) for kind in Kind)


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``stream`` is 0 where it belongs to none."""

    kind: Kind
    stream: int = 0
    payload: bytes = field(default=b"", repr=False)


def encode(message: Message) -> bytes:
    """The message as bytes for the pipe."""
    header = _HEADER.pack(len(message.payload), message.kind, message.stream)
    return header + message.payload


def receive(read: Read) -> Message | None:
    """The next message of a pipe; None at its end.

    Raises:
        WireError: these bytes are no frame.
    """
    header = read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    size, kind, stream = _HEADER.unpack(header)
    if size > LARGEST_BYTES or kind not in _KINDS:
        raise WireError("not a frame")
    payload = read(size)
    return Message(Kind(kind), stream, payload) if len(payload) == size else None


def pack_texts(*texts: str) -> bytes:
    """Texts as a payload."""
    packed = bytearray()
    for text in texts:
        raw = text.encode("utf-8", "surrogatepass")
        packed += _LENGTH.pack(len(raw)) + raw
    return bytes(packed)


def unpack_texts(payload: bytes, count: int) -> tuple[str, ...]:
    """The texts of a payload.

    Raises:
        WireError: it does not hold exactly ``count`` texts.
    """
    texts: list[str] = []
    at = 0
    while at < len(payload):
        start = at + _LENGTH.size
        if start > len(payload):
            raise WireError("a text is cut")
        (size,) = _LENGTH.unpack_from(payload, at)
        at = start + size
        if at > len(payload):
            raise WireError("a text is cut")
        texts.append(payload[start:at].decode("utf-8", "surrogatepass"))
    if len(texts) != count:
        raise WireError("another number of texts was expected")
    return tuple(texts)
