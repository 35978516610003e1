"""history/store in memory: what ``history.keep_text = never`` uses, and the rules of rows."""

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.history.database import MEMORY
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store


@pytest.fixture
def store():
    opened = Store(MEMORY)
    yield opened
    opened.close()


def add(store, number, text="", state="delivered", **more):
    row = Row(
        f"{number:04d}", f"2026-11-{number:02d}T00:00:00.000Z", text=text, state=state, **more
    )
    store.born(row)
    return row


def ids(rows):
    return [int(row.id) for row in rows]


def test_a_row_comes_back_as_it_was_born(store):
    row = Row(
        "1", "2026-11-25T02:21:12.345Z", 1.5, "raw", "text", "kept", "type", "XTerm", "qwen", "en",
        kind="meeting", recording="/nowhere", receipt="read", reason="why", perhaps_typed=True,
        timings="{}",
    )  # fmt: skip
    store.born(row)
    assert store.get("1") == row


def test_the_newest_come_first_and_no_more_than_asked_for(store):
    for number in range(1, 6):
        add(store, number)
    assert ids(store.list(3)) == [5, 4, 3]
    assert ids(store.everything()) == [1, 2, 3, 4, 5]


def test_a_row_changes_where_it_is_told_to(store):
    add(store, 1, "one")
    before = store.get("0001")
    store.update("0001", state="kept", seconds=2.0)
    after = store.get("0001")
    assert (after.state, after.seconds, after.text) == ("kept", 2.0, "one")
    assert before.when == after.when


def test_changing_nothing_or_nobody_is_no_error(store):
    store.update("0001")
    store.update("0001", state="kept")
    assert store.list(9) == ()


@pytest.mark.parametrize("field", ["id", "when", "audio", "number", "x = 1; --"])
def test_a_field_that_never_changes_or_is_none_is_refused(store, field):
    with pytest.raises(TypeError):
        store.update("0001", **{field: "x"})


def test_an_id_is_used_once(store):
    add(store, 1)
    with pytest.raises(DiskError):
        add(store, 1)
    assert ids(store.list(9)) == [1]


def test_last_is_the_newest_dictation_that_has_ended(store):
    assert store.get("last") is None
    for number, state in enumerate(("delivered", "kept", "cancelled"), 1):
        add(store, number, state=state)
        assert store.get("last").state == state
    add(store, 4, state="recording")
    add(store, 5, kind="meeting")
    assert store.get("last").id == "0003"


def test_a_search_finds_what_was_said_newest_first(store):
    add(store, 1, "The quick brown fox")
    add(store, 2, "我用听写写代码")
    add(store, 3, "a QUICK Browne, naïve café")
    add(store, 4, "brown quick")
    assert ids(store.search("quick brow", 9)) == [3, 1]
    assert ids(store.search("naive cafe", 9)) == [3]
    assert ids(store.search("听写", 9)) == [2]
    assert ids(store.search("写听", 9)) == []
    assert ids(store.search("代 码", 9)) == [2]
    assert ids(store.search("uick", 9)) == []
    assert ids(store.search("brown", 1)) == [4]


@pytest.mark.parametrize("words", ['"', "*", "a AND", "NEAR(", "col:x", "-", "^a", "\ud800", "((("])
def test_no_words_break_a_search(store, words):
    add(store, 1, "something else")
    assert store.search(words, 9) == ()


def test_the_index_follows_the_text(store):
    add(store, 1, "first words")
    store.update("0001", text="second 词")
    assert store.search("first", 9) == ()
    assert ids(store.search("second 词", 9)) == [1]
    store.update("0001", text="")
    assert store.search("second", 9) == ()
    store.update("0001", text="broken \ud83d end")
    assert ids(store.search("end", 9)) == [1]
    store.delete("0001")
    assert store.search("end", 9) == ()


def test_an_utterance_that_never_was_leaves_nothing(store, tmp_path):
    recording = tmp_path / "1.rec"
    recording.write_bytes(b"sound")
    add(store, 1, recording=str(recording))
    store.remove("0001")
    store.remove("0002")
    assert store.list(9) == ()
    assert not recording.exists()


def test_deleting_takes_the_recording_along(store, tmp_path):
    recording = tmp_path / "1.rec"
    recording.write_bytes(b"sound")
    add(store, 1, "words", recording=str(recording))
    assert store.get("0001").audio
    assert store.delete("last")
    assert not store.delete("0001")
    assert not recording.exists()


def test_a_recording_that_cannot_be_deleted_keeps_its_row(store, tmp_path):
    add(store, 1, "words", recording=str(tmp_path))
    with pytest.raises(DiskError, match="could not be deleted"):
        store.delete("0001")
    assert ids(store.list(9)) == [1]


def test_whether_the_recording_is_there_is_looked_up(store, tmp_path):
    recording = tmp_path / "1.rec"
    recording.write_bytes(b"sound")
    add(store, 1, recording=str(recording))
    add(store, 2)
    assert store.row_of(recording).id == "0001"
    assert store.row_of(tmp_path / "0002.rec").id == "0002"
    assert store.row_of(tmp_path / "none.rec") is None
    recording.unlink()
    assert not store.get("0001").audio


def test_what_was_in_the_middle_is_kept_and_only_delivering_was_perhaps_typed(store):
    states = ("recording", "recognising", "delivering", "delivered", "kept", "cancelled")
    for number, state in enumerate(states, 1):
        add(store, number, state=state)
    assert ids(store.unfinished()) == [1, 2, 3]
    kept = store.keep_unfinished("The program ended.")
    assert [(row.state, row.perhaps_typed, row.reason) for row in kept] == [
        ("kept", False, "The program ended."),
        ("kept", False, "The program ended."),
        ("kept", True, "The program ended."),
    ]
    assert store.unfinished() == ()
    assert [row.state for row in store.everything()][3:] == ["delivered", "kept", "cancelled"]


def test_words_older_than_wanted_are_forgotten(store, tmp_path):
    recording = tmp_path / "2.rec"
    recording.write_bytes(b"sound")
    add(store, 1, "old", raw="old")
    add(store, 2, "old too", recording=str(recording))
    add(store, 3, "old", state="recognising")
    add(store, 4, "new")
    assert store.forget_text("2026-11-04T00:00:00.000Z") == 2
    assert [(row.id, row.text) for row in store.everything()] == [
        ("0002", ""),
        ("0003", "old"),
        ("0004", "new"),
    ]
    assert ids(store.search("old", 9)) == [3]
    assert store.forget_text("2026-11-04T00:00:00.000Z") == 0
