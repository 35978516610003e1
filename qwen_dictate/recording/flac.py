"""A stored recording as FLAC: half the size, and playable by every program.

What FLAC has no field for (the speech mark of each window, how the recording ended) stands in
its comment, as lengths of runs. Only this module and plain_sound know the
library soundfile (libsndfile).

Failure mode: a FLAC file without our comment counts as speech all over, and as complete.
Runs in: any thread; the library loads when it is first needed.
"""

from itertools import groupby
from pathlib import Path
from typing import Self

from qwen_dictate.core.audio import RATE_HZ, SAMPLE_BYTES
from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.file import WINDOW_BYTES, Found, unreadable

_COMMENT = "qwen-dictate"
_PIECE_FRAMES = 1 << 18


def scan(path: Path) -> Found:
    """What a FLAC file holds.

    Raises:
        DiskError: it cannot be read, or it is not of this program's kind.
    """
    import soundfile

    try:
        with soundfile.SoundFile(path) as sound:
            if (sound.samplerate, sound.channels) != (RATE_HZ, 1):
                raise DiskError("The file is not a recording of this program.", retry=False)
            size = sound.frames * SAMPLE_BYTES
            marks, end = _read_comment(str(sound.comment), -(-size // WINDOW_BYTES))
            return Found(size, marks, end)
    except (OSError, soundfile.SoundFileError) as error:
        raise unreadable(error if isinstance(error, OSError) else None) from error


def read(path: Path, start: int, upto: int) -> bytes:
    """The sound from byte ``start`` to ``upto``.

    Raises:
        DiskError: it cannot be read.
    """
    import soundfile

    frames = (upto - start) // SAMPLE_BYTES
    try:
        with soundfile.SoundFile(path) as sound:
            sound.seek(start // SAMPLE_BYTES)
            pcm = bytes(sound.buffer_read(frames, dtype="int16"))
    except (OSError, soundfile.SoundFileError) as error:
        raise unreadable(error if isinstance(error, OSError) else None) from error
    if len(pcm) < upto - start:
        raise unreadable(None)
    return pcm


class Writer:
    """Writes sound piece by piece; use it as a context manager.

    Args:
        path: made anew; "wav" or "flac" says ``form``.
        form: the container.

    Raises:
        OSError: the disk refuses it.
    """

    def __init__(self, path: Path, form: str = "flac") -> None:
        import soundfile

        self._errors = soundfile.SoundFileError
        try:
            self._sound = soundfile.SoundFile(
                path, "w", RATE_HZ, 1, subtype="PCM_16", format=form.upper()
            )
        except soundfile.SoundFileError as error:
            raise OSError(str(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._sound.close()

    def tell(self, found: Found) -> None:
        """Before the sound: its marks and its end."""
        end = found.end.name if found.end else ""
        runs = ",".join(f"{len(list(run))}" for _, run in groupby(_from_silence(found.marks)))
        self._sound.comment = f"{_COMMENT};{end};{runs}"

    def write(self, pcm: bytes) -> None:
        """Add sound."""
        try:
            self._sound.buffer_write(pcm, dtype="int16")
        except self._errors as error:
            raise OSError(str(error)) from error


def pieces(size: int) -> "list[tuple[int, int]]":
    """The places from, to at which sound is copied: whole windows of some seconds each."""
    step = _PIECE_FRAMES * SAMPLE_BYTES
    return [(start, min(start + step, size)) for start in range(0, size, step)]


def _from_silence(marks: bytes) -> bytes:
    """The first run is one of silence, perhaps the longest of none: one window too many."""
    return b"\0" + marks


def _read_comment(comment: str, windows: int) -> tuple[bytes, EndKind | None]:
    name, _, rest = comment.partition(";")
    end, _, runs = rest.partition(";")
    marks = bytearray()
    try:
        if name == _COMMENT:
            for number, length in enumerate(runs.split(",")):
                if len(marks) <= windows:
                    marks += bytes([number % 2]) * min(int(length), windows + 1)
    except ValueError:
        marks.clear()
    known = bytes(marks[1 : windows + 1])
    return known + b"\1" * (windows - len(known)), EndKind.__members__.get(end, EndKind.COMPLETE)
