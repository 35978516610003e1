"""The running program, read over AT-SPI: what is announced, and that everything has a name."""

from collections.abc import Iterator

import pytest

from tests.desktop.application import Application
from tests.desktop.speaking import dictate
from tests.integration.emulator import KEY, Emulator
from tests.support.accessibility import FOCUSABLE, FOCUSED, ScreenReader
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

NEEDS_A_NAME = {
    *("push button", "button", "check box", "combo box", "text", "entry", "list", "page tab"),
    *("page tab list", "toggle button", "menu item", "spin button"),
}


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as made:
        yield made


@pytest.fixture(scope="module")
def desktop() -> Iterator[PrivateDesktop]:
    with PrivateDesktop(accessibility=True) as made:
        yield made


@pytest.fixture(scope="module")
def app(desktop, emulator) -> Application:
    return Application(
        desktop,
        settings={
            "service.endpoint": "custom",
            "service.url": emulator.url,
            "service.fallback": "none",
            "onboarding.done": "true",
        },
        env={"DASHSCOPE_API_KEY": KEY, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"},
    ).ready()


def test_what_happens_is_told_to_a_screen_reader(app, desktop, emulator):
    terminal = desktop.terminal()
    with ScreenReader(desktop) as reader:
        dictate(app, emulator, "Go forward.")
        terminal.wait_typed("Go forward.")
        for words in ("Listening", "Recognising…", "Typed"):
            reader.hear(words)
        emulator.knobs.status = 401
        dictate(app, emulator, "Not recognised.")
        emulator.knobs.status = 0
        wait_until(lambda: app.status()["error_kind"] == "key", 15, app.log)
        reader.hear(app.status()["error"])


def test_everything_that_can_be_used_has_a_role_and_a_name(app, desktop):
    window = desktop.find_window("Qwen Dictate")
    window.focus()
    with ScreenReader(desktop) as reader:
        found = wait_until(lambda: list(reader.objects("Qwen Dictate")), 15, "nothing is told")
    focusable = [one for one in found if one.has(FOCUSABLE) and one.role != "frame"]
    assert len(focusable) >= 5, found
    nameless = [one for one in focusable if one.role in NEEDS_A_NAME and not one.name.strip()]
    assert nameless == []
    names = {one.name for one in found}
    assert {"Record", "Help", "What is being said", "Texts of this session"} <= names


def test_tab_reaches_everything_and_comes_round(app, desktop):
    window = desktop.find_window("Qwen Dictate")
    window.focus()
    with ScreenReader(desktop) as reader:

        def focused() -> str:
            there = [one for one in reader.objects("Qwen Dictate") if one.has(FOCUSED)]
            inner = [one for one in there if one.role not in ("page tab", "list item", "filler")]
            return inner[-1].name if inner else ""

        seen = [wait_until(focused, 10, "nothing has the focus")]
        for _ in range(25):
            desktop.xdotool("key", "Tab")
            seen.append(wait_until(lambda: focused() not in ("", seen[-1]) and focused(), 5))
        assert {"Record", "Help", "What is being said", "Texts of this session"} <= set(seen)
        assert seen.count("Help") >= 2, "it does not come round"
