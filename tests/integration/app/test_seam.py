"""When a dictation is joined to the one before: only there, soon, and untouched."""

import threading
import time

import pytest

from qwen_dictate.app.own_field import OwnFields
from qwen_dictate.app.typist import SEAM_S, Before, Typist
from qwen_dictate.core.events import Outcome, Receipt, ReceiptKind, Target
from qwen_dictate.core.settings import Settings

HERE = Target(window=7, pid=70)


class Window:
    """A deliverer that notes what it is given."""

    name = "noting"

    def __init__(self, *, untouched: bool = True) -> None:
        self.leads: list[str] = []
        self._untouched = untouched

    def deliver(self, order, halt, started):
        self.leads.append(order.lead)
        return Receipt(Outcome.DELIVERED, ReceiptKind.READ, "type", typed_into=order.target)

    def untouched_since(self, at, cancelled=0):
        return self._untouched

    def close(self): ...


def leads(window: Window, seconds_later: float, second: Target = HERE) -> list[str]:
    typist = Typist(None, lambda _event: None, Settings, OwnFields())
    typist.use(window)
    for target, at in ((HERE, 0.0), (second, seconds_later)):
        began = time.monotonic() + at
        typist._job(1, "word", target, began, Settings(), threading.Event(), lambda: None)
    assert isinstance(typist._before, Before)
    return window.leads


@pytest.mark.parametrize(("seconds", "lead"), [(0.1, " "), (SEAM_S - 1, " "), (SEAM_S + 1, "")])
def test_a_space_stands_at_the_seam_for_a_minute(seconds, lead):
    assert leads(Window(), seconds) == ["", lead]


@pytest.mark.parametrize("other", [Target(window=8, pid=70), Target(window=7, pid=71)])
def test_another_window_has_no_seam(other):
    assert leads(Window(), 0.1, other) == ["", ""]


def test_a_window_that_was_touched_has_no_seam():
    assert leads(Window(untouched=False), 0.1) == ["", ""]
