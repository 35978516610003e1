"""An X11 listener on a private desktop, and fingers."""

import threading
import time
from collections.abc import Iterator

import pytest

from qwen_dictate.core.keys import parse_keys
from qwen_dictate.hotkeys.listener import Edge, Taken, Trouble
from qwen_dictate.hotkeys.x11 import X11Listener
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until
from tests.support.windows import Target
from tests.support.x11 import Hand, Q


class Ear:
    """A listener and what it posted."""

    def __init__(self, display: str) -> None:
        self.news: list[Edge | Taken | Trouble] = []
        self.posted_at: list[float] = []
        self.listener = X11Listener(display)
        self.listener.start(self._post)

    def _post(self, news: Edge | Taken | Trouble) -> None:
        self.posted_at.append(time.monotonic())
        self.news.append(news)

    def bind(self, **combinations: str) -> dict[str, str]:
        return self.listener.bind({role: parse_keys(text) for role, text in combinations.items()})

    @property
    def edges(self) -> list[Edge]:
        return [edge for edge in self.news if isinstance(edge, Edge)]

    def told(self) -> list[str]:
        """As ``role+`` (down), ``role-`` (up), ``role!`` (used otherwise)."""
        return [
            edge.role + ("!" if edge.used_otherwise else "+" if edge.down else "-")
            for edge in self.edges
        ]

    def wait(self, *told: str, limit_s: float = 3.0) -> None:
        wait_until(
            lambda: len(self.told()) >= len(told),
            limit_s,
            lambda: f"wanted {told}, heard {self.told()}",
            step_s=0.005,
        )
        assert self.told() == list(told)

    def settle(self) -> None:
        """Until the listener has taken in what was done before."""
        self.listener.watch_cancel(True)
        self.listener.watch_cancel(False)
        done = threading.Event()
        self.listener._put(done.set)
        assert done.wait(3)

    def forget(self) -> None:
        self.settle()
        self.news.clear()


def newly_typed(terminal: Target, hand: Hand) -> bytes:
    """What the terminal got since it was asked the last time."""
    mark = b"q"
    before = terminal.typed_bytes()
    hand.tap(Q)
    wait_until(lambda: len(terminal.typed_bytes()) > len(before), 3)
    wait_until(lambda: terminal.typed_bytes().endswith(mark), 3, terminal.typed)
    return terminal.typed_bytes().removesuffix(mark).rpartition(mark)[2]


@pytest.fixture(scope="module")
def screen() -> Iterator[PrivateDesktop]:
    """One desktop for the module; each test leaves no key down."""
    with PrivateDesktop(sound=False) as private:
        yield private


@pytest.fixture(scope="module")
def terminal(screen: PrivateDesktop) -> Target:
    return screen.terminal()


@pytest.fixture
def hand(screen: PrivateDesktop) -> Iterator[Hand]:
    hand = Hand(screen.display)
    yield hand
    hand.close()


@pytest.fixture
def ear(screen: PrivateDesktop) -> Iterator[Ear]:
    ear = Ear(screen.display)
    yield ear
    ear.listener.stop()
