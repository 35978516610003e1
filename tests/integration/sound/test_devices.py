import json
import subprocess
import sys

from qwen_dictate.sound.devices import list_devices


def devices_verb(sound, *options, **env):
    return subprocess.run(
        [sys.executable, "-m", "qwen_dictate", "devices", *options],
        env={**sound.env, **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_microphones_and_system_sound_are_listed(sound):
    found = {device.id: device for device in list_devices()}
    assert set(found) == {"microphone", "speakers.monitor"}
    assert (found["microphone"].kind, found["microphone"].name) == ("microphone", "Microphone")
    assert found["speakers.monitor"].kind == "system"
    assert all(device.default for device in found.values())


def test_the_verb_prints_what_the_contract_says(sound):
    answer = devices_verb(sound, "--json")
    assert answer.returncode == 0
    assert json.loads(answer.stdout)[0] == {
        "id": "microphone", "name": "Microphone", "kind": "microphone", "default": True,
    }  # fmt: skip
    assert "Microphone  [microphone]" in devices_verb(sound).stdout


def test_without_a_sound_server_the_verb_says_so_in_one_sentence(sound):
    answer = devices_verb(sound, "--json", PULSE_SERVER="unix:/nowhere")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("The sound server does not answer")
    assert len(answer.stderr.splitlines()) == 1
