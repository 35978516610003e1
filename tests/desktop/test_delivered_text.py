"""What stands in the window after dictations through the whole program."""

from collections.abc import Iterator

import pytest

from qwen_dictate.core.events import Outcome
from qwen_dictate.core.keys import parse_keys
from qwen_dictate.hotkeys.x11 import X11Listener
from tests.desktop.application import Application
from tests.desktop.speaking import some_words
from tests.integration.delivery.conftest import Lane, Newly
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import stays, wait_until
from tests.support.windows import Target


class Desk:
    """One program and two windows for all of these tests."""

    def __init__(self, desktop: PrivateDesktop, emulator: Emulator, app: Application) -> None:
        self.desktop = desktop
        self.emulator = emulator
        self.app = app
        self.field = desktop.gtk_field()
        self.terminal = desktop.terminal()

    def set(self, **settings: str) -> None:
        for name, value in settings.items():
            done = self.app.call("config", "set", name.replace("__", "."), value)
            assert done.returncode == 0, done.stderr

    def unset(self, *names: str) -> None:
        for name in names:
            assert self.app.call("config", "unset", name).returncode == 0

    def dictate(self, text: str, window: Target | None = None) -> dict:
        """Into this window, by the verbs; the status when it is delivered or kept."""
        self.emulator.knobs.texts = [text]
        if window is not None and not window.has_focus:
            window.focus()
        assert self.app.call("start").returncode == 0
        self.desktop.microphone.say(some_words())
        self.app.call("stop", "--wait")
        return self.app.status()["last"]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with PrivateDesktop() as desktop, Emulator() as emulator:
        settings = {"service.endpoint": "custom", "service.url": emulator.url}
        app = Application(desktop, settings=settings, env={"DASHSCOPE_API_KEY": KEY})
        yield Desk(desktop, emulator, app.ready())


def test_a_seam_has_one_space_only_where_nothing_came_between(desk: Desk):
    newly = Newly(desk.terminal)
    desk.dictate("First.", desk.terminal)
    desk.dictate("Second", desk.terminal)
    desk.dictate(", third 好", desk.terminal)
    newly.stands("First. Second, third 好")
    desk.desktop.tap("x")
    desk.dictate("typed", desk.terminal)
    newly.stands("First. Second, third 好xtyped")
    x, y, _, _ = desk.terminal.geometry()
    desk.desktop.xdotool("mousemove", x + 50, y + 50, "click", 1)
    desk.dictate("clicked", desk.terminal)
    newly.stands("First. Second, third 好xtypedclicked")
    other = Newly(desk.field)
    desk.dictate("elsewhere", desk.field)
    other.stands("elsewhere")
    desk.dictate("back", desk.terminal)
    newly.stands("First. Second, third 好xtypedclickedback")


@pytest.mark.parametrize(("join", "wanted"), [("none", "onetwo"), ("trailing_space", "one two ")])
def test_the_seam_is_as_set(desk: Desk, join: str, wanted: str):
    desk.set(text__join=join)
    newly = Newly(desk.field)
    desk.dictate("one", desk.field)
    desk.dictate("two", desk.field)
    newly.stands(wanted)
    desk.unset("text.join")


def test_a_hostile_transcript_types_neither_controls_nor_overrides(desk: Desk):
    desk.set(text__join="none")
    hostile = "ls\x03\x1b]0;owned\x07\x1b[2J\x04 \u202egnp.exe\u202c\x7f\x9b31m\ta\u2028b"
    newly = Newly(desk.terminal)
    desk.dictate(hostile, desk.terminal)
    newly.stands("ls]0;owned[2J gnp.exe31m a b")
    desk.unset("text.join")


def test_twenty_thousand_characters_arrive_exactly(desk: Desk):
    desk.set(text__join="none")
    text = "All of it 天气, word by word é. " * 667
    newly = Newly(desk.field)
    last = desk.dictate(text[:20_000].strip(), desk.field)
    newly.stands(text[:20_000].strip(), 15)
    assert (last["delivered"], last["receipt"], last["method"]) == (True, "read", "paste")
    desk.unset("text.join")


def test_clipboard_and_none_leave_the_window_alone(desk: Desk):
    newly = Newly(desk.field)
    desk.set(delivery__method="clipboard")
    last = desk.dictate("in the clipboard 好", desk.field)
    assert (last["delivered"], last["method"]) == (True, "clipboard")
    assert desk.desktop.clipboard() == "in the clipboard 好"
    desk.set(delivery__method="none")
    last = desk.dictate("nowhere", desk.field)
    assert (last["delivered"], last["method"], last["text"]) == (True, "none", "nowhere")
    stays(lambda: newly.now() == "", 0.3)
    assert desk.desktop.clipboard() == "in the clipboard 好"
    desk.unset("delivery.method")


def test_an_application_has_its_own_way_and_paste_chord(desk: Desk):
    desk.set(
        delivery__applications='{XTerm={method="paste",paste="shift+insert",newlines="enter"},'
        '"gtk_field.py"={paste="ctrl+b"}}',
        text__join="none",
    )
    newly = Newly(desk.terminal)
    last = desk.dictate("a\nb", desk.terminal)
    newly.stands("a\rb")
    assert last["method"] == "paste"
    field = Newly(desk.field)
    last = desk.dictate("天气", desk.field)
    assert (last["delivered"], last["text"], field.now()) == (False, "天气", "")
    desk.unset("delivery.applications", "text.join")


@pytest.fixture(scope="module")
def lane(desk: Desk) -> Iterator[Lane]:
    lane = Lane(desk.desktop)
    yield lane
    lane.close()


@pytest.mark.parametrize(
    "hotkey",
    ["right_ctrl", "left_ctrl", "left_shift", "right_shift", "left_alt", "right_alt",
     "ctrl+v", "shift+insert", "shift+a"],
)  # fmt: skip
def test_our_own_keys_are_never_the_hotkey(desk: Desk, lane: Lane, hotkey: str):
    heard: list[object] = []
    listener = X11Listener(desk.desktop.display)
    listener.start(heard.append)
    try:
        # The program has right_ctrl for itself, which is no grab.
        assert listener.bind({"push_to_talk": parse_keys(hotkey)}) == {}
        for window in (desk.field, desk.terminal):
            aimed = lane.aim_at(window)
            newly = Newly(window)
            for method in ("type", "paste"):
                receipt = lane.deliver("CAPITAL Äb!", aimed, method=method, hotkey=hotkey)
                assert receipt.outcome is Outcome.DELIVERED
            newly.stands("CAPITAL Äb!" * 2)
        assert heard == []
    finally:
        listener.stop()


def test_a_paste_does_not_start_a_recording_in_the_program(desk: Desk):
    desk.set(hotkey__push_to_talk="left_ctrl", text__join="none")
    wait_until(lambda: desk.app.status()["hotkey"]["keys"] == "left_ctrl", 5)
    begun, rows = len(desk.emulator.connections), len(desk.app.history())
    newly = Newly(desk.field)
    desk.dictate("PASTED 天气", desk.field)
    newly.stands("PASTED 天气")
    status = desk.app.wait_status(state="idle", pending=0)
    assert status["error"] == ""
    assert len(desk.emulator.connections) == begun + 1
    assert len(desk.app.history()) == rows + 1
    desk.unset("hotkey.push_to_talk", "text.join")
