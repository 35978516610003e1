"""recording/stored: one name, two forms; never less than one whole form on the disk."""

import os
import random
import stat

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording import stored
from qwen_dictate.recording.recording import Recording

PCM = random.Random(3).randbytes(2 * 16_000 * 3 + 1234)


class Every:
    """Marks two of three windows as speech."""

    going_on = False

    def __init__(self):
        self.count = 0

    def mark(self, _window):
        self.count += 1
        return self.count % 3 > 0


@pytest.fixture
def raw(tmp_path):
    recording = Recording.create(tmp_path / "one.rec", new_marker=Every)
    recording.append(PCM)
    recording.end(EndKind.COMPLETE)
    return recording.path


def read_all(recording, from_s=0.0):
    reader, pieces = recording.reader(from_s), []
    while not pieces or pieces[-1].end is None:
        pieces.append(reader.read(0.7, 1))
    return b"".join(p.pcm for p in pieces), tuple(m for p in pieces for m in p.speech)


def test_the_flac_says_what_the_raw_one_said(raw):
    before = Recording.load(raw)
    wanted, later, when = read_all(before), read_all(before, 1.5), raw.stat().st_mtime
    assert stored.prepare(raw)
    stored.swap(raw)
    assert [path.name for path in raw.parent.iterdir()] == ["one.flac"]
    assert stored.find(raw) == raw.with_suffix(".flac")
    assert stat.S_IMODE(raw.with_suffix(".flac").stat().st_mode) == 0o600
    assert raw.with_suffix(".flac").stat().st_mtime == pytest.approx(when, abs=0.01)
    after = Recording.load(raw)
    assert read_all(after) == wanted
    assert read_all(after, 1.5) == later
    # Who opened it before goes on reading.
    assert read_all(before) == wanted
    assert (after.seconds, after.ended, after.recovered) == (before.seconds, before.ended, False)


@pytest.mark.parametrize("kind", list(EndKind))
def test_how_it_ended_is_kept(tmp_path, kind):
    recording = Recording.create(tmp_path / "x.rec", new_marker=Every)
    recording.append(PCM[:5000])
    recording.end(kind)
    assert stored.prepare(recording.path)
    stored.swap(recording.path)
    assert Recording.load(recording.path).ended is kind


def test_one_that_a_kill_cut_off_stays_recovered(tmp_path):
    recording = Recording.create(tmp_path / "x.rec", new_marker=Every)
    recording.append(PCM)
    stored.prepare(recording.path)
    stored.swap(recording.path)
    loaded = Recording.load(recording.path)
    assert loaded.ended is EndKind.COMPLETE
    assert read_all(loaded)[0] == PCM


def test_a_kill_between_the_steps_leaves_the_raw_one(raw):
    raw.with_suffix(".flac.part").write_bytes(b"half a file")
    wanted = read_all(Recording.load(raw))
    assert stored.prepare(raw)
    assert read_all(Recording.load(raw)) == wanted
    assert stored.names(raw.parent) == [raw]


def test_one_that_was_deleted_meanwhile_does_not_come_back(raw):
    assert stored.prepare(raw)
    Recording.load(raw).delete()
    stored.swap(raw)
    assert list(raw.parent.iterdir()) == []


def test_deleting_removes_every_form(raw):
    assert stored.prepare(raw)
    stored.swap(raw)
    Recording.load(raw).delete()
    assert list(raw.parent.iterdir()) == []
    assert not stored.prepare(raw)


def test_a_disk_that_refuses_leaves_the_raw_one(raw):
    wanted = read_all(Recording.load(raw))
    raw.with_suffix(".flac.part").mkdir()
    with pytest.raises(DiskError):
        stored.prepare(raw)
    assert read_all(Recording.load(raw)) == wanted


@pytest.mark.parametrize("content", [b"", b"fLaC", b"RIFF1234WAVE", os.urandom(5000)])
def test_a_file_that_is_no_flac_is_an_error_with_a_sentence(tmp_path, content):
    (tmp_path / "x.flac").write_bytes(content)
    with pytest.raises(DiskError, match="could not be read"):
        Recording.load(tmp_path / "x.rec")
