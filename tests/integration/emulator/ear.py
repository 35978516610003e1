"""Recognises the known recordings by their sound, so that tests know the exact text.

Each word of a known recording has its place in time (its share of the letters within the voiced
part). A word is recognised when the sound at its place is there, so a lost head or tail of a
recording is missing in the text. Works at 2 kHz on sound freed from its loudness, so volume and
resampling on the way do not matter.
"""

import functools
import re
import wave
from dataclasses import dataclass

import numpy as np

from tests.support.recordings import Recording, recordings

RATE_HZ = 16_000
_STEP = 8  # 16 kHz → 2 kHz
_RATE = RATE_HZ // _STEP
_BLOCK = _RATE // 10  # 100 ms
_SAME = 0.55  # correlation of a block with itself after a lossy way; of strangers: < 0.35
_FAINT = 0.12  # of the recording's loud blocks: below it a block is a pause, or lost in noise
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Match:
    """A known recording that was heard in a stretch of sound.

    Attributes:
        name: of the recording.
        at_s: where its beginning lies in the sound; negative when the head is missing.
        from_s: first moment of the recording that was heard.
        upto_s: last one.
        words: those of its words that were heard.
    """

    name: str
    at_s: float
    from_s: float
    upto_s: float
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        return join(self.words)


def join(words: tuple[str, ...]) -> str:
    """Words with spaces, characters without."""
    text = " ".join(words)
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", text)


class Ear:
    """Knows the recordings of tests/support/speech."""

    def __init__(self) -> None:
        self._known = _known()

    def matches(self, pcm: bytes) -> list[Match]:
        """What is heard in 16 kHz mono s16le sound, in its order."""
        sound = _features(pcm)
        free = np.ones(len(sound), dtype=bool)
        found: list[Match] = []
        for known in self._known:
            while len(found) < 50:
                match = known.find(sound, free)
                if match is None:
                    break
                found.append(match)
        return sorted(found, key=lambda match: match.at_s + match.from_s)

    def text(self, pcm: bytes) -> str:
        """The words that are heard."""
        return join(tuple(word for match in self.matches(pcm) for word in match.words))


class _Known:
    """One recording, ready to be looked for."""

    def __init__(self, name: str, recording: Recording) -> None:
        self.name = name
        with wave.open(str(recording.path), "rb") as file:
            pcm = file.readframes(file.getnframes())
        self.features = _features(pcm)
        loud = _loudness(pcm)
        self.blocks = len(self.features) // _BLOCK
        faint = _FAINT * float(np.percentile(loud, 90))
        self.voiced = [bool(loud[b] > faint) for b in range(self.blocks)]
        self.words = _places(recording.transcript, self.voiced)

    def find(self, sound: np.ndarray, free: np.ndarray) -> Match | None:
        """The best place not taken yet; takes it."""
        masked = np.where(free, sound, 0.0)
        size = 1 << (len(masked) + len(self.features)).bit_length()
        spectrum = np.fft.rfft(masked, size) * np.conj(np.fft.rfft(self.features, size))
        likeness = np.fft.irfft(spectrum, size)
        lag = int(np.argmax(likeness))
        lag = lag - size if lag > len(masked) else lag
        heard = [b for b in range(self.blocks) if self._is_heard(b, masked, lag)]
        if len(heard) < 2:
            return None
        first, last = heard[0], heard[-1]
        free[max(lag + first * _BLOCK, 0) : max(lag + (last + 1) * _BLOCK, 0)] = False
        words = tuple(word for word, block in self.words if first - 1 <= block <= last + 1)
        return Match(
            self.name,
            lag / _RATE,
            first * _BLOCK / _RATE,
            (last + 1) * _BLOCK / _RATE,
            words,
        )

    def _is_heard(self, block: int, sound: np.ndarray, lag: int) -> bool:
        start = lag + block * _BLOCK
        if not self.voiced[block] or start < 0 or start + _BLOCK > len(sound):
            return False
        mine = self.features[block * _BLOCK : (block + 1) * _BLOCK]
        theirs = sound[start : start + _BLOCK]
        norm = float(np.sqrt((mine @ mine) * (theirs @ theirs)))
        return norm > 0 and float(mine @ theirs) / norm > _SAME


@functools.cache
def _known() -> tuple[_Known, ...]:
    ordered = sorted(recordings().items(), key=lambda item: item[1].seconds)
    return tuple(_Known(name, recording) for name, recording in ordered if recording.path.exists())


def _places(transcript: str, voiced: list[bool]) -> list[tuple[str, int]]:
    """Each word with the block in which its middle lies."""
    words = list(transcript) if _CJK.search(transcript) else transcript.split()
    words = [word for word in words if word.strip()]
    blocks = [block for block, is_voiced in enumerate(voiced) if is_voiced]
    letters = sum(len(word) for word in words)
    places, before = [], 0
    for word in words:
        middle = (before + len(word) / 2) / letters
        places.append((word, blocks[min(int(middle * len(blocks)), len(blocks) - 1)]))
        before += len(word)
    return places


@functools.cache
def _low_pass() -> np.ndarray:
    taps = np.arange(-48, 49)
    kernel = np.sinc(taps * 0.9 / _STEP) * np.hamming(len(taps))
    return kernel / kernel.sum()


def _low(pcm: bytes) -> np.ndarray:
    sound = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.float64)
    if len(sound) == 0:
        return np.zeros(0)
    return np.convolve(sound, _low_pass(), mode="same")[::_STEP]


def _features(pcm: bytes) -> np.ndarray:
    """2 kHz, low frequencies weakened, every 100 ms about equally loud."""
    low = _low(pcm)
    if len(low) < 2:
        return np.zeros(len(low))
    bright = np.diff(low, prepend=low[0])
    power = np.convolve(bright**2, np.ones(_BLOCK) / _BLOCK, mode="same")
    return bright / (np.sqrt(power) + 3.0)


def _loudness(pcm: bytes) -> np.ndarray:
    low = _low(pcm)
    blocks = low[: len(low) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    return np.sqrt((blocks**2).mean(axis=1))
