"""Files that are broken, locked, full or forbidden: dictation goes on, and nothing is lost."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desktop.application import COMMAND, Application
from tests.desktop.speaking import dictate, spoken
from tests.support.desktop import PrivateDesktop
from tests.support.programs import Program
from tests.support.waiting import stays, wait_until

DATA = ".local/share/qwen-dictate"
CONFIG = ".config/qwen-dictate"
STATE = ".local/state/qwen-dictate"


@pytest.fixture(scope="module")
def desk() -> Iterator[PrivateDesktop]:
    """One desktop for all tests here; each begins with an empty home."""
    with PrivateDesktop() as made:
        yield made


@pytest.fixture
def desktop(desk: PrivateDesktop) -> Iterator[PrivateDesktop]:
    yield desk
    for folder in (DATA, CONFIG, STATE):
        path = desk.home / folder
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def running(desktop: PrivateDesktop, **more) -> Iterator[Application]:
    app = Application(desktop, **more).ready()
    try:
        yield app
    finally:
        app.program.kill()


def settings_of(desktop: PrivateDesktop) -> Path:
    path = desktop.home / CONFIG / "settings.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def verb(desktop: PrivateDesktop, *words: str) -> "subprocess.CompletedProcess[str]":
    return desktop.call([str(COMMAND), *words], limit_s=20)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b'[ui]\ntheme = "dark"\noverl', "cannot be read"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a = " + b"[" * 100_000, "cannot be read"),
        (b"a = 1\n" * 500_000, "too large"),
        (None, "not a file"),
    ],
    ids=["half-written", "bytes", "nested", "huge", "pipe"],
)
def test_settings_that_cannot_be_read_are_set_aside_and_said(desktop, written, said):
    path = settings_of(desktop)
    if written is None:
        os.mkfifo(path)
    else:
        path.write_bytes(written)
    done = verb(desktop, "config", "get", "ui.theme")
    assert (done.returncode, done.stdout) == (0, "auto\n")
    assert said in done.stderr
    [aside] = path.parent.glob("settings.toml.damaged-*")
    assert aside.name in done.stderr
    assert written is None or aside.read_bytes() == written
    assert verb(desktop, "config", "set", "ui.theme", "dark").returncode == 0
    assert verb(desktop, "config", "get", "ui.theme").stdout == "dark\n"


def test_the_program_starts_and_says_what_is_wrong_with_its_settings(desktop):
    path = settings_of(desktop)
    path.write_text("[ui\n")
    with running(desktop) as app:
        status = app.wait_status(error_kind="settings")
        assert "kept as “settings.toml.damaged-" in status["error"]
        path.write_text('version = 9\n[ui]\ntheme = "mauve"\n')
        # Set by hand and by a verb: the file of a newer version stays, what is wrong is named.
        assert app.call("config", "set", "ui.overlay", "large").returncode == 0
        wait_until(lambda: "ui.theme" in app.status()["error"], 3)
        assert path.with_name("settings.toml.version-9").exists()
        assert 'theme = "mauve"' in path.read_text()
        assert app.call("config", "set", "ui.theme", "dark").returncode == 0
        wait_until(lambda: "newer version" in app.status()["error"], 3)
        assert app.quit() < 3


def test_settings_that_cannot_be_written_say_so(desktop):
    (desktop.home / CONFIG).write_text("a file where the folder should be")
    done = verb(desktop, "config", "set", "ui.theme", "dark")
    assert done.returncode == 1
    assert "could not be" in done.stderr
    assert "Traceback" not in done.stderr


def test_dictation_goes_on_where_nothing_can_be_kept(desktop, emulator, service):
    """The data folder, the log and the settings cannot be made; the runtime folder is missing."""
    for folder in (DATA, CONFIG, STATE):
        path = desktop.home / folder
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a file where the folder should be")
    temporary = desktop.folder / "tmp"
    temporary.mkdir(mode=0o700)
    temporary.with_name("gone").touch()  # so that nobody can make the folder
    service["env"] |= {
        "XDG_RUNTIME_DIR": str(temporary.with_name("gone") / "run"),
        "TMPDIR": str(temporary),
        "PULSE_SERVER": f"unix:{desktop.runtime}/pulse/native",
    }
    terminal = desktop.terminal()
    with running(desktop, **service) as app:
        app.wait_status(error_kind="disk")
        terminal.focus()
        dictate(app, emulator, "nobody writes this down")
        terminal.wait_typed("nobody writes this down")
        status = app.wait_status(error_kind="disk")
        assert status["last"]["delivered"] is True
        dictate(app, emulator, "nor this")
        terminal.wait_typed("nobody writes this down nor this")
        assert app.quit() < 3
    terminal.close()


def test_a_full_disk_stops_no_dictation_and_what_was_said_is_there_when_it_has_room(
    desktop, emulator, service
):
    data = desktop.home / DATA
    data.mkdir(parents=True)
    mount = f'mount -t tmpfs -o size=400k none "{data}" && exec "$0" "$@"'
    before = ("unshare", "--map-root-user", "--mount", "sh", "-c", mount)
    terminal = desktop.terminal()
    with running(desktop, **service, before=before) as app:
        inside = Path(f"/proc/{app.program.pid}/root{data}")
        wait_until((inside / "history.sqlite").exists, 5)
        terminal.focus()
        dictate(app, emulator, "one")
        fill(inside / "filling")
        dictate(app, emulator, "two")
        terminal.wait_typed("one two")
        status = app.wait_status(error_kind="disk")
        assert status["last"] == {
            "id": status["last"]["id"], "text": "two", "delivered": True,
            "receipt": "accepted", "method": "type",
        }  # fmt: skip
        (inside / "filling").unlink()
        dictate(app, emulator, "three")
        terminal.wait_typed("one two three")
        enter = ("nsenter", "-t", str(app.program.pid), "-U", "-m", "--preserve-credentials")
        listed = (*enter, str(COMMAND), "history", "list", "--json")
        wait_until(lambda: delivered_in(desktop.run(listed)) == ["three", "two", "one"], 5)
        assert app.quit() < 3
    terminal.close()


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(1024))
            except OSError:
                return


def delivered_in(listing: str) -> list[str]:
    return [row["text"] for row in json.loads(listing) if row["state"] == "delivered"]


def test_a_locked_history_stops_no_dictation_and_is_written_when_it_is_free(
    desktop, emulator, service
):
    terminal = desktop.terminal()
    with running(desktop, **service) as app:
        terminal.focus()
        other = sqlite3.connect(desktop.home / DATA / "history.sqlite", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        dictate(app, emulator, "meanwhile")
        terminal.wait_typed("meanwhile")
        assert time.monotonic() - began < 6
        assert "another program holds it" in app.wait_status(error_kind="disk")["error"]
        asked_at = time.monotonic()
        refused = app.call("history", "list")
        assert (refused.returncode, time.monotonic() - asked_at < 5) == (0, True)
        other.execute("ROLLBACK")
        other.close()
        dictate(app, emulator, "afterwards")
        terminal.wait_typed("meanwhile afterwards")
        wait_until(lambda: [row["text"] for row in app.history()] == ["afterwards", "meanwhile"], 8)
        assert {row["state"] for row in app.history()} == {"delivered"}
        assert app.quit() < 3
    terminal.close()


def test_a_dictation_that_a_kill_cut_off_and_a_damaged_history_are_offered_again(
    desktop, emulator, service
):
    terminal = desktop.terminal()
    with running(desktop, **service) as app:
        terminal.focus()
        with spoken(desktop):
            app.program.kill()
    with running(desktop, **service) as app:
        [row] = app.history()
        assert (row["state"], row["text"], row["audio"]) == ("kept", "", True)
        assert 0.9 < row["seconds"] < 2.5
        assert app.status()["state"] == "idle"
        emulator.knobs.texts = ["cut off"]
        retried = app.call("history", "retry", "last")
        assert (retried.returncode, retried.stdout, retried.stderr) == (0, "cut off\n", "")
        app.program.kill()
    history = desktop.home / DATA / "history.sqlite"
    for file in history.parent.glob("history.sqlite*"):
        file.write_bytes(os.urandom(9000))
    with running(desktop, **service) as app:
        status = app.wait_status(error_kind="disk")
        [aside] = history.parent.glob("history.sqlite.damaged-*[0-9]")
        assert aside.name in status["error"]
        again = wait_until(app.history, 5)
        assert [(it["id"], it["state"]) for it in again] == [(row["id"], "kept")]
        emulator.knobs.texts = ["cut off"]
        assert app.call("history", "retry", "last").stdout == "cut off\n"
        stays(lambda: terminal.typed() == "", 0.5)
        assert app.quit() < 3
    terminal.close()


def test_of_ten_starts_at_once_exactly_one_runs(desktop):
    started = [desktop.start([str(COMMAND)]) for _ in range(10)]
    wait_until(lambda: sum(it.running for it in started) == 1, 40, lambda: tails(started))
    [left] = [it for it in started if it.running]
    assert [it.status for it in started if it is not left] == [0] * 9, tails(started)
    assert verb(desktop, "status", "--json").returncode == 0
    assert len(desktop.windows("Qwen Dictate")) == 1
    # One that ends makes room for the next start, which waits for it.
    left.signal(signal.SIGTERM)
    again = desktop.start([str(COMMAND)])
    assert left.wait(4) == 0
    wait_until(lambda: verb(desktop, "status").returncode == 0, 15, again.tail)
    assert again.running
    again.stop()


def tails(programs: list[Program]) -> str:
    return "\n".join(f"{it.status}: {it.tail(3)}" for it in programs)


def test_verbs_of_a_program_that_hangs_say_so_within_five_seconds(desktop):
    calls = [[], ["status"], ["start"], ["stop", "--wait"], ["history", "retry", "last"], ["quit"]]
    with running(desktop) as app:
        app.program.signal(signal.SIGSTOP)
        began = time.monotonic()
        started = [desktop.start([str(COMMAND), *words]) for words in calls]
        wait_until(lambda: not any(it.running for it in started), 15)
        took = time.monotonic() - began
        assert [it.status for it in started] == [1] * len(calls), tails(started)
        assert all("did not answer" in it.output() for it in started[:-1]), tails(started)
        assert took < 8  # six interpreters at once, on two cores
        assert app.call("config", "set", "ui.theme", "dark").returncode == 0
        app.program.signal(signal.SIGCONT)
        # What was asked of it meanwhile is done: the last word was "quit".
        assert app.program.wait(5) == 0
    assert verb(desktop, "status").returncode == 3
