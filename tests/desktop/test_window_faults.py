"""Windows that go, move, open menus or take the keyboard: the right window gets it, or a card."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from Xlib import X
from Xlib.display import Display

from qwen_dictate.system.x11 import windows
from qwen_dictate.system.x11.taken import is_keyboard_taken
from tests.desktop.application import Application
from tests.desktop.speaking import dictate, some_words, spoken
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.waiting import stays, wait_until
from tests.support.windows import Target

LONG = " ".join(f"word{number}" for number in range(200))
TAKEN = "A locked screen, a menu or a password prompt has the keyboard"


class Stage:
    """One desktop with the program running on it."""

    def __init__(self, desktop: PrivateDesktop, emulator: Emulator, app: Application) -> None:
        self.desktop = desktop
        self.emulator = emulator
        self.app = app

    def dictate(self, text: str) -> dict:
        dictate(self.app, self.emulator, text)
        return self.app.status()

    def kept(self, text: str, why: str) -> dict:
        """The text is on its card, for this reason, and ``history`` has it."""
        status = self.app.wait_status(state="idle", pending=0)
        assert (status["last"]["text"], status["last"]["delivered"]) == (text, False)
        assert status["error"] == ""
        rows = self.app.history()
        assert (rows[0]["text"], rows[0]["state"]) == (text, "kept")
        assert why in self.reason()
        return status

    def reason(self) -> str:
        """Why the newest dictation is kept: the sentence on its card."""
        path = self.desktop.home / ".local/share/qwen-dictate/history.sqlite"
        with sqlite3.connect(path) as database:
            [[reason]] = database.execute(
                "SELECT reason FROM utterance ORDER BY number DESC LIMIT 1"
            ).fetchall()
        database.close()
        return reason

    @contextmanager
    def terminals(self, count: int = 1) -> Iterator[list[Target]]:
        made = [self.desktop.terminal() for _ in range(count)]
        made[0].focus()
        try:
            yield made
        finally:
            for terminal in made:
                if terminal.program.running:
                    terminal.close()


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with PrivateDesktop() as desktop, Emulator() as emulator:
        settings = {"service.endpoint": "custom", "service.url": emulator.url}
        app = Application(
            desktop, settings=settings, env={"DASHSCOPE_API_KEY": KEY}, minimized=True
        )
        yield Stage(desktop, emulator, app.ready())
        took = app.quit()
        print("QUIT", took)
        assert took < 3


@contextmanager
def keyboard_of(display: str) -> Iterator[None]:
    """Another program has the keyboard to itself, as a password prompt does."""
    client = Display(display)
    taken = client.screen().root.grab_keyboard(
        False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime
    )
    assert taken == X.GrabSuccess
    try:
        yield
    finally:
        client.ungrab_keyboard(X.CurrentTime)
        client.close()


def test_a_text_whose_window_was_closed_while_speaking_is_kept(stage):
    with stage.terminals(2) as (terminal, other):
        stage.emulator.knobs.texts = ["nowhere to go"]
        with spoken(stage.desktop):
            terminal.close()
        stage.kept("nowhere to go", "is gone")
        other.focus()
        assert stage.app.call("paste-last").returncode == 0
        other.wait_typed("nowhere to go")


@pytest.mark.parametrize("moved", ["hold", "follow", "return"])
def test_the_focus_moves_while_a_long_text_is_typed(stage, moved):
    app = stage.app
    assert app.call("config", "set", "delivery.method", "type").returncode == 0
    assert app.call("config", "set", "delivery.when_focus_moved", moved).returncode == 0
    try:
        with stage.terminals(2) as (terminal, other):
            stage.emulator.knobs.texts = [LONG]
            with spoken(stage.desktop):
                pass
            wait_until(terminal.typed, 10)
            other.focus()
            status = app.wait_status(limit_s=30, state="idle", pending=0)
            typed, elsewhere = terminal.typed(), other.typed()
            assert len(typed) > 0
            if moved == "follow":
                assert typed + elsewhere == LONG
                assert status["last"]["delivered"] is True
            elif status["last"]["delivered"]:  # it moved between two batches, and went back
                assert (moved, typed, elsewhere) == ("return", LONG, "")
            else:
                assert_rest_is_kept(status, typed)
                assert len(elsewhere) < 100  # of the batch that was on its way
    finally:
        app.call("config", "unset", "delivery.method")
        app.call("config", "unset", "delivery.when_focus_moved")


def assert_rest_is_kept(status: dict, typed: str) -> None:
    """Whatever was not surely typed is on the card: nothing is missing."""
    rest = status["last"]["text"]
    assert status["last"]["delivered"] is False
    assert LONG.startswith(typed)
    assert LONG.endswith(rest)
    assert len(typed) + len(rest) >= len(LONG)


def test_the_overlay_is_seen_above_a_full_screen_window(stage):
    with stage.terminals() as [terminal]:
        stage.desktop.run(["wmctrl", "-i", "-r", hex(terminal.number), "-b", "add,fullscreen"])
        wait_until(lambda: terminal.geometry()[2] == 1280, 5)
        stage.emulator.knobs.texts = ["full screen"]
        with spoken(stage.desktop):
            assert topmost_pid(stage.desktop.display) == stage.app.program.pid
            assert terminal.has_focus
        terminal.wait_typed("full screen")


def topmost_pid(name: str) -> int:
    """Whose the uppermost window on the screen is."""
    display = Display(name)
    try:
        shown = [
            child
            for child in display.screen().root.query_tree().children
            if child.get_attributes().map_state == X.IsViewable
        ]
        return windows.client_pid(display, shown[-1].id)
    finally:
        display.close()


def test_a_window_that_takes_no_keys_gets_them_all_the_same(stage):
    """Nothing tells that a window ignores what is typed: it counts as accepted, and is kept."""
    program = stage.desktop.start(["xmessage", "-title", "deaf", "Deaf as a post"])
    window = stage.desktop.find_window("deaf", program=program)
    window.focus()
    last = stage.dictate("anybody there")["last"]
    assert (last["delivered"], last["receipt"]) == (True, "accepted")
    assert stage.app.history()[0]["text"] == "anybody there"
    program.stop()


def test_nothing_is_typed_into_an_open_menu(stage):
    field = stage.desktop.qt_field()
    x, y, width, height = field.geometry()
    stage.desktop.xdotool("mousemove", x + width // 2, y + height // 2)
    stage.emulator.knobs.texts = ["not a menu entry"]
    stage.emulator.knobs.final_delay_s = 1.0
    with spoken(stage.desktop):
        pass
    stage.desktop.xdotool("click", 3)
    wait_until(lambda: taken(stage.desktop.display), 5)
    stage.kept("not a menu entry", TAKEN)
    stage.emulator.knobs.final_delay_s = 0.0
    assert field.typed() == ""
    stage.desktop.tap("Escape")
    wait_until(lambda: not taken(stage.desktop.display), 5)
    assert stage.app.call("paste-last").returncode == 0
    field.wait_typed("not a menu entry")
    field.close()


def taken(name: str) -> bool:
    """Whether some program has the keyboard to itself."""
    display = Display(name)
    try:
        return is_keyboard_taken(display)
    finally:
        display.close()


def test_nothing_is_typed_into_a_prompt_that_takes_the_keyboard_in_the_middle(stage):
    app = stage.app
    assert app.call("config", "set", "delivery.method", "type").returncode == 0
    with stage.terminals() as [terminal]:
        stage.emulator.knobs.texts = [LONG]
        with spoken(stage.desktop):
            pass
        wait_until(terminal.typed, 10)
        with keyboard_of(stage.desktop.display):
            status = app.wait_status(limit_s=10, state="idle", pending=0)
        assert_rest_is_kept(status, terminal.typed())
    app.call("config", "unset", "delivery.method")


def test_a_locked_screen_stops_and_keeps_the_dictation_and_hears_no_key(stage):
    with stage.terminals() as [terminal]:
        stage.emulator.knobs.texts = ["before the lock"]
        stage.desktop.tap(RIGHT_CTRL)
        stage.desktop.microphone.say(some_words())
        locker = stage.desktop.start(["i3lock", "-n", "-c", "203040"])
        stage.app.wait_status(limit_s=6, state="idle", pending=0)
        stage.kept("before the lock", "The screen was locked")
        count = len(stage.app.history())
        with stage.desktop.held(RIGHT_CTRL):
            stays(lambda: stage.app.status()["state"] == "idle", 0.6)
        assert len(stage.app.history()) == count
        assert locker.running
        locker.stop()
        wait_until(lambda: not taken(stage.desktop.display), 5)
        terminal.focus()
        assert terminal.typed() == ""
        stage.dictate("and after it")
        terminal.wait_typed("and after it")
