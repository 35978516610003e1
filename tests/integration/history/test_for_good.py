"""Deleted words are in no file; a damaged or hostile history harms nothing and is built anew."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.history import database
from qwen_dictate.history.ledger import Entry
from qwen_dictate.history.migrations import MIGRATIONS
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store

WORD, CHINESE = "xylophonic", "饕餮"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "history.sqlite"


def row(number, text="", **more):
    when = f"2026-11-25T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000Z"
    return Row(
        f"u{number}", when, text=text, raw=text, state=more.pop("state", "delivered"), **more
    )


def holds(folder, *words):
    """The files in which one of these words stands, in UTF-8 or UTF-16."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    wanted = [word.encode(encoding) for word in words for encoding in encodings]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(word in file.read_bytes() for word in wanted)]


def fill(store, count=400):
    for number in range(count):
        text = f"the {WORD} number {number} {CHINESE}" if number == 150 else f"text {number} " * 20
        store.born(row(number, text))


def test_a_deleted_word_is_in_no_file(path):
    with closing(Store(path)) as store:
        fill(store)
        store.update("u150", text=f"{WORD} again {CHINESE}")
        assert set(holds(path.parent, WORD)) >= {"history.sqlite-wal", "000001.jsonl"}
        store.delete("u150")
        assert holds(path.parent, WORD, WORD[:7], CHINESE, CHINESE[0]) == []
        assert len(store.list(999)) == 399
        assert len(store.search("text 151", 9)) == 1
    assert holds(path.parent, WORD, CHINESE) == []


def test_copies_go_with_the_word(path):
    with closing(Store(path, migrations=MIGRATIONS[:1])) as store:
        store.born(row(1, WORD))
    aside = path.with_name("history.sqlite.damaged-20261125-000000-000000")
    aside.write_text(WORD)
    with closing(Store(path)) as store:
        assert len(holds(path.parent, WORD)) >= 3
        store.delete("u1")
        assert holds(path.parent, WORD) == []


def test_a_purge_that_a_kill_cut_off_is_taken_up(path):
    code = (
        "import os, sys, pathlib\n"
        "from qwen_dictate.history.store import Store\n"
        "store = Store(pathlib.Path(sys.argv[1]))\n"
        "store.hide('u150')\n"
        "for _ in range(int(sys.argv[2])): store.purge()\n"
        "os.kill(os.getpid(), 9)\n"
    )
    for cut in (0, 1, 2):
        with closing(Store(path)) as store:
            store.delete("u150")
            if not store.count():
                fill(store)
            else:
                store.born(row(150, f"{WORD} {CHINESE}"))
        subprocess.run([sys.executable, "-c", code, str(path), str(cut)], check=False, timeout=60)
        with closing(Store(path)) as store:
            assert store.get("u150") is None
            assert store.search(WORD, 9) == ()
            while not store.purge():
                pass
            assert holds(path.parent, WORD, CHINESE) == []


def test_other_work_goes_on_between_the_steps_of_a_purge(path):
    with closing(Store(path)) as store:
        fill(store)
        store.hide("u150")
        store.hide("u151")
        steps = 0
        while not store.purge():
            steps += 1
            store.born(row(1000 + steps, f"meanwhile {steps}"))
            if steps == 2:
                store.hide("u152")
        assert steps > 2
        assert holds(path.parent, WORD, CHINESE, "text 152 ") == []
        assert len(store.search("meanwhile", 999)) == steps


def test_a_reader_that_holds_the_log_delays_the_purge_and_it_is_not_called_done(path, monkeypatch):
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    with closing(Store(path)) as store, closing(sqlite3.connect(path)) as reader:
        fill(store)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM utterance").fetchone()
        with pytest.raises(DiskError):
            store.delete("u150")
        assert store.get("u150") is None
        reader.rollback()
        while not store.purge():
            pass
        assert holds(path.parent, WORD, CHINESE) == []


def test_expired_words_are_in_no_file_and_the_ledger_stays(path):
    with closing(Store(path)) as store:
        fill(store)
        store.enter(Entry("2026-11-25T00:00:00.000Z", 1.0, "XTerm", final=200))
        assert store.forget_text("2026-11-25T00:05:00.000Z") == 300
        while not store.purge():
            pass
        assert holds(path.parent, WORD, CHINESE, "text 299 ") == []
        assert len(store.search("text", 999)) == 100
        assert [entry.final for entry in store.ledger()] == [200]


# Built anew


def damage(path):
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(b"no database any more " * 1000)


