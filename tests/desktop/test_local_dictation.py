"""No key and no setting: the embedded engine, from the window's first line to the typed words."""

import re
import time

from tests.desktop.application import Application
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import stays


def words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("-", " ")).split()


def test_a_newcomer_dictates_english_and_chinese_at_once(desktop: PrivateDesktop):
    terminal = desktop.terminal()
    app = Application(desktop, weights=True).ready()
    status = app.wait_status(engine="local", engine_ready=True, error="")
    assert status["endpoint"] == "local"
    terminal.focus()
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(recording("en_jfk").path)
        time.sleep(0.15)
    app.wait_status(limit_s=30, state="idle")
    heard, said = words(terminal.typed()), recording("en_jfk").transcript.split()
    assert heard == said
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(recording("zh_aishell_0121").path)
        time.sleep(0.15)
    app.wait_status(limit_s=30, state="idle")
    # The small model errs in about one character of six; Simplified, and no space at the seam.
    typed = terminal.typed()
    chinese = re.findall(r"[\u4e00-\u9fff]", typed)
    wanted = recording("zh_aishell_0121").transcript
    assert sum(character in wanted for character in chinese) >= 0.6 * len(wanted)
    assert not re.search(r" [\u4e00-\u9fff]", typed)
    assert [row["engine"] for row in app.history()] == ["local", "local"]


def test_silence_is_not_typed_and_leaves_no_row(desktop: PrivateDesktop):
    terminal = desktop.terminal()
    app = Application(desktop, weights=True).ready()
    terminal.focus()
    with desktop.held(RIGHT_CTRL):
        time.sleep(1.5)
    app.wait_status(state="idle", last=None, error="")
    stays(lambda: terminal.typed() == "", 1.0)
    assert app.history() == []


def test_verbs_are_the_same_events_as_the_key(desktop: PrivateDesktop):
    terminal = desktop.terminal()
    app = Application(desktop, weights=True, minimized=True).ready()
    terminal.focus()
    assert app.call("start").returncode == 0
    assert app.status()["state"] == "recording"
    desktop.microphone.say(recording("en_goforward").path)
    stopped = app.call("stop", "--wait")
    assert (stopped.returncode, stopped.stderr) == (0, "")
    assert words(terminal.typed())[:2] == ["go", "forward"]
    before = terminal.typed()
    assert app.call("paste-last").returncode == 0
    last = app.status()["last"]
    terminal.wait_typed(f"{before} {last['text']}")
    assert app.call("toggle").returncode == 0
    assert app.call("cancel").returncode == 0
    assert app.wait_status(state="idle")["pending"] == 0
    assert app.call("stop", "--wait").returncode == 0


def test_a_text_is_kept_when_the_focus_moved(desktop: PrivateDesktop):
    terminal, other = desktop.terminal(), desktop.terminal()
    app = Application(desktop, weights=True).ready()
    terminal.focus()
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(recording("en_goforward").path)
        other.focus()
    kept = app.wait_status(state="idle", pending=0)
    assert kept["last"]["delivered"] is False
    assert words(kept["last"]["text"])[:2] == ["go", "forward"]
    assert kept["error"] == ""
    stays(lambda: terminal.typed() == "" and other.typed() == "", 1.0)
    assert app.history()[0]["state"] == "kept"


def test_a_second_start_raises_the_window_of_the_first(desktop: PrivateDesktop):
    app = Application(desktop).ready()
    other = desktop.terminal()
    other.focus()
    assert app.call().returncode == 0
    window = desktop.find_window("Qwen Dictate")
    window.focus()
    assert app.program.running
    assert app.quit() < 3
    assert app.call("status").returncode == 3
