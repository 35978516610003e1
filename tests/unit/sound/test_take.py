import pytest

from qwen_dictate.core.errors import DiskError, MicrophoneError
from qwen_dictate.core.events import (
    EndKind,
    FirstBlock,
    Level,
    RecordingEnded,
    RecordingFailed,
    SoundNotice,
    SpeechHeard,
)
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound.take import Block, Take

BLOCK = b"\1\0" * 320
S = 0.02


class Loud:
    going_on = False

    def mark(self, window):
        return self.going_on


class Rig:
    def __init__(self):
        self.now = 100.0
        self.events = []
        self.marker = Loud()
        self.recording = Recording.create(None, new_marker=lambda: self.marker)
        self.take = Take(7, self.recording, self.events.append, lambda: self.now)

    def hear(self, *starts):
        for start in starts:
            self.take.take(Block(BLOCK, start))

    def kinds(self):
        return [type(event) for event in self.events if not isinstance(event, Level)]

    @property
    def blocks(self):
        return self.recording.seconds / S


@pytest.fixture
def rig():
    return Rig()


def test_a_recording_begins_exactly_where_it_should(rig):
    rig.take.begin_at(100.03)
    rig.hear(99.98, 100.0, 100.02, 100.04)
    assert rig.blocks == pytest.approx(1.5)
    assert rig.kinds() == [FirstBlock]


def test_a_jump_of_the_clock_loses_nothing_once_it_has_begun(rig):
    rig.take.begin_at(100.0)
    rig.hear(100.0, 99.9, 100.04)
    assert rig.blocks == 3


def test_it_ends_with_the_block_that_reaches_over_key_up(rig):
    rig.hear(100.0, 100.02)
    rig.take.stop(100.055, EndKind.COMPLETE)
    rig.hear(100.04)
    assert not rig.take.ended  # 10 ms margin: the clocks are not that exact
    rig.hear(100.06, 100.08)
    assert rig.blocks == 4
    assert rig.recording.ended is EndKind.COMPLETE
    assert rig.events[-1] == RecordingEnded(7, EndKind.COMPLETE, 0.08, 100.0)


def test_a_key_up_that_is_told_late_ends_it_at_once(rig):
    rig.hear(100.0, 100.02, 100.04)
    rig.take.stop(100.02, EndKind.COMPLETE)
    assert rig.take.ended


def test_speech_that_goes_on_has_200_ms_more(rig):
    rig.marker.going_on = True
    rig.hear(100.0, 100.02)
    rig.take.stop(100.04, EndKind.COMPLETE)
    rig.hear(*(100.04 + n * S for n in range(50)))
    assert rig.blocks == 2 + 10


def test_the_tail_ends_when_speech_does(rig):
    rig.marker.going_on = True
    rig.hear(100.0, 100.02)
    rig.take.stop(100.04, EndKind.COMPLETE)
    rig.hear(100.04, 100.06)
    rig.marker.going_on = False
    rig.hear(100.08, 100.1)
    assert rig.blocks == 5


def test_the_tail_ends_where_the_next_utterance_begins(rig):
    rig.marker.going_on = True
    rig.hear(100.0, 100.02)
    rig.take.stop(100.04, EndKind.COMPLETE)
    rig.take.let_next_begin(100.1)
    rig.hear(*(100.04 + n * S for n in range(50)))
    assert rig.blocks == 2 + 3


def test_a_stream_that_gives_nothing_does_not_hold_up_the_end(rig):
    rig.hear(100.0)
    rig.take.stop(100.02, EndKind.COMPLETE)
    assert rig.take.deadline == pytest.approx(100.52)
    rig.now = 100.53
    rig.take.end_if_over()
    assert rig.kinds()[-1] is RecordingEnded


def test_a_cancelled_one_ends_at_once_even_in_its_tail(rig):
    rig.hear(100.0)
    rig.take.stop(100.02, EndKind.COMPLETE)
    rig.take.stop(100.03, EndKind.CANCELLED)
    rig.take.stop(100.03, EndKind.CANCELLED)
    assert rig.recording.ended is EndKind.CANCELLED
    assert rig.kinds() == [FirstBlock, RecordingEnded]


def test_speech_is_told_once(rig):
    rig.marker.going_on = True
    rig.hear(*(100 + n * S for n in range(9)))
    assert rig.kinds() == [FirstBlock, SpeechHeard]


def test_levels_come_at_most_30_times_a_second_with_the_peak_between(rig):
    loud = (b"\0\x40") * 320
    for number in range(50):
        rig.now = 100 + number * S
        rig.take.take(Block(loud if number % 7 == 1 else BLOCK, rig.now))
    levels = [event for event in rig.events if isinstance(event, Level)]
    assert 24 <= len(levels) <= 30
    assert sum(level.dbfs > -7 for level in levels) == 7


def test_a_failure_keeps_what_was_heard_and_is_told_once(rig):
    rig.hear(100.0, 100.02)
    error = MicrophoneError("gone")
    rig.take.fail(error)
    rig.take.fail(error)
    rig.take.stop(100.0, EndKind.COMPLETE)
    rig.hear(100.04)
    assert rig.events[-1] == RecordingFailed(7, error, 0.04, 100.0)
    assert rig.kinds() == [FirstBlock, RecordingFailed]
    assert rig.recording.ended is EndKind.COMPLETE


def test_a_full_disk_is_told_once_and_too_much_in_memory_ends_it(rig, monkeypatch, tmp_path):
    monkeypatch.setattr("qwen_dictate.recording.recording._UNWRITTEN_BYTES", 4 * len(BLOCK))
    (tmp_path / "file").write_text("")
    rig.recording = Recording.create(tmp_path / "file" / "x.rec", new_marker=Loud)
    rig.take = Take(7, rig.recording, rig.events.append, lambda: rig.now)
    rig.hear(*(100 + n * S for n in range(9)))
    assert rig.kinds() == [FirstBlock, SoundNotice, RecordingFailed]
    assert isinstance(rig.events[-1].error, DiskError)
    assert rig.blocks == 5


def test_nobody_is_told_anything_after_key_up(rig):
    rig.hear(100.0)
    rig.take.stop(100.5, EndKind.COMPLETE)
    rig.take.notice(MicrophoneError("muted"))
    assert SoundNotice not in rig.kinds()
