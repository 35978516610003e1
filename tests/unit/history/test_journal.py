"""history/journal: one line a row, cut anywhere, forgotten for good, bounded."""

import json
import stat

import pytest

from qwen_dictate.history.journal import Journal

WORD = "xylophonic"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "journal"


@pytest.fixture
def journal(folder):
    return Journal(folder, full_bytes=4000)


def write(journal, number, text="words", *, known=False):
    values = {"id": f"u{number}", "when": f"2026-11-25T00:00:{number:05d}", "text": text}
    journal.write(values, known=known)


def texts(journal):
    return {row["id"]: row["text"] for row in journal.rows()}


def content(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_what_was_written_comes_back_in_its_order(journal, folder):
    for number in (3, 1, 2):
        write(journal, number, f"text {number} 中文 \n second line")
    assert [row["id"] for row in journal.rows()] == ["u1", "u2", "u3"]
    assert texts(journal)["u2"] == "text 2 中文 \n second line"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_a_row_that_changes_has_one_line_still(journal, folder):
    write(journal, 1, WORD)
    for number in range(2, 60):
        write(journal, number)
    write(journal, 1, "other", known=True)
    assert texts(journal)["u1"] == "other"
    assert WORD.encode() not in content(folder)
    write(journal, 99, "never there before", known=True)
    assert len(texts(journal)) == 60


def test_a_line_that_a_kill_cut_is_left_out_at_every_byte(folder):
    whole = Journal(folder)
    write(whole, 1, "first")
    start = len(content(folder))
    write(whole, 2, "second 中")
    data = content(folder)
    [path] = folder.iterdir()
    for cut in range(start, len(data)):
        path.write_bytes(data[:cut])
        assert texts(whole)["u1"] == "first"
        write(whole, 3, "third")
        assert {"u1", "u3"} <= texts(whole).keys()
        assert texts(whole)["u3"] == "third"


@pytest.mark.parametrize("many", [1, 50])
def test_forgotten_words_are_in_no_file(journal, folder, many):
    for number in range(200):
        write(journal, number, WORD if number < many else "words")
    journal.forget([f"u{number}" for number in range(many)])
    assert WORD.encode() not in content(folder)
    assert len(texts(journal)) == 200 - many
    journal.forget(["nobody"])
    assert len(texts(journal)) == 200 - many


def test_it_does_not_grow_without_end(journal, folder):
    for number in range(400):
        for change in range(3):
            write(journal, number, f"{change} " * 10, known=change > 0)
    lines = sum(len(json.dumps(row, separators=(",", ":"))) + 1 for row in journal.rows())
    assert len(content(folder)) < lines + 2 * 4000
    journal.forget([f"u{number}" for number in range(400)])
    assert content(folder) == b""


@pytest.mark.parametrize(
    "line",
    [b"[1,2]", b"null", b'{"id":3}', b'{"text":"x"}', b"\xff\xfe", b"[" * 100_000, b'{"id":""}'],
)
def test_a_line_that_is_none_is_left_out(journal, folder, line):
    write(journal, 1)
    [path] = folder.iterdir()
    path.write_bytes(line + b"\n" + path.read_bytes() + line)
    assert texts(journal) == {"u1": "words"}
    write(journal, 2)
    assert texts(journal) == {"u1": "words", "u2": "words"}


def test_before_the_first_text_there_is_nothing(journal, folder):
    assert list(journal.rows()) == []
    journal.forget(["u1"])
    assert not folder.exists()
