"""cli/history without a program that runs."""

import json
from contextlib import closing

import pytest

from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.system import paths


@pytest.fixture
def three(folders):
    with closing(Store(paths.history_file(make=True))) as store:
        for number, text in enumerate(("first words", "second\nwords 中文", "third"), 1):
            row = Row(f"id-{number}", f"2026-11-0{number}T10:00:00.000Z", text=text)
            store.born(row)
            store.update(row.id, state="delivered", method="type")


def test_before_the_first_dictation_nothing_is_listed_and_nothing_made(call, folders):
    assert call("history", "list") == (0, "", "")
    assert call("history", "list", "--json") == (0, "[]\n", "")
    assert call("history", "search", "x") == (0, "", "")
    for action in ("show", "delete"):
        status, out, err = call("history", action, "last")
        assert (status, out, err) == (1, "", "There is no dictation yet in the history.\n")
    assert not (folders / "data").exists()


def test_list_is_one_line_each_newest_first(call, three):
    status, out, _err = call("history", "list")
    lines = out.splitlines()
    assert status == 0
    assert [line.split()[0] for line in lines] == ["id-3", "id-2", "id-1"]
    assert lines[1].endswith("second words 中文")


def test_list_and_search_as_json_are_arrays_within_the_limit(call, three):
    listed = json.loads(call("history", "list", "--json", "--limit", "2")[1])
    assert [row["id"] for row in listed] == ["id-3", "id-2"]
    found = json.loads(call("history", "search", "words", "--json")[1])
    assert [row["id"] for row in found] == ["id-2", "id-1"]
    assert json.loads(call("history", "search", "first", "wor", "--json")[1])[0]["id"] == "id-1"


def test_show_is_one_dictation(call, three):
    shown = json.loads(call("history", "show", "last", "--json")[1])
    assert (shown["id"], shown["text"], shown["method"]) == ("id-3", "third", "type")
    status, out, _err = call("history", "show", "id-2")
    assert status == 0
    assert out.endswith("\n\nsecond\nwords 中文\n")
    assert call("history", "show", "id-9") == (
        1, "", "There is no dictation “id-9” in the history.\n",
    )  # fmt: skip


def test_delete_leaves_the_others(call, three):
    assert call("history", "delete", "last") == (0, "", "")
    assert call("history", "delete", "id-3")[0] == 1
    assert len(json.loads(call("history", "list", "--json")[1])) == 2


def test_retry_recognises_here_and_prints_the_text(call, three, monkeypatch):
    from qwen_dictate.app import offline

    monkeypatch.setattr(offline, "retry", lambda row_id: f"again {row_id}")
    assert call("history", "retry", "last") == (0, "again last\n", "")


def test_a_damaged_history_is_set_aside_and_told(call, folders):
    paths.history_file(make=True).write_bytes(b"no database" * 500)
    status, out, err = call("history", "list", "--json")
    assert (status, out) == (0, "[]\n")
    assert "it is kept as" in err
