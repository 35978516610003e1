"""The page of settings of the running program, by the keyboard alone."""

import threading

import pytest

from tests.desktop.application import Application
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

PAINT_S = 0.4


class Keys:
    """Somebody at the keyboard."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.desktop = app.desktop
        self.window = self.desktop.find_window("Qwen Dictate", program=app.program)
        self.window.focus()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.desktop.tap(key)
            threading.Event().wait(PAINT_S)

    def write(self, words: str) -> None:
        self.desktop.xdotool("type", "--delay", "5", words)

    def find(self, words: str) -> None:
        """The first control of the option that is searched for has the focus."""
        self.press("ctrl+f")
        self.write(words)
        threading.Event().wait(PAINT_S)
        self.press("Tab", "Tab")

    def wait_painted(self) -> None:
        """What was asked for is done when the program answers; painting is before the next key."""
        for _ in range(3):
            self.app.status()
            threading.Event().wait(PAINT_S)

    def option(self, key: str) -> str:
        return self.app.call("config", "get", key).stdout.strip()

    def wait_option(self, key: str, value: str) -> None:
        wait_until(lambda: self.option(key) == value, 10, lambda: f"{key}: {self.option(key)}")


@pytest.fixture
def keys(desktop, service):
    app = Application(desktop, **service | {"settings": {**service["settings"], **DONE}}).ready()
    at_keys = Keys(app)
    at_keys.press("alt+g")
    return at_keys


DONE = {"onboarding.done": "true"}


def test_options_are_changed_at_once_and_the_new_key_dictates(keys):
    keys.find("ui.theme")
    keys.press("Down", "Down")
    keys.wait_option("ui.theme", "dark")
    keys.wait_painted()
    keys.find("hotkey.push_to_talk")
    keys.press("space")
    # The old hotkey begins nothing while the field asks: it is taken for an answer.
    keys.press("F9")
    keys.wait_option("hotkey.push_to_talk", "f9")
    wait_until(lambda: keys.app.status()["hotkey"]["keys"] == "f9", 10, keys.app.log)
    keys.desktop.terminal()
    with keys.desktop.held("F9"):
        keys.app.wait_status(state="recording")
        threading.Event().wait(0.5)  # no tap
    keys.app.wait_status(state="idle", pending=0)
    keys.app.quit()


def test_the_hotkey_of_now_can_be_pressed_into_the_field(keys):
    keys.find("hotkey.undo")
    keys.press("space")
    keys.press("Control_R")
    keys.wait_option("hotkey.undo", "right_ctrl")
    assert keys.app.status()["state"] == "idle"
    assert keys.app.history() == []
    keys.app.quit()


def test_a_key_is_tried_stored_and_deleted(emulator: Emulator):
    with PrivateDesktop(keyring="unlocked") as desktop:
        app = Application(
            desktop,
            settings={"service.endpoint": "custom", "service.url": emulator.url, **DONE},
        ).ready()
        keys = Keys(app)
        keys.press("alt+g", "alt+y")
        keys.write("sk-not-the-right-one")
        keys.press("alt+t")
        wait_until(lambda: emulator.refused, 15, app.log)
        keys.press("alt+y", "ctrl+a")
        keys.write(KEY)
        keys.press("alt+t")
        wait_until(lambda: any(seen.authorized for seen in emulator.connections), 15, app.log)
        wait_until(lambda: emulator.connections[-1].over, 15, app.log)
        threading.Event().wait(PAINT_S)
        keys.press("alt+s")
        wait_until(lambda: app.call("key", "where").stdout == "keyring\n", 15, app.log)
        threading.Event().wait(PAINT_S)
        keys.press("alt+d")
        wait_until(lambda: app.call("key", "where").stdout == "none\n", 15, app.log)
        assert KEY not in app.log()
        app.quit()


def test_a_keyring_that_hangs_holds_nobody_up(emulator: Emulator):
    with PrivateDesktop(keyring="locked") as desktop:
        app = Application(
            desktop,
            settings={"service.endpoint": "custom", "service.url": emulator.url, **DONE},
        )
        keys = Keys(app)
        keys.press("alt+g", "alt+y")
        keys.write(KEY)
        keys.press("alt+s")
        keys.press("alt+a")
        for _ in range(5):
            assert app.status()["state"] == "idle"
        assert app.quit() < 3
