import threading
from pathlib import Path

import pytest

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.core.events import RecordingFailed, SoundNotice
from qwen_dictate.sound.sources import SYSTEM_SOUND
from tests.integration.sound.private_sound import PrivateSound, is_tone, numbers, ramp, sound_of
from tests.support.waiting import wait_until


@pytest.fixture
def sound():
    with PrivateSound() as private:
        yield private


def hear_out(recording):
    """Wait until what was said has come through the server's buffers."""
    grown = recording.seconds + 0.1
    wait_until(lambda: recording.seconds > grown, 3)


def loudest(samples):
    return max((abs(sample) for sample in samples), default=0)


def notices(dictation, number):
    return [event.error.user_text for event in dictation.all(SoundNotice, number)]


def test_the_loudspeakers_are_never_recorded_when_the_microphone_is_taken_away(
    sound, dictation, tone
):
    sound.speakers.play(tone, wait=False)
    wait_until(lambda: "paplay" in sound.run(["pactl", "list", "sink-inputs"]))
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    sound.microphone.say(ramp(0.3).tobytes())
    hear_out(recording)
    sound.microphone.unplug()
    failed = dictation.wait_failed(1, limit_s=2)
    assert isinstance(failed.error, MicrophoneError)
    heard = sound_of(recording)
    assert numbers(heard) == ramp(0.3).tolist()  # nothing else: not a sample of the tone
    assert failed.seconds == recording.seconds


def test_another_microphone_goes_on_in_the_same_recording_and_it_is_told(sound, dictation, tone):
    sound.add_microphone("second")
    sound.run(["pactl", "set-default-source", "microphone"])
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    sound.microphone.say(ramp(0.3).tobytes())
    hear_out(recording)
    sound.start(["paplay", "--device=second_feed", str(tone)])
    sound.microphone.unplug()
    dictation.wait(SoundNotice, 1)
    assert "second is heard now" in notices(dictation, 1)[0]
    grown = recording.seconds + 1
    wait_until(lambda: recording.seconds > grown, 5)
    dictation.end(1)
    dictation.wait_ended(1)
    heard = sound_of(recording)
    assert heard[heard.index(1) :][: len(ramp(0.3))] == ramp(0.3)
    assert is_tone(heard[-8_000:])


def test_a_chosen_microphone_stays_when_the_default_changes(sound, dictation):
    sound.add_microphone("second")
    sound.run(["pactl", "set-default-source", "microphone"])
    _, recording = dictation.begin(1, device="microphone")
    dictation.wait_first(1)
    sound.run(["pactl", "set-default-source", "second"])
    wait_until(lambda: sound.microphone.readers() == ["Qwen Dictate"])
    grown = recording.seconds + 0.2
    wait_until(lambda: recording.seconds > grown, 3)
    assert sound.microphone.readers() == ["Qwen Dictate"]
    sound.microphone.say(ramp(0.3).tobytes())
    dictation.end(1)
    dictation.wait_ended(1)
    assert numbers(sound_of(recording)) == ramp(0.3).tolist()
    assert not dictation.all(RecordingFailed, 1)


def test_a_muted_microphone_is_told_before_and_during_a_recording(sound, dictation):
    sound.microphone.mute()
    _, recording = dictation.begin(1)
    dictation.wait(SoundNotice, 1)
    assert "muted" in notices(dictation, 1)[0]
    dictation.end(1)
    dictation.wait_ended(1)
    sound.microphone.mute(False)
    dictation.begin(2)
    dictation.wait_first(2)
    assert notices(dictation, 2) == []
    sound.microphone.mute()
    dictation.wait(SoundNotice, 2, limit_s=1)
    assert "muted" in notices(dictation, 2)[0]
    assert loudest(sound_of(recording)) == 0


def test_a_suspended_microphone_is_told_and_what_was_heard_is_kept(sound, dictation):
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    sound.microphone.say(ramp(0.2).tobytes())
    hear_out(recording)
    sound.microphone.suspend()
    dictation.wait(SoundNotice, 1, limit_s=2)
    assert "No sound comes" in notices(dictation, 1)[0]
    failed = dictation.wait_failed(1)
    assert failed.seconds == recording.seconds > 0.2
    assert len(notices(dictation, 1)) == 1
    assert numbers(sound_of(recording)) == ramp(0.2).tolist()


