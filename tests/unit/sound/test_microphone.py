"""The microphone's worker over a PortAudio that the test plays itself."""

import pytest

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.core.events import (
    EndKind,
    FirstBlock,
    RecordingEnded,
    RecordingFailed,
    SoundNotice,
)
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound import microphone, opened
from qwen_dictate.sound.microphone import Microphone
from qwen_dictate.sound.portaudio import OpenStream
from qwen_dictate.sound.sources import Source, Sources, choose
from qwen_dictate.sound.watch import Watched

MIC, USB = Source("mic", "Microphone"), Source("usb", "Headset")
MONITOR = Source("speakers.monitor", "Monitor", monitor=True)
BLOCK = b"\1\0" * 320


class Silent:
    going_on = False

    def mark(self, window):
        return False


class FakePortAudio:
    def __init__(self):
        self.opened = []
        self.open_now = []
        self.refuse = None

    def get_ready(self):
        pass

    def open(self, wish, on_block, on_end):
        if self.refuse:
            raise self.refuse
        stream = OpenStream(object(), 16_000, 1)
        self.on_block, self.on_end, self.tag = on_block, on_end, wish.tag
        self.opened.append(wish.source)
        self.open_now.append(stream)
        return stream

    def close(self, stream):
        self.open_now.remove(stream)


class NoWatch:
    def __init__(self, tag, tell):
        pass

    def stop(self):
        pass


class Rig:
    def __init__(self, monkeypatch):
        self.now = 100.0
        self.events = []
        self.sources = Sources((MIC, USB, MONITOR), "mic", "speakers.monitor")
        self.portaudio = FakePortAudio()
        self.worker = Microphone(self.events.append, self.portaudio, lambda: self.now)
        monkeypatch.setattr(opened, "SourceWatch", NoWatch)
        monkeypatch.setattr(microphone, "resolve", self.resolve)

    def resolve(self, device):
        return opened.Chosen(device, choose(self.sources, device, system=False), system=False)

    def work(self):
        while not self.worker._inbox.empty() or self.worker._patience_s() == 0.0:
            assert self.worker._work()

    def begin(self, number, device="", preroll_ms=100, keep_warm_s=5):
        recording = Recording.create(None, new_marker=Silent)
        self.worker.record(number, recording, device, self.now, preroll_ms, keep_warm_s)
        self.work()
        return recording

    def stop(self, number, kind=EndKind.COMPLETE):
        self.worker.stop(number, self.now, kind)
        self.work()

    def hear(self, count=1):
        for _ in range(count):
            self.now += 0.02
            self.portaudio.on_block(BLOCK, self.now - 0.02)
            self.work()

    def wait(self, seconds):
        self.now += seconds
        self.work()

    def watch(self, source, found):
        self.worker._inbox.put(Watched(self.portaudio.tag, source, found))
        self.work()

    def kinds(self, number):
        wanted = (FirstBlock, RecordingEnded, RecordingFailed, SoundNotice)
        return [type(e) for e in self.events if isinstance(e, wanted) and e.utterance == number]


@pytest.fixture
def rig(monkeypatch):
    return Rig(monkeypatch)


def test_when_idle_nothing_is_open_and_nothing_is_due(rig):
    assert rig.worker._patience_s() is None
    rig.begin(1, keep_warm_s=5)
    rig.hear(3)
    rig.stop(1)
    rig.hear(3)
    assert rig.kinds(1) == [FirstBlock, RecordingEnded]
    assert rig.worker._patience_s() == pytest.approx(5, abs=0.1)
    rig.wait(5.1)
    assert rig.portaudio.open_now == []
    assert rig.worker._patience_s() is None


def test_a_warm_stream_gives_its_preroll_but_nothing_of_the_utterance_before(rig):
    rig.begin(1)
    rig.hear(20)
    rig.stop(1)
    rig.hear(3)
    second = rig.begin(2, preroll_ms=500)
    assert second.seconds == pytest.approx(0.07)  # from key-up on, with the margin of 10 ms
    assert rig.kinds(2) == [FirstBlock]
    assert len(rig.portaudio.opened) == 1


