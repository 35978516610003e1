import pytest

from qwen_dictate.recognition.local.pauses import (
    LONGEST_PAUSE_S,
    MARK_S,
    ROOM_BEFORE_S,
    ROOM_BEHIND_S,
    silent_s,
    spoken,
    voiced_s,
)

BEFORE, BEHIND = round(ROOM_BEFORE_S / MARK_S), round(ROOM_BEHIND_S / MARK_S)


def marks(*runs: tuple[bool, int]) -> list[bool]:
    return [mark for mark, count in runs for _ in range(count)]


def test_silence_around_the_speech_is_left_out_but_for_some_room():
    assert spoken(marks((False, 100), (True, 10), (False, 100))) == [(100 - BEFORE, 110 + BEHIND)]


def test_the_room_ends_where_the_sound_begins():
    assert spoken(marks((True, 3)))[0][0] == 0


def test_a_short_pause_is_kept():
    pause = round(LONGEST_PAUSE_S / MARK_S)
    assert len(spoken(marks((True, 10), (False, pause), (True, 10)))) == 1


def test_a_long_pause_is_cut_to_the_room():
    stretches = spoken(marks((True, 10), (False, 300), (True, 10)))
    assert stretches == [(0, 10 + BEHIND), (310 - BEFORE, 320 + BEHIND)]


def test_silence_has_nothing_to_decode():
    assert spoken(marks((False, 50))) == []


def test_voice_and_silence_are_measured_in_seconds():
    heard = marks((True, 10), (False, 5))
    assert voiced_s(heard) == pytest.approx(0.32)
    assert silent_s(heard) == pytest.approx(0.16)
    assert silent_s(marks((False, 5))) == pytest.approx(0.16)
