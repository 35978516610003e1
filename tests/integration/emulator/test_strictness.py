"""The emulator answers as the service documents, and remembers who broke the protocol."""

import base64
import json
from collections.abc import Iterator

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.integration.emulator import KEY, MODEL, Emulator
from tests.integration.emulator.ear import Ear
from tests.integration.recognition.speaking import speech, transcript

SOUND = base64.b64encode(b"\1\0" * 160).decode()
OPTIONS = {"modalities": ["text"], "turn_detection": None}


@pytest.fixture
def service() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


def client(service: Emulator, key: str = KEY, model: str = MODEL) -> ClientConnection:
    headers = {"Authorization": f"Bearer {key}"}
    return connect(f"{service.url}?model={model}", additional_headers=headers, proxy=None)


def say(socket: ClientConnection, kind: str, **body: object) -> None:
    socket.send(json.dumps({"event_id": "e1", "type": kind, **body}))


def hear(socket: ClientConnection, kind: str) -> dict:
    """The next event of this kind; others are skipped."""
    while True:
        event = json.loads(socket.recv(timeout=5))
        if event["type"] == kind:
            return event


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("no json", "invalid_json"),
        ("[]", "invalid_json"),
        ({"type": "x", "event_id": "e"}, "invalid_event"),
        ({"type": "session.finish"}, "invalid_value"),
        ({"type": "input_audio_buffer.clear", "event_id": "e"}, "invalid_event"),
        ({"type": "input_audio_buffer.commit", "event_id": "e"}, "input_audio_buffer_commit_empty"),
        ({"type": "input_audio_buffer.append", "event_id": "e"}, "invalid_value"),
        ({"type": "input_audio_buffer.append", "event_id": "e", "audio": "!"}, "invalid_value"),
        ({"type": "input_audio_buffer.append", "event_id": "e", "audio": "AAAA"}, "invalid_value"),
        (
            {"type": "session.update", "event_id": "e", "session": {"sample_rate": 44100}},
            "invalid_value",
        ),
        (
            {
                "type": "session.update",
                "event_id": "e",
                "session": {"input_audio_transcription": {"language": "auto"}},
            },
            "invalid_value",
        ),
        (
            {
                "type": "session.update",
                "event_id": "e",
                "session": {"turn_detection": {"type": "server_vad", "threshold": 2}},
            },
            "invalid_value",
        ),
    ],
)
def test_what_breaks_the_protocol_is_an_error_and_is_remembered(
    service: Emulator, event: object, code: str
) -> None:
    with client(service) as socket:
        socket.send(event if isinstance(event, str) else json.dumps(event))
        assert hear(socket, "error")["error"]["code"] == code
    assert len(service.violations) == 1


def test_an_append_that_is_too_long_is_an_error(service: Emulator) -> None:
    with client(service) as socket:
        say(socket, "input_audio_buffer.append", audio="A" * (15 * 1024 * 1024 + 4))
        assert hear(socket, "error")["error"]["param"] == "audio"


def test_nothing_may_follow_session_finish(service: Emulator) -> None:
    with client(service) as socket:
        say(socket, "session.finish")
        hear(socket, "session.finished")
        say(socket, "input_audio_buffer.append", audio=SOUND)
        hear(socket, "error")
    assert service.violations


def test_a_segment_longer_than_a_minute_is_remembered(service: Emulator) -> None:
    service.knobs.segment_limit_s = 0.005
    with client(service) as socket:
        say(socket, "input_audio_buffer.append", audio=SOUND)
        say(socket, "input_audio_buffer.commit")
        hear(socket, "input_audio_buffer.committed")
    assert service.violations


def test_who_leaves_without_finish_is_not_polite(service: Emulator) -> None:
    with client(service) as socket:
        say(socket, "session.update", session=OPTIONS)
        hear(socket, "session.updated")
    assert service.all_left()
    assert not service.connections[0].polite


def test_scripted_answers_come_in_order(service: Emulator) -> None:
    service.knobs.texts = ["one", "two"]
    with client(service) as socket:
        for text in ("one", "two"):
            say(socket, "input_audio_buffer.append", audio=SOUND)
            say(socket, "input_audio_buffer.commit")
            completed = hear(socket, "conversation.item.input_audio_transcription.completed")
            assert completed["transcript"] == text


def test_turn_detection_makes_a_segment_of_each_stretch_of_speech(service: Emulator) -> None:
    turns = {"type": "server_vad", "threshold": 0.0, "silence_duration_ms": 600}
    names = ["en_goforward", "zh_aishell_0121"]
    with client(service) as socket:
        say(socket, "session.update", session=OPTIONS | {"turn_detection": turns})
        hear(socket, "session.updated")
        sound = b"".join(bytes(32_000) + speech(name) for name in names)
        for start in range(0, len(sound), 3200):
            piece = base64.b64encode(sound[start : start + 3200]).decode()
            say(socket, "input_audio_buffer.append", audio=piece)
        started = hear(socket, "input_audio_buffer.speech_started")
        assert 500 <= started["audio_start_ms"] <= 1300
        say(socket, "session.finish")
        for name in names:
            completed = hear(socket, "conversation.item.input_audio_transcription.completed")
            assert completed["transcript"] == transcript(name)
        hear(socket, "session.finished")
    assert service.violations == []


def test_a_commit_is_an_error_while_turns_are_detected(service: Emulator) -> None:
    with client(service) as socket:
        say(socket, "session.update", session={"turn_detection": {"type": "server_vad"}})
        say(socket, "input_audio_buffer.commit")
        assert hear(socket, "error")["error"]["code"] == "commit_not_allowed"


@pytest.mark.parametrize("name", ["en_jfk", "en_twocities", "zh_aishell_0121"])
def test_the_ear_knows_the_recordings(name: str) -> None:
    assert Ear().text(speech(name)) == transcript(name)


@pytest.mark.parametrize("lost_s", [1.5, 3.0])
def test_the_ear_notices_a_lost_head_and_a_lost_tail(lost_s: float) -> None:
    sound, words = speech("en_jfk"), transcript("en_jfk").split()
    size = int(lost_s * 16_000) * 2
    head, tail = Ear().text(sound[size:]).split(), Ear().text(sound[:-size]).split()
    assert head == words[len(words) - len(head) :]
    assert tail == words[: len(tail)]
    assert 0 < len(head) < len(words)
    assert 0 < len(tail) < len(words)
    (match,) = Ear().matches(sound[size:])
    assert match.at_s == pytest.approx(-lost_s, abs=0.01)


def test_the_ear_hears_softly_and_in_order() -> None:
    import numpy as np

    sound = speech("en_goforward") + bytes(16_000) + speech("en_cards_005")
    soft = (np.frombuffer(sound, "<i2") * 0.05).astype("<i2").tobytes()
    wanted = [transcript("en_goforward"), transcript("en_cards_005")]
    assert [match.text for match in Ear().matches(soft)] == wanted
