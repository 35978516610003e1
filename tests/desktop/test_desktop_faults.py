"""Desktops that lack a tray, a manager, a bus, or lose their server, engine, weights or network."""

import http.server
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from Xlib import X
from Xlib.display import Display

from tests.desktop.application import Application
from tests.desktop.speaking import dictate, some_words, spoken
from tests.integration.emulator import Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import stays, wait_until

F9 = 75
LONG = " ".join(f"word{number}" for number in range(800))
MODEL = ".local/share/qwen-dictate/models/whisper-base/model.bin"


def children_of(pid: int) -> list[int]:
    """Its child processes that are alive."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in listed for child in file.read_text().split()]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def grabbing(display: str, keycode: int) -> Iterator[None]:
    """Another program holds a key."""
    client = Display(display)
    client.screen().root.grab_key(keycode, X.AnyModifier, False, X.GrabModeAsync, X.GrabModeAsync)
    client.sync()
    try:
        yield
    finally:
        client.close()


def test_without_a_tray_the_close_button_ends_it_and_with_one_it_hides():
    with PrivateDesktop(sound=False) as desktop:
        app = Application(desktop)
        desktop.find_window("Qwen Dictate", program=app.program).close()
        assert app.program.wait(4) == 0
        desktop.start_tray("trayer")
        app = Application(desktop, minimized=True)
        stays(lambda: desktop.windows("Qwen Dictate") == [], 0.5)
        assert app.call().returncode == 0
        desktop.find_window("Qwen Dictate", program=app.program).close()
        wait_until(lambda: desktop.windows("Qwen Dictate") == [], 5)
        assert app.status()["state"] == "idle"
        assert app.quit() < 3


def test_it_dictates_without_window_manager_bus_and_keyring(emulator: Emulator, service: dict):
    with PrivateDesktop(manager=None) as desktop:
        desktop.env.pop("DBUS_SESSION_BUS_ADDRESS")
        argv = ["xterm", "-T", "bare", "-e", "sh", "-c", 'stty raw -echo && exec tee "$0"']
        typed = desktop.folder / "typed.txt"
        program = desktop.start([*argv, str(typed)])
        window = desktop.find_window("bare", program=program)
        app = Application(desktop, **service, minimized=True).ready()
        wait_until(typed.exists, 5)
        desktop.xdotool("windowfocus", window.number)
        dictate(app, emulator, "bare bones")
        wait_until(lambda: typed.read_text() == "bare bones", 5, typed.read_text)
        assert app.status()["error"] == ""
        assert app.quit() < 3


def test_a_hotkey_that_another_program_holds_is_said_and_another_one_works_at_once(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    app = Application(desktop, **service, minimized=True).ready()
    terminal = desktop.terminal()
    with grabbing(desktop.display, F9):
        assert app.call("config", "set", "hotkey.push_to_talk", "f9").returncode == 0
        wait_until(lambda: app.status()["error_kind"] == "hotkey", 1.5)
        status = app.status()
        assert "taken by another program" in status["error"]
        assert (status["hotkey"]["keys"], status["hotkey"]["working"]) == ("f9", False)
    assert app.call("config", "set", "hotkey.push_to_talk", "f10").returncode == 0
    wait_until(lambda: app.status()["hotkey"]["working"], 1.5)
    assert app.status()["error"] == ""
    terminal.focus()
    emulator.knobs.texts = ["by another key"]
    with desktop.held("F10"):
        desktop.microphone.say(some_words())
    terminal.wait_typed("by another key")
    # The layout changes while the key is held: the text is typed on the new one.
    assert app.call("config", "unset", "hotkey.push_to_talk").returncode == 0
    wait_until(lambda: app.status()["hotkey"]["keys"] == "right_ctrl", 1.5)
    wait_until(lambda: app.status()["hotkey"]["working"], 1.5)
    emulator.knobs.texts = ["azerty qwerty 123 été"]
    with spoken(desktop):
        desktop.run(["setxkbmap", "fr"])
    terminal.wait_typed("by another key azerty qwerty 123 été")
    assert app.wait_status(state="idle", pending=0)["hotkey"]["working"] is True


def test_the_x_server_dies_while_speaking_and_the_next_start_has_everything(
    emulator: Emulator, service: dict
):
    with PrivateDesktop() as desktop:
        app = Application(desktop, **service, minimized=True).ready()
        assert app.call("start").returncode == 0
        desktop.microphone.say(some_words())
        [server] = [it for it in desktop._services if it.argv[-2:] == ["tcp", "-noreset"]]
        server.kill()
        app.program.wait(5)
        desktop.start_display("1280x800x24")
        again = Application(desktop, **service, minimized=True).ready()
        [row] = again.history()
        assert (row["state"], row["audio"]) == ("kept", True)
        emulator.knobs.texts = ["still here"]
        assert again.call("history", "retry", "last").stdout == "still here\n"
        assert again.quit() < 3


def test_the_engine_is_killed_while_speaking_and_while_recognising(desktop: PrivateDesktop):
    terminal = desktop.terminal()
    app = Application(desktop, weights=True, minimized=True).ready()
    app.wait_status(engine_ready=True)
    terminal.focus()
    for when in ("speaking", "recognising"):
        typed = terminal.typed()
        with desktop.held(RIGHT_CTRL):
            desktop.microphone.say(recording("en_goforward").path)
            if when == "speaking":
                kill_children(app)
            time.sleep(0.15)
        if when == "recognising":
            kill_children(app)
        status = app.wait_status(limit_s=30, state="idle", pending=0)
        assert status["last"]["delivered"] is True, (when, status, app.log()[-2000:])
        assert "forward" in terminal.typed()[len(typed) :].lower()
        assert status["error"] == ""
    engines = children_of(app.program.pid)
    assert engines
    assert app.quit() < 3
    wait_until(lambda: not any(map(is_alive, engines)), 1)


def kill_children(app: Application) -> None:
    for child in children_of(app.program.pid):
        os.kill(child, signal.SIGKILL)


class CutIndex:
    """An index of packages on this computer that breaks off in the middle of a file."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.hanging = False
        index = self

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Length", "1000000")
                self.end_headers()
                self.wfile.write(b"x" * 1000)
                if index.hanging:
                    threading.Event().wait(20)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/simple"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def index() -> Iterator[CutIndex]:
    made = CutIndex()
    yield made
    made.close()


