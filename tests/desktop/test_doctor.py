"""``doctor`` beside the running program and alone: every part tried for real."""

import json

from tests.desktop.application import COMMAND, Application
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

NAMES = [
    "settings", "history", "disk", "program", "microphone", "key", "keyring", "service", "engine",
    "dictation", "focus", "typing", "clipboard", "hotkey", "tray",
]  # fmt: skip


def lines(done) -> dict[str, dict]:
    answer = json.loads(done.stdout)
    assert [check["name"] for check in answer["checks"]] == NAMES
    assert answer["ok"] == all(check["ok"] is not False for check in answer["checks"])
    assert answer["ledger"]["total"]["retries"] == 0
    assert done.returncode == (0 if answer["ok"] else 1)
    return {check["name"]: check for check in answer["checks"]}


def test_alone_without_a_key_the_embedded_engine_is_tried(desktop: PrivateDesktop):
    Application.lend_weights(desktop)
    found = lines(desktop.call([str(COMMAND), "doctor", "--json"], {}, limit_s=90))
    wrong = [line for line in found.values() if line["ok"] is False]
    assert wrong == []
    for name in ("microphone", "engine", "dictation", "focus", "typing", "clipboard", "hotkey"):
        assert found[name]["ok"] is True, found[name]
    for name in ("key", "service", "program", "tray"):
        assert found[name]["ok"] is None, found[name]
    wait_until(lambda: not desktop.windows("Qwen Dictate – test"), 5)


def test_the_running_program_is_asked_and_goes_on(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    terminal = desktop.terminal()
    desktop.copy("copied before")
    app = Application(desktop, **service).ready()
    found = lines(app.call("doctor", "--json"))
    assert found["program"]["ok"] is True
    assert found["service"]["ok"] is True
    assert emulator.url in found["service"]["detail"]
    assert found["engine"]["ok"] is None  # not installed, and not needed
    assert app.status()["last"] is None
    assert app.call("history", "list").stdout == ""
    assert terminal.typed() == ""
    assert found["clipboard"]["ok"] is None
    assert desktop.clipboard() == "copied before"
    assert not emulator.violations
    # From here on the service refuses: a line says so, in words and by the exit status.
    emulator.knobs.status = 401
    done = app.call("doctor")
    assert done.returncode == 1
    assert "WRONG  service" in done.stdout
    assert KEY not in done.stdout + done.stderr + app.log()


def test_what_is_wrong_is_told_with_its_remedy(desktop: PrivateDesktop):
    desktop.kill_sound()
    env = {
        "QWEN_DICTATE_SERVICE__ENDPOINT": "mainland",
        "QWEN_DICTATE_TEXT__JOIN": "nonsense",
        "DISPLAY": "",
    }
    found = lines(desktop.call([str(COMMAND), "doctor", "--json"], env, limit_s=90))
    for name in ("settings", "microphone", "key", "service", "dictation", "typing", "hotkey"):
        assert found[name]["ok"] is False, found[name]
        assert found[name]["remedy"], found[name]
    assert "text.join" in found["settings"]["detail"]
