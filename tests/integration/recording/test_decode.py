"""Any audio or video file as a recording, decoded by the real FFmpeg in its own process."""

import os
import wave

import numpy as np
import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.recording.decode import FileSound
from tests.support.media import encode
from tests.support.recordings import recording

JFK = recording("en_jfk")


def read(sound, from_s=0.0):
    """All of it: samples, marks, where it begins."""
    reader, parts, marks, begin = sound.reader(from_s), [], [], None
    while True:
        piece = reader.read(1.0, 0.2)
        begin = piece.at_s if begin is None else begin
        parts.append(piece.pcm)
        marks += piece.speech
        if piece.end is not None:
            sound.close()
            return np.frombuffer(b"".join(parts), "<i2").astype(float), marks, begin


def samples(path):
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)


def place_of(part, whole):
    """Where ``part`` lies in ``whole``, seconds, and how alike they are there."""
    size = len(whole) + len(part)
    both = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)
    at = int(np.argmax(both[: len(whole)]))
    there = whole[at : at + len(part)]
    return at / 16_000, float(np.corrcoef(part[: len(there)], there)[0, 1])


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".m4a", ".mp4", ".mkv"])
def test_every_kind_gives_the_same_sound_at_the_same_place(ending, tmp_path):
    sound = FileSound(encode(tmp_path / f"jfk{ending}", JFK.path))
    heard, marks, _ = read(sound)
    assert sound.length_s == pytest.approx(JFK.seconds, abs=0.1)
    assert len(heard) / 16_000 == pytest.approx(JFK.seconds, abs=0.1)
    assert len(marks) == -(-len(heard) // 512)
    at, alike = place_of(samples(JFK.path)[16_000:144_000], heard)
    assert at == pytest.approx(1.0, abs=0.03)
    assert alike > 0.95


def test_sound_that_begins_later_than_its_video_keeps_the_time_of_the_video(tmp_path):
    heard, _, _ = read(FileSound(encode(tmp_path / "a.mp4", JFK.path, begins_s=2.0)))
    at, _ = place_of(samples(JFK.path)[16_000:144_000], heard)
    assert at == pytest.approx(3.0, abs=0.05)


def test_reading_again_from_a_place_gives_the_same_samples(tmp_path):
    path = encode(tmp_path / "a.mp3", JFK.path)
    whole, _, _ = read(FileSound(path))
    rest, _, begin = read(FileSound(path), from_s=5.0)
    assert begin == pytest.approx(5.0, abs=0.04)
    assert np.array_equal(rest, whole[int(begin * 16_000) :])


def test_stretches_of_voice_are_those_of_the_speech(tmp_path):
    sound = FileSound(encode(tmp_path / "a.flac", JFK.path))
    read(sound)
    first, *_ = sound.voiced(0.0, 5.0)
    assert first == pytest.approx((0.3, 2.2), abs=0.25)
    assert sound.voiced(2.5, 3.0) == ()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("text.mp3", b"This is no song at all.\n" * 99, "no audio or video file"),
        ("noise.mp4", os.urandom(40_000), "no audio or video file"),
        ("empty.wav", b"", "is empty"),
        ("list.mp3", b"#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n", "no audio"),
        ("list.ffconcat", b"ffconcat version 1.0\nfile /etc/passwd\n", "no audio"),
    ],
)
def test_what_is_no_media_is_told_in_one_sentence(name, content, sentence, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DiskError, match=sentence) as caught:
        FileSound(path)
    assert name in caught.value.user_text


def test_a_missing_file_a_folder_and_a_pipe_are_told(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")
    for name, sentence in (("none.mp3", "There is no file"), ("", "folder"), ("pipe.wav", "not a")):
        with pytest.raises(DiskError, match=sentence):
            FileSound(tmp_path / name)


def test_a_video_without_sound_is_told(tmp_path):
    with pytest.raises(DiskError, match="no sound"):
        FileSound(encode(tmp_path / "mute.mp4", None))


def test_an_encrypted_file_gives_no_noise_but_a_sentence(tmp_path):
    sound = FileSound(encode(tmp_path / "locked.mp4", JFK.path, encrypted=True))
    heard, _, _ = read(sound)
    assert len(heard) == 0
    assert "encrypted" in str(sound.damage)


def test_a_damaged_file_ends_where_the_damage_is(tmp_path):
    path = encode(tmp_path / "a.flac", JFK.path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    heard, _, _ = read(FileSound(path))
    assert 3 < len(heard) / 16_000 < 8


def test_a_file_that_is_closed_ends_its_reader(tmp_path):
    sound = FileSound(encode(tmp_path / "a.flac", JFK.path))
    reader = sound.reader()
    assert reader.read(1.0, 0.2).end is None
    sound.close()
    while reader.read(5.0, 0.2).end is None:
        pass
