"""From what a device gives to the one format of the program, and the level for the eye.

Rule: 16 kHz mono passes untouched and without numpy; other rates go through one streaming
resampler (soxr) a stream, channels are averaged. soxr works in blocks of its own and is up to
40 ms late at 44.1 and 48 kHz (measured; its faster qualities cut off what tells s from f).
Failure mode: none; what the resampler still holds is counted in ``delay_s`` and comes later.
Runs in: the sound worker.
"""

import math
from array import array
from typing import TYPE_CHECKING, Protocol, cast

from qwen_dictate.core.audio import RATE_HZ, SAMPLE_BYTES, SILENCE_DBFS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

_FULL_SCALE = 32_768


class _Resampler(Protocol):
    def resample_chunk(self, x: "NDArray[np.float32]") -> "NDArray[np.float32]": ...

    def delay(self) -> float: ...


class Shaper:
    """Makes 16 kHz mono s16le of one stream's interleaved s16le."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._channels = channels
        self._resampler: _Resampler | None = None
        if rate_hz != RATE_HZ:
            import soxr

            make = cast("Callable[..., _Resampler]", soxr.ResampleStream)
            self._resampler = make(rate_hz, RATE_HZ, 1, dtype="float32")

    @property
    def delay_s(self) -> float:
        """How much of what was put in has not come out yet."""
        return 0.0 if self._resampler is None else self._resampler.delay() / RATE_HZ

    def shape(self, data: bytes) -> bytes:
        """The next stretch, in the program's format."""
        if self._resampler is None and self._channels == 1:
            return data
        import numpy as np

        mono = np.frombuffer(data, "<i2").reshape(-1, self._channels).mean(1, dtype=np.float32)
        if self._resampler is not None:
            mono = self._resampler.resample_chunk(mono)
        return mono.round().clip(-_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()


def peak_dbfs(pcm: bytes) -> float:
    """The level: the highest sample of s16le sound against full scale."""
    samples = array("h", pcm[: len(pcm) // SAMPLE_BYTES * SAMPLE_BYTES])
    if not samples:
        return SILENCE_DBFS
    highest, lowest = max(samples), min(samples)
    peak = max(highest, -lowest)
    if peak == 0:
        return SILENCE_DBFS
    return max(SILENCE_DBFS, 20 * math.log10(peak / _FULL_SCALE))
