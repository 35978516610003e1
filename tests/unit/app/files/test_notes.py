import os
from datetime import UTC, datetime
from pathlib import Path

from qwen_dictate.app.files import notes
from qwen_dictate.core.subtitles import Line
from qwen_dictate.history.store import MEMORY, Store

LINES = (Line(0.3, 2.0, "One.", voiced=((0.3, 1.0), (1.5, 2.0))), Line(3.5, 4.0, "二。"))


def stored(path, state="kept", **more):
    store = Store(MEMORY)
    row = notes.born(path, datetime.now(UTC), 1)
    store.born(row)
    told = notes.changes(notes.name_of(path), LINES, 4.2)
    store.update(row.id, **{**told, "state": state, **more})
    return store


def test_an_interrupted_file_goes_on_with_its_lines_and_times(tmp_path):
    path = tmp_path / "talk.mp3"
    path.write_bytes(b"sound")
    found = notes.left(stored(path).list(9), notes.name_of(path))
    assert found is not None
    assert (found.lines, found.done_s) == (LINES, 4.2)


def test_a_file_that_was_changed_or_is_done_begins_anew(tmp_path):
    path = tmp_path / "talk.mp3"
    path.write_bytes(b"sound")
    name = notes.name_of(path)
    assert notes.left(stored(path, "delivered").list(9), name) is None
    store = stored(path)
    os.utime(path, ns=(1, 1))
    assert notes.left(store.list(9), notes.name_of(path)) is None


def test_a_file_whose_words_were_forgotten_begins_anew(tmp_path):
    path = tmp_path / "talk.mp3"
    path.write_bytes(b"sound")
    assert notes.left(stored(path, raw="").list(9), notes.name_of(path)) is None


def test_what_is_no_file_or_damaged_has_no_lines():
    store = stored(Path("nowhere.mp3"))
    (row,) = store.list(1)
    assert notes.lines_of(row) == LINES
    store.update(row.id, timings="[1")
    assert notes.lines_of(store.list(1)[0]) == ()
