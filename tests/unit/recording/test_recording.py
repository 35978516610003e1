import errno
import os
import random
import stat
import threading

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording import file
from qwen_dictate.recording.recording import Recording

WINDOW = 1024


class LoudMarker:
    """Marks a window as speech when its first byte is not zero."""

    going_on = False

    def mark(self, window):
        assert len(window) == WINDOW
        self.going_on = window[0] != 0
        return self.going_on


def new(path=None, **options):
    return Recording.create(path, new_marker=LoudMarker, **options)


def noise(size, seed=1):
    return random.Random(seed).randbytes(size)


def read_all(recording, from_s=0.0, max_s=1.0):
    reader = recording.reader(from_s)
    pieces = []
    while not pieces or pieces[-1].end is None:
        piece = reader.read(max_s, 0)
        if piece is None:
            break
        pieces.append(piece)
    return pieces


def sound_of(pieces):
    return b"".join(piece.pcm for piece in pieces)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "audio" / "one.rec"


@pytest.mark.parametrize("where", ["memory", "file"])
def test_what_was_appended_is_read_whatever_the_sizes_of_the_blocks(where, path):
    recording = new(path if where == "file" else None)
    pcm = noise(40_002)
    chance = random.Random(2)
    place = 0
    while place < len(pcm):
        step = chance.choice([1, 3, 640, 1023, 1024, 5000])
        recording.append(pcm[place : place + step])
        place += step
    recording.end(EndKind.COMPLETE)
    pieces = read_all(recording, max_s=0.1)
    assert sound_of(pieces) == pcm
    assert pieces[-1].end is EndKind.COMPLETE
    assert all(len(piece.pcm) == 3 * WINDOW for piece in pieces[:-1])
    assert [len(piece.speech) for piece in pieces] == [-(-len(p.pcm) // WINDOW) for p in pieces]
    assert recording.seconds == len(pcm) / 32_000


def test_an_odd_byte_at_the_end_is_no_sample():
    recording = new()
    recording.append(b"\1\2\3")
    recording.end(EndKind.COMPLETE)
    assert sound_of(read_all(recording)) == b"\1\2"


def test_a_reader_gets_whole_marks_while_the_recording_grows():
    recording = new()
    reader = recording.reader()
    recording.append(bytes(1500))
    piece = reader.read(1.0, 0)
    assert (len(piece.pcm), piece.end, piece.at_s) == (1024, None, 0.0)
    assert reader.read(1.0, 0) is None
    recording.end(EndKind.CANCELLED)
    last = reader.read(1.0, 0)
    assert (len(last.pcm), last.end, last.at_s) == (476, EndKind.CANCELLED, 0.032)
    again = reader.read(1.0, 0)
    assert (again.pcm, again.end) == (b"", EndKind.CANCELLED)


def test_readers_have_their_own_positions():
    recording = new()
    pcm = noise(10 * WINDOW)
    recording.append(pcm)
    recording.end(EndKind.COMPLETE)
    assert sound_of(read_all(recording, from_s=0.1)) == pcm[3 * WINDOW :]
    assert sound_of(read_all(recording)) == pcm
    assert read_all(recording, from_s=99.0)[-1].end is EndKind.COMPLETE


def test_a_waiting_reader_wakes_when_sound_comes():
    recording = new()
    reader = recording.reader()
    got = []
    thread = threading.Thread(target=lambda: got.append(reader.read(1.0, 10.0)))
    thread.start()
    recording.append(bytes(WINDOW))
    thread.join(5)
    assert [len(piece.pcm) for piece in got] == [WINDOW]


def test_many_readers_follow_a_writer_through_memory_and_file(path, monkeypatch):
    monkeypatch.setattr("qwen_dictate.recording.recording._TAIL_BYTES", 8 * WINDOW)
    monkeypatch.setattr("qwen_dictate.recording.recording._TRIM_BYTES", WINDOW)
    recording = new(path)
    pcm = noise(300_000)
    heard = {}

    def follow(number):
        reader = recording.reader()
        parts = []
        while True:
            piece = reader.read(0.2, 10)
            parts.append(piece.pcm)
            if piece.end:
                break
        heard[number] = b"".join(parts)

    threads = [threading.Thread(target=follow, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for place in range(0, len(pcm), 640):
        recording.append(pcm[place : place + 640])
    assert len(recording._tail) < 12 * WINDOW
    recording.end(EndKind.COMPLETE)
    for thread in threads:
        thread.join(20)
    assert [heard[n] == pcm for n in range(4)] == [True] * 4
    assert sound_of(read_all(recording)) == pcm


def test_captions_in_memory_only_keep_the_last_seconds(monkeypatch):
    monkeypatch.setattr("qwen_dictate.recording.recording._TRIM_BYTES", WINDOW)
    recording = new(keep_s=1.0)
    pcm = noise(100 * WINDOW)
    for place in range(0, len(pcm), WINDOW):
        recording.append(pcm[place : place + WINDOW])
    pieces = read_all(recording)
    assert sound_of(pieces) == pcm[-len(sound_of(pieces)) :]
    assert 1.0 - 0.033 <= len(sound_of(pieces)) / 32_000 <= 1.1
    assert pieces[0].at_s == pytest.approx(3.2 - len(sound_of(pieces)) / 32_000)


def test_the_file_is_readable_by_its_owner_only(path):
    new(path).end(EndKind.COMPLETE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_speech_is_told_by_its_first_and_last_window():
    recording = new()
    assert (recording.speech_heard, recording.first_speech_s) == (False, None)
    recording.append(bytes(2 * WINDOW) + b"\1" * (3 * WINDOW) + bytes(WINDOW))
    recording.end(EndKind.COMPLETE)
    assert recording.speech_heard
    assert recording.first_speech_s == pytest.approx(0.064)
    assert recording.last_speech_s == pytest.approx(0.160)
    assert read_all(recording)[0].speech == (False, False, True, True, True, False)


def test_the_unfinished_last_window_is_marked_too():
    recording = new()
    recording.append(bytes(WINDOW) + b"\1" * 100)
    recording.end(EndKind.COMPLETE)
    assert read_all(recording)[-1].speech == (False, True)
    assert recording.last_speech_s == recording.seconds


def test_a_recording_ends_once_and_takes_nothing_afterwards():
    recording = new()
    recording.end(EndKind.CANCELLED)
    recording.end(EndKind.COMPLETE)
    assert recording.ended is EndKind.CANCELLED
    with pytest.raises(ValueError):
        recording.append(b"\0\0")


@pytest.mark.parametrize("kind", EndKind)
@pytest.mark.parametrize("size", [0, 2, 1022, 1024, 1026, 5000])
def test_a_finished_file_comes_back_as_it_was(path, size, kind):
    recording = new(path)
    recording.append(noise(size))
    recording.end(kind)
    loaded = Recording.load(path)
    assert sound_of(read_all(loaded)) == noise(size)
    assert (loaded.ended, loaded.recovered) == (kind, False)
    assert loaded.seconds == recording.seconds
    assert [p.speech for p in read_all(loaded)] == [p.speech for p in read_all(recording)]


def test_a_file_cut_at_any_byte_keeps_everything_readable(path):
    recording = new(path)
    pcm = noise(WINDOW + 700)
    recording.append(pcm)
    recording.end(EndKind.CANCELLED)
    whole = path.read_bytes()
    cut = path.with_name("cut.rec")
    for length in range(len(whole)):
        cut.write_bytes(whole[:length])
        loaded = Recording.load(cut)
        sound = sound_of(read_all(loaded))
        windows, rest = divmod(max(0, length - 16), WINDOW + 2)
        readable = windows * WINDOW + min(max(0, rest - 1) // 2 * 2, WINDOW)
        readable = min(readable, 2 * WINDOW)
        assert sound == (pcm + bytes(WINDOW))[:readable], length
        assert (loaded.ended, loaded.recovered) == (EndKind.COMPLETE, True)
        marks = read_all(loaded)[-1].speech
        assert len(marks) == -(-readable // WINDOW)


def test_what_was_appended_is_in_the_file_before_any_end(path):
    recording = new(path)
    recording.append(noise(640))
    assert sound_of(read_all(Recording.load(path))) == noise(640)
    recording.append(noise(640, seed=2))
    assert sound_of(read_all(Recording.load(path))) == noise(640) + noise(640, seed=2)
    recording.end(EndKind.COMPLETE)


def test_zeros_that_a_power_cut_left_are_no_sound(path):
    recording = new(path)
    recording.append(noise(2 * WINDOW))
    recording._writer.close()
    with path.open("ab") as end:
        end.write(bytes(4096))
    assert sound_of(read_all(Recording.load(path))) == noise(2 * WINDOW)


@pytest.mark.parametrize("content", [b"RIFF", b"RIFF" + bytes(100)])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    strange = tmp_path / "x.rec"
    strange.write_bytes(content)
    with pytest.raises(DiskError):
        Recording.load(strange)
    with pytest.raises(DiskError):
        Recording.load(tmp_path / "missing.rec")


class Disk:
    """A disk with room for so many bytes."""

    def __init__(self, monkeypatch, room):
        self.room = room
        self._write = os.write
        monkeypatch.setattr(file.os, "write", self.write)

    def write(self, descriptor, data):
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        count = self._write(descriptor, bytes(data[: self.room]))
        self.room -= count
        return count


@pytest.mark.parametrize("room", [0, 7, 16, 17, 900, 1040, 1041, 1042, 1043, 5000])
def test_a_full_disk_does_not_stop_a_recording_and_is_told(path, monkeypatch, room):
    disk = Disk(monkeypatch, room)
    recording = new(path)
    pcm = noise(20 * WINDOW)
    for place in range(0, len(pcm), 640):
        recording.append(pcm[place : place + 640])
    assert "No space left" in recording.disk_error.user_text
    assert sound_of(read_all(recording)) == pcm
    disk.room = 1 << 30
    recording.end(EndKind.COMPLETE)
    assert recording.disk_error is None
    assert sound_of(read_all(Recording.load(path))) == pcm


def test_what_the_full_disk_did_not_take_is_still_read_after_the_end(path, monkeypatch):
    Disk(monkeypatch, 3000)
    recording = new(path)
    recording.append(noise(20 * WINDOW))
    recording.end(EndKind.COMPLETE)
    assert recording.disk_error is not None
    assert sound_of(read_all(recording)) == noise(20 * WINDOW)
    assert sound_of(read_all(Recording.load(path))) == noise(20 * WINDOW)[:2978]


def test_memory_that_a_dead_disk_costs_has_a_limit(path, monkeypatch):
    monkeypatch.setattr("qwen_dictate.recording.recording._UNWRITTEN_BYTES", 4 * WINDOW)
    Disk(monkeypatch, 0)
    recording = new(path)
    recording.append(bytes(5 * WINDOW))
    with pytest.raises(DiskError):
        recording.append(bytes(WINDOW))
    assert len(sound_of(read_all(recording))) == 5 * WINDOW


def test_a_folder_that_cannot_be_made_leaves_a_recording_in_memory(tmp_path):
    (tmp_path / "blocked").write_text("")
    recording = new(tmp_path / "blocked" / "one.rec")
    recording.append(noise(WINDOW))
    recording.end(EndKind.COMPLETE)
    assert recording.disk_error is not None
    assert sound_of(read_all(recording)) == noise(WINDOW)


def test_a_deleted_recording_is_gone_from_disk_and_memory(path):
    recording = new(path)
    recording.append(noise(WINDOW))
    recording.end(EndKind.COMPLETE)
    reader = recording.reader()
    recording.delete()
    recording.delete()
    assert not path.exists()
    with pytest.raises(DiskError):
        reader.read(1.0, 0)


def test_a_recording_that_is_deleted_while_it_grows_is_gone_at_its_end(path):
    recording = new(path)
    recording.append(noise(WINDOW))
    recording.delete()
    recording.append(noise(WINDOW))
    recording.end(EndKind.CANCELLED)
    assert not path.exists()
    assert len(recording._tail) == 0
    with pytest.raises(DiskError):
        recording.reader().read(1.0, 0)
