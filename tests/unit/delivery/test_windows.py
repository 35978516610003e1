"""The deliverer with the hands of Windows, against one that answers as the real one does."""

from threading import Event

import pytest

from qwen_dictate.core.events import Outcome, ReceiptKind, Target
from qwen_dictate.delivery import native
from qwen_dictate.delivery.deliverer import Order
from qwen_dictate.delivery.native import NativeDeliverer
from qwen_dictate.delivery.windows import WindowsHands
from qwen_dictate.system.windows.keys import CODES

NOTEPAD, OTHER = Target(5, 20, "notepad"), Target(6, 21, "other")


class Desktop:
    """Keys, focus and clipboard in one; what is typed lands in the focused window's text."""

    def __init__(self):
        self.front = NOTEPAD
        self.there = {5: 20, 6: 21}
        self.typed = {5: "", 6: ""}
        self.held = set()
        self.clipboard = {13: b"old"}
        self.number = 1
        self.read_by = set()
        self.lent = ""
        self.privileged = set()
        self.blocks_after = None
        self.moves_after = None
        self.reads = True
        self.sent = 0
        self.high = ""

    # keys

    def is_down(self, vk):
        return vk in self.held

    def send(self, strokes):
        taken = 0
        for stroke in strokes:
            if self.blocks_after is not None and self.sent >= self.blocks_after:
                break
            self.sent += 1
            taken += 1
            self.take(stroke)
        if self.moves_after is not None and self.sent >= self.moves_after:
            self.front = OTHER
        return taken

    def take(self, stroke):
        if stroke.flags == 4:
            unit = self.high + chr(stroke.scan)
            whole = unit.encode("utf-16-le", "surrogatepass")
            self.high = "" if len(unit) == 2 or not 0xD800 <= stroke.scan < 0xDC00 else unit
            if not self.high:
                self.typed[self.front.window] += whole.decode("utf-16-le")
        elif stroke.vk == CODES["enter"] and not stroke.flags & 2:
            self.typed[self.front.window] += "\n"
        elif stroke.vk == CODES["v"] and not stroke.flags & 2 and self.lent and self.reads:
            self.typed[self.front.window] += self.lent
            self.read_by.add(self.front.pid)

    def last_input_ms(self):
        return 900

    def ticks_ms(self):
        return 1000

    # focus

    def focused(self, own_pid):
        return self.front

    def has_focus(self, target):
        return self.front == target

    def still_there(self, target):
        return self.there.get(target.window) == target.pid

    def activate(self, target):
        self.front = target
        return True

    def takes_keys(self, target, own_pid):
        return target.pid not in self.privileged

    # clipboard

    def lend(self, text):
        saved, self.clipboard = self.clipboard, {}
        self.lent, self.read_by = text, set()
        self.number += 1
        return saved, self.number

    def give_back(self, saved, number):
        if number == self.number:
            self.clipboard, self.lent = saved, ""

    def was_read_by(self, process):
        return process in self.read_by

    def pump(self, seconds):
        pass

    def keep(self, text):
        self.clipboard = {13: text}

    def close(self):
        pass


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(native, "READ_LIMIT_S", 0.05)
    monkeypatch.setattr(native, "SETTLE_S", 0.0)


@pytest.fixture
def desktop():
    return Desktop()


def deliver(desktop, text, halt=None, **order):
    made = NativeDeliverer(1, WindowsHands(desktop, desktop, 1), desktop, desktop)
    return made.deliver(Order(text, NOTEPAD, **order), halt or Event(), lambda: None)


def test_a_short_text_is_typed_as_it_is(desktop):
    receipt = deliver(desktop, "Grüße, 你好 👨‍👩‍👧!")
    assert desktop.typed[5] == "Grüße, 你好 👨‍👩‍👧!"
    assert (receipt.outcome, receipt.method) == (Outcome.DELIVERED, "type")


def test_a_long_text_is_pasted_with_a_receipt_and_the_clipboard_comes_back(desktop):
    receipt = deliver(desktop, "word " * 100)
    assert desktop.typed[5] == "word " * 100
    assert (receipt.kind, receipt.method) == (ReceiptKind.READ, "paste")
    assert desktop.clipboard == {13: b"old"}


def test_a_window_that_does_not_read_keeps_the_text_and_the_clipboard_comes_back(desktop):
    desktop.reads = False
    receipt = deliver(desktop, "kept", method="paste")
    assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "kept")
    assert desktop.clipboard == {13: b"old"}


def test_a_privileged_window_is_told_before_anything_is_sent(desktop):
    desktop.privileged = {20}
    receipt = deliver(desktop, "secret")
    assert (receipt.outcome, receipt.rest, desktop.sent) == (Outcome.KEPT, "secret", 0)
    assert "administrator" in str(receipt.error)


def test_another_window_gets_nothing(desktop):
    desktop.front = OTHER
    receipt = deliver(desktop, "hello")
    assert (receipt.outcome, desktop.typed[6]) == (Outcome.KEPT, "")
    assert deliver(desktop, "hello", when_focus_moved="follow").outcome is Outcome.DELIVERED
    assert desktop.typed[6] == "hello"
    assert deliver(desktop, "back", when_focus_moved="return").outcome is Outcome.DELIVERED
    assert desktop.typed[5] == "back"


def test_when_the_focus_moves_the_rest_is_kept(desktop):
    desktop.moves_after = 60
    text = "".join(chr(97 + n % 26) for n in range(100))
    receipt = deliver(desktop, text)
    assert desktop.typed[5] == text[:30]
    assert desktop.typed[6] == ""
    assert receipt.rest == text[30:]


def test_keys_that_another_program_blocks_are_no_delivery(desktop):
    desktop.blocks_after = 4
    assert deliver(desktop, "hello").outcome is Outcome.KEPT


@pytest.mark.parametrize("key", ["right_ctrl", "left_shift", "f9"])
def test_nothing_is_typed_while_the_hotkey_or_a_modifier_is_down(desktop, key):
    desktop.held = {CODES[key]}
    halt = Event()
    halt.set()
    receipt = deliver(desktop, "hello", halt, hotkey="f9")
    assert (receipt.outcome, desktop.sent) == (Outcome.KEPT, 0)


def test_newlines_go_as_the_setting_says(desktop):
    deliver(desktop, "a\nb")
    deliver(desktop, "a\nb", newlines="enter")
    assert desktop.typed[5] == "a ba\nb"


def test_the_clipboard_method_leaves_the_text_there(desktop):
    assert deliver(desktop, "copied", method="clipboard").method == "clipboard"
    assert desktop.clipboard == {13: "copied"}
    assert deliver(desktop, "nothing", method="none").method == "none"
