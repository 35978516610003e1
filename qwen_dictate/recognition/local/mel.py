"""Sound as Whisper sees it: a log-mel spectrogram of 80 bands, one column each 10 ms.

Pure numbers, no state. The window may be shorter than the 30 s of Whisper's training: the
run-time takes any length, and short windows cost a fraction of the time for the same text.
Source: Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision", 2.2,
and the reference implementation's ``whisper/audio.py`` (25 ms Hann windows, 10 ms steps, Slaney
mel scale, clipped 8 decades below the loudest value).

Runs in: the engine's child, decoding thread.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from qwen_dictate.core.audio import RATE_HZ

BANDS = 80
WINDOW = 400
STEP = 160

Samples = NDArray[np.float32]

# The Slaney mel scale: linear up to 1 kHz, logarithmic above.
_LINEAR_HZ = 200.0 / 3
_BREAK_HZ = 1000.0
_BREAK_MEL = _BREAK_HZ / _LINEAR_HZ
_LOG_STEP = np.log(6.4) / 27.0


def samples_of(pcm: bytes) -> Samples:
    """Signed 16-bit sound as numbers from -1 to 1."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / 32768.0


def spectrogram(samples: Samples, pad_s: float) -> NDArray[np.float32]:
    """The log-mel spectrogram of the sound and ``pad_s`` seconds of silence behind it."""
    padded = np.pad(samples, (0, round(pad_s * RATE_HZ)))
    centred = np.pad(padded, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(centred, WINDOW)[::STEP][:-1]
    powers = np.abs(np.fft.rfft(frames * _hann(), axis=1)) ** 2
    mel = _filters() @ powers.T
    logs = np.log10(np.maximum(mel, 1e-10))
    logs = np.maximum(logs, logs.max() - 8.0)
    return np.ascontiguousarray((logs + 4.0) / 4.0, dtype=np.float32)


@cache
def _hann() -> NDArray[np.float32]:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    bins_hz = np.linspace(0, RATE_HZ / 2, WINDOW // 2 + 1)
    top = _BREAK_MEL + np.log(RATE_HZ / 2 / _BREAK_HZ) / _LOG_STEP
    edges_mel: NDArray[np.float64] = np.linspace(0, float(top), BANDS + 2)
    edges_hz = _to_hz(edges_mel)
    widths = np.diff(edges_hz)
    ramps = edges_hz[:, None] - bins_hz[None, :]
    rising = -ramps[:-2] / widths[:-1, None]
    falling = ramps[2:] / widths[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    areas = 2.0 / (edges_hz[2:] - edges_hz[:-2])
    return (triangles * areas[:, None]).astype(np.float32)


def _to_hz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = mel * _LINEAR_HZ
    log = _BREAK_HZ * np.exp(_LOG_STEP * (mel - _BREAK_MEL))
    return np.where(mel < _BREAK_MEL, linear, log)
