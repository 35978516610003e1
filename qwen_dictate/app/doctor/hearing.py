"""Listens to the microphone for a moment, through the same worker as a dictation.

What is heard stays in memory and is dropped. Runs in: a thread of the doctor; blocks ≤ 4 s.
"""

import queue
import threading
import time
from typing import TypeVar

from qwen_dictate.app.doctor.check import Check, failed
from qwen_dictate.core.audio import SILENCE_DBFS
from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.core.events import (
    EndKind,
    Event,
    FirstBlock,
    Level,
    RecordingFailed,
    SoundNotice,
)
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound.microphone import Microphone
from qwen_dictate.sound.portaudio import PORTAUDIO

_Kind = TypeVar("_Kind")

_FIRST_S = 2.0
_LISTEN_S = 0.6
_END_S = 1.5
_QUIET_DBFS = -90.0
_WRONG = (RecordingFailed, SoundNotice)
_LATE = MicrophoneError(
    f"The microphone gave no sound within {_FIRST_S:g} seconds.",
    "See the sound settings, or choose another device.",
)


def microphone(device: str) -> Check:
    """Whether the microphone of the settings gives sound."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    worker = Microphone(events.put)
    thread = threading.Thread(target=worker.run, name="doctor's microphone", daemon=True)
    thread.start()
    worker.record(1, Recording.create(None), device, time.monotonic(), 0, 0)
    try:
        return _heard(events, worker)
    finally:
        worker.quit()
        thread.join(_END_S)
        PORTAUDIO.terminate()


def _heard(events: "queue.SimpleQueue[Event]", worker: Microphone) -> Check:
    first = _next(events, time.monotonic() + _FIRST_S, (FirstBlock, *_WRONG))
    if first is None:
        return failed("microphone", _LATE)
    if not isinstance(first, FirstBlock):
        return failed("microphone", first.error)
    loudest, limit = SILENCE_DBFS, time.monotonic() + _LISTEN_S
    while (told := _next(events, limit, (Level, *_WRONG))) is not None:
        if not isinstance(told, Level):
            return failed("microphone", told.error)
        loudest = max(loudest, told.dbfs)
    worker.stop(1, time.monotonic(), EndKind.CANCELLED)
    if loudest <= _QUIET_DBFS:
        detail = "The microphone is open; it was silent for a moment."
    else:
        detail = f"The microphone hears sound ({loudest:.0f} dBFS)."
    return Check("microphone", ok=True, detail=detail)


def _next(
    events: "queue.SimpleQueue[Event]", limit: float, kinds: tuple[type[_Kind], ...]
) -> _Kind | None:
    """The next event of these kinds that comes in time."""
    while (left := limit - time.monotonic()) > 0:
        try:
            event = events.get(timeout=left)
        except queue.Empty:
            return None
        if isinstance(event, kinds):
            return event
    return None
