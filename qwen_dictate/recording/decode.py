"""An audio or video file of the user's, read as a recording is.

A child process decodes it (recording/decoder) as fast as it is read: the pipe holds it back, so
a file of ten hours needs no memory and no disk. Windows are marked by the same voice activity
detection as the microphone's, and the marks of all that was read stay, for the times of what
was said. Reading again from a later place decodes from the beginning and throws away what is
before it: seeking in files without an index is a guess.

Failure mode: ``DiskError`` with a sentence for the user before anything is read; a file that
turns out to be damaged ends there, and ``damage`` tells.
Runs in: the stream's worker; ``close`` in any thread.
"""

import json
import os
import stat
import subprocess
import threading
from contextlib import suppress
from pathlib import Path
from typing import cast

from qwen_dictate.core.audio import BYTES_PER_S, MARK_FRAMES, RATE_HZ, frames, seconds
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.file import WINDOW_BYTES
from qwen_dictate.recording.reader import Piece
from qwen_dictate.recording.speech import SpeechMarker
from qwen_dictate.system import itself

END_S = 5.0
_MARK_S = MARK_FRAMES / RATE_HZ
_HEADER_BYTES = 4096
_COMPLAINT_BYTES = 10_000


class FileSound:
    """The sound of a file, as a stream reads a recording."""

    def __init__(self, path: Path) -> None:
        """Start to decode, and find out what the file is.

        Raises:
            DiskError: it is not there, empty, no media, protected, or has no sound.
        """
        _check(path)
        self.path = path
        self.heard = bytearray()
        """One mark a window that was read: 1 = a voice."""
        self.damage: DictateError | None = None
        self.closed = False
        self._lock = threading.Lock()
        self._child: _Child | None = _Child(path, 0.0)
        self.length_s = self._child.length_s
        """How long the file says it is; None where it does not say."""
        self.read_s = 0.0

    def reader(self, from_s: float = 0.0) -> "FileReader":
        """A reader that begins at the window in which ``from_s`` lies.

        Raises:
            DiskError: it cannot be decoded any more.
        """
        begin = frames(from_s) * 2 // WINDOW_BYTES * WINDOW_BYTES
        with self._lock:
            first, self._child = self._child, None
            if first is None or begin:
                if first is not None:
                    first.close()
                first = _Child(self.path, seconds(begin))
            self._child = first
            if self.closed:
                first.close()
        return FileReader(self, first, begin)

    def close(self) -> None:
        """End it at once; from any thread."""
        with self._lock:
            self.closed = True
            if self._child is not None:
                self._child.close()

    def voiced(self, from_s: float, upto_s: float) -> tuple[tuple[float, float], ...]:
        """The stretches in which there was a voice, in seconds."""
        first, last = round(from_s / _MARK_S), round(upto_s / _MARK_S)
        found: list[tuple[float, float]] = []
        for number, mark in enumerate(self.heard[first:last], first):
            if not mark:
                continue
            start, end = number * _MARK_S, (number + 1) * _MARK_S
            if found and start - found[-1][1] < JOINED_S:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return tuple((max(from_s, a - ROOM_S), min(upto_s, b + ROOM_S)) for a, b in found)


JOINED_S = 0.25
"""A shorter gap is inside a word or between two."""
ROOM_S = 0.06
"""Around a stretch: the detector notices speech about 40 ms late."""


class FileReader:
    """Reads the file from a place to its end, marking what it reads; one thread."""

    def __init__(self, sound: FileSound, child: "_Child", place: int) -> None:
        self._sound = sound
        self._child = child
        self._place = place
        self._marker = SpeechMarker()
        self._over = False

    def read(self, max_s: float, wait_s: float) -> Piece | None:
        """The next stretch, at most ``max_s``; waits for the decoder, whatever ``wait_s``."""
        del wait_s
        most = max(1, int(max_s * BYTES_PER_S) // WINDOW_BYTES) * WINDOW_BYTES
        pcm = b"" if self._over else self._child.read(most)
        at_s = seconds(self._place)
        marks = self._mark(pcm)
        self._place += len(pcm)
        self._sound.read_s = max(self._sound.read_s, seconds(self._place))
        if len(pcm) == most:
            return Piece(pcm, marks, at_s)
        if not self._over:
            self._over = True
            self._sound.damage = self._child.end()
        return Piece(pcm, marks, at_s, EndKind.COMPLETE)

    def _mark(self, pcm: bytes) -> tuple[bool, ...]:
        marks: list[bool] = []
        heard = self._sound.heard
        for place in range(0, len(pcm), WINDOW_BYTES):
            window = pcm[place : place + WINDOW_BYTES].ljust(WINDOW_BYTES, b"\0")
            marks.append(self._marker.mark(window))
            number = (self._place + place) // WINDOW_BYTES
            if number >= len(heard):
                heard.extend(bytes(number + 1 - len(heard)))
            heard[number] = self._marker.going_on
        return tuple(marks)


class _Child:
    """One run of the decoder."""

    def __init__(self, path: Path, from_s: float) -> None:
        self._name = path.name
        try:
            self._process = subprocess.Popen(
                itself.command("decode", "--from", repr(from_s), str(path.absolute())),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=itself.without_window(),
                env={name: v for name, v in os.environ.items() if name != "DASHSCOPE_API_KEY"},
            )
        except OSError as error:
            raise DiskError(
                f"“{path.name}” could not be decoded ({error.strerror}).", retry=False
            ) from error
        out, complaints = self._process.stdout, self._process.stderr
        assert out is not None  # noqa: S101 (they were asked for above)
        assert complaints is not None  # noqa: S101
        self._out, self._complaints = out, complaints
        head = out.readline(_HEADER_BYTES)
        try:
            told = cast("dict[str, float | None]", json.loads(head))
            self.length_s = told["seconds"]
        except (ValueError, KeyError):
            raise self.end() or _unknown(self._name) from None

    def read(self, most: int) -> bytes:
        """So much sound; less only at the end."""
        try:
            return self._out.read(most)
        except (OSError, ValueError):
            return b""  # closed meanwhile

    def end(self) -> DictateError | None:
        """Wait for its end; what was wrong."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_S)
        status = self._process.poll()
        error = None if status == 0 else self._complaint()
        self.close()
        return error

    def close(self) -> None:
        """End it at once; whoever reads gets the end."""
        self._process.kill()
        self._process.wait(END_S)
        self._out.close()
        self._complaints.close()

    def _complaint(self) -> DictateError:
        if self._process.poll() is None:
            return _unknown(self._name)
        try:
            lines = self._complaints.read(_COMPLAINT_BYTES).splitlines()
            told = cast("dict[str, str]", json.loads(lines[-1]))
            return DiskError(told["error"], told["remedy"], retry=False)
        except (IndexError, ValueError, KeyError):
            return _unknown(self._name)


def _unknown(name: str) -> DictateError:
    return DiskError(f"“{name}” could not be decoded: the decoder stopped.", retry=False)


def _check(path: Path) -> None:
    """What needs no decoder to be told."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise DiskError(f"“{path}” is a folder.", "Name the files in it.", retry=False)
        if not stat.S_ISREG(found.st_mode):  # a pipe may never end
            raise DiskError(f"“{path}” is not a file.", retry=False)
        if not found.st_size:
            raise DiskError(f"“{path}” is empty.", retry=False)
        with path.open("rb"):
            pass
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DiskError(f"There is no file “{path}”.", retry=False) from error
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise DiskError(f"“{path}” could not be read: {why}.", retry=False) from error
