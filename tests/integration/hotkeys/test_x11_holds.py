"""Holds of combinations on a real X server with auto-repeat."""

import threading
import time

import pytest

from tests.integration.hotkeys.conftest import Ear, newly_typed
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until
from tests.support.windows import Target
from tests.support.x11 import (
    CAPS_LOCK,
    F9,
    LEFT_ALT,
    LEFT_CTRL,
    NUM_LOCK,
    RIGHT_CTRL,
    SPACE,
    Hand,
)

CHORD = (LEFT_CTRL, LEFT_ALT, SPACE)


def test_long_hold_is_one_press_and_one_release_and_no_window_gets_it(
    ear: Ear, hand: Hand, terminal: Target
):
    assert ear.bind(push_to_talk="f9") == {}
    with hand.holding(F9):
        ear.wait("push_to_talk+")
        threading.Event().wait(1.5)  # the server repeats after 0.66 s, 25 times a second
        assert ear.told() == ["push_to_talk+"]
    ear.wait("push_to_talk+", "push_to_talk-")
    press, release = ear.edges
    assert 1.4 < release.at - press.at < 2.0
    assert newly_typed(terminal, hand) == b""


@pytest.mark.parametrize("first_up", CHORD)
def test_chord_ends_with_the_first_key_that_goes_up(
    ear: Ear, hand: Hand, terminal: Target, first_up: int
):
    assert ear.bind(push_to_talk="ctrl+alt+space") == {}
    hand.press(*CHORD)
    ear.wait("push_to_talk+")
    threading.Event().wait(0.8)  # the key repeats by now
    hand.release(first_up)
    ear.wait("push_to_talk+", "push_to_talk-")
    threading.Event().wait(0.1)  # and still does, without its modifier
    hand.release(*(code for code in CHORD if code != first_up))
    ear.settle()
    assert ear.told() == ["push_to_talk+", "push_to_talk-"]
    assert newly_typed(terminal, hand) == b""


def test_chord_pressed_again_with_its_key_held_is_not_a_new_press(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="ctrl+space")
    hand.press(LEFT_CTRL, SPACE)
    hand.release(LEFT_CTRL)
    hand.press(LEFT_CTRL)
    ear.wait("push_to_talk+", "push_to_talk-")
    hand.release(SPACE, LEFT_CTRL)
    ear.settle()
    assert len(ear.edges) == 2


def test_either_side_holds_a_modifier_of_a_chord(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="ctrl+space")
    hand.press(LEFT_CTRL, RIGHT_CTRL, SPACE)
    ear.wait("push_to_talk+")
    hand.release(LEFT_CTRL)
    ear.settle()
    assert len(ear.edges) == 1
    hand.release(RIGHT_CTRL)
    ear.wait("push_to_talk+", "push_to_talk-")
    hand.release(SPACE)


def test_other_modifiers_make_another_chord(ear: Ear, hand: Hand, terminal: Target):
    ear.bind(push_to_talk="ctrl+space")
    hand.tap(LEFT_CTRL, LEFT_ALT, SPACE)
    ear.settle()
    assert ear.told() == []
    assert newly_typed(terminal, hand) != b""


@pytest.mark.parametrize("lock", [CAPS_LOCK, NUM_LOCK])
def test_locks_do_not_matter(ear: Ear, hand: Hand, lock: int):
    ear.bind(push_to_talk="ctrl+alt+space")
    hand.tap(lock)
    hand.tap(*CHORD)
    hand.tap(lock)
    ear.wait("push_to_talk+", "push_to_talk-")


def test_side_button_is_taken_from_the_windows(ear: Ear, hand: Hand):
    assert ear.bind(push_to_talk="mouse_x1") == {}
    hand.press_button(8)
    ear.wait("push_to_talk+")
    threading.Event().wait(0.4)  # the keyboard was compared meanwhile
    assert len(ear.edges) == 1
    hand.release_button(8)
    ear.wait("push_to_talk+", "push_to_talk-")


def test_chord_with_a_button_ends_with_its_modifier(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="ctrl+mouse_middle")
    hand.press(LEFT_CTRL)
    hand.press_button(2)
    ear.wait("push_to_talk+")
    ear.settle()
    hand.release(LEFT_CTRL)
    ear.wait("push_to_talk+", "push_to_talk-", limit_s=0.2)
    hand.release_button(2)


def test_200_quick_taps_are_200_presses_and_200_releases(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="f9")
    for _ in range(200):
        hand.tap(F9)
    ear.wait(*["push_to_talk+", "push_to_talk-"] * 200, limit_s=10)


def test_press_is_told_within_5_ms(ear: Ear, hand: Hand, terminal: Target):
    ear.bind(push_to_talk="f9")
    delays: list[float] = []
    for count in range(20):
        start = time.monotonic()
        hand.press(F9)
        wait_until(lambda count=count: len(ear.edges) > 2 * count, 3, step_s=0.0005)
        delays.append(ear.posted_at[-1] - start)
        hand.release(F9)
        wait_until(lambda count=count: len(ear.edges) > 2 * count + 1, 3, step_s=0.0005)
    assert sorted(delays)[5] < 0.005  # the slower ones waited for other programs
    assert all(edge.target and edge.target.window == terminal.number for edge in ear.edges[::2])


def test_release_is_told_while_no_window_has_the_focus(
    ear: Ear, hand: Hand, screen: PrivateDesktop, terminal: Target
):
    ear.bind(push_to_talk="f9", review="right_ctrl")
    screen.xdotool("windowminimize", terminal.number)
    wait_until(lambda: not terminal.visible, 3)
    try:
        hand.press(F9)
        ear.wait("push_to_talk+")
        assert ear.edges[0].target is None
        hand.release(F9)
        ear.wait("push_to_talk+", "push_to_talk-")
        hand.tap(RIGHT_CTRL)
        ear.wait("push_to_talk+", "push_to_talk-", "review+", "review-")
    finally:
        screen.xdotool("windowmap", terminal.number)
        terminal.focus()


def test_combination_that_stays_bound_stays_down(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="f9")
    hand.press(F9)
    ear.wait("push_to_talk+")
    ear.bind(push_to_talk="f9", undo="ctrl+alt+z")
    assert ear.told() == ["push_to_talk+"]
    ear.bind(push_to_talk="f10")
    assert ear.told() == ["push_to_talk+", "push_to_talk-"]
    hand.release(F9)


def test_idle_listener_sleeps(ear: Ear, hand: Hand, monkeypatch: pytest.MonkeyPatch):
    ear.bind(push_to_talk="f9", cancel="esc")
    hand.tap(F9)
    ear.wait("push_to_talk+", "push_to_talk-")
    threading.Event().wait(0.3)  # news of the keymap that XTEST's keyboard brings are over
    ear.settle()
    turns: list[float] = []
    turn = ear.listener._turn
    monkeypatch.setattr(ear.listener, "_turn", lambda selector: (turns.append(0), turn(selector)))
    ear.settle()
    turns.clear()
    threading.Event().wait(1.0)
    assert len(turns) <= 1
