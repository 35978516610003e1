"""A deliverer on a private desktop, with windows to type into."""

import os
import threading
from collections.abc import Iterator, Mapping

import pytest
from Xlib.display import Display

from qwen_dictate.core.events import Receipt
from qwen_dictate.core.events import Target as Aimed
from qwen_dictate.delivery.deliverer import Order
from qwen_dictate.delivery.x11 import X11Deliverer
from qwen_dictate.system import focus
from qwen_dictate.system.x11 import display as x_display
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until
from tests.support.windows import Target
from tests.support.x11 import Hand


class Lane:
    """The delivery lane of a program whose windows are never a target.

    Args:
        environ: of the program, where it matters: it tells which input method is used.
    """

    def __init__(self, desktop: PrivateDesktop, environ: Mapping[str, str] | None = None) -> None:
        self.desktop = desktop
        self._display = self.connect()
        self.halt = threading.Event()
        self.deliverer = X11Deliverer(os.getpid(), self.connect, environ or {})

    def connect(self) -> Display:
        return x_display.connect(self.desktop.display)

    def close(self) -> None:
        self.deliverer.close()
        x_display.close(self._display)

    def aim_at(self, window: Target) -> Aimed:
        window.focus()
        found = wait_until(lambda: focus.focused_target(self._display, os.getpid()), 5)
        assert found.window == window.number
        return found

    def deliver(self, text: str, aimed: Aimed | None, **order: object) -> Receipt:
        return self.deliverer.deliver(Order(text, aimed, **order), threading.Event(), lambda: None)

    def begin(self, text: str, aimed: Aimed | None, **order: object) -> "Running":
        return Running(self.deliverer, Order(text, aimed, **order))


class Running:
    """A delivery that goes on in its own thread."""

    def __init__(self, deliverer: X11Deliverer, order: Order) -> None:
        self.halt = threading.Event()
        self.started = threading.Event()
        self._receipts: list[Receipt] = []
        self._thread = threading.Thread(
            target=lambda: self._receipts.append(
                deliverer.deliver(order, self.halt, self.started.set)
            )
        )
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def receipt(self) -> Receipt:
        self._thread.join(15)
        assert self._receipts, "the delivery does not end"
        return self._receipts[0]


@pytest.fixture(scope="module")
def screen() -> Iterator[PrivateDesktop]:
    with PrivateDesktop(sound=False) as private:
        yield private


@pytest.fixture(scope="module")
def lane(screen: PrivateDesktop) -> Iterator[Lane]:
    lane = Lane(screen)
    yield lane
    lane.close()


@pytest.fixture
def hand(screen: PrivateDesktop) -> Iterator[Hand]:
    hand = Hand(screen.display)
    yield hand
    hand.close()


@pytest.fixture(scope="module")
def terminal(screen: PrivateDesktop) -> Target:
    return screen.terminal()


@pytest.fixture(scope="module")
def qt_field(screen: PrivateDesktop) -> Target:
    return screen.qt_field()


@pytest.fixture(scope="module")
def gtk_field(screen: PrivateDesktop) -> Target:
    return screen.gtk_field()


class Newly:
    """What came into a window since this was made."""

    def __init__(self, window: Target) -> None:
        self._window = window
        self._before = window.typed()

    def stands(self, text: str, limit_s: float = 8.0) -> None:
        """Wait until exactly ``text`` was added (a terminal gets a return for a newline)."""
        self._window.wait_typed(self._before + text, limit_s)

    def now(self) -> str:
        return self._window.typed()[len(self._before) :]
