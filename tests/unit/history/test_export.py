"""history/export: the format by the ending, whole or not at all."""

import csv
import io
import json
import random
import stat
import zipfile

import pysubs2
import pytest
import soundfile

from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import EndKind
from qwen_dictate.history.export import UnknownFormat, export, formats
from qwen_dictate.history.row import Row
from qwen_dictate.recording import stored
from qwen_dictate.recording.recording import Recording

PCM = random.Random(5).randbytes(32_000)


class Mute:
    going_on = False

    def mark(self, _window):
        return False


def sound(folder, name):
    recording = Recording.create(folder / f"{name}.rec", new_marker=Mute)
    recording.append(PCM)
    recording.end(EndKind.COMPLETE)
    return str(recording.path)


@pytest.fixture
def rows(tmp_path):
    folder = tmp_path / "recordings"
    folder.mkdir()
    paths = [sound(folder, name) for name in ("a", "c")]
    assert stored.prepare(folder / "a.rec")
    stored.swap(folder / "a.rec")
    return [
        Row("a", "2026-11-24T10:00:00.000Z", 1.0, "one", "One, *two*.", "delivered", "type",
            "XTerm", "qwen", "en", audio=True, recording=paths[0]),
        Row("b", "2026-11-24T10:00:05.000Z", 2.0, state="cancelled"),
        Row("c", "2026-11-25T10:00:00.000Z", 1.0, "", "第二句\x1b[31m\n新行", "kept", audio=True,
            recording=paths[1]),
    ]  # fmt: skip


def text(rows, tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    assert export(rows, path) == len(rows)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    return path.read_text(encoding="utf-8")


def test_plain_and_markdown_have_the_texts_oldest_first(rows, tmp_path):
    plain = text(rows, tmp_path, "txt")
    assert plain.index("One, *two*.") < plain.index("第二句[31m\n新行")
    marked = text(rows, tmp_path, "md")
    assert marked.count("## 2026-11-2") == 2
    assert "XTerm** One, \\*two\\*." in marked
    assert "\x1b" not in plain + marked


def test_json_and_csv_have_every_row_and_field(rows, tmp_path):
    wanted = [row.as_json() for row in rows]
    assert json.loads(text(rows, tmp_path, "json")) == wanted
    read = list(csv.DictReader(io.StringIO(text(rows, tmp_path, "csv"))))
    assert [row["id"] for row in read] == ["a", "b", "c"]
    assert read[0]["text"] == "One, *two*."
    assert set(read[0]) == set(wanted[0])
    assert json.loads(text([], tmp_path, "json")) == []


@pytest.mark.parametrize("ending", ["srt", "vtt"])
def test_subtitles_stand_one_after_the_other(rows, tmp_path, ending):
    read = pysubs2.SSAFile.from_string(text(rows, tmp_path, ending))
    assert [event.start for event in read] == [0, 3000]
    assert "One, *two*." in read[0].plaintext
    assert "\x1b" not in read[1].plaintext


@pytest.mark.parametrize("ending", ["wav", "flac"])
def test_sound_is_that_of_all_that_is_kept(rows, tmp_path, ending):
    path = tmp_path / f"out.{ending}"
    export(rows, path)
    with soundfile.SoundFile(path) as read:
        assert bytes(read.buffer_read(dtype="int16")) == PCM * 2
        assert read.format == ending.upper()


def test_a_zip_has_texts_and_recordings(rows, tmp_path):
    export(rows, tmp_path / "all.ZIP")
    with zipfile.ZipFile(tmp_path / "all.ZIP") as archive:
        assert set(archive.namelist()) == {
            "history.md", "history.json", "audio/a.flac", "audio/c.flac",
        }  # fmt: skip
        for name in ("audio/a.flac", "audio/c.flac"):
            with soundfile.SoundFile(io.BytesIO(archive.read(name))) as read:
                assert bytes(read.buffer_read(dtype="int16")) == PCM
    assert {path.name for path in tmp_path.iterdir()} == {"all.ZIP", "recordings"}


def test_an_unknown_ending_writes_nothing(rows, tmp_path):
    for name in ("out", "out.pdf", "txt"):
        with pytest.raises(UnknownFormat, match=f"“{name}”"):
            export(rows, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["recordings"]


@pytest.mark.parametrize("ending", formats())
def test_what_cannot_be_written_leaves_what_was_there(rows, tmp_path, ending):
    def failing():
        yield rows[0]
        raise DiskError("The history is damaged.")

    path = tmp_path / f"out.{ending}"
    path.write_text("before")
    with pytest.raises(DiskError):
        export(failing(), path)
    assert path.read_text() == "before"
    assert {file.name for file in tmp_path.iterdir()} == {path.name, "recordings"}
    with pytest.raises(DiskError, match="could not be written"):
        export(rows, tmp_path / "missing" / f"out.{ending}")


def test_sound_that_is_not_kept_is_told(rows, tmp_path):
    with pytest.raises(DiskError, match="No recording is kept"):
        export([rows[1]], tmp_path / "out.wav")
