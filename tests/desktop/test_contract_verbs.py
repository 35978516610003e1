"""Every verb beside the running program: exit status, streams, status in every state."""

import json
import time
from collections.abc import Iterator

import pytest

from tests.desktop.application import COMMAND, Application
from tests.desktop.contract import Contract
from tests.support.desktop import LEFT_SHIFT, PrivateDesktop
from tests.support.waiting import stays, wait_until

DONE = (0, "", "")
FIELDS = {
    "state": str, "pending": int, "captions": bool, "partial": str, "error": str,
    "error_kind": str, "endpoint": str, "engine": str, "engine_ready": bool, "hotkey": dict,
    "version": str, "pid": int,
}  # fmt: skip
TIMINGS = {"mic_ready", "first_partial", "commit", "final", "delivered"}
ROW = {
    "id": str, "when": str, "seconds": float, "raw": str, "text": str, "state": str,
    "method": str, "app": str, "engine": str, "language": str, "audio": bool, "kind": str,
}  # fmt: skip


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


def assert_types(status: dict) -> None:
    assert {name: type(status[name]) for name in FIELDS} == FIELDS
    assert set(status["hotkey"]) == {"keys", "mode", "backend", "working"}
    last, timings = status["last"], status["timings"]
    assert last is None or set(last) == {"id", "text", "delivered", "receipt", "method"}
    assert timings is None or set(timings) == TIMINGS
    assert all(value is None or type(value) is int for value in (timings or {}).values())


def test_before_anything_was_said_there_is_nothing_to_do(contract: Contract):
    status = json.loads(contract.verb("status", "--json")[1])
    assert_types(status)
    assert (status["last"], status["timings"], status["pending"]) == (None, None, 0)
    assert status["endpoint"] == contract.emulator.url
    assert status["pid"] == contract.app.program.pid
    for words in (("stop",), ("stop", "--wait"), ("cancel",)):
        assert contract.verb(*words) == DONE
    nothing = (1, "", "There is no dictation to deliver again.\n")
    assert contract.verb("paste-last") == nothing
    assert contract.verb("history", "retry", "last")[0] == 1


def test_the_status_in_every_state(contract: Contract):
    assert contract.verb("start") == DONE
    status = contract.status()
    assert_types(status)
    assert (status["state"], status["pending"], status["error"]) == ("recording", 1, "")
    assert contract.verb("start") == DONE
    assert contract.status()["pending"] == 1
    contract.turn(final_delay_s=0.8)
    contract.say("one two three")
    assert contract.wait(partial="one two three")["state"] == "recording"
    began = time.monotonic()
    assert contract.verb("stop") == DONE
    assert time.monotonic() - began < 0.7
    status = contract.status()
    assert (status["state"], status["pending"], status["partial"]) == ("transcribing", 1, "")
    assert contract.verb("stop", "--wait") == DONE
    assert contract.terminal.typed() == "one two three"
    status = contract.status()
    assert_types(status)
    last = status["last"]
    assert (status["state"], status["pending"]) == ("idle", 0)
    assert (last["text"], last["delivered"], last["method"]) == ("one two three", True, "type")
    assert last["receipt"] in ("accepted", "read")
    assert None not in status["timings"].values()
    assert status["timings"]["final"] >= 700


def test_a_text_that_waits_for_the_keys_is_being_delivered_and_then_kept(contract: Contract):
    before = contract.terminal.typed()
    with contract.desktop.held(LEFT_SHIFT):
        assert contract.verb("start") == DONE
        contract.say("held back")
        assert contract.verb("stop") == DONE
        assert contract.wait(state="delivering")["pending"] == 1
        status, out, err = contract.verb("stop", "--wait")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "the text is kept" in err
    kept = contract.idle()
    assert_types(kept)
    assert (kept["last"]["text"], kept["last"]["delivered"]) == ("held back", False)
    assert (kept["error"], kept["error_kind"]) == ("", "")
    assert contract.last_row()["state"] == "kept"
    assert contract.terminal.typed() == before


def test_toggle_begins_and_ends_and_silence_leaves_nothing(contract: Contract):
    before = contract.status()["last"]
    rows = contract.app.history()
    assert contract.verb("toggle") == DONE
    assert contract.status()["state"] == "recording"
    assert contract.verb("toggle") == DONE
    assert contract.verb("stop", "--wait") == DONE
    assert contract.idle()["last"] == before
    assert contract.app.history() == rows


