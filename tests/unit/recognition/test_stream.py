"""The stream with a recogniser that does what it is told, and a recording that is there."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from qwen_dictate.core.errors import DictateError, NetworkError, ServiceError
from qwen_dictate.core.events import (
    Committed,
    EndKind,
    Event,
    Final,
    Partial,
    ReadAll,
    StreamFailed,
    StreamOpened,
)
from qwen_dictate.core.segments import Limits
from qwen_dictate.recognition.recognizer import Listener
from qwen_dictate.recognition.stream import run
from qwen_dictate.recording.reader import Piece

MARK = 512


def tone(marks: int, amplitude: int = 8000) -> bytes:
    wave = (int(amplitude * math.sin(n / 3)) for n in range(marks * MARK))
    return b"".join(value.to_bytes(2, "little", signed=True) for value in wave)


@dataclass
class Tape:
    """A recording: stretches of (sound, speech), then the end mark."""

    stretches: list[tuple[bytes, bool]]
    end: EndKind = EndKind.COMPLETE
    begins_s: float = 0.0
    on_read: Callable[[int], None] = lambda _: None
    reads: int = 0

    def reader(self, from_s: float = 0.0) -> "Tape":
        self.begins_s = from_s
        return self

    def read(self, max_s: float, wait_s: float) -> Piece | None:
        self.on_read(self.reads)
        self.reads += 1
        if not self.stretches:
            return Piece(b"", (), self.begins_s, self.end)
        pcm, speech = self.stretches.pop(0)
        at_s = self.begins_s
        self.begins_s += len(pcm) / 32_000
        return Piece(pcm, (speech,) * (len(pcm) // MARK // 2), at_s)


@dataclass
class Parrot:
    """Answers each commit at once with its size; fails where it is told to."""

    limits: Limits = field(default_factory=lambda: Limits(45, 55))
    fail_at: str = ""
    mute: bool = False
    error: DictateError = field(default_factory=lambda: NetworkError("cut"))
    calls: list[str] = field(default_factory=list)
    sound: bytes = b""
    name: str = "parrot"
    _listener: Listener | None = None
    _commits: int = 0
    _upto: int = 0

    def open(self, listener: Listener) -> None:
        self._listener = listener
        self._call("open")

    def send(self, pcm: bytes) -> None:
        self.sound += pcm
        self._call("send")
        assert self._listener is not None
        self._listener.partial("", "…")

    def commit(self) -> None:
        self._call("commit")
        assert self._listener is not None
        if not self.mute:
            self._listener.final(self._commits, str(len(self.sound) - self._upto), "en")
        self._commits, self._upto = self._commits + 1, len(self.sound)

    def close(self, limit_s: float) -> None:
        self.calls.append("close")

    def abort(self) -> None:
        self.calls.append("abort")

    def tell_failure(self) -> None:
        assert self._listener is not None
        self._listener.failed(self.error)

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if name == self.fail_at:
            raise self.error


def listen(tape: Tape, *parrots: Parrot, gate: bool = True, from_s: float = 0.0) -> list[Event]:
    posted: list[Event] = []
    waiting = list(parrots)
    halt = threading.Event()
    run(tape, from_s, lambda: waiting.pop(0), posted.append, 1, 1, halt, gate)
    return posted


def kinds(events: list[Event]) -> list[type]:
    return [type(event) for event in events if not isinstance(event, Partial)]


def test_a_recording_is_sent_committed_once_and_answered() -> None:
    parrot = Parrot()
    sound = tone(40)
    events = listen(Tape([(sound[:20_480], True), (sound[20_480:], True)]), parrot)
    assert kinds(events) == [StreamOpened, Committed, Final, ReadAll]
    assert parrot.sound == sound
    assert parrot.calls[-2:] == ["commit", "close"]
    assert events[-1].commits == 1  # type: ignore[union-attr]


def test_a_last_mark_that_is_not_whole_is_sent_too() -> None:
    parrot = Parrot()
    sound = tone(40)[:-300]
    events = listen(Tape([(sound, True)]), parrot)
    assert parrot.sound == sound
    committed = next(event for event in events if isinstance(event, Committed))
    assert committed.upto_s == len(sound) / 32_000


def test_places_count_from_the_beginning_of_the_recording() -> None:
    events = listen(Tape([(tone(40), True)]), Parrot(), from_s=64.0)
    committed = next(event for event in events if isinstance(event, Committed))
    assert committed.upto_s == pytest.approx(64.0 + 40 * 0.032)


def test_a_long_recording_is_cut_and_nothing_is_lost() -> None:
    parrot = Parrot(limits=Limits(2.0, 3.0))
    stretches = [(tone(31, 3000 + 500 * n), True) for n in range(9)]
    sound = b"".join(pcm for pcm, _ in stretches)
    events = listen(Tape(stretches), parrot)
    commits = [event.upto_s for event in events if isinstance(event, Committed)]
    sizes = [int(event.text) for event in events if isinstance(event, Final)]
    assert parrot.sound == sound
    assert sum(sizes) == len(sound)
    assert max(sizes) <= 3.0 * 32_000
    assert commits == sorted(commits)
    assert commits[-1] == pytest.approx(len(sound) / 32_000)
    assert [event.segment for event in events if isinstance(event, Final)] == list(
        range(len(sizes))
    )


def test_silence_is_read_to_the_end_without_a_commit() -> None:
    parrot = Parrot()
    events = listen(Tape([(bytes(40 * 1024), False)]), parrot)
    assert kinds(events) == [StreamOpened, ReadAll]
    assert events[-1].speech is False  # type: ignore[union-attr]
    assert parrot.calls[-1] == "close"


def test_without_the_gate_silence_is_committed() -> None:
    events = listen(Tape([(bytes(40 * 1024), False)]), Parrot(), gate=False)
    assert Committed in kinds(events)


def test_after_a_long_silence_a_second_recogniser_hears_the_speech() -> None:
    first, second = Parrot(limits=Limits(2.0, 3.0)), Parrot()
    tape = Tape([(bytes(1024 * 31), False)] * 5 + [(tone(40), True)])
    events = listen(tape, first, second)
    assert first.calls[-1] == "close"
    assert "commit" not in first.calls
    assert second.sound.endswith(tone(40))
    assert 40 + 16 <= len(second.sound) // 1024 <= 40 + 21
    assert kinds(events) == [StreamOpened, Committed, Final, ReadAll]


def test_a_recording_that_ends_in_a_dropped_stretch_ends_well() -> None:
    tape = Tape([(bytes(1024 * 31), False)] * 5)
    assert kinds(listen(tape, Parrot(limits=Limits(2.0, 3.0)))) == [StreamOpened, ReadAll]


@pytest.mark.parametrize("call", ["open", "send", "commit"])
def test_a_call_that_fails_is_one_failure_and_the_last_event(call: str) -> None:
    parrot = Parrot(fail_at=call)
    events = listen(Tape([(tone(40), True)]), parrot)
    assert kinds(events).count(StreamFailed) == 1
    assert isinstance(events[-1], StreamFailed)
    assert events[-1].error is parrot.error
    assert parrot.calls[-1] == "close"


def test_a_recogniser_that_cannot_be_made_is_a_failure() -> None:
    def refuse() -> Parrot:
        raise NetworkError("no")

    posted: list[Event] = []
    run(Tape([]), 0.0, refuse, posted.append, 1, 1, threading.Event())
    assert kinds(posted) == [StreamFailed]


def test_a_mistake_of_ours_is_a_failure_without_its_message() -> None:
    parrot = Parrot(fail_at="send")
    parrot.error = ValueError("the words that were spoken")  # type: ignore[assignment]
    events = listen(Tape([(tone(40), True)]), parrot)
    assert isinstance(events[-1], StreamFailed)
    assert isinstance(events[-1].error, ServiceError)
    assert "words" not in str(events[-1].error)


def test_a_failure_that_is_told_ends_the_attempt() -> None:
    parrot = Parrot()
    tape = Tape([(tone(10), True)] * 5)
    tape.on_read = lambda reads: parrot.tell_failure() if reads == 2 else None
    events = listen(tape, parrot)
    assert isinstance(events[-1], StreamFailed)
    assert ReadAll not in kinds(events)


def test_an_answer_that_never_came_is_a_failure_after_the_end() -> None:
    events = listen(Tape([(tone(40), True)]), Parrot(mute=True))
    assert kinds(events) == [StreamOpened, Committed, ReadAll, StreamFailed]


def test_cancelled_ends_politely_without_commit_and_without_a_word() -> None:
    parrot = Parrot()
    events = listen(Tape([(tone(40), True)], end=EndKind.CANCELLED), parrot)
    assert kinds(events) == [StreamOpened]
    assert parrot.calls[-1] == "close"
    assert "commit" not in parrot.calls


def test_halted_ends_at_once_without_a_word() -> None:
    parrot = Parrot()
    halt = threading.Event()
    posted: list[Event] = []
    tape = Tape([(tone(10), True)] * 50)
    tape.on_read = lambda reads: halt.set() if reads == 3 else None
    run(tape, 0.0, lambda: parrot, posted.append, 1, 1, halt)
    assert "abort" in parrot.calls
    assert {StreamFailed, ReadAll, Committed}.isdisjoint(kinds(posted))
