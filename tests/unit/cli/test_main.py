"""cli/main: the table of verbs, the exit statuses, one sentence for whatever happens."""

import importlib
from pathlib import Path

import pytest

from qwen_dictate import __version__
from qwen_dictate.cli import main as command
from qwen_dictate.cli import output, recorder
from qwen_dictate.core.errors import DiskError
from qwen_dictate.ipc.client import NotRunning

NEEDS_PROGRAM = [
    "start", "stop", "stop --wait", "toggle", "cancel", "undo", "paste-last", "captions start",
    "captions stop", "captions toggle", "status", "status --json", "quit",
]  # fmt: skip


@pytest.mark.parametrize("verb", NEEDS_PROGRAM)
def test_a_verb_that_needs_the_program_says_that_it_does_not_run(call, verb):
    assert call(*verb.split()) == (3, "", "Qwen Dictate is not running.\n")


def test_an_export_without_a_meeting_says_so_in_one_sentence(call):
    assert call("captions", "export", "x.srt") == (1, "", "There is no meeting yet.\n")
    status, _, err = call("captions", "export", "x.doc")
    assert status == 2
    assert ".srt" in err


@pytest.mark.parametrize(
    "wrong",
    ["bogus", "start now", "start --now", "stop --wai", "--bogus", "history", "history show",
     "history list --limit 0", "history list --limit x", "config", "config get",
     "config set ui.theme", "key", "key put", "captions export", "transcribe",
     "transcribe a --format doc"],
)  # fmt: skip
def test_a_wrong_call_is_told_in_one_line(call, wrong):
    status, out, err = call(*wrong.split())
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "--help" in err


def test_version_and_help_go_to_standard_output(call):
    assert call("--version") == (0, f"qwen-dictate {__version__}\n", "")
    status, out, err = call("--help")
    assert (status, err) == (0, "")
    visible = [verb for verb, (_group, line) in command.VERBS.items() if line]
    assert all(f"\n    {verb}" in out for verb in visible)
    assert "engine" not in out.replace("engine's", "")


@pytest.mark.parametrize("verb", [verb for verb, (_group, line) in command.VERBS.items() if line])
def test_every_verb_has_help_of_its_own(call, verb):
    group = importlib.import_module(f"qwen_dictate.cli.{command.VERBS[verb][0]}")
    assert group is not None
    status, out, _err = call(verb, "--help")
    assert status == 0
    assert out.startswith(f"usage: qwen-dictate {verb}")


def test_a_group_that_this_version_lacks_is_told(call, monkeypatch):
    monkeypatch.setitem(command.VERBS, "dance", ("dancing", "dance"))
    assert call("dance") == (1, "", "This version of Qwen Dictate cannot do “dance” yet.\n")


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        (DiskError("The disk is full.", "Make room."), 1, "The disk is full. Make room.\n"),
        (output.WrongCall("No.", "Yes."), 2, "No. Yes.\n"),
        (NotRunning("It sleeps."), 3, "It sleeps.\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_every_error_becomes_a_sentence_and_a_status(call, monkeypatch, error, status, told):
    def fail(_args):
        raise error

    monkeypatch.setattr(recorder, "run", fail)
    assert call("start") == (status, "", told)


@pytest.mark.parametrize("error", [ZeroDivisionError("secret"), ConnectionResetError()])
def test_what_nobody_thought_of_is_logged_and_told_without_a_traceback(
    call, folders, monkeypatch, error
):
    def fail(_args):
        raise error

    monkeypatch.setattr(recorder, "run", fail)
    status, out, err = call("start")
    assert (status, out) == (1, "")
    assert type(error).__name__ in err
    assert "secret" not in err
    assert err.count("\n") == 1
    [log] = folders.rglob("*.log")
    assert "Traceback" in log.read_text()


def test_a_group_whose_import_fails_is_not_taken_for_one_that_is_missing(call, monkeypatch):
    def fail(_name):
        raise ModuleNotFoundError("no", name="numpy")

    monkeypatch.setattr(command.importlib, "import_module", fail)
    status, _out, err = call("start")
    assert status == 1
    assert "ModuleNotFoundError" in err


def test_a_full_disk_behind_the_answer_is_told(call, monkeypatch, capsys):
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(output.sys, "stdout", full)
        assert command.main(["config", "list"]) == 1
        full.flush()
    assert "No space left on device" in capsys.readouterr().err


def test_the_window_is_the_program_s(folders, monkeypatch):
    import qwen_dictate.app.main as program

    opened = []
    monkeypatch.setattr(program, "run", lambda minimized: opened.append(minimized) or 0)
    assert command.main([]) == 0
    assert command.main(["--minimized"]) == 0
    assert opened == [False, True]
    assert [entry.name for entry in (folders / "run").iterdir()] == ["qwen-dictate"]
