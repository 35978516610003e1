import random

import pytest

from qwen_dictate.core.segments import (
    LEAD_MARKS,
    Commit,
    Drop,
    Limits,
    Resume,
    Room,
    Segmenter,
    Send,
    Step,
)

MARK_S = 0.032
LIMITS = Limits(look_from_s=45.0, cut_by_s=55.0)
LOOK, CUT = int(45 / MARK_S), int(55 / MARK_S)
ROOM, WHISPER, VOICE = -60.0, -50.0, -25.0


class Stream:
    """Does what the segmenter says, as the real stream does, and checks that it can be done."""

    def __init__(self, limits: Limits = LIMITS, *, gate: bool = True) -> None:
        self.segmenter = Segmenter(limits, gate=gate)
        self.steps: list[Step] = []
        self.marks = self.sent = self.begun = 0
        self.segments: list[tuple[int, int]] = []
        self.dropped: list[int] = []
        self.open = True
        self.needed = 0

    def hear(self, count: int, level: float, *, speech: bool = False) -> "Stream":
        for _ in range(count):
            self.marks += 1
            self.do(self.segmenter.feed(speech, level))
            self.needed = self.segmenter.needed_from
        return self

    def finish(self) -> "Stream":
        self.do(self.segmenter.finish())
        return self

    def do(self, steps: tuple[Step, ...]) -> None:
        for step in steps:
            self.steps.append(step)
            match step:
                case Send(upto):
                    assert self.open
                    assert self.sent < upto <= self.marks
                    self.sent = upto
                case Commit(upto):
                    assert self.open
                    assert upto == self.sent > self.begun
                    self.segments.append((self.begun, upto))
                    self.begun = upto
                case Drop():
                    assert self.open
                    self.open = False
                    self.dropped.append(self.marks)
                case Resume(start):
                    assert not self.open
                    assert self.needed <= start < self.marks
                    self.open = True
                    self.sent = self.begun = start


def test_sound_is_sent_as_it_comes() -> None:
    stream = Stream().hear(3, VOICE, speech=True)
    assert stream.steps == [Send(1), Send(2), Send(3)]


def test_the_end_mark_commits_what_was_spoken() -> None:
    stream = Stream().hear(30, ROOM).hear(60, VOICE, speech=True).finish()
    assert stream.segments == [(0, 90)]
    assert stream.segmenter.speech


def test_an_empty_recording_is_not_committed() -> None:
    assert Stream(gate=False).finish().steps == []


def test_a_segment_without_speech_is_not_committed() -> None:
    stream = Stream().hear(100, ROOM).finish()
    assert stream.segments == []
    assert not stream.segmenter.speech


def test_without_the_gate_silence_is_committed() -> None:
    assert Stream(gate=False).hear(100, ROOM).finish().segments == [(0, 100)]


def test_a_whisper_that_the_detection_misses_is_committed() -> None:
    stream = Stream().hear(30, ROOM).hear(20, WHISPER).hear(10, ROOM).finish()
    assert stream.segments == [(0, 60)]
    assert not stream.segmenter.speech


def test_a_key_click_is_no_speech() -> None:
    stream = Stream().hear(20, ROOM)
    for _ in range(4):
        stream.hear(3, VOICE).hear(10, ROOM)
    assert stream.finish().segments == []


def test_the_silence_of_a_waking_device_is_not_the_rooms_floor() -> None:
    assert Stream().hear(8, -96.0).hear(40, ROOM).finish().segments == []


def test_the_floor_is_no_quieter_than_a_microphone_and_no_louder_than_a_room() -> None:
    silent, loud = Room(), Room()
    for _ in range(50):
        silent.hear(-90.0)
        loud.hear(-10.0)
    assert (silent.floor_dbfs, loud.floor_dbfs) == (-72.0, -30.0)
    assert Room().floor_dbfs == -30.0


def test_a_long_utterance_is_cut_at_the_first_pause_after_45_s() -> None:
    stream = Stream().hear(20, ROOM).hear(LOOK, VOICE, speech=True)
    stream.hear(40, ROOM).hear(50, VOICE, speech=True).finish()
    (first, second) = stream.segments
    assert LOOK < first[1] <= LOOK + 20 + 7
    assert second == (first[1], LOOK + 20 + 90)


def test_without_a_pause_it_is_cut_at_the_quietest_200_ms() -> None:
    stream = Stream().hear(LOOK + 100, VOICE, speech=True)
    stream.hear(7, VOICE - 10, speech=True).hear(CUT, VOICE, speech=True)
    assert stream.segments[0] == (0, LOOK + 103)


