"""The sounds of start and stop: what they are made of, and that they are heard."""

import math
import runpy
import struct
import wave
from pathlib import Path

import pytest

from qwen_dictate.sound import pulse
from qwen_dictate.sound.chime import play
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[3]


def pcm_of(name: str) -> tuple[int, ...]:
    with wave.open(str(ROOT / f"qwen_dictate/sound/sounds/{name}.wav"), "rb") as file:
        frames = file.readframes(file.getnframes())
    return struct.unpack(f"<{len(frames) // 2}h", frames)


@pytest.mark.parametrize("name", ["start", "stop"])
def test_a_sound_is_what_its_script_makes_quiet_and_short(name):
    script = runpy.run_path(str(ROOT / "packaging/draw_sounds.py"))
    drawn = script["samples"](script["SOUNDS"][name])
    stored = pcm_of(name)
    assert len(stored) == len(drawn)
    assert max(abs(a - b) for a, b in zip(stored, drawn, strict=True)) <= 1
    assert len(stored) / script["RATE_HZ"] < 0.2
    assert 20 * math.log10(max(map(abs, stored)) / 32767) < -20


def loudest(sound, tmp_path: Path, *, only_to_headphones: bool) -> int:
    """What stands in the default sink's monitor while the sound is played."""
    sink = sound.pactl("get-default-sink")
    file = tmp_path / "heard.pcm"
    recorder = sound.start(
        ["parec", f"--device={sink}.monitor", "--raw", "--latency-msec=20", str(file)],
        name="parec",
    )
    wait_until(lambda: file.exists() and file.stat().st_size > 0, 10, "nothing is recorded")
    play("start", only_to_headphones=only_to_headphones)
    size = file.stat().st_size
    wait_until(lambda: file.stat().st_size > size + 200_000, 10, "the recording stands still")
    recorder.stop()
    pcm = file.read_bytes()
    samples = struct.unpack(f"<{len(pcm) // 2}h", pcm[: len(pcm) // 2 * 2])
    return max(map(abs, samples), default=0)


def test_it_is_heard_and_with_headphones_only_not_from_loudspeakers(sound, tmp_path):
    assert loudest(sound, tmp_path, only_to_headphones=False) > 500
    assert loudest(sound, tmp_path, only_to_headphones=True) == 0


def test_headphones_are_known_by_what_the_server_says_of_them(sound, tmp_path):
    before = sound.pactl("get-default-sink")
    module = sound.pactl(
        "load-module",
        "module-null-sink",
        "sink_name=ears",
        "sink_properties=device.form_factor=headset",
    )
    sound.pactl("set-default-sink", "ears")
    try:
        with pulse.connection("test") as server:
            assert "headset" in pulse.forms_of_default_sink(server)
        assert loudest(sound, tmp_path, only_to_headphones=True) > 500
    finally:
        sound.pactl("set-default-sink", before)
        sound.pactl("unload-module", module)


def test_without_a_sound_server_nothing_happens(monkeypatch):
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    play("stop", only_to_headphones=False)
    play("stop", only_to_headphones=True)
