"""What the microphone's worker can be told; times are monotonic.

Runs in: made in any thread, carried out in the sound worker.
"""

from dataclasses import dataclass

from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.recording import Recording


@dataclass(frozen=True, slots=True)
class Record:
    """Write into a recording what is heard from ``began_at`` on."""

    utterance: int
    recording: Recording
    device: str
    began_at: float
    preroll_s: float
    keep_warm_s: float


@dataclass(frozen=True, slots=True)
class Stop:
    """End it behind what was heard before ``at``."""

    utterance: int
    at: float
    kind: EndKind


@dataclass(frozen=True, slots=True)
class Warm:
    """Open the stream ahead of a key-down."""

    device: str
    keep_warm_s: float


@dataclass(frozen=True, slots=True)
class Quit:
    """End the worker."""


Order = Record | Stop | Warm | Quit
