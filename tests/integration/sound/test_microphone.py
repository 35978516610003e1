import time

from qwen_dictate.core.events import EndKind, Level, SpeechHeard
from tests.integration.sound.private_sound import numbers, ramp, sound_of
from tests.support.recordings import recording as speech
from tests.support.waiting import wait_until


def pause(seconds):
    end = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() >= end, seconds + 1)


def test_every_sample_spoken_between_key_down_and_key_up_is_kept_exactly(sound, dictation):
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    said = sound.microphone.say(ramp(1.5).tobytes())
    dictation.end(1)
    ended = dictation.wait_ended(1)
    assert numbers(sound_of(recording)) == ramp(1.5).tolist()
    assert ended.kind is EndKind.COMPLETE
    assert ended.seconds == recording.seconds
    assert said.seconds == 1.5


def test_a_cold_start_loses_less_than_20_ms(sound, dictation):
    lost = []
    for number in range(4):
        said = sound.microphone.say(ramp(0.6).tobytes(), wait=False)
        pause(0.2)
        at, recording = dictation.begin(number)
        dictation.wait_first(number)
        dictation.end(number)
        dictation.wait_ended(number)
        lost.append(said.began_at + numbers(sound_of(recording))[0] / 16_000 - at)
        said.wait()
    assert sorted(lost)[1] < 0.02  # the machine may be busy once or twice


def test_a_warm_start_has_the_preroll(sound, dictation):
    dictation.begin(1, keep_warm_s=5)
    dictation.wait_first(1)
    dictation.end(1)
    dictation.wait_ended(1)
    said = sound.microphone.say(ramp(1.9).tobytes(), wait=False)
    pause(0.5)
    at, recording = dictation.begin(2, preroll_ms=200)
    first = dictation.wait_first(2)
    assert first.at - at < 0.02
    dictation.end(2)
    dictation.wait_ended(2)
    heard = numbers(sound_of(recording))
    heard_from = said.began_at + heard[0] / 16_000
    assert abs(at - heard_from - 0.2) < 0.015
    assert heard == list(range(heard[0], heard[-1] + 1))
    said.wait()


def test_without_preroll_a_warm_start_has_nothing_from_before(sound, dictation):
    dictation.begin(1, keep_warm_s=5)
    dictation.wait_first(1)
    dictation.end(1)
    dictation.wait_ended(1)
    said = sound.microphone.say(ramp(1.9).tobytes(), wait=False)
    pause(0.5)
    at, recording = dictation.begin(2, preroll_ms=0)
    dictation.wait_first(2)
    dictation.end(2)
    dictation.wait_ended(2)
    assert abs(said.began_at + numbers(sound_of(recording))[0] / 16_000 - at) < 0.015
    said.wait()


def test_no_sample_before_key_up_is_lost_and_the_end_comes_soon(sound, dictation):
    lost, took = [], []
    for number in range(6):
        said = sound.microphone.say(ramp(0.6).tobytes(), wait=False)
        _, recording = dictation.begin(number, keep_warm_s=5)
        dictation.wait_first(number)
        pause(0.3 + 0.007 * number)
        at = dictation.end(number)
        ended = dictation.wait_ended(number)
        heard_to = said.began_at + numbers(sound_of(recording))[-1] / 16_000
        lost.append(at - heard_to)
        took.append(ended.at - at)
        said.wait()
    assert max(lost) <= 0
    assert min(took) < 0.06


def test_the_tail_goes_on_while_speech_does(sound, dictation):
    said = sound.microphone.say(speech("en_jfk").path, wait=False)
    _, recording = dictation.begin(1)
    dictation.wait(SpeechHeard, 1)
    pause(0.3)
    at = dictation.end(1)
    ended = dictation.wait_ended(1)
    sound.microphone.hush()
    assert 0.15 < ended.at - at < 0.35
    assert recording.speech_heard
    assert said.over


def test_a_cancelled_recording_ends_at_once(sound, dictation):
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    at = dictation.end(1, EndKind.CANCELLED)
    ended = dictation.wait_ended(1)
    assert recording.ended is ended.kind is EndKind.CANCELLED
    assert ended.at - at < 0.05


def test_overlapping_utterances_each_get_what_belongs_to_them(sound, dictation):
    said = sound.microphone.say(ramp(1.9).tobytes(), wait=False)
    _, first = dictation.begin(1, preroll_ms=500, keep_warm_s=5)
    dictation.wait_first(1)
    pause(0.3)
    up = dictation.end(1)
    down, second = dictation.begin(2, preroll_ms=500, keep_warm_s=5)
    dictation.wait_ended(1)
    pause(0.3)
    dictation.end(2)
    dictation.wait_ended(2)
    said.wait()
    one, two = numbers(sound_of(first)), numbers(sound_of(second))
    assert one == list(range(one[0], one[-1] + 1))
    assert two == list(range(two[0], two[-1] + 1))
    assert one[-1] >= (up - said.began_at) * 16_000
    assert two[0] <= (down - said.began_at) * 16_000
    assert two[0] > (up - said.began_at - 0.01) * 16_000


def test_the_stream_stays_open_while_warm_and_is_closed_then(sound, dictation):
    dictation.begin(1, keep_warm_s=1)
    dictation.wait_first(1)
    assert sound.microphone.readers() == ["Qwen Dictate"]
    dictation.end(1)
    dictation.wait_ended(1)
    pause(0.5)
    assert sound.microphone.readers() == ["Qwen Dictate"]
    wait_until(lambda: not sound.microphone.readers(), 3)
    assert dictation.worker._patience_s() is None


def test_levels_are_told_at_most_30_times_a_second(sound, dictation):
    said = sound.microphone.say(speech("en_goforward").path, wait=False)
    dictation.begin(1)
    dictation.wait_first(1)
    pause(1.5)
    dictation.end(1)
    dictation.wait_ended(1)
    sound.microphone.hush()
    levels = dictation.all(Level, 1)
    assert 20 <= len(levels) <= 48
    assert max(level.dbfs for level in levels) > -40
    assert said.over


def test_ending_the_worker_ends_the_recording(sound, dictation):
    _, recording = dictation.begin(1)
    dictation.wait_first(1)
    dictation.worker.quit()
    assert dictation.wait_ended(1).kind is EndKind.COMPLETE
    assert recording.seconds > 0
