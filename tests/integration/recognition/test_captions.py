"""Captions on the real service's protocol: the SDK, its turn detection, the places of turns."""

import threading
from dataclasses import dataclass, field, replace

import pytest

from qwen_dictate.core.audio import BYTES_PER_S
from qwen_dictate.core.events import EndKind
from qwen_dictate.core.meeting import events as ev
from qwen_dictate.recognition import captions
from qwen_dictate.recognition.qwen.turns import QwenTurns
from qwen_dictate.recording.recording import Recording
from tests.integration.emulator import KEY, Emulator
from tests.integration.recognition.speaking import QUICK, endpoint, speech, transcript

FIRST, SECOND = "en_goforward", "en_cards_005"


@dataclass
class Heard:
    """What one reading posted."""

    events: list[ev.ReadingEvent] = field(default_factory=list)

    def of(self, kind: type) -> list:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.of(ev.TurnClosed) if event.text]

    @property
    def error(self) -> str:
        failed = self.of(ev.ReadingFailed)
        return str(failed[0].error) if failed else ""


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * BYTES_PER_S) // 1024 * 1024)


def read(emulator: Emulator, *sounds: bytes, from_s: float = 0.0, answer_s: float = 20.0) -> Heard:
    """Read a recording that has ended."""
    recording = Recording.create(None)
    recording.append(b"".join(sounds))
    recording.end(EndKind.COMPLETE)
    heard = Heard()
    captions.run(
        recording,
        from_s,
        lambda: QwenTurns(endpoint(emulator), KEY, timeouts=replace(QUICK, answer=answer_s)),
        heard.events.append,
        7,
        1,
        threading.Event(),
    )
    return heard


@pytest.mark.parametrize(
    "knobs",
    [
        {},
        {"item_ids": "never"},
        {"item_ids": "late", "item_created": "before"},
        {"doubled": True, "disjoint": True},
        {"out_of_order": True},
        {"item_created": "never", "partials": "after"},
        {"nonsense": True},
    ],
    ids=str,
)
def test_each_turn_is_closed_once_and_in_order(emulator: Emulator, knobs: dict):
    emulator.knobs.__dict__.update(knobs)
    heard = read(emulator, speech(FIRST), silence(1.5), speech(SECOND), silence(1.5))
    assert heard.texts == [transcript(FIRST), transcript(SECOND)]
    assert heard.error == ""
    assert len(heard.of(ev.ReadingDone)) == 1
    assert emulator.all_left()
    assert emulator.connections[0].polite
    assert emulator.connections[0].session["turn_detection"] == {
        "type": "server_vad",
        "threshold": 0.0,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 400,
    }


def test_silence_is_not_paid_for_and_places_are_those_of_the_recording(emulator: Emulator):
    heard = read(emulator, silence(1), speech(FIRST), silence(40), speech(SECOND), silence(30))
    first, second = heard.of(ev.TurnClosed)
    assert first.start_s == pytest.approx(1.0, abs=0.5)
    assert second.start_s == pytest.approx(1.0 + 2.79 + 40.0, abs=0.5)
    sent = sum(event.seconds for event in heard.of(ev.SoundSent))
    assert 6.3 < sent < 13.0, "of 77 seconds"
    assert heard.texts == [transcript(FIRST), transcript(SECOND)]


def test_a_reading_can_begin_in_the_middle(emulator: Emulator):
    heard = read(emulator, speech(FIRST), silence(2), speech(SECOND), silence(1), from_s=4.0)
    (turn,) = heard.of(ev.TurnClosed)
    assert turn.text == transcript(SECOND)
    assert turn.start_s == pytest.approx(4.79, abs=0.5)


def test_a_turn_that_could_not_be_recognised_keeps_what_was_shown(emulator: Emulator):
    emulator.knobs.failing = {0}
    heard = read(emulator, speech(SECOND), silence(1.5), speech(FIRST), silence(1))
    assert len(heard.texts) == 2
    assert transcript(SECOND).startswith(heard.texts[0].rsplit(" ", 1)[0])
    assert heard.texts[1] == transcript(FIRST)


def test_words_that_do_not_come_fail_the_attempt(emulator: Emulator):
    emulator.knobs.unanswered = {0}
    heard = read(
        emulator,
        speech(FIRST),
        silence(1.5),
        speech(SECOND),
        silence(6),
        speech(FIRST),
        answer_s=1.0,
    )
    assert heard.texts == []
    assert "in time" in heard.error
    assert not heard.of(ev.ReadingDone)


@pytest.mark.parametrize("code", [0, 1006, 1011, 1000])
def test_a_dropped_connection_is_told_once(emulator: Emulator, code: int):
    emulator.knobs.close_at, emulator.knobs.close_code = "input_audio_buffer.append", code
    emulator.knobs.close_count = 3
    heard = read(emulator, speech(FIRST), silence(2), speech(SECOND))
    assert len(heard.of(ev.ReadingFailed)) == 1
    assert isinstance(heard.events[-1], ev.ReadingFailed)


def test_silence_keeps_the_connection_alive(emulator: Emulator, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(captions, "KEEP_ALIVE_S", 0.3)
    emulator.knobs.idle_s = 1.5
    recording = Recording.create(None)
    heard = Heard()
    reading = threading.Thread(
        target=lambda: captions.run(
            recording,
            0.0,
            lambda: QwenTurns(endpoint(emulator), KEY, timeouts=QUICK),
            heard.events.append,
            7,
            1,
            threading.Event(),
        )
    )
    reading.start()
    reading.join(3.0)  # nothing is recorded meanwhile
    recording.append(speech(FIRST) + silence(1))
    recording.end(EndKind.COMPLETE)
    reading.join(10)
    assert heard.texts == [transcript(FIRST)]
    assert heard.of(ev.TurnClosed)[0].start_s == pytest.approx(0.0, abs=0.4)
    assert len(emulator.connections) == 1


def test_a_halted_reading_ends_without_a_word(emulator: Emulator):
    recording = Recording.create(None)
    halt, heard = threading.Event(), Heard()
    reading = threading.Thread(
        target=lambda: captions.run(
            recording,
            0.0,
            lambda: QwenTurns(endpoint(emulator), KEY, timeouts=QUICK),
            heard.events.append,
            7,
            1,
            halt,
        )
    )
    reading.start()
    assert emulator.wait(lambda e: bool(e.connections) and e.connections[0].session is not None)
    halt.set()
    reading.join(5)
    assert not reading.is_alive()
    assert not heard.of(ev.ReadingFailed)
