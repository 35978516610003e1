"""Whether the user typed or clicked since the last delivery."""

import time

import pytest

from tests.integration.delivery.conftest import Lane
from tests.support.waiting import stays, wait_until
from tests.support.x11 import ESC, F9, LEFT_ALT, LEFT_CTRL, LEFT_SHIFT, SPACE, A, Hand


@pytest.fixture
def delivered(lane: Lane, terminal):
    """A text was just delivered, with this hotkey."""

    def deliver(hotkey: str = "ctrl+alt+space") -> float:
        lane.deliver("word", lane.aim_at(terminal), hotkey=hotkey)
        return time.monotonic()

    return deliver


def test_nothing_is_known_before_the_first_delivery(screen):
    fresh = Lane(screen)
    try:
        assert not fresh.deliverer.untouched_since(time.monotonic())
    finally:
        fresh.close()


def test_our_own_keys_do_not_count(lane: Lane, delivered):
    for _ in range(3):
        at = delivered()
        stays(lambda at=at: lane.deliverer.untouched_since(at), 0.15)


def test_a_key_counts(lane: Lane, delivered, hand: Hand):
    at = delivered()
    hand.tap(A)
    wait_until(lambda: not lane.deliverer.untouched_since(at), 2)
    later = time.monotonic()
    assert lane.deliverer.untouched_since(later)


def test_a_click_counts_and_the_wheel_does_not(lane: Lane, delivered, hand: Hand):
    at = delivered()
    hand.press_button(4)
    hand.release_button(4)
    stays(lambda: lane.deliverer.untouched_since(at), 0.15)
    hand.press_button(1)
    hand.release_button(1)
    wait_until(lambda: not lane.deliverer.untouched_since(at), 2)


def test_the_hotkey_and_modifiers_do_not_count(lane: Lane, delivered, hand: Hand):
    at = delivered("ctrl+alt+space")
    hand.tap(LEFT_CTRL, LEFT_ALT, SPACE)
    hand.tap(LEFT_SHIFT)
    stays(lambda: lane.deliverer.untouched_since(at), 0.15)
    hand.tap(SPACE)
    wait_until(lambda: not lane.deliverer.untouched_since(at), 2)
    at = delivered("f9")
    hand.tap(F9)
    stays(lambda: lane.deliverer.untouched_since(at), 0.15)


def test_the_cancel_key_does_not_count_as_often_as_it_was_pressed_for_us(
    lane: Lane, terminal, hand: Hand
):
    lane.deliver("word", lane.aim_at(terminal), cancel="esc")
    at = time.monotonic()
    hand.tap(ESC)
    wait_until(lambda: not lane.deliverer.untouched_since(at), 2)
    assert lane.deliverer.untouched_since(at, cancelled=1)
    hand.tap(ESC)
    wait_until(lambda: not lane.deliverer.untouched_since(at, cancelled=1), 2)


def test_a_time_before_the_watch_is_not_known(lane: Lane, delivered):
    before = time.monotonic()
    delivered()
    assert not lane.deliverer.untouched_since(before)