def test_a_damaged_history_is_built_anew_from_its_journal(path):
    reports = []
    with closing(Store(path)) as store:
        fill(store)
        store.update("u7", text="changed")
        store.delete("u8")
        store.born(row(500, "unfinished", state="recognising"))
        wanted = [kept for kept in store.list(999) if kept.id != "u500"]
    damage(path)
    with closing(Store(path, reports.append)) as store:
        assert store.list(999) == tuple(wanted)
        assert [found.id for found in store.search("changed", 9)] == ["u7"]
        assert [found.id for found in store.search(CHINESE, 9)] == ["u150"]
        store.born(row(501, "goes on"))
    assert len(reports) == 1
    assert "399 texts" in reports[0]
    with closing(Store(path, reports.append)) as store:
        assert store.count() == 400
    assert len(reports) == 1


def test_a_history_that_is_gone_comes_back(path):
    with closing(Store(path)) as store:
        fill(store, 20)
    path.unlink()
    with closing(Store(path)) as store:
        assert store.count() == 20


def test_a_rebuild_that_fails_in_the_middle_is_done_again(path, monkeypatch):
    with closing(Store(path)) as store:
        fill(store, 20)
    damage(path)
    broken = Store._fill

    def failing(store, connection):
        broken(store, connection)
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "_fill", failing)
    with pytest.raises(KeyboardInterrupt):
        Store(path)
    monkeypatch.setattr(Store, "_fill", broken)
    with closing(Store(path)) as store:
        assert store.count() == 20


def test_a_journal_that_cannot_be_written_stops_nothing_and_is_told_once(path):
    reports = []
    path.parent.mkdir()
    (path.parent / "journal").write_text("a file where the folder should be")
    with closing(Store(path, reports.append)) as store:
        store.born(row(1, "one"))
        store.born(row(2, "two"))
        assert store.count() == 2
        assert len(reports) == 1
        assert "journal" in reports[0]


# Hostile


HOSTILE = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON utterance BEGIN DELETE FROM utterance; END",
    "view": "CREATE VIEW v AS SELECT * FROM utterance",
    "column": "ALTER TABLE utterance ADD COLUMN more",
    "index": "CREATE INDEX i ON utterance (abs(number))",
    "instead": "DROP TABLE utterance; CREATE VIEW utterance AS SELECT 1 AS number;"
    "CREATE TRIGGER t INSTEAD OF INSERT ON utterance BEGIN SELECT load_extension('x'); END",
    "no index of words": "DROP TABLE words",
    "other words": "DROP TABLE words; CREATE TABLE words (spaced, rank)",
}


@pytest.mark.parametrize("script", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_layout_that_is_not_ours_is_set_aside_and_the_texts_come_back(path, script):
    reports = []
    with closing(Store(path)) as store:
        fill(store, 20)
    with closing(sqlite3.connect(path)) as hostile:
        hostile.executescript(script)
    with closing(Store(path, reports.append)) as store:
        assert store.count() == 20
        store.born(row(999, "goes on"))
        assert store.list(1)[0].text == "goes on"
    assert len(reports) == 1


def test_values_of_wrong_types_harm_nothing(path, tmp_path):
    precious = tmp_path / "precious.rec"
    precious.write_text("a file of the user's")
    with closing(Store(path)) as store:
        fill(store, 5)
    with closing(sqlite3.connect(path)) as hostile:
        hostile.execute(
            "UPDATE utterance SET seconds = 'many', text = X'FF00FE', state = 'evil', kind = 7,"
            " timings = 3, born = X'00', app = '\x1b[31m' WHERE id = 'u1'"
        )
        hostile.execute("UPDATE utterance SET recording = ?, seconds = 9e999", (str(precious),))
        hostile.execute("UPDATE utterance SET recording = X'00' WHERE id = 'u2'")
        hostile.commit()
    with closing(Store(path)) as store:
        rows = store.list(9)
        json.dumps([found.as_json() for found in rows], allow_nan=False)
        assert (rows[3].id, rows[3].state, rows[3].kind) == ("u1", "kept", "dictation")
        assert rows[3].text == ""
        assert not any(found.audio or found.recording for found in rows)
        store.update("u1", text="mended")
        assert [found.id for found in store.search("mended", 9)] == ["u1"]
        for number in range(5):
            assert store.delete(f"u{number}")
    assert precious.exists()


def test_a_value_too_large_to_be_ours_is_damage(path, monkeypatch):
    reports = []
    with closing(Store(path)) as store:
        fill(store, 5)
    with closing(sqlite3.connect(path)) as hostile:
        hostile.execute("UPDATE utterance SET reason = zeroblob(200000) WHERE id = 'u1'")
        hostile.commit()
    monkeypatch.setattr(database, "LONGEST_VALUE", 100_000)
    with closing(Store(path, reports.append)) as store:
        assert len(store.list(9)) == 5
    assert len(reports) == 1
