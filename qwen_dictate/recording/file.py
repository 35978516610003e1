"""The file of a recording: append-only, and readable wherever a crash or a full disk cut it.

Layout: a header of 16 bytes, then one chunk a window of 512 frames (32 ms) and one chunk for the
end mark. A window's chunk is ``P``, 1024 bytes of sound, and one byte that tells whether the
voice activity detection marked it as speech. All chunks are equally long, so a place in the sound
is a place in the file without an index. Sound is written as it comes, not window by window: a
kill loses nothing that was appended. At the end the last window is filled up with silence and the
end mark, ``E``, tells how long the sound really is and how it ended.

Rule: what is in the file is never changed, only added to.
Failure mode: a file without an end mark, or cut at any byte, gives all sound up to the cut (and
when the cut is in the filling, up to 32 ms of its silence); what follows a chunk that is none
(zeros after a power cut) is left out.
Runs in: the writing side in the thread that owns the recording, the reading side in any.
"""

import mmap
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qwen_dictate.core.audio import MARK_FRAMES, RATE_HZ, SAMPLE_BYTES
from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import EndKind

WINDOW_BYTES = MARK_FRAMES * SAMPLE_BYTES
"""The sound that shares one speech mark."""

_HEADER = struct.pack("<8sHHI", b"QwenRec\0", 1, SAMPLE_BYTES, RATE_HZ)
_CHUNK_BYTES = 1 + WINDOW_BYTES + 1
_SOUND = b"P"
_END = struct.Struct("<cB6xQ")
_KINDS = {1: EndKind.COMPLETE, 2: EndKind.CANCELLED}
_NUMBERS = {kind: number for number, kind in _KINDS.items()}
_AT_ONCE_BYTES = 64 * WINDOW_BYTES
"""How much is written in one go when the file lags behind, as after a full disk."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds: bytes of sound, one mark a window, how it ended (None: it was cut)."""

    size: int
    marks: bytes
    end: EndKind | None


class FileWriter:
    """The writing end of one file; one thread."""

    def __init__(self, path: Path) -> None:
        """Make the file, readable by its owner only.

        Raises:
            OSError: it cannot be made.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(path, flags, 0o600)
        self._length = 0
        self._ready = False

    @property
    def written(self) -> int:
        """How many bytes of sound are surely in the file."""
        chunks, rest = divmod(max(0, self._length - len(_HEADER)), _CHUNK_BYTES)
        return chunks * WINDOW_BYTES + min(max(0, rest - 1), WINDOW_BYTES)

    def catch_up(
        self, sound: Callable[[int, int], bytes], marks: bytes | bytearray, upto: int
    ) -> None:
        """Add what the file lacks of the first ``upto`` bytes of sound.

        Args:
            sound: gives the bytes from, to a place in the sound.
            marks: one a complete window.
            upto: bytes of sound there are.

        Raises:
            OSError: some of it could not be written; ``written`` tells how far it went.
        """
        if not self._ready:
            self._write(_HEADER[self._length :])
            self._ready = True
        while self._length < _file_place(upto):
            window = (self._length - len(_HEADER)) // _CHUNK_BYTES
            start = window * WINDOW_BYTES
            pcm = sound(start, min(upto, start + _AT_ONCE_BYTES))
            chunk = _lay_out(pcm, marks[window : window + len(pcm) // WINDOW_BYTES])
            self._write(chunk[self._length - _file_place(start) :])

    def end(self, size: int, kind: EndKind) -> None:
        """Add the end mark behind whole windows, the last ``size`` bytes long.

        Raises:
            OSError: it could not be written.
        """
        self._write(_END.pack(b"E", _NUMBERS[kind], size))

    def close(self) -> None:
        """Have the system put everything on the disk, and let go of the file.

        Raises:
            OSError: the disk refused it.
        """
        try:
            os.fsync(self._descriptor)
        finally:
            os.close(self._descriptor)

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            count = os.write(self._descriptor, view)
            self._length += count
            view = view[count:]


def scan(path: Path) -> Found:
    """Look through a file, finished or cut anywhere.

    Raises:
        DiskError: it cannot be read, or it is no recording.
    """
    try:
        with path.open("rb") as file:
            length = os.fstat(file.fileno()).st_size
            if length <= len(_HEADER):
                _check_header(file.read())
                return Found(0, b"", None)
            with mmap.mmap(file.fileno(), length, access=mmap.ACCESS_READ) as data:
                _check_header(data[: len(_HEADER)])
                return _found_in(data, length)
    except OSError as error:
        raise unreadable(error) from error


def read(path: Path, start: int, upto: int) -> bytes:
    """The sound from byte ``start`` (of a window's beginning) to ``upto``.

    Raises:
        DiskError: it cannot be read.
    """
    first = start // WINDOW_BYTES
    chunks = -(-upto // WINDOW_BYTES) - first
    try:
        with path.open("rb") as file:
            file.seek(len(_HEADER) + first * _CHUNK_BYTES)
            data = file.read(chunks * _CHUNK_BYTES)
    except OSError as error:
        raise unreadable(error) from error
    parts = (
        data[place + 1 : place + 1 + WINDOW_BYTES] for place in range(0, len(data), _CHUNK_BYTES)
    )
    pcm = b"".join(parts)[: upto - start]
    if len(pcm) < upto - start:
        raise unreadable(None)
    return pcm


def unreadable(error: OSError | None) -> DiskError:
    """The error for a recording that cannot be read; ``error`` has the system's reason."""
    reason = f" ({error.strerror})" if error and error.strerror else ""
    return DiskError(f"The recording could not be read{reason}.", retry=False)


def _check_header(header: bytes) -> None:
    if not _HEADER.startswith(header):
        raise DiskError(
            "The file is not a recording of this program, or of a newer version.", retry=False
        )


def _file_place(size: int) -> int:
    """How long the file is when it holds ``size`` bytes of sound and all marks that are known."""
    windows, rest = divmod(size, WINDOW_BYTES)
    return len(_HEADER) + windows * _CHUNK_BYTES + (rest and rest + 1)


def _lay_out(pcm: bytes, marks: bytes | bytearray) -> bytes:
    """Chunks of ``pcm``, which begins with a window; the last window may be unfinished."""
    parts: list[bytes] = []
    for number, place in enumerate(range(0, len(pcm), WINDOW_BYTES)):
        parts += (_SOUND, pcm[place : place + WINDOW_BYTES], bytes(marks[number : number + 1]))
    return b"".join(parts)


def _found_in(data: mmap.mmap, length: int) -> Found:
    whole, rest = divmod(length - len(_HEADER), _CHUNK_BYTES)
    types = data[len(_HEADER) :: _CHUNK_BYTES]
    sound = len(types) - len(types.lstrip(_SOUND))
    marks = data[len(_HEADER) + _CHUNK_BYTES - 1 :: _CHUNK_BYTES]
    size = min(sound, whole) * WINDOW_BYTES
    if sound < whole:
        return Found(size, marks[:sound], None)
    if rest and sound > whole:
        size += min(rest - 1, WINDOW_BYTES) // SAMPLE_BYTES * SAMPLE_BYTES
        return Found(size, marks, None)
    if rest == _END.size:
        _, number, stated = _END.unpack(data[length - rest : length])
        if number in _KINDS and size - WINDOW_BYTES < stated <= size:
            return Found(stated, marks, _KINDS[number])
    return Found(size, marks, None)