def test_a_refused_opening_fails_that_recording_only_and_the_worker_goes_on(rig):
    rig.portaudio.refuse = MicrophoneError("busy")
    rig.begin(1)
    rig.portaudio.refuse = RuntimeError("never thought of")
    rig.begin(2)
    rig.portaudio.refuse = None
    rig.begin(3)
    rig.hear()
    assert rig.kinds(1) == rig.kinds(2) == [RecordingFailed]
    assert rig.kinds(3) == [FirstBlock]


def test_another_device_is_another_stream_and_ends_a_running_tail(rig):
    rig.begin(1)
    rig.hear()
    rig.stop(1)
    rig.begin(2, device="usb")
    assert rig.kinds(1) == [FirstBlock, RecordingEnded]
    assert rig.portaudio.opened == ["mic", "usb"]
    assert len(rig.portaudio.open_now) == 1


def test_a_warm_stream_that_fell_silent_is_opened_again(rig):
    rig.begin(1, keep_warm_s=60)
    rig.hear(2)
    rig.stop(1)
    rig.hear(2)
    rig.wait(30)
    rig.begin(2)
    rig.hear()
    assert rig.portaudio.opened == ["mic", "mic"]
    assert rig.kinds(2) == [FirstBlock]


def test_blocks_of_a_closed_stream_are_dropped(rig):
    recording = rig.begin(1)
    old = rig.portaudio.on_block
    rig.watch(MONITOR, Sources((USB, MONITOR), "usb"))
    old(BLOCK, rig.now)
    rig.work()
    assert recording.seconds == 0
    assert rig.portaudio.opened == ["mic", "usb"]
    assert rig.kinds(1) == [SoundNotice]


def test_an_old_streams_end_ends_nothing(rig):
    rig.begin(1)
    rig.hear()
    old = rig.portaudio.on_end
    rig.watch(MONITOR, Sources((USB, MONITOR), "usb"))
    old()
    rig.hear()
    assert RecordingFailed not in rig.kinds(1)


def test_a_stream_that_ends_fails_all_recordings_and_the_next_opens_again(rig):
    rig.begin(1)
    rig.hear()
    rig.portaudio.on_end()
    rig.work()
    assert rig.kinds(1) == [FirstBlock, RecordingFailed]
    assert rig.portaudio.open_now == []
    rig.begin(2)
    rig.hear()
    assert rig.kinds(2) == [FirstBlock]


def test_no_first_block_within_a_second_is_a_failure(rig):
    rig.begin(1)
    rig.wait(1.01)
    assert rig.kinds(1) == [RecordingFailed]


def test_silence_of_the_device_is_told_after_one_second_and_ends_it_after_five(rig):
    rig.begin(1)
    rig.hear(3)
    rig.wait(1.01)
    assert rig.kinds(1) == [FirstBlock, SoundNotice]
    rig.wait(3.0)
    assert rig.kinds(1) == [FirstBlock, SoundNotice]
    rig.wait(1.0)
    assert rig.kinds(1) == [FirstBlock, SoundNotice, RecordingFailed]


def test_the_warm_stream_of_a_default_that_changed_is_closed(rig):
    rig.begin(1)
    rig.hear(2)
    rig.stop(1)
    rig.hear(2)
    rig.watch(MIC, Sources((MIC, USB), "usb"))
    assert rig.portaudio.open_now == []


def test_a_recording_stays_on_its_microphone_while_the_default_changes(rig):
    rig.begin(1)
    rig.hear()
    rig.watch(MIC, Sources((MIC, USB), "usb"))
    rig.hear()
    assert rig.portaudio.opened == ["mic"]
    assert rig.kinds(1) == [FirstBlock]


def test_a_stop_of_an_unknown_utterance_is_nothing(rig):
    rig.stop(9)
    assert rig.events == []


def test_quit_ends_what_is_open(rig):
    recording = rig.begin(1)
    rig.hear(2)
    rig.worker.quit()
    assert rig.worker._work() is False
    assert recording.ended is EndKind.COMPLETE
    assert rig.portaudio.open_now == []


def test_warming_up_opens_the_stream_without_any_recording(rig):
    rig.worker.warm("", 3)
    rig.work()
    rig.hear(20)
    recording = rig.begin(1, preroll_ms=100)
    assert recording.seconds == pytest.approx(0.11)
    rig.stop(1, EndKind.CANCELLED)
    rig.wait(6)
    assert rig.portaudio.open_now == []
