"""The history of the running program: FLAC once delivered, deleted for good, exported."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import soundfile

from tests.desktop.contract import Contract
from tests.support.desktop import RIGHT_CTRL
from tests.support.waiting import wait_until

DATA = ".local/share/qwen-dictate"
DONE = (0, "", "")


@pytest.fixture(scope="module")
def running() -> Iterator[Contract]:
    with Contract() as made:
        yield made


@pytest.fixture
def contract(running: Contract) -> Iterator[Contract]:
    running.turn()
    running.terminal.focus()
    yield running
    running.idle()


def holds(folder: Path, word: str) -> list[str]:
    """The files in which a word stands, in UTF-8 or UTF-16."""
    wanted = [word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [file for file in folder.rglob("*") if file.is_file() and "models" not in file.parts]
    return [file.name for file in files if any(word in file.read_bytes() for word in wanted)]


def test_a_delivered_recording_becomes_flac_and_is_still_retried_and_exported(contract: Contract):
    contract.dictate("the walrus and the carpenter")
    row = contract.last_row()
    recordings = contract.desktop.home / DATA / "recordings"
    sound = recordings / f"{row['id']}.flac"
    wait_until(lambda: [file.name for file in recordings.iterdir()] == [sound.name], 10)
    with soundfile.SoundFile(sound) as read:
        assert read.frames / read.samplerate == pytest.approx(row["seconds"], abs=0.05)
    assert row["audio"] is True
    contract.turn(texts=["again, the walrus"])
    assert contract.verb("history", "retry", row["id"]) == (0, "again, the walrus\n", "")
    out = contract.desktop.home / "out.json"
    assert contract.verb("history", "export", str(out)) == DONE
    assert json.loads(out.read_text())[-1]["text"] == "again, the walrus"
    assert contract.verb("history", "export", "--id", "last", str(out.with_suffix(".wav"))) == DONE
    assert soundfile.SoundFile(out.with_suffix(".wav")).frames == soundfile.SoundFile(sound).frames
    status, _out, err = contract.verb("history", "export", "out.pdf")
    assert (status, "“out.pdf”" in err) == (2, True)


def test_a_deleted_word_is_in_no_file_while_the_program_runs(contract: Contract):
    data = contract.desktop.home / DATA
    for number in range(3):
        contract.dictate(f"plain words number {number}")
    contract.dictate("the xylophonic 饕餮")
    wait_until(lambda: {"history.sqlite-wal", "000001.jsonl"} <= set(holds(data, "xylophonic")), 5)
    row = contract.last_row()
    assert contract.verb("history", "delete", row["id"]) == DONE
    assert holds(data, "xylophonic") == holds(data, "饕餮") == holds(data, row["id"]) == []
    assert not list(data.rglob(f"{row['id']}.*"))
    assert contract.last_row()["text"] == "plain words number 2"
    assert contract.status()["last"] is None
    before = contract.terminal.typed()
    assert contract.verb("paste-last") == DONE
    wait_until(lambda: contract.terminal.typed() != before, 10)
    assert "plain words number 2" in contract.terminal.typed()[len(before) :]


def test_the_ledger_tells_times_and_seconds_and_no_words(contract: Contract):
    contract.dictate("mockingbird")
    database = contract.desktop.home / DATA / "history.sqlite"
    with closing(sqlite3.connect(database)) as db:
        db.row_factory = sqlite3.Row
        entry = dict(db.execute("SELECT * FROM ledger ORDER BY number DESC").fetchone())
    assert entry["app"] == contract.last_row()["app"] != ""
    assert (entry["engine"], entry["retries"]) == ("qwen", 0)
    assert entry["sent_s"] == pytest.approx(entry["seconds"], abs=0.5)
    for step in ("mic_ready", "connect", "committed", "final", "delivered"):
        assert entry[step] is not None, step
    assert "mockingbird" not in str(entry)


def playing(contract: Contract) -> bool:
    inputs = contract.desktop.run(["pactl", "list", "sink-inputs"])
    return "qwen-dictate-playing" in inputs or "Qwen Dictate" in inputs


def to_the_window(contract: Contract) -> None:
    """Give the program's window the focus."""
    wait_until(lambda: len(contract.desktop.windows("Qwen Dictate")) == 1, 10)
    contract.desktop.windows("Qwen Dictate")[0].focus()


def press(contract: Contract, *keys: str) -> None:
    contract.desktop.run(["xdotool", "key", "--clearmodifiers", *keys])


def test_the_page_plays_inserts_and_falls_silent_when_somebody_speaks(contract: Contract):
    contract.dictate("heard once more")
    assert contract.verb()[0] == 0  # shows the window
    to_the_window(contract)
    press(contract, "alt+h")
    wait_until(lambda: press(contract, "alt+y") or playing(contract), 10)
    contract.terminal.focus()
    with contract.desktop.held(RIGHT_CTRL):
        contract.say("and nothing was heard of it")
        assert not playing(contract)
    contract.idle()
    before = contract.terminal.typed()
    to_the_window(contract)
    press(contract, "alt+i")
    wait_until(lambda: contract.terminal.typed() != before, 10)
