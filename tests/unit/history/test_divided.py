"""history/divided: while ``history.keep_text`` is ``never`` no word gets onto the disk."""

from pathlib import Path

import pytest

from qwen_dictate.history.divided import DividedStore
from qwen_dictate.history.row import Row


@pytest.fixture
def store(tmp_path):
    opened = DividedStore(tmp_path / "history.sqlite", lambda sentence: None)
    yield opened
    opened.close()


def born(store: DividedStore, number: int, *, private: bool) -> str:
    store.private = private
    row_id = f"{number:04d}"
    store.born(Row(row_id, f"2026-11-{number:02d}T00:00:00.000Z", state="delivered"))
    return row_id


def on_disk(tmp_path) -> bytes:
    return b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_words_of_a_private_row_never_get_onto_the_disk(store, tmp_path):
    private = born(store, 1, private=True)
    store.update(private, raw="zebra", text="zebra")
    assert store.get(private).text == "zebra"
    assert [row.id for row in store.search("zebra", 9)] == [private]
    assert b"zebra" not in on_disk(tmp_path)
    store.close()
    again = DividedStore(tmp_path / "history.sqlite", lambda sentence: None)
    assert again.list(9) == ()
    again.close()


def test_a_row_that_was_born_before_gets_no_words_but_all_else(store, tmp_path):
    row_id = born(store, 1, private=False)
    store.private = True
    store.update(row_id, text="zebra", state="kept")
    assert (store.get(row_id).text, store.get(row_id).state) == ("", "kept")
    assert b"zebra" not in on_disk(tmp_path)


def test_words_that_stood_there_before_can_still_be_forgotten(store):
    row_id = born(store, 1, private=False)
    store.update(row_id, text="zebra")
    store.private = True
    store.update(row_id, text="")
    assert store.get(row_id).text == ""


def test_last_is_the_newest_of_both(store):
    born(store, 1, private=False)
    second = born(store, 2, private=True)
    assert store.get("last").id == second
    third = born(store, 3, private=False)
    assert store.get("last").id == third
    assert [row.id for row in store.list(2)] == [third, second]


def test_both_kinds_are_deleted_and_removed(store):
    rows = [born(store, number, private=number % 2 == 0) for number in range(1, 5)]
    assert [store.delete(row) for row in rows[:2]] == [True, True]
    for row in rows[2:]:
        store.remove(row)
    assert store.list(9) == ()
    assert store.delete(rows[0]) is False


def test_recordings_of_both_are_known(store, tmp_path):
    first, second = (str(tmp_path / "recordings" / name) for name in ("a.rec", "b.rec"))
    store.born(Row("1", "2026-11-01T00:00:00.000Z", recording=first))
    store.private = True
    store.born(Row("2", "2026-11-02T00:00:00.000Z", recording=second))
    assert [store.row_of(Path(path)).id for path in (first, second)] == ["1", "2"]


def test_a_list_that_scrolls_shows_both(store):
    rows = [born(store, number, private=number > 3) for number in range(1, 6)]
    first = store.chunk("", None, 2)
    assert [row.id for row in first.rows] == [*reversed(rows[1:])]
    assert [row.id for row in store.chunk("", first.before, 2).rows] == rows[:1]
    assert store.count() == 5
    assert [row.id for row in store.everything()] == rows