def test_what_is_cancelled_is_not_typed_and_can_be_retried(contract: Contract):
    typed = contract.dictate("was delivered").strip()
    before = contract.terminal.typed()
    assert contract.verb("start") == DONE
    contract.say("spoken")
    assert contract.verb("cancel") == DONE
    contract.turn(final_delay_s=5)
    assert contract.verb("start") == DONE
    contract.say("late")
    assert contract.verb("stop") == DONE
    assert contract.wait(state="transcribing")
    assert contract.verb("cancel") == DONE
    last = contract.idle()["last"]
    assert (last["text"], last["delivered"]) == ("", False)
    assert [row["state"] for row in contract.app.history()[:2]] == ["cancelled"] * 2
    contract.turn(texts=["recognised again"])
    assert contract.verb("history", "retry", "last") == (0, "recognised again\n", "")
    assert contract.last_row()["text"] == "recognised again"
    stays(lambda: contract.terminal.typed() == before, 0.3)
    # What was cancelled was not to be typed: the one before is the last dictation.
    assert contract.verb("paste-last") == DONE
    contract.terminal.wait_typed(f"{before} {typed}")


def test_the_history_beside_the_program(contract: Contract):
    first = contract.dictate("alpha beta").strip()
    contract.dictate("gamma 中文 delta")
    rows = json.loads(contract.verb("history", "list", "--json")[1])
    assert [row["text"] for row in rows[:2]] == ["gamma 中文 delta", first]
    assert {name: type(rows[0][name]) for name in ROW} == ROW
    assert len(json.loads(contract.verb("history", "list", "--json", "--limit", "1")[1])) == 1
    found = json.loads(contract.verb("history", "search", "alpha", "beta", "--json")[1])
    assert [row["id"] for row in found] == [rows[1]["id"]]
    assert json.loads(contract.verb("history", "search", "beta alpha", "--json")[1]) == []
    assert json.loads(contract.verb("history", "search", "中文", "--json")[1])[0] == rows[0]
    assert json.loads(contract.verb("history", "show", "last", "--json")[1]) == rows[0]
    assert contract.status()["last"]["id"] == rows[0]["id"]
    recordings = contract.desktop.home / ".local/share/qwen-dictate/recordings"
    assert list(recordings.glob(f"{rows[0]['id']}.*"))  # as it was recorded, or as FLAC by now
    assert contract.verb("history", "delete", "last") == DONE
    assert not list(recordings.glob(f"{rows[0]['id']}.*"))
    assert json.loads(contract.verb("history", "show", "last", "--json")[1]) == rows[1]
    status, out, err = contract.verb("history", "delete", "nobody")
    assert (status, out, err.count("\n")) == (1, "", 1)


def test_files_are_only_for_their_user_and_the_log_has_no_words(contract: Contract):
    contract.dictate("unmistakable")
    home, run = contract.desktop.home, contract.desktop.runtime / "qwen-dictate"
    folders = [home / ".local" / part / "qwen-dictate" for part in ("share", "state")]
    own = [path for folder in folders for path in folder.rglob("*")]
    own = [path for path in own if "models" not in path.parts]  # lent to this program
    assert len(own) >= 5
    for path in (*own, run, *run.iterdir()):
        mode = path.stat().st_mode & 0o777
        assert mode & 0o077 == 0, f"{path} {mode:o}"
    log = contract.app.log()
    assert "verb: start" in log
    assert not [word for word in ("unmistakable", "alpha", "中文") if word in log]


def test_a_minimized_start_shows_no_window_and_a_second_one_finds_it(contract: Contract):
    assert contract.desktop.windows("Qwen Dictate") == []
    assert contract.verb("--minimized") == DONE
    assert contract.desktop.windows("Qwen Dictate") == []
    assert contract.verb() == DONE
    assert contract.desktop.find_window("Qwen Dictate", 3)
    assert contract.status()["pid"] == contract.app.program.pid


def test_without_a_runtime_folder_a_private_one_is_made():
    with PrivateDesktop(sound=False) as desktop:
        temporary = desktop.folder / "tmp"
        temporary.mkdir()
        env = {"XDG_RUNTIME_DIR": "", "TMPDIR": str(temporary)}
        began = time.monotonic()
        app = Application(desktop, minimized=True, env=env)
        assert time.monotonic() - began < 3 * 3  # three times what is promised: others work too
        [folder] = temporary.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        assert app.call("quit").returncode == 0
        assert app.program.wait(5) == 0
        wait_until(lambda: desktop.call([str(COMMAND), "quit"], app.env).returncode == 3, 3)
