"""One recording: the sound side appends to it, readers follow it, its end mark closes it.

Rule: what was appended is never lost to those who read it. With a file, memory holds only the
last half minute and older sound is read from the file; without one (``history.keep_audio`` =
``never``) memory holds it all, or the last ``keep_s`` seconds of it.
Failure mode: a disk that is full or gone does not stop a recording. It goes on in memory,
``disk_error`` tells, every append tries again to bring the file up to date, and after ten
minutes in memory ``append`` refuses with that error.
Runs in: ``append`` and ``end`` in one writing thread; everything else in any.
"""

import threading
from collections.abc import Callable
from pathlib import Path

from qwen_dictate.core.audio import BYTES_PER_S, SAMPLE_BYTES, seconds
from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording import stored
from qwen_dictate.recording.file import WINDOW_BYTES, FileWriter
from qwen_dictate.recording.reader import Extent, Reader
from qwen_dictate.recording.speech import HANGOVER_S, Marker, SpeechMarker

_TAIL_BYTES = 30 * BYTES_PER_S
_UNWRITTEN_BYTES = 600 * BYTES_PER_S
_TRIM_BYTES = 5 * BYTES_PER_S
"""Memory is let go in steps of this, not with every block."""


class Recording:
    """The sound of one utterance, or of one source of a meeting."""

    def __init__(
        self, path: Path | None, marker: Marker | None, keep_s: float | None = None
    ) -> None:
        """Use ``create`` or ``load``."""
        self.path = path
        self.recovered = False
        self._marker = marker
        self._keep = None if keep_s is None else int(keep_s * BYTES_PER_S)
        self._writer: FileWriter | None = None
        self._disk_error: DiskError | None = None
        self._deleted = False
        self._odd = b""
        self._changed = threading.Condition()
        self._filing = threading.Lock()
        self._tail = bytearray()
        self._tail_from = 0
        self._size = 0
        self._marks = bytearray()
        self._ended: EndKind | None = None

    @classmethod
    def create(
        cls,
        path: Path | None,
        *,
        keep_s: float | None = None,
        new_marker: Callable[[], Marker] = SpeechMarker,
    ) -> "Recording":
        """A recording to be written; always succeeds, ``disk_error`` tells of a missing file.

        Args:
            path: its file, which must not exist yet; None = memory only.
            keep_s: without a file, how many of the last seconds are kept; None = all.
            new_marker: makes the voice activity detection.
        """
        recording = cls(path, new_marker(), keep_s)
        if path is not None:
            try:
                recording._writer = FileWriter(path)
            except OSError as error:
                recording._disk_error = _disk_error(error)
        return recording

    @classmethod
    def load(cls, path: Path, end: EndKind | None = None) -> "Recording":
        """An ended recording from its file, whole or cut at any byte.

        Without an end mark it counts as complete, and ``recovered`` is True. ``end`` overrules
        the mark: a cancelled recording that is wanted after all is read as a complete one.

        Raises:
            DiskError: it cannot be read, or it is no recording.
        """
        found = stored.scan(path)
        recording = cls(path, None)
        recording._size = recording._tail_from = found.size
        recording._marks = bytearray(found.marks)
        recording.recovered = found.end is None
        recording._ended = end or found.end or EndKind.COMPLETE
        windows = -(-found.size // WINDOW_BYTES)
        # The window that was cut has no mark: like the one before it, and in doubt speech.
        missing = windows - len(found.marks)
        recording._marks += (found.marks[-1:] or b"\1") * missing
        return recording

    def keep(self, path: Path) -> None:
        """Give a recording that is in memory its file, whatever is in it by now; any thread."""
        with self._filing:
            try:
                self._writer = FileWriter(path)
            except OSError as error:
                self._disk_error = _disk_error(error)
            self.path = path
            if self._ended is not None:
                self._file(self._size, self._ended)
                self._close_file()

    @property
    def seconds(self) -> float:
        """How long it is by now."""
        return seconds(self._size)

    @property
    def ended(self) -> EndKind | None:
        """How it ended; None while it grows."""
        return self._ended

    @property
    def speech_heard(self) -> bool:
        """Whether any window is marked as speech."""
        return self.first_speech_s is not None

    @property
    def first_speech_s(self) -> float | None:
        """Where the first speech begins."""
        with self._changed:
            window = self._marks.find(1)
        return None if window < 0 else seconds(window * WINDOW_BYTES)

    @property
    def last_speech_s(self) -> float | None:
        """Where the last window marked as speech ends."""
        with self._changed:
            window = self._marks.rfind(1)
        if window < 0:
            return None
        return seconds(min((window + 1) * WINDOW_BYTES, self._size))

    @property
    def speech_s(self) -> float:
        """Seconds of speech; what the marks outlast it by is left out."""
        with self._changed:
            marks = bytes(self._marks)
        runs = sum(1 for run in marks.split(b"\0") if run)
        return max(0.0, seconds(marks.count(1) * WINDOW_BYTES) - runs * HANGOVER_S)

    @property
    def speech_going_on(self) -> bool:
        """Whether the newest whole window is speech itself; for the writing thread."""
        return self._marker is not None and self._marker.going_on

    @property
    def disk_error(self) -> DiskError | None:
        """Why the file lacks something; None when it lacks nothing, or there is none."""
        return self._disk_error

    def append(self, pcm: bytes) -> None:
        """Add 16 kHz mono s16le sound of any size.

        Raises:
            DiskError: the disk takes nothing, and memory has held enough.
            ValueError: the recording has ended.
        """
        if self._ended is not None:
            raise ValueError("the recording has ended")
        if self._disk_error and self._size - self._written > _UNWRITTEN_BYTES:
            raise self._disk_error
        pcm = self._odd + pcm
        whole = len(pcm) // SAMPLE_BYTES * SAMPLE_BYTES
        self._odd = pcm[whole:]
        self._grow(pcm[:whole])
        self._write_out()
        self._trim()

    def end(self, kind: EndKind) -> None:
        """Write the end mark; ended twice, the first one holds."""
        if self._ended is not None:
            return
        size = self._size
        if size % WINDOW_BYTES:
            filling = bytes(WINDOW_BYTES - size % WINDOW_BYTES)
            self._grow(filling, seen=False)
        with self._filing:
            self._end(size, kind)
        self._marker = None
        if self._deleted:
            try:
                self.delete()
            except DiskError as error:
                self._disk_error = error

    def _end(self, size: int, kind: EndKind) -> None:
        self._file(size, kind)
        with self._changed:
            # Readers see the end before the disk has it all: they need not wait for it.
            self._tail_from = min(self._tail_from, size)
            del self._tail[size - self._tail_from :]
            self._size = size
            self._ended = kind
            self._changed.notify_all()
        self._close_file()

    def reader(self, from_s: float = 0.0) -> Reader:
        """A reader that begins at the window in which ``from_s`` lies."""
        return Reader(self, from_s)

    def delete(self) -> None:
        """Remove the file and forget the sound; one that still grows is forgotten at its end.

        Raises:
            DiskError: the file cannot be removed.
        """
        with self._changed:
            self._deleted = True
            if self._ended is None:
                return
            self._tail.clear()
            self._tail_from = self._size
        if self.path is not None:
            try:
                stored.remove(self.path)
            except OSError as error:
                raise DiskError(
                    f"A recording could not be deleted ({error.strerror}).",
                    f"Delete {self.path} yourself.",
                ) from error

    def wait_for(self, size: int, wait_s: float) -> Extent:
        """For readers: wait until there are ``size`` bytes or the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._size >= size or self._ended is not None, wait_s)
            first = self._tail_from if self.path is None else 0
            return Extent(first, self._size, self._ended)

    def stretch(self, start: int, upto: int) -> tuple[bytes, tuple[bool, ...]] | None:
        """For readers: the sound and its marks; None when memory let go of it meanwhile.

        Raises:
            DiskError: it cannot be read any more.
        """
        with self._changed:
            if self._deleted:
                raise DiskError("The recording was deleted.", retry=False)
            first, last = start // WINDOW_BYTES, -(-upto // WINDOW_BYTES)
            marks = tuple(mark == 1 for mark in self._marks[first:last])
            if start >= self._tail_from:
                return self._sound(start, upto), marks
        if self.path is None:
            return None
        return stored.read(self.path, start, upto), marks

    @property
    def _written(self) -> int:
        """Up to where memory is not needed any more because the file has it."""
        return self._writer.written if self._writer else 0

    def _grow(self, pcm: bytes, *, seen: bool = True) -> None:
        """Mark and add sound; ``seen``: readers are told."""
        done = self._size // WINDOW_BYTES * WINDOW_BYTES
        unmarked = bytes(self._tail[done - self._tail_from :]) + pcm
        marks = bytearray()
        if self._marker is not None:
            for place in range(0, len(unmarked) - WINDOW_BYTES + 1, WINDOW_BYTES):
                marks.append(self._marker.mark(unmarked[place : place + WINDOW_BYTES]))
        with self._changed:
            self._tail += pcm
            self._marks += marks
            if seen:
                self._size += len(pcm)
                self._changed.notify_all()

    def _sound(self, start: int, upto: int) -> bytes:
        return bytes(self._tail[start - self._tail_from : upto - self._tail_from])

    def _write_out(self) -> None:
        with self._filing:
            self._file()

    def _file(self, size: int = 0, kind: EndKind | None = None) -> None:
        """Bring the file up to date, and write the end mark when there is a ``kind``."""
        if self._writer is None:
            return
        try:
            upto = self._tail_from + len(self._tail)
            self._writer.catch_up(self._sound, self._marks, upto)
            if kind is not None:
                self._writer.end(size, kind)
            self._disk_error = None
        except OSError as error:
            self._disk_error = _disk_error(error)

    def _close_file(self) -> None:
        if self._writer is not None:
            try:
                self._writer.close()
            except OSError as error:
                self._disk_error = _disk_error(error)

    def _trim(self) -> None:
        """Let go of memory that is not needed any more."""
        if self.path is None:
            keep_from = 0 if self._keep is None else self._size - self._keep
        else:
            keep_from = min(self._size - _TAIL_BYTES, self._written)
        keep_from = keep_from // WINDOW_BYTES * WINDOW_BYTES
        if keep_from - self._tail_from >= _TRIM_BYTES:
            with self._changed:
                del self._tail[: keep_from - self._tail_from]
                self._tail_from = keep_from


def _disk_error(error: OSError) -> DiskError:
    reason = error.strerror or type(error).__name__
    return DiskError(
        f"The recording could not be written to the disk ({reason}). It goes on in memory.",
        "Make room on the disk, or choose history.keep_audio = never.",
    )
