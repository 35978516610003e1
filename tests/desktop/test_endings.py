"""However it is ended, and however busy the computer: soon, everything kept, no child left."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.desktop.application import COMMAND, Application
from tests.desktop.killing import children_of, is_alive
from tests.desktop.speaking import some_words
from tests.integration.emulator import Emulator
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import stays, wait_until

LIMIT_S = 3.0
LOADED_S = 6.0
"""Under a load that leaves it a fraction of a processor; 3 s of its own at most."""
LOGS_OUT = """
import runpy, sys, threading
from PySide6.QtCore import QCoreApplication, QMetaObject, Qt
sys.argv = sys.argv[1:]
def leave():
    sys.stdin.readline()
    app = QCoreApplication.instance()
    QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection)
threading.Thread(target=leave, daemon=True).start()
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""The program, and Qt's own end at a line: what a session manager's "die" does."""


@contextmanager
def load() -> Iterator[None]:
    """Twice as many busy processes as there are processors."""
    busy = [
        subprocess.Popen(["sh", "-c", "while :; do :; done"])
        for _ in range(2 * (os.cpu_count() or 1))
    ]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def speaking(app: Application) -> None:
    assert app.call("start").returncode == 0
    app.desktop.microphone.say(some_words())


def assert_kept(desktop: PrivateDesktop, service: dict, emulator: Emulator, typed: str) -> None:
    """The next start offers it and types nothing; its words are had from the recording."""
    terminal = desktop.terminal()
    app = Application(desktop, **service, minimized=True).ready()
    row = app.history()[0]
    assert (row["state"], row["audio"]) == ("kept", True)
    assert row["seconds"] > 1.0
    stays(lambda: terminal.typed() == "", 0.4)
    emulator.knobs.texts = [typed]
    assert app.call("history", "retry", "last").stdout == f"{typed}\n"
    assert app.quit() < LOADED_S


@pytest.mark.parametrize("name", ["SIGINT", pytest.param("SIGHUP", marks=pytest.mark.matrix)])
def test_a_signal_ends_it_in_time_even_under_load(
    desktop: PrivateDesktop, emulator: Emulator, service: dict, name: str
):
    app = Application(desktop, **service, minimized=True).ready()
    speaking(app)
    children = children_of(app.program.pid)
    with load():
        began = time.monotonic()
        app.program.signal(getattr(signal, name))
        assert app.program.wait(10) == 0
        assert time.monotonic() - began < LOADED_S
    wait_until(lambda: not any(map(is_alive, children)), 2)
    assert_kept(desktop, service, emulator, f"before {name}")


@pytest.mark.matrix
def test_quit_answers_and_ends_in_time_under_load(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    app = Application(desktop, **service, minimized=True).ready()
    speaking(app)
    with load():
        assert app.quit() < LOADED_S
    assert_kept(desktop, service, emulator, "before quit")


@pytest.mark.matrix
def test_the_end_of_the_session_keeps_what_is_spoken(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    fifo = desktop.folder / "leave"
    os.mkfifo(fifo)
    started = ["sh", "-c", f'exec "$@" < {fifo}', "sh", str(COMMAND.with_name("python")), "-c"]
    program = desktop.start([*started, LOGS_OUT, str(COMMAND), "--minimized"], {
        f"QWEN_DICTATE_{key.upper().replace('.', '__')}": value
        for key, value in service["settings"].items()
    } | service["env"])  # fmt: skip
    with fifo.open("w") as leave:
        app = Application.__new__(Application)
        app.desktop, app.env, app.program = desktop, {}, program
        wait_until(lambda: app.call("status").returncode == 0, 20, program.tail)
        speaking(app)
        began = time.monotonic()
        leave.write("\n")
    assert program.wait(8) == 0
    assert time.monotonic() - began < LIMIT_S + 1
    assert_kept(desktop, service, emulator, "before the log-out")
