"""Typing, focus and clipboard on a real compositor (sway, without a screen)."""

import subprocess
from collections.abc import Iterator
from threading import Event

import pytest

from qwen_dictate.core.events import Outcome, ReceiptKind, Target
from qwen_dictate.delivery.deliverer import Order
from qwen_dictate.delivery.native import NativeDeliverer
from qwen_dictate.delivery.wayland import WaylandHands
from qwen_dictate.system.wayland.clipboard import DataControl
from qwen_dictate.system.wayland.keyboard import VirtualKeyboard
from qwen_dictate.system.wayland.toplevels import Toplevels
from qwen_dictate.system.wayland.wire import Connection
from tests.support.waiting import wait_until
from tests.support.wayland import WaylandSession

TEXTS = [
    "The quick brown fox, 3.14!",
    "Ünïcödé façade – “quotes” €",
    "今天天气很好，我们去公园散步吧。",
    "👨‍👩‍👧 🙂🎉 é̂ ⠿",
]


@pytest.fixture(scope="module")
def session() -> Iterator[WaylandSession]:
    with WaylandSession() as made:
        yield made


class Desk:
    """A session with two windows and a deliverer on it."""

    def __init__(self, session: WaylandSession) -> None:
        self.session = session
        env = session.env
        self.focus = Toplevels(Connection(env))
        self.keyboard = VirtualKeyboard(Connection(env))
        self.hands = WaylandHands(self.keyboard)
        self.clipboard = DataControl(Connection(env))
        self.deliverer = NativeDeliverer(0, self.hands, self.focus, self.clipboard)
        self.first = self.open("one")
        self.second = self.open("two")

    def open(self, name: str):
        file = self.session.terminal(name)
        wait_until(lambda: (self.focus.focused(0) or Target(0)).app == name, 15)
        return self.focus.focused(0), file

    def close(self) -> None:
        self.deliverer.close()
        self.keyboard.close()
        self.focus.close()

    def deliver(self, text: str, target, **order):
        return self.deliverer.deliver(Order(text, target, **order), Event(), lambda: None)


@pytest.fixture(scope="module")
def desk(session) -> Iterator[Desk]:
    made = Desk(session)
    yield made
    made.close()


@pytest.fixture
def window(desk):
    target, file = desk.second
    desk.focus.activate(target)
    wait_until(lambda: desk.focus.has_focus(target), 5)
    file.write_bytes(b"")
    return target, file


@pytest.mark.parametrize("text", [*TEXTS, "".join(TEXTS) * 3])
def test_what_is_typed_stands_there_exactly(desk, window, text):
    target, file = window
    receipt = desk.deliver(text, target, method="type")
    assert (receipt.outcome, receipt.method) == (Outcome.DELIVERED, "type")
    wait_until(lambda: file.read_text() == text, 10, lambda: f"{text!r}: {file.read_text()!r}")


def test_a_long_text_is_pasted_with_a_receipt_and_the_clipboard_comes_back(desk, window):
    target, file = window
    copied(desk, "copied before")
    text = "你好 world " * 100
    rule = {"two": {"paste": "ctrl+shift+v"}}  # as foot has it
    receipt = desk.deliver(text, target, applications=rule)
    assert (receipt.kind, receipt.method) == (ReceiptKind.READ, "paste")
    wait_until(lambda: file.read_text() == text, 10)
    assert pasted(desk) == "copied before"


def test_another_window_gets_nothing(desk, window):
    target, file = window
    other, other_file = desk.first
    desk.focus.activate(other)
    wait_until(lambda: desk.focus.has_focus(other), 5)
    other_file.write_bytes(b"")
    receipt = desk.deliver("not here", target)
    assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "not here")
    assert (file.read_bytes(), other_file.read_bytes()) == (b"", b"")
    assert desk.deliver("back", target, when_focus_moved="return").outcome is Outcome.DELIVERED
    wait_until(lambda: file.read_text() == "back", 5)


def test_a_window_that_is_gone_keeps_the_text(desk):
    target, _file = desk.open("three")
    desk.session._programs[-1].terminate()
    wait_until(lambda: not desk.focus.still_there(target), 5)
    receipt = desk.deliver("late", target)
    assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "late")
    assert "gone" in str(receipt.error)


def copied(desk: Desk, text: str) -> None:
    desk.session.start("wl-copy", text)
    wait_until(lambda: pasted(desk) == text, 5)


def pasted(desk: Desk) -> str:
    """As another program reads it; the deliverer serves meanwhile."""
    reading = subprocess.Popen(
        ["wl-paste", "--no-newline"], env=desk.session.env, stdout=subprocess.PIPE
    )
    wait_until(lambda: desk.clipboard.pump(0.05) or reading.poll() is not None, 5)
    assert reading.stdout is not None
    with reading.stdout:
        return reading.stdout.read().decode()