def test_it_is_cut_by_55_s_even_where_nothing_is_quiet() -> None:
    stream = Stream().hear(CUT, VOICE, speech=True)
    assert len(stream.segments) == 1
    assert LOOK < stream.segments[0][1] <= CUT


def test_a_pause_in_a_noisy_room_needs_both_signs() -> None:
    """The detection says pause, the level does not: it may be a soft word."""
    stream = Stream().hear(200, ROOM).hear(LOOK, VOICE, speech=True).hear(20, WHISPER)
    assert stream.segments == []


def test_what_lies_behind_the_best_place_is_held_back() -> None:
    stream = Stream().hear(LOOK + 60, VOICE, speech=True).hear(7, -40.0, speech=True)
    best = stream.sent
    stream.hear(50, VOICE, speech=True)
    assert stream.sent == best
    stream.finish()
    assert stream.segments == [(0, LOOK + 117)]


def test_limits_too_close_for_a_pause_still_cut() -> None:
    stream = Stream(Limits(1.0, 1.0)).hear(100, VOICE, speech=True)
    assert [end - begin for begin, end in stream.segments] == [31, 31, 31]


def test_no_speech_by_55_s_drops_the_connection() -> None:
    stream = Stream().hear(CUT + 500, ROOM)
    assert stream.dropped == [CUT]
    assert stream.sent < CUT
    assert stream.finish().segments == []


def test_after_a_drop_the_next_begins_half_a_second_before_speech() -> None:
    stream = Stream().hear(CUT + 500, ROOM).hear(50, VOICE, speech=True).finish()
    begin, end = stream.segments[0]
    assert begin <= CUT + 500 - LEAD_MARKS
    assert end == CUT + 550


def test_after_a_drop_a_whisper_resumes_too() -> None:
    stream = Stream().hear(CUT + 500, ROOM).hear(50, WHISPER).finish()
    assert stream.segments[0][0] <= CUT + 500 - LEAD_MARKS


def test_speech_that_begins_after_45_s_of_silence_gets_a_fresh_segment() -> None:
    stream = Stream().hear(LOOK + 100, ROOM).hear(200, VOICE, speech=True).finish()
    assert len(stream.dropped) == 1
    assert stream.segments[0][0] <= LOOK + 100 - LEAD_MARKS
    assert stream.segments[0][1] == LOOK + 300


def test_a_silent_segment_behind_a_spoken_one_is_dropped_too() -> None:
    stream = Stream().hear(LOOK + 5, VOICE, speech=True).hear(CUT + 30, ROOM)
    assert len(stream.segments) == 1
    assert len(stream.dropped) == 1
    assert stream.segmenter.speech


def test_a_whisper_known_late_is_not_dropped() -> None:
    """The room is heard only after it: by then its level has left the floor."""
    stream = Stream().hear(LOOK - 50, WHISPER).hear(CUT, ROOM)
    assert stream.segments[0][0] == 0


@pytest.mark.parametrize("gate", [True, False])
@pytest.mark.parametrize("seed", range(6))
def test_no_mark_is_lost_or_doubled(seed: int, gate: bool) -> None:
    chance = random.Random(seed)
    stream = Stream(Limits(4.0, 6.0), gate=gate)
    spoken: list[int] = []
    for _ in range(60):
        count, speech = chance.randint(1, 90), chance.random() < 0.5
        if speech:
            spoken += range(stream.marks, stream.marks + count)
        stream.hear(count, chance.uniform(-40, -20) if speech else ROOM, speech=speech)
    stream.finish()
    heard = [mark for begin, end in stream.segments for mark in range(begin, end)]
    assert heard == sorted(set(heard))
    assert set(spoken) <= set(heard)
    assert all((end - begin) * MARK_S <= 6.0 for begin, end in stream.segments)
    if not gate:
        assert heard == list(range(stream.marks))


def test_a_long_pause_after_speech_ends_a_segment_at_once_where_that_is_wanted() -> None:
    limits = Limits(8.0, 25.0, pause_s=0.64)
    stream = Stream(limits).hear(30, VOICE, speech=True).hear(19, ROOM)
    assert stream.segments == []
    stream.hear(1, ROOM)
    assert stream.segments == [(0, 50)]
    stream.hear(60, ROOM).hear(40, VOICE, speech=True).hear(20, ROOM)
    assert stream.segments == [(0, 50), (50, 170)]
    assert Stream().hear(30, VOICE, speech=True).hear(90, ROOM).segments == []
