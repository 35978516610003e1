"""Where in the sound that is being spoken a moment lies: to judge what a recorder lost.

A second recorder, the bare one, listens all the time and tells when it heard which sample; the
place of any moment in the spoken sound follows. PulseAudio tells times to about 6 ms.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

from tests.support.desktop import PrivateDesktop

RECORD = Path(__file__).with_name("bare") / "record.py"
RATE_HZ = 16_000
NEEDLE_S = 0.05


class BareRecorder:
    """The script that only records; ``down`` opens its stream, ``up`` closes it."""

    def __init__(self, desktop: PrivateDesktop) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(RECORD), str(desktop.folder)],
            env=desktop.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answer()

    def down(self) -> None:
        """Open the stream; returns when its first block is there."""
        self._order("down")
        self._answer()

    def up(self) -> tuple[bytes, list[tuple[int, float]]]:
        """Close it: the sound, and (sample, when it was heard) for each block."""
        self._order("up")
        told = self._answer()
        return Path(told["sound"]).read_bytes(), [tuple(pair) for pair in told["times"]]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()

    def _order(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def _answer(self) -> dict:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


class Clock:
    """Tells the place of a moment in the spoken sound, in seconds."""

    def __init__(self, spoken: bytes, heard: bytes, times: list[tuple[int, float]]) -> None:
        zero = statistics.median(at - sample / RATE_HZ for sample, at in times)
        loud = loud_from(spoken, 0)
        self._zero = zero + (find(heard, spoken, loud) - loud) / RATE_HZ

    def place(self, at: float) -> float:
        return at - self._zero


def find(sound: bytes, spoken: bytes, sample: int) -> int:
    """Where in ``sound`` the spoken sound from ``sample`` on stands, in samples."""
    needle = spoken[sample * 2 : sample * 2 + int(NEEDLE_S * RATE_HZ) * 2]
    at = sound.find(needle)
    while at % 2:
        at = sound.find(needle, at + 1) if at >= 0 else 0
    assert at >= 0, "the sound was changed on its way"
    return at // 2


def place_of_first(sound: bytes, spoken: bytes) -> float:
    """Which place of the spoken sound the first sample of a recording has, in seconds."""
    loud = loud_from(sound, 0)
    return (find(spoken, sound, loud) - loud) / RATE_HZ


def place_of_last(sound: bytes, spoken: bytes) -> float:
    """Which place of the spoken sound the last sample of a recording has, in seconds."""
    return place_of_first(sound, spoken) + len(sound) / 2 / RATE_HZ


def loud_from(sound: bytes, sample: int) -> int:
    """The first stretch from there on that is no silence."""
    step = int(NEEDLE_S * RATE_HZ)
    for at in range(sample, len(sound) // 2 - step, step):
        if len(set(sound[at * 2 : (at + step) * 2])) > 64:
            return at
    raise AssertionError("nothing was heard")
