"""The screen is locked, the computer sleeps, another user comes: stopped, kept, not typed."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from tests.desktop.application import Application
from tests.desktop.contract import Contract
from tests.support.desktop import RIGHT_CTRL
from tests.support.login import OTHERS, Login
from tests.support.waiting import stays, wait_until

LOCKED = "The screen was locked, so it was stopped and kept."
ASLEEP = "The computer went to sleep, so it was stopped and kept."


class Away(Contract):
    """A stage with a login manager that can be told what to tell."""

    def prepare(self, stack: ExitStack) -> None:
        self.desktop.start_system_bus()
        self.login = Login(self.desktop)
        stack.callback(self.login.close)

    def reason(self) -> str:
        """Why the newest row is kept."""
        file = self.desktop.home / ".local/share/qwen-dictate/history.sqlite"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            newest = "SELECT reason FROM utterance ORDER BY number DESC LIMIT 1"
            return database.execute(newest).fetchone()[0]


@pytest.fixture(scope="module")
def stage() -> Iterator[Away]:
    with Away() as made:
        assert made.login.asked.wait(10), "logind is asked for our sessions"
        time.sleep(0.2)
        yield made


WAYS: dict[str, tuple[Callable[[Login], None], Callable[[Login], None], str]] = {
    "logind locks": (lambda it: it.lock(), lambda it: it.unlock(), LOCKED),
    "the hint": (
        lambda it: it.change("LockedHint", value=True),
        lambda it: it.change("LockedHint", value=False),
        LOCKED,
    ),
    "another user": (
        lambda it: it.change("Active", value=False),
        lambda it: it.change("Active", value=True),
        LOCKED,
    ),
    "sleep": (lambda it: it.sleep(on=True), lambda it: it.sleep(on=False), ASLEEP),
    "a saver": (
        lambda it: it.saver("freedesktop", on=True),
        lambda it: it.saver("freedesktop", on=False),
        LOCKED,
    ),
    "gnome": (
        lambda it: it.saver("gnome", on=True),
        lambda it: it.saver("gnome", on=False),
        LOCKED,
    ),
}


OFTEN = ("logind locks", "sleep", "gnome")


@pytest.mark.parametrize(
    "way",
    [way if way in OFTEN else pytest.param(way, marks=pytest.mark.matrix) for way in WAYS],
)
def test_a_dictation_is_stopped_and_kept_and_works_again_afterwards(stage: Away, way: str):
    leave, back, why = WAYS[way]
    stage.terminal.focus()
    before = stage.terminal.typed()
    text = f"said before {way}"
    stage.desktop.keydown(RIGHT_CTRL)
    stage.say(text)
    leave(stage.login)
    wait_until(lambda: stage.status()["state"] != "recording", 2)
    stage.desktop.keyup(RIGHT_CTRL)
    stage.idle()
    row = stage.newest(lambda row: row["text"] == text)
    assert (row["state"], row["audio"]) == ("kept", True)
    assert why in stage.reason()
    back(stage.login)
    stays(lambda: stage.terminal.typed() == before, 0.3)
    assert stage.dictate(f"after {way}").strip() == f"after {way}"


def test_a_text_that_comes_while_the_user_is_away_waits(stage: Away):
    before = stage.terminal.typed()
    stage.turn(final_delay_s=1.0)
    with stage.desktop.held(RIGHT_CTRL):
        stage.say("late words")
    stage.login.lock()
    stage.idle()
    assert stage.newest(lambda row: row["text"] == "late words")["state"] == "kept"
    stage.login.unlock()
    stays(lambda: stage.terminal.typed() == before, 0.3)
    stage.turn()


def test_the_lock_of_another_session_is_none_of_ours(stage: Away):
    stage.login.lock(OTHERS)
    assert stage.dictate("not mine").strip() == "not mine"


def test_without_any_bus_it_works_as_well(stage: Away):
    env = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "DBUS_SYSTEM_BUS_ADDRESS": "x"}
    assert stage.app.quit() < 5
    app = Application(stage.desktop, env=env, minimized=True).ready()
    assert app.status()["state"] == "idle"
    assert app.quit() < 5
