"""Sound files that libsndfile reads (WAV, FLAC, Ogg, MP3, AIFF), for bundles where no FFmpeg is.

Failure mode: ``Unknown``: it is no such file; one that is cut ends early, as its player would.
Runs in: the decoder's process.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from qwen_dictate.core.audio import RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PIECE_FRAMES = 1 << 16
_FULL_SCALE = 32_768


class Unknown(Exception):
    """libsndfile does not read this file."""


class _Resampler(Protocol):
    def resample_chunk(
        self, x: "NDArray[np.float32]", last: bool = False
    ) -> "NDArray[np.float32]": ...


class _File(Protocol):
    frames: int
    samplerate: int

    def read(self, frames: int, *, dtype: str, always_2d: bool) -> "NDArray[np.float32]": ...


@dataclass(frozen=True, slots=True)
class PlainSound:
    """An open file: how long it is, and its sound as 16 kHz mono s16le."""

    seconds: float
    pieces: Iterator[bytes]


@contextmanager
def opened(path: Path) -> Generator[PlainSound]:
    """Open it.

    Raises:
        Unknown: it is no sound file of these kinds, or is damaged at its beginning.
    """
    import soundfile

    try:
        file = soundfile.SoundFile(path)
    except (OSError, soundfile.SoundFileError) as error:
        raise Unknown from error
    with file:
        sound = cast("_File", file)
        yield PlainSound(sound.frames / sound.samplerate, _pieces(sound))


def _pieces(sound: _File) -> Iterator[bytes]:
    import numpy as np
    import soundfile
    import soxr

    make = cast("Callable[..., _Resampler]", soxr.ResampleStream)
    resampler = make(sound.samplerate, RATE_HZ, 1, dtype="float32")
    last = False
    while not last:
        try:
            frames = sound.read(_PIECE_FRAMES, dtype="float32", always_2d=True)
        except soundfile.SoundFileError:
            return
        last = len(frames) < _PIECE_FRAMES
        mono = frames.mean(axis=1, dtype=np.float32)
        whole = resampler.resample_chunk(mono, last=last) * _FULL_SCALE
        yield whole.round().clip(-_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()
