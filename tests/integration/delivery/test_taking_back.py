"""Undo: what was typed last is removed, and nothing else."""

import time
from collections.abc import Iterator

import pytest

from qwen_dictate.core.events import Outcome
from qwen_dictate.delivery.deliverer import Typed
from tests.integration.delivery.conftest import Lane, Newly
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import stays, wait_until
from tests.support.windows import Target
from tests.support.x11 import A, Hand

DEL = "\x7f"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.fixture(scope="module")
def readable() -> Iterator[PrivateDesktop]:
    """A desktop on which programs let their text be read."""
    with PrivateDesktop(sound=False, accessibility=True) as private:
        private.env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        yield private


@pytest.fixture(scope="module")
def reading(readable: PrivateDesktop) -> Iterator[Lane]:
    lane = Lane(readable, readable.env)
    yield lane
    lane.close()


@pytest.fixture(scope="module")
def read_qt(readable: PrivateDesktop) -> Target:
    return readable.qt_field()


@pytest.fixture(scope="module")
def read_gtk(readable: PrivateDesktop) -> Target:
    return readable.gtk_field()


def put(lane: Lane, window: Target, text: str, **order: object) -> Typed:
    """Deliver it, as undo will remember it."""
    before = window.typed()
    receipt = lane.deliver(text, lane.aim_at(window), **order)
    assert receipt.outcome is Outcome.DELIVERED
    wait_until(lambda: window.typed() == before + receipt.typed, 5)
    return Typed(receipt.typed, receipt.typed_into, time.monotonic())


def take_back(lane: Lane, typed: Typed) -> str:
    error = lane.deliverer.take_back(typed, lane.halt)
    return error.user_text if error else ""


@pytest.mark.parametrize("method", ["type", "paste"])
def test_in_a_terminal_as_many_characters_are_removed_as_were_typed(lane, terminal, method):
    newly = Newly(terminal)
    typed = put(lane, terminal, "two words", lead=" ", method=method)
    assert take_back(lane, typed) == ""
    newly.stands(" two words" + 10 * DEL)


@pytest.mark.parametrize("text", ["plain words", "你好世界", "naïve – “quoted”", 30 * "long text "])
def test_in_fields_that_cannot_be_read_nothing_else_goes(lane, qt_field, gtk_field, text):
    for window in (qt_field, gtk_field):
        before = window.typed()
        assert take_back(lane, put(lane, window, text)) == ""
        window.wait_typed(before)


@pytest.mark.parametrize("text", ["e\u0301", FAMILY, "one\ntwo"])
def test_what_cannot_be_counted_stays_and_is_told(lane, qt_field, text):
    typed = put(lane, qt_field, text, newlines="enter")
    stands = qt_field.typed()
    assert "characters made of several" in take_back(lane, typed)
    stays(lambda: qt_field.typed() == stands, 0.2)


def test_what_was_typed_or_clicked_since_keeps_all(lane, qt_field, hand: Hand):
    typed = put(lane, qt_field, "some words")
    hand.tap(A)
    assert "typed or clicked since" in take_back(lane, typed)
    typed = put(lane, qt_field, "some words")
    x, y, width, height = qt_field.geometry()
    hand.move(x + width // 2, y + height // 2)
    hand.press_button(1)
    hand.release_button(1)
    assert "typed or clicked since" in take_back(lane, typed)
    assert qt_field.typed().endswith("some words")


def test_another_window_is_not_touched(lane, qt_field, terminal):
    typed = put(lane, qt_field, "some words")
    newly, stands = Newly(terminal), qt_field.typed()
    terminal.focus()
    assert "Another window" in take_back(lane, typed)
    stays(lambda: newly.now() == "" and qt_field.typed() == stands, 0.2)


def test_a_key_that_stays_down_keeps_all(lane, terminal, hand: Hand):
    typed = put(lane, terminal, "some words")
    with hand.holding(37):
        assert "held" in take_back(lane, typed)


@pytest.mark.parametrize(
    "text", ["plain words here", f"one {FAMILY} e\u0301 two", "one\ntwo\nthree"]
)
@pytest.mark.parametrize("field", ["read_qt", "read_gtk"])
def test_what_can_be_read_is_removed_exactly(reading, request, field, text):
    window = request.getfixturevalue(field)
    put(reading, window, "It stands. ")
    before = window.typed()
    assert take_back(reading, put(reading, window, text, newlines="enter", lead="")) == ""
    window.wait_typed(before)


@pytest.mark.parametrize("field", ["read_qt", "read_gtk"])
def test_what_the_user_typed_behind_it_is_seen(reading, readable, request, field):
    window = request.getfixturevalue(field)
    typed = put(reading, window, "a sentence of several words")
    readable.xdotool("type", "x")
    stands = wait_until(lambda: window.typed() if window.typed().endswith("x") else "", 5)
    assert "Something else stands" in take_back(reading, typed)
    readable.xdotool("key", "BackSpace")
    window.wait_typed(stands[:-1])
    assert take_back(reading, typed) == ""
    assert not window.typed().endswith("words")


def test_a_short_text_may_stand_there_twice(reading, readable, read_qt):
    typed = put(reading, read_qt, "yes")
    readable.xdotool("type", "yes")
    wait_until(lambda: read_qt.typed().endswith("yesyes"), 5)
    assert "twice" in take_back(reading, typed)


def test_what_is_marked_is_not_removed(reading, readable, read_gtk):
    typed = put(reading, read_gtk, "a sentence of several words")
    stands = read_gtk.typed()
    readable.xdotool("key", "ctrl+a")
    assert take_back(reading, typed)
    stays(lambda: read_gtk.typed() == stands, 0.2)
