"""Windows on the private list, and fields for passwords: nothing is recorded, kept or sent."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.application import Application
from tests.desktop.speaking import some_words
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.waiting import stays, wait_until
from tests.support.windows import TARGETS, Target, _open


@pytest.fixture(scope="module")
def desktop() -> Iterator[PrivateDesktop]:
    with PrivateDesktop(accessibility=True) as private:
        private.env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        yield private


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as service:
        yield service


@pytest.fixture(scope="module")
def app(desktop: PrivateDesktop, emulator: Emulator) -> Application:
    settings = {
        "service.endpoint": "custom",
        "service.url": emulator.url,
        "privacy.applications": '["xterm"]',
    }
    env = {"DASHSCOPE_API_KEY": KEY}
    return Application(desktop, settings=settings, env=env, minimized=True).ready()


def recorded(desktop: PrivateDesktop) -> list[Path]:
    return list((desktop.home / ".local/share/qwen-dictate/recordings").glob("*"))


def press(desktop: PrivateDesktop) -> None:
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(some_words())


def test_a_window_on_the_list_is_deaf(desktop, app, emulator):
    desktop.terminal()
    press(desktop)
    done = app.call("start")
    assert (done.returncode, "private list" in done.stderr) == (1, True)
    assert app.history() == []
    assert not recorded(desktop)


def test_a_field_for_passwords_is_deaf(desktop, app, emulator):
    file = desktop.folder / "password.txt"
    argv = [sys.executable, str(TARGETS / "qt_password.py"), str(file), "password"]
    field: Target = _open(desktop, argv, "password", file)
    field.focus()
    press(desktop)
    wait_until(lambda: app.status()["state"] == "idle", 10, app.log)
    wait_until(lambda: app.history() == [], 10, app.log)
    stays(lambda: not recorded(desktop) and field.typed() == "", 0.3)
    done = app.call("start")
    assert (done.returncode, "passwords" in done.stderr) == (1, True)
    assert app.status()["last"] is None


def test_an_ordinary_field_of_such_a_desktop_is_heard_and_kept(desktop, app, emulator):
    field = desktop.qt_field()
    emulator.knobs.texts = ["Heard."]
    press(desktop)
    field.wait_typed("Heard.")
    [row] = wait_until(app.history, 5)
    assert row["audio"]
