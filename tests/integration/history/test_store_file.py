"""history/store on a real disk: private, purged, migrated, mended, locked, full."""

import os
import resource
import sqlite3
import stat
import subprocess
import sys
import threading

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.history import database
from qwen_dictate.history.migrations import MIGRATIONS
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store

WHEN = "2026-11-25T02:21:12.345Z"
WORD = "xylophonic"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def reports():
    return []


@pytest.fixture
def opened(path, reports):
    """Open stores that are closed again."""
    stores = []

    def open_store(**more):
        stores.append(Store(path, reports.append, **more))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def row(number, text="words", **more):
    return Row(f"{number}", WHEN, text=text, **more)


def test_every_file_of_the_history_is_private(path, opened):
    opened().born(row(1))
    names = {file.name for file in path.parent.iterdir()}
    assert names == {"history.sqlite", "history.sqlite-wal", "history.sqlite-shm"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_was_written_survives_a_kill(path):
    code = (
        "import os, sys, pathlib\n"
        "from qwen_dictate.history.store import Store\n"
        "from qwen_dictate.history.row import Row\n"
        "store = Store(pathlib.Path(sys.argv[1]))\n"
        f"store.born(Row('1', '{WHEN}', text='spoken', state='recording'))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, timeout=60)
    store = Store(path)
    assert [found.text for found in store.unfinished()] == ["spoken"]
    store.close()


def test_a_deleted_word_is_in_no_file(path, opened):
    store = opened()
    for number in range(300):
        text = f"the {WORD} number {number} 饕餮" if number == 150 else f"text {number} " * 20
        store.born(row(number, text))
    store.update("150", raw=f"raw {WORD}", text=f"{WORD} again 饕餮")
    assert len(store.search(WORD, 9)) == 1
    store.delete("150")
    store.close()
    for file in path.parent.iterdir():
        content = file.read_bytes()
        for gone in (WORD.encode(), WORD[:6].encode(), "饕".encode()):
            assert gone not in content, file.name


def test_a_verb_reads_and_writes_beside_the_program(path, opened):
    program, verb = opened(), opened()
    program.born(row(1, "from the program"))
    assert [found.text for found in verb.search("program", 9)] == ["from the program"]
    verb.delete("1")
    assert program.list(9) == ()


def test_two_that_begin_at_once_make_one_history(path):
    errors, barrier = [], threading.Barrier(4)

    def begin(number):
        try:
            barrier.wait()
            store = Store(path)
            store.born(row(number))
            store.close()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = Store(path)
    assert errors == []
    assert len(store.list(9)) == 4
    store.close()


# Migrations

ADDED = "ALTER TABLE utterance ADD COLUMN stars INTEGER NOT NULL DEFAULT 0"


def test_a_database_is_copied_before_its_layout_changes(path, opened):
    store = opened()
    store.born(row(1, WORD))
    store.close()
    newer = opened(migrations=(*MIGRATIONS, ADDED))
    assert [found.text for found in newer.search(WORD, 9)] == [WORD]
    [copy] = database.copies(path)
    with sqlite3.connect(copy) as old:
        assert old.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert old.execute("SELECT text FROM utterance").fetchone() == (WORD,)
    old.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    newer.delete("1")
    assert database.copies(path) == []


def test_a_migration_that_fails_changes_nothing(path, opened):
    opened().born(row(1))
    with pytest.raises(DiskError):
        Store(path, migrations=(*MIGRATIONS, f"{ADDED}; SELECT nonsense FROM nowhere"))
    assert len(opened().list(9)) == 1


def test_a_history_of_a_newer_version_is_left_as_it_is(path, opened, reports):
    opened(migrations=(*MIGRATIONS, ADDED)).close()
    with pytest.raises(DiskError, match="newer version"):
        Store(path, reports.append)
    assert reports == []


# Damage


def test_what_is_no_database_is_set_aside_and_a_new_one_begun(path, opened, reports):
    path.parent.mkdir()
    path.write_bytes(b"this is no database, but it was the user's\n" * 100)
    store = opened()
    store.born(row(1))
    assert len(store.list(9)) == 1
    [aside] = path.parent.glob("*.damaged-*")
    assert aside.read_bytes().startswith(b"this is no database")
    assert aside.name in reports[0]


def test_damage_that_shows_while_it_is_used_does_not_stop_dictation(path, opened, reports):
    store = opened()
    for number in range(2000):
        store.born(row(number, f"text {number} " * 30))
    store.close()
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(os.urandom(path.stat().st_size - 4096 * 4))
    store = opened()
    store.born(row(9999, "still dictating"))
    assert [found.text for found in store.search("still", 9)] == ["still dictating"]
    assert len(reports) == 1


def test_a_damaged_index_is_built_anew_and_no_row_is_lost(path, opened, reports):
    store = opened()
    for number in range(20):
        store.born(row(number, f"text {number}"))
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE words_data SET block = X'00FFFFFFFFFFFF' WHERE id > 10")
    raw.close()
    store = opened()
    assert len(store.search("text", 99)) == 20
    store.delete("5")
    assert len(store.search("text", 99)) == 19
    assert len(store.list(99)) == 19
    assert reports == []


def test_a_verb_beside_the_program_does_not_move_a_damaged_history(path, reports):
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 500)
    with pytest.raises(DiskError, match="damaged"):
        Store(path, reports.append, mend=False)
    assert [file.name for file in path.parent.iterdir()] == ["history.sqlite"]


# The disk


def test_a_history_that_somebody_holds_is_given_up(path, opened, monkeypatch):
    opened().close()
    monkeypatch.setattr(database, "BUSY_S", 0.2)
    store = opened()
    with sqlite3.connect(path) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(DiskError, match="another program holds it"):
            store.born(row(1))
        holder.rollback()
    holder.close()
    store.born(row(1))
    assert len(store.list(9)) == 1


def test_a_full_disk_is_told_and_what_was_there_stays(path, opened):
    store = opened()
    store.born(row(1, "before"))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        with pytest.raises(DiskError, match="still typed"):
            store.born(row(2, "x" * 1_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    store.born(row(3, "after"))
    assert [found.text for found in store.list(9)] == ["after", "before"]


def test_a_folder_that_is_none_is_a_disk_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError):
        Store(tmp_path / "file" / "history.sqlite")


def test_a_history_that_is_a_folder_is_a_disk_error(path):
    path.mkdir(parents=True)
    with pytest.raises(DiskError):
        Store(path)
