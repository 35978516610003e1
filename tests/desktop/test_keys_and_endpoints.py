"""The API key: where it comes from, where it goes, and where it never stands."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.application import COMMAND, Application
from tests.integration.emulator import KEY, Emulator, network
from tests.support.certificate import make_certificate, serving
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording

SPOKEN = "en_goforward"
WORDS = recording(SPOKEN).transcript
OTHER_KEY = "sk-of-another-service-98765"


@pytest.fixture(scope="module")
def vault() -> Iterator[PrivateDesktop]:
    """A desktop with an unlocked keyring."""
    with PrivateDesktop(keyring="unlocked") as desktop:
        yield desktop


def configure(app: Application, **service: str) -> None:
    for name, value in service.items():
        done = app.call("config", "set", f"service.{name}", value)
        assert done.returncode == 0, done.stderr


def say(app: Application, terminal) -> tuple[str, dict]:
    """Dictate; gives what was typed, and the status."""
    before = terminal.typed()
    terminal.focus()
    with app.desktop.held(RIGHT_CTRL):
        app.desktop.microphone.say(recording(SPOKEN).path)
        time.sleep(0.15)
    status = app.wait_status(state="idle", pending=0)
    return terminal.typed()[len(before) :].strip(), status


def test_a_stored_key_goes_to_its_own_service_only_and_what_runs_takes_it_up(
    vault: PrivateDesktop,
):
    terminal = vault.terminal()
    app = Application(vault, weights=True, minimized=True).ready()
    app.wait_status(endpoint="local", engine="local", error="")
    configure(app, endpoint="mainland")
    missing = app.wait_status(engine_ready=False, error_kind="key")
    assert "There is no API key" in missing["error"]
    assert app.call("key", "set", stdin=f"{OTHER_KEY}\n").returncode == 0
    app.wait_status(engine_ready=True, error="")
    with Emulator() as strict, Emulator(key=None) as anybody:
        # A key for the mainland, and a service somewhere else.
        configure(app, url=anybody.url, endpoint="custom")
        told = app.wait_status(endpoint=anybody.url, error_kind="key")
        assert "is not sent to 127.0.0.1" in told["error"]
        where = app.call("key", "where")
        assert (where.returncode, where.stdout) == (1, "none\n")
        typed, status = say(app, terminal)
        assert (typed, status["error"]) == (WORDS, "")
        assert anybody.connections[0].headers["bearer-none"] == "True"
        # That service wants a key: none is sent, and the embedded engine helps.
        configure(app, url=strict.url)
        app.wait_status(endpoint=strict.url)
        typed, status = say(app, terminal)
        assert "go forward" in typed.lower()
        assert "127.0.0.1 asks for an API key, and there is none for it" in status["error"]
        assert (status["error_kind"], strict.connections) == ("key", [])
        # Now it gets its own, while it runs.
        assert app.call("key", "set", stdin=f"{KEY}\n").returncode == 0
        app.wait_status(error="", engine_ready=True)
        assert app.call("key", "where").stdout == "keyring\n"
        typed, status = say(app, terminal)
        assert (typed, strict.connections[0].authorized) == (WORDS, True)
        assert app.call("key", "delete").returncode == 0
        assert app.call("key", "where").stdout == "none\n"
    assert_nowhere(app, KEY, OTHER_KEY)
    assert app.quit() < 3


def test_a_key_of_the_environment_goes_to_the_endpoint_in_use_and_stands_nowhere(
    desktop: PrivateDesktop, tmp_path: Path
):
    """By wss with a private authority, through a proxy, with a workspace; then a look around."""
    certificate = make_certificate(tmp_path)
    proxy = network.HttpProxy()
    terminal = desktop.terminal()
    with Emulator(tls=serving(certificate)) as service, network.listening(proxy) as port:
        app = Application(
            desktop,
            minimized=True,
            env={"DASHSCOPE_API_KEY": KEY, "SSL_CERT_FILE": str(certificate)},
            settings={
                "service.endpoint": "custom",
                "service.url": service.url,
                "service.workspace": "ws-7",
                "service.proxy": f"http://127.0.0.1:{port}",
            },
        ).ready()
        assert app.call("key", "where").stdout == "environment\n"
        typed, status = say(app, terminal)
        assert (typed, status["error"], status["endpoint"]) == (WORDS, "", service.url)
        [seen] = service.connections
        assert (seen.authorized, seen.headers["x-dashscope-workspace"]) == (True, "ws-7")
        assert proxy.asked == [f"localhost:{service.port}"]
        service.knobs.status = 401
        _, status = say(app, terminal)
        assert status["error_kind"] == "key"
    assert_nowhere(app, KEY)
    assert_no_image(app, tmp_path, KEY)


def assert_nowhere(app: Application, *keys: str) -> None:
    """Not in a file of the user's, an argument of a process, an answer, or what was printed."""
    keyring = app.desktop.home / ".local/share/keyrings"
    folders = (app.desktop.home, app.desktop.runtime, app.desktop.logs)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    files = [file for file in files if keyring not in file.parents and "models" not in file.parts]
    assert any(file.suffix == ".log" for file in files)
    arguments = Path(f"/proc/{app.program.pid}/cmdline"), *children(app.program.pid)
    told = (app.call("status", "--json"), app.call("history", "list", "--json"))
    for key in keys:
        secret = key.encode()
        assert [file for file in (*files, *arguments) if secret in file.read_bytes()] == []
        assert [done for done in told if key in done.stdout + done.stderr] == []


