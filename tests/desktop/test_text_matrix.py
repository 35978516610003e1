"""Every text in every window, on every layout, with an input method and without: exact.

Or kept with the whole text; never half of it, never in another window. The normal run has each
pair of values once, ``-m matrix`` all cells.
"""

import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import product

import pytest

from qwen_dictate.core.events import Outcome, Receipt
from tests.integration.delivery.conftest import Lane, Newly
from tests.support.desktop import PrivateDesktop
from tests.support.input_method import PINYIN, choose_engine, start_ibus
from tests.support.pairs import pairwise
from tests.support.windows import Target

WINDOWS = ("terminal", "xfce_terminal", "gtk_field", "qt_field", "chromium_field")
LAYOUTS = ("us", "fr", "de", "ru")
INPUT_METHODS = ("none", "pinyin")
_LATIN = ("hello ", "Wort ", "été ", "x = 1; ", "A", "aa", "LL", "ß~")
_WORDS = (*_LATIN, "天气", "很好", "👍🏽", "Ж", "👨‍👩‍👧")
_RANDOM = random.Random(5)
_LINES = "Dear all,\nthe build is green. 好\n\nYours, Zoë"
TEXTS = {
    "english": "The quick brown fox jumps over the lazy dog, and 60 chars!!",
    "accents": "Émile naïvely ate crème brûlée; Zoë’s façade — «ça va?» ñ ß Å",
    "chinese": "今天天气很好，我们去公园散步吧。你想吃什么？",
    "emoji": "family 👨‍👩‍👧‍👦 flag 🏳️‍🌈 ok 👍🏽 e\u0301",
    "space": _LINES,
    "enter": _LINES,
    "shift_enter": _LINES,
    "mixed": "".join(_RANDOM.choice(_WORDS) for _ in range(2000))[:5000],
}

CELLS = sorted(product(INPUT_METHODS, LAYOUTS, WINDOWS, TEXTS))
PAIRS = sorted(pairwise(INPUT_METHODS, LAYOUTS, WINDOWS, tuple(TEXTS)))
TEXTS["long"] = TEXTS["mixed"][:1000]


@dataclass
class Place:
    """A desktop with some windows, and the deliverer."""

    desktop: PrivateDesktop
    lane: Lane
    layout: str = "us"
    windows: dict[str, Target] = field(default_factory=dict)

    def window(self, kind: str) -> Target:
        if kind not in self.windows:
            self.windows[kind] = getattr(self.desktop, kind)()
        return self.windows[kind]

    def use_layout(self, layout: str) -> None:
        if layout != self.layout:
            self.desktop.run(["setxkbmap", layout])
            self.layout = layout

    def typed_elsewhere(self, kind: str) -> list[bytes]:
        return [window.typed_bytes() for name, window in self.windows.items() if name != kind]


class Places:
    """One desktop an input method, started when it is first wanted."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._made: dict[str, Place] = {}

    def __call__(self, method: str) -> Place:
        if method not in self._made:
            desktop = self._stack.enter_context(PrivateDesktop(sound=False))
            if method == "pinyin":
                start_ibus(desktop)
                choose_engine(desktop, PINYIN)
            lane = Lane(desktop, desktop.env)
            self._stack.callback(lane.close)
            self._made[method] = Place(desktop, lane)
        return self._made[method]


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    with ExitStack() as stack:
        yield Places(stack)


def wanted(name: str, kind: str) -> str:
    """What stands there; a terminal sends a return for both kinds of Enter."""
    if name == "space":
        return TEXTS[name].replace("\n", " ")
    return TEXTS[name].replace("\n", "\r") if kind.endswith("terminal") else TEXTS[name]


def deliver(place: Place, kind: str, name: str, **order: object) -> tuple[Newly, Receipt]:
    window = place.window(kind)
    newlines = name if name in {"space", "enter", "shift_enter"} else "space"
    newly = Newly(window)
    order = {"newlines": newlines, "hotkey": "right_ctrl", **order}
    return newly, place.lane.deliver(TEXTS[name], place.lane.aim_at(window), **order)


def assert_exact(place: Place, layout: str, kind: str, name: str) -> None:
    place.use_layout(layout)
    place.window(kind)
    elsewhere = place.typed_elsewhere(kind)
    newly, receipt = deliver(place, kind, name)
    assert (receipt.outcome, receipt.error, receipt.rest) == (Outcome.DELIVERED, None, "")
    newly.stands(wanted(name, kind))
    assert place.typed_elsewhere(kind) == elsewhere


@pytest.mark.parametrize(("method", "layout", "kind", "name"), PAIRS)
def test_every_pair_of_values_is_exact(places: Places, method, layout, kind, name):
    assert_exact(places(method), layout, kind, name)


def test_a_new_window_is_managed_within_two_seconds_of_a_long_typed_text(places: Places):
    """Each change of the keymap costs the window manager a tenth of a second."""
    place = places("none")
    place.use_layout("us")
    newly, receipt = deliver(place, "gtk_field", "long", method="type")
    assert (receipt.outcome, receipt.method) == (Outcome.DELIVERED, "type")
    began = time.monotonic()
    place.desktop.terminal()  # returns when the manager has given it the focus
    assert time.monotonic() - began < 2
    newly.stands(TEXTS["long"])


@pytest.mark.matrix
@pytest.mark.parametrize(("method", "layout", "kind", "name"), CELLS)
def test_every_cell_is_exact(places: Places, method, layout, kind, name):
    assert_exact(places(method), layout, kind, name)
