"""Real programs that take the keyboard, and another window manager: the right window, or a card."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qwen_dictate.system.x11.taken import is_keyboard_taken
from tests.desktop.application import Application
from tests.desktop.contract import Contract
from tests.desktop.speaking import dictate
from tests.integration.emulator import Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.waiting import stays, wait_until


@pytest.fixture(scope="module")
def stage() -> Iterator[Contract]:
    with Contract() as made:
        yield made


def taken(stage: Contract) -> bool:
    from Xlib.display import Display

    display = Display(stage.desktop.display)
    try:
        return is_keyboard_taken(display)
    finally:
        display.close()


@contextmanager
def pinentry(stage: Contract) -> Iterator["subprocess.Popen[str]"]:
    """A password prompt of GnuPG that has the keyboard."""
    program = subprocess.Popen(
        ["pinentry-gtk-2", "--display", stage.desktop.display],
        env=stage.desktop.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    with program:
        program.stdin.write("SETPROMPT secret\nGETPIN\n")
        program.stdin.flush()
        try:
            wait_until(lambda: taken(stage), 10, "the prompt takes no keyboard")
            yield program
        finally:
            program.kill()


def test_nothing_goes_into_a_password_prompt_and_no_key_begins_anything(stage: Contract):
    before = stage.terminal.typed()
    stage.turn(final_delay_s=3.0)
    stage.terminal.focus()
    with stage.desktop.held(RIGHT_CTRL):
        stage.say("not a password")
    with pinentry(stage) as prompt:
        stage.idle()
        assert stage.last_row()["state"] == "kept"
        count = len(stage.app.history())
        with stage.desktop.held(RIGHT_CTRL):
            stays(lambda: stage.status()["state"] == "idle", 0.6)
        assert len(stage.app.history()) == count
        stage.desktop.xdotool("key", "Return")
        assert prompt.stdout is not None
        answers = [prompt.stdout.readline() for _ in range(3)]
        assert answers == [answers[0], "OK\n", "OK\n"], "the password is empty"
    stage.turn()
    wait_until(lambda: not taken(stage), 5)
    assert stage.terminal.typed() == before
    assert stage.dictate("after the prompt").strip() == "after the prompt"


def test_nothing_is_typed_into_an_open_menu(stage: Contract):
    field = stage.desktop.gtk_field()
    stage.turn(final_delay_s=1.5)
    with stage.desktop.held(RIGHT_CTRL):
        stage.say("cut copy paste quit")
    stage.desktop.xdotool("key", "shift+F10")
    wait_until(lambda: taken(stage), 5, "no menu is open")
    stage.idle()
    assert stage.last_row()["state"] == "kept"
    stage.desktop.xdotool("key", "Escape")
    wait_until(lambda: not taken(stage), 5)
    assert field.typed() == ""
    stage.turn()
    assert stage.dictate("after the menu", field) == "after the menu"
    field.close()
    stage.terminal.focus()


@pytest.mark.matrix
def test_the_output_goes_and_comes_back_and_all_goes_on(stage: Contract):
    """A notebook is closed, or the monitor switched off: Xvfb's only output has no mode then."""
    stage.desktop.call(["xrandr", "--output", "screen", "--off"])
    assert "screen connected\n" in stage.desktop.run(["xrandr"])
    assert stage.dictate("in the dark").strip() == "in the dark"
    stage.desktop.run(["xrandr", "--output", "screen", "--auto"])
    assert stage.dictate("back again").strip() == "back again"
    status = stage.status()
    assert (status["error"], status["hotkey"]["working"]) == ("", True)


@pytest.mark.matrix
def test_it_types_exactly_under_xfwm4(emulator: Emulator, service: dict):
    text = "Façade 你好 👩\u200d💻 straße"
    with PrivateDesktop(manager="xfwm4", tray="tint2") as desktop:
        app = Application(desktop, **service, minimized=True).ready()
        for target in (desktop.terminal(), desktop.gtk_field(), desktop.qt_field()):
            for method in ("type", "paste"):
                assert app.call("config", "set", "delivery.method", method).returncode == 0
                target.focus()
                before = target.typed()
                dictate(app, emulator, text)
                wanted = before + (" " if before else "") + text
                wait_until(lambda wanted=wanted, it=target: it.typed() == wanted, 5, target.typed)
        assert app.quit() < 5