def test_a_microphone_that_wakes_up_goes_on(sound, dictation):
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    sound.microphone.suspend()
    dictation.wait(SoundNotice, 1, limit_s=2)
    sound.microphone.suspend(False)
    grown = recording.seconds + 0.2
    wait_until(lambda: recording.seconds > grown, 3)
    dictation.end(1)
    dictation.wait_ended(1)


def test_a_key_up_while_the_microphone_is_suspended_ends_the_recording(sound, dictation):
    dictation.begin(1)
    dictation.wait_first(1)
    sound.microphone.suspend()
    at = dictation.end(1)
    assert dictation.wait_ended(1, limit_s=2).at - at < 1


def test_a_killed_server_keeps_what_was_heard_and_the_next_one_is_used(sound, dictation):
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    sound.microphone.say(ramp(0.2).tobytes())
    hear_out(recording)
    sound.kill_sound()
    failed = dictation.wait_failed(1, limit_s=3)
    assert numbers(sound_of(recording)) == ramp(0.2).tolist()
    assert failed.error.kind == "microphone"
    dictation.begin(2)
    assert "sound server" in dictation.wait_failed(2, limit_s=2).error.user_text
    sound.serve_sound()
    _, recording = dictation.begin(3)
    dictation.wait_first(3)
    sound.microphone.say(ramp(0.2).tobytes())
    dictation.end(3)
    dictation.wait_ended(3)
    assert numbers(sound_of(recording)) == ramp(0.2).tolist()


def test_a_monitor_as_default_is_no_microphone(sound, dictation, tone):
    sound.run(["pactl", "set-default-source", "speakers.monitor"])
    sound.speakers.play(tone, wait=False)
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    sound.microphone.say(ramp(0.2).tobytes())
    dictation.end(1)
    dictation.wait_ended(1)
    assert numbers(sound_of(recording)) == ramp(0.2).tolist()


def test_without_any_microphone_nothing_is_recorded(sound, dictation):
    sound.microphone.unplug()
    _, recording = dictation.begin(1)
    failed = dictation.wait_failed(1, limit_s=2)
    assert "There is no microphone" in failed.error.user_text
    assert recording.seconds == failed.seconds == 0


def test_a_chosen_microphone_that_is_not_there_is_replaced_and_it_is_told(sound, dictation):
    _, recording = dictation.begin(1, device="usb_headset")
    dictation.wait_first(1)
    dictation.wait(SoundNotice, 1)
    assert "not connected" in notices(dictation, 1)[0]
    sound.microphone.say(ramp(0.2).tobytes())
    dictation.end(1)
    dictation.wait_ended(1)
    assert numbers(sound_of(recording)) == ramp(0.2).tolist()


def test_system_sound_is_what_the_loudspeakers_play_and_nothing_else(sound, dictation, tone):
    sound.microphone.say(ramp(1.9).tobytes(), wait=False)
    sound.speakers.play(tone, wait=False)
    wait_until(lambda: "paplay" in sound.run(["pactl", "list", "sink-inputs"]))
    _, recording = dictation.begin(1, device=SYSTEM_SOUND)
    dictation.wait_first(1)
    wait_until(lambda: recording.seconds > 1)
    dictation.end(1)
    dictation.wait_ended(1)
    assert is_tone(sound_of(recording)[8_000:])


def test_a_sleeping_recorder_holds_nothing(sound, dictation):
    def held():
        return threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))

    for number in range(2):
        dictation.begin(number)
        dictation.wait_first(number)
        dictation.end(number)
        dictation.wait_ended(number)
    wait_until(lambda: not sound.microphone.readers())
    wait_until(lambda: not any(t.name == "sound watch" for t in threading.enumerate()))
    before = held()
    for number in range(2, 22):
        dictation.begin(number)
        dictation.wait_first(number)
        dictation.end(number)
        dictation.wait_ended(number)
    wait_until(lambda: held() <= before, 3, lambda: f"{before} → {held()}")
