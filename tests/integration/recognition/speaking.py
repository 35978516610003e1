"""One attempt against the emulator: a recording, the real stream, the real SDK."""

import threading
import time
import wave
from collections.abc import Callable

import pytest

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.events import Committed, EndKind, Event, Final, ReadAll, StreamFailed
from qwen_dictate.core.segments import Limits
from qwen_dictate.recognition.qwen.recognizer import QwenRecognizer
from qwen_dictate.recognition.qwen.timeouts import Timeouts
from qwen_dictate.recognition.stream import run
from qwen_dictate.recording.recording import Recording
from tests.integration.emulator import KEY, MODEL, Emulator
from tests.support.recordings import recording

QUICK = Timeouts(
    connect=2.0, ready=2.0, answer=1.0, finish=0.5, close=1.0, ping_every=0.5, pong=0.4
)
ANSWER_S = 1.0
SOON_S = 1.5
"""A failure that is known at once; the machine may be busy."""


def speech(name: str) -> bytes:
    with wave.open(str(recording(name).path), "rb") as file:
        return file.readframes(file.getnframes())


def transcript(name: str) -> str:
    return recording(name).transcript


def endpoint(emulator: Emulator) -> Endpoint:
    return Endpoint("qwen", emulator.url, MODEL)


def recognizer(emulator: Emulator, **more: object) -> QwenRecognizer:
    """One with short limits; ``limits`` sets the segmenter's."""
    limits = more.pop("limits", None)
    more.setdefault("timeouts", QUICK)
    made = QwenRecognizer(endpoint(emulator), more.pop("key", KEY), **more)  # type: ignore[arg-type]
    if isinstance(limits, Limits):
        made.limits = limits
    return made


class AllSpeech:
    """A voice activity detection that believes everything."""

    going_on = True

    def mark(self, window: bytes) -> bool:
        return any(window)


class Attempt:
    """Runs the stream in a thread while the test speaks."""

    def __init__(
        self,
        make: Callable[[], QwenRecognizer],
        *,
        gate: bool = True,
        from_s: float = 0.0,
        answer_s: float = ANSWER_S,
    ) -> None:
        self.recording = Recording.create(None, new_marker=AllSpeech)
        self.events: list[Event] = []
        self.halt = threading.Event()
        self.ended_at = 0.0
        self._came = threading.Condition()
        self._thread = threading.Thread(
            target=lambda: run(
                self.recording,
                from_s,
                make,
                self._post,
                1,
                1,
                self.halt,
                gate,
                answer_s=answer_s,
            )
        )
        self._thread.start()

    def say(self, pcm: bytes) -> "Attempt":
        self.recording.append(pcm)
        return self

    def end(self, kind: EndKind = EndKind.COMPLETE) -> "Attempt":
        self.ended_at = time.monotonic()
        self.recording.end(kind)
        return self

    def wait_for(self, kind: type, limit_s: float = 5.0) -> Event:
        with self._came:
            assert self._came.wait_for(lambda: self.of(kind), limit_s), f"no {kind.__name__}"
        return self.of(kind)[0]

    def wait(self, limit_s: float = 5.0) -> float:
        """Wait until the stream is over; how long that took."""
        begun = time.monotonic()
        self._thread.join(limit_s)
        assert not self._thread.is_alive(), "the stream did not end in time"
        return time.monotonic() - begun

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, Final)]

    @property
    def failure(self) -> StreamFailed:
        failures = [event for event in self.events if isinstance(event, StreamFailed)]
        assert len(failures) == 1
        assert self.events[-1] is failures[0]
        return failures[0]

    def check_success(self) -> None:
        """Each commit told before its answer, all answered, no failure."""
        assert self.of(StreamFailed) == []
        assert len(self.of(ReadAll)) == 1
        order = [
            (type(event), event.segment)
            for event in self.events
            if isinstance(event, Committed | Final)
        ]
        commits = [segment for kind, segment in order if kind is Committed]
        assert commits == [segment for kind, segment in order if kind is Final]
        assert commits == list(range(len(commits)))
        for segment in commits:
            assert order.index((Committed, segment)) < order.index((Final, segment))

    def _post(self, event: Event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()


def attempt(emulator: Emulator, **more: object) -> Attempt:
    return Attempt(lambda: recognizer(emulator, **dict(more)))


class Deaf:
    """A listener that must not be told anything."""

    def partial(self, settled: str, tentative: str) -> None:
        raise AssertionError

    def final(self, segment: int, text: str, language: str) -> None:
        raise AssertionError

    def failed(self, error: DictateError) -> None:
        raise AssertionError


def refusal(made: QwenRecognizer, within_s: float = SOON_S) -> DictateError:
    """Why it could not be opened."""
    begun = time.monotonic()
    with pytest.raises(DictateError) as caught:
        made.open(Deaf())
    took = time.monotonic() - begun
    made.close(1.0)
    assert took < within_s
    assert KEY not in str(caught.value)
    return caught.value


def at(url: str, **more: object) -> QwenRecognizer:
    return QwenRecognizer(Endpoint("qwen", url, MODEL), KEY, timeouts=QUICK, **more)  # type: ignore[arg-type]


def no_thread_left(limit_s: float = 2.0) -> bool:
    """Wait until all threads of streams and connections are over."""
    deadline = time.monotonic() + limit_s
    names = ("qwen-", "stream-")
    while any(thread.name.startswith(names) for thread in threading.enumerate()):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