def test_damaged_weights_and_a_download_that_is_cut_keep_what_is_said(
    desktop: PrivateDesktop, index: CutIndex
):
    app_env = {"PIP_INDEX_URL": index.url, "PIP_CONFIG_FILE": os.devnull}
    Application.lend_weights(desktop)
    model = desktop.home / MODEL
    whole = model.read_bytes()
    model.unlink()
    model.write_bytes(whole[: len(whole) // 2])
    app = Application(desktop, env=app_env, minimized=True).ready()
    status = app.wait_status(error_kind="engine", engine_ready=False, download=None)
    assert "could not be fetched" in status["error"]
    assert index.asked
    terminal = desktop.terminal()
    with spoken(desktop):
        pass
    status = app.wait_status(state="idle", pending=0, limit_s=20)
    assert status["last"]["delivered"] is False
    assert status["error_kind"] == "engine"
    [row] = app.history()
    assert (row["state"], row["audio"]) == ("kept", True)
    assert terminal.typed() == ""
    # A download that hangs does not hold up the end.
    index.hanging = True
    asked = len(index.asked)
    assert app.quit() < 3
    app = Application(desktop, env=app_env, minimized=True).ready()
    wait_until(lambda: len(index.asked) > asked, 5)
    assert app.status()["download"] is not None
    assert app.quit() < 3
    # As long as before, but not the same: said, and mended by installing it again.
    model.write_bytes(bytes(4096) + whole[4096:])
    app = Application(desktop, env=app_env, minimized=True).ready()
    refused = app.call("history", "retry", "last")
    assert refused.returncode == 1
    assert "could not be loaded" in refused.stderr
    assert "qwen-dictate models install" in refused.stderr
    assert app.quit() < 3
    # The weights are whole again: what was kept is had from its recording.
    model.write_bytes(whole)
    retried = app.call("history", "retry", "last")
    assert (retried.returncode, retried.stderr) == (0, "")
    assert retried.stdout.strip()


BUSY = ("recording", "transcribing", "delivering")


@pytest.mark.parametrize("ways", [("quit", "SIGTERM", "quit")])
def test_it_ends_within_three_seconds_whatever_it_does_and_keeps_it(
    desktop: PrivateDesktop, emulator: Emulator, service: dict, ways: tuple[str, ...]
):
    service["settings"]["delivery.method"] = "type"
    terminal = desktop.terminal()
    app = Application(desktop, **service, minimized=True).ready()
    for state, way in zip(BUSY, ways, strict=True):
        terminal.focus()
        get_busy(app, emulator, state)
        end_by(app, way)
        typed = terminal.typed()
        app = Application(desktop, **service, minimized=True).ready()
        row = app.history()[0]
        assert (row["state"], row["audio"]) == ("kept", True)
        stays(lambda typed=typed: terminal.typed() == typed, 0.5)
        emulator.knobs.final_delay_s = 0.0
        emulator.knobs.texts = ["again"]
        assert app.call("history", "retry", "last").stdout == "again\n"


@pytest.mark.matrix
@pytest.mark.parametrize("ways", [("SIGTERM", "quit", "SIGTERM")])
def test_it_ends_in_the_other_ways_as_well(
    desktop: PrivateDesktop, emulator: Emulator, service: dict, ways: tuple[str, ...]
):
    test_it_ends_within_three_seconds_whatever_it_does_and_keeps_it(
        desktop, emulator, service, ways
    )


def get_busy(app: Application, emulator: Emulator, state: str) -> None:
    """Bring it into that state, in which it would stay for seconds."""
    emulator.knobs.texts = [LONG]
    emulator.knobs.final_delay_s = 8.0 if state == "transcribing" else 0.0
    assert app.call("start").returncode == 0
    app.desktop.microphone.say(some_words())
    if state != "recording":
        assert app.call("stop").returncode == 0
    app.wait_status(state=state)


def end_by(app: Application, way: str) -> None:
    """End it, in time, with everything that it had started."""
    children = children_of(app.program.pid)
    began = time.monotonic()
    if way == "quit":
        assert app.call("quit").returncode == 0
    else:
        app.program.signal(signal.SIGTERM)
    assert app.program.wait(5) == 0
    assert time.monotonic() - began < 3.2
    assert not any(map(is_alive, children))
