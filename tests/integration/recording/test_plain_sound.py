"""Sound files without FFmpeg: the decoder's own process, in a build that has neither form of it."""

import json
import subprocess
import sys
import wave

import numpy as np
import pytest

from tests.support.media import encode
from tests.support.recordings import recording

JFK = recording("en_jfk")
WITHOUT = """
import sys
sys.modules["av"] = None
from pathlib import Path
from qwen_dictate.recording import decoder
sys.exit(decoder.run(Path(sys.argv[1]), float(sys.argv[2])))
"""


def decode(path, from_s=0.0):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(path), str(from_s)],
        env={"PATH": "/nonexistent"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        return None, json.loads(done.stderr)
    head, _, pcm = done.stdout.partition(b"\n")
    return np.frombuffer(pcm, "<i2").astype(float), json.loads(head)


def samples():
    with wave.open(str(JFK.path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)


@pytest.mark.parametrize("ending", [".flac", ".ogg", ".mp3"])
def test_common_sound_files_are_read_without_ffmpeg(ending, tmp_path):
    heard, head = decode(encode(tmp_path / f"jfk{ending}", JFK.path))
    assert head["seconds"] == pytest.approx(JFK.seconds, abs=0.2)
    assert len(heard) / 16_000 == pytest.approx(JFK.seconds, abs=0.2)
    said = samples()
    size = min(len(heard), len(said))
    spectrum = [np.abs(np.fft.rfft(sound[:size]))[: size // 4] for sound in (heard, said)]
    assert np.corrcoef(*spectrum)[0, 1] > 0.9


def test_a_wave_file_comes_out_as_it_is_and_from_where_it_is_asked():
    heard, _ = decode(JFK.path)
    assert np.abs(heard - samples()).max() <= 1
    later, _ = decode(JFK.path, 2.0)
    assert np.array_equal(later, heard[32_000:])


def test_other_files_ask_for_ffmpeg(tmp_path):
    heard, told = decode(encode(tmp_path / "jfk.mp4", JFK.path))
    assert heard is None
    assert told["error"] == "This kind of file is decoded by ffmpeg, which is not installed."
