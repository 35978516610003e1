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
        told = list(reader.told)
        emulator.knobs.status = 401
        dictate(app, emulator, "Not recognised.")
        emulator.knobs.status = 0
        wait_until(lambda: app.status()["error_kind"] == "key", 15, app.log)
        reader.hear(next(words for words in reader.told[len(told) :] if "key" in words.lower()))


def test_everything_that_can_be_used_has_a_role_and_a_name(app, desktop):
    window = desktop.find_window("Qwen Dictate")
    window.focus()
    with ScreenReader(desktop) as reader:
        found = wait_until(lambda: list(reader.objects("Qwen Dictate")), 15, "nothing is told")
    focusable = [one for one in found if one.has(FOCUSABLE) and one.role != "frame"]
    assert len(focusable) >= 5, found
    nameless = [one for one in focusable if one.role in NEEDS_A_NAME and not one.name.strip()]
    assert nameless == []
    assert {"Record", "Pages"} <= {one.name for one in found}


def test_tab_reaches_everything_and_comes_round(app, desktop):
    window = desktop.find_window("Qwen Dictate")
    window.focus()
    with ScreenReader(desktop) as reader:

        def focused() -> str:
            there = [one for one in reader.objects("Qwen Dictate") if one.has(FOCUSED)]
            return there[-1].path if there else ""

        first = wait_until(focused, 10, "nothing has the focus")
        seen = [first]
        for _ in range(40):
            desktop.xdotool("key", "Tab")
            now = wait_until(lambda: focused() not in ("", seen[-1]) and focused(), 5, "a trap")
            if now == first:
                break
            assert now not in seen, "a trap: Tab goes in a circle that leaves something out"
            seen.append(now)
        assert now == first
        assert len(seen) >= 4