def children(pid: int) -> list[Path]:
    """The arguments, and the environment too, of what the program has started."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [Path(f"/proc/{child}/{name}") for child in listed for name in ("cmdline", "environ")]


def assert_no_image(app: Application, folder: Path, key: str) -> None:
    """A crash leaves no core file, and one that is forced holds nothing that was written to."""
    limits = Path(f"/proc/{app.program.pid}/limits").read_text()
    [line] = [line for line in limits.splitlines() if line.startswith("Max core file size")]
    assert line.split()[4:6] == ["0", "0"]
    core = folder / "core"
    subprocess.run(
        ["gcore", "-o", str(core), str(app.program.pid)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    [image] = folder.glob("core.*")
    assert key.encode() not in image.read_bytes()
    os.kill(app.program.pid, 6)
    app.program.wait(10)
    assert [path for path in app.desktop.home.rglob("core*") if path.is_file()] == []


def test_a_keyring_that_is_silent_stops_nobody_and_its_key_is_taken_when_it_comes():
    with PrivateDesktop(keyring="unlocked") as desktop, Emulator(key=OTHER_KEY) as service:
        terminal = desktop.terminal()
        stored = desktop.call(
            [str(COMMAND), "key", "set", "--url", service.url], stdin=f"{OTHER_KEY}\n"
        )
        assert stored.returncode == 0, stored.stderr
        with stopped(keyring_pid(desktop)):
            app = Application(desktop, weights=True, minimized=True).ready()
            typed, status = say(app, terminal)
            assert "go forward" in typed.lower()
            assert status["engine"] == "local"
            assert "The keyring has been silent for 3 seconds" in app.log()
            configure(app, url=service.url, endpoint="custom")
        app.wait_status(error="", engine="qwen")
        typed, status = say(app, terminal)
        assert (typed, status["error"]) == (WORDS, "")
        assert service.connections[-1].authorized
        assert_nowhere(app, OTHER_KEY)


def test_a_locked_keyring_asks_for_its_password_and_one_dictates_without_it():
    with PrivateDesktop(keyring="locked") as desktop:
        terminal = desktop.terminal()
        app = Application(desktop, weights=True, minimized=True).ready()
        told = app.wait_status(error_kind="keyring")
        assert "Unlock the keyring" in told["error"]
        desktop.tap("Escape")
        typed, status = say(app, terminal)
        assert "go forward" in typed.lower()
        assert status["engine"] == "local"


def keyring_pid(desktop: PrivateDesktop) -> int:
    reply = desktop.run([
        "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus",
        "/org/freedesktop/DBus", "org.freedesktop.DBus.GetConnectionUnixProcessID",
        "string:org.freedesktop.secrets",
    ])  # fmt: skip
    return int(reply.split()[-1])


@contextlib.contextmanager
def stopped(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
