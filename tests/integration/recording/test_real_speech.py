import wave

import pytest

from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.recording import Recording
from tests.support.recordings import recording as speech


def record(pcm, path=None):
    recording = Recording.create(path)
    for place in range(0, len(pcm), 640):
        recording.append(pcm[place : place + 640])
    recording.end(EndKind.COMPLETE)
    return recording


@pytest.mark.parametrize("name", ["en_jfk", "zh_aishell_0121"])
def test_human_speech_is_marked_and_silence_around_it_is_not(name, tmp_path):
    with wave.open(str(speech(name).path)) as file:
        pcm = file.readframes(file.getnframes())
    silence = bytes(32_000)
    recording = record(silence + pcm + silence, tmp_path / "one.rec")
    assert 0.9 < recording.first_speech_s < 2.0
    assert recording.last_speech_s < recording.seconds - 0.5
    piece = recording.reader(recording.first_speech_s).read(60, 0)
    assert sum(piece.speech) > 0.5 * len(piece.speech)
    assert [p.speech for p in [Recording.load(tmp_path / "one.rec").reader().read(60, 0)]] == [
        recording.reader().read(60, 0).speech
    ]


def test_silence_and_hum_are_no_speech():
    import math

    hum = b"".join(
        round(2_000 * math.sin(2 * math.pi * 50 * k / 16_000)).to_bytes(2, "little", signed=True)
        for k in range(32_000)
    )
    assert not record(bytes(64_000)).speech_heard
    assert not record(hum).speech_heard
