"""Microphones that are not 16 kHz mono themselves."""

import pytest

from qwen_dictate.sound import portaudio
from tests.integration.sound.private_sound import PrivateSound, is_tone, sound_of, write_tone
from tests.support.waiting import wait_until

SHAPES = {"cd": (44_100, 2), "studio": (48_000, 2), "headset": (48_000, 1)}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    tone = write_tone(tmp_path_factory.mktemp("tone") / "tone.wav")
    with PrivateSound() as private:
        for name, shape in SHAPES.items():
            private.add_microphone(name, *shape)
        for name in SHAPES:
            private.wait_for_sound(name)
        private.tone = tone
        yield private


def hear_tone(sound, dictation, device):
    """Record while the tone is played into a microphone; how long, the recording."""
    player = sound.start(["paplay", f"--device={device}_feed", str(sound.tone)])
    wait_until(lambda: "paplay" in sound.run(["pactl", "list", "sink-inputs"]))
    began, recording = dictation.begin(1, device=device)
    dictation.wait_first(1)
    wait_until(lambda: recording.seconds > 1)
    ended = dictation.end(1)
    dictation.wait_ended(1)
    player.stop()
    return ended - began, recording


@pytest.mark.parametrize("device", SHAPES)
def test_microphones_of_other_shapes_are_heard_at_the_right_pitch(sound, dictation, device):
    _, recording = hear_tone(sound, dictation, device)
    assert is_tone(sound_of(recording)[8_000:])


@pytest.mark.parametrize("device", ["cd", "headset"])
def test_a_device_that_refuses_16_khz_is_resampled_here(sound, dictation, monkeypatch, device):
    monkeypatch.setattr(portaudio, "RATE_HZ", SHAPES[device][0])  # 16 kHz is not asked for
    lasted_s, recording = hear_tone(sound, dictation, device)
    assert is_tone(sound_of(recording)[8_000:])
    assert abs(recording.seconds - lasted_s) < 0.1
