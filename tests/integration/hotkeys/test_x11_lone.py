"""Lone modifiers and "cancel" on a real X server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from Xlib import X
from Xlib.display import Display

from qwen_dictate.hotkeys.listener import Taken
from tests.integration.hotkeys.conftest import Ear, newly_typed
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until
from tests.support.windows import Target
from tests.support.x11 import (
    ESC,
    F9,
    LEFT_ALT,
    LEFT_SHIFT,
    RIGHT_ALT,
    RIGHT_CTRL,
    C,
    Hand,
)


def test_lone_modifier_is_heard(ear: Ear, hand: Hand, terminal: Target):
    assert ear.bind(push_to_talk="right_ctrl") == {}
    ear.settle()
    hand.press(RIGHT_CTRL)
    ear.wait("push_to_talk+")
    target = ear.edges[0].target
    assert target is not None
    assert (target.window, target.app) == (terminal.number, "XTerm")
    threading.Event().wait(0.4)
    hand.release(RIGHT_CTRL)
    ear.wait("push_to_talk+", "push_to_talk-")


def test_lone_modifier_stays_an_ordinary_one(ear: Ear, hand: Hand, terminal: Target):
    ear.bind(push_to_talk="right_ctrl")
    newly_typed(terminal, hand)
    ear.settle()
    hand.tap(RIGHT_CTRL, C)
    ear.wait("push_to_talk+", "push_to_talk!", "push_to_talk-")
    assert newly_typed(terminal, hand) == b"\x03"


def test_click_or_wheel_with_a_lone_modifier_is_its_ordinary_use(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="right_ctrl")
    ear.settle()
    with hand.holding(RIGHT_CTRL):
        ear.wait("push_to_talk+")
        hand.press_button(5)
        hand.release_button(5)
    ear.wait("push_to_talk+", "push_to_talk!", "push_to_talk-")


def test_lone_modifier_is_not_heard_while_another_program_has_the_keyboard(
    ear: Ear, hand: Hand, screen: PrivateDesktop
):
    ear.bind(push_to_talk="right_ctrl")
    ear.settle()
    with keyboard_taken(screen):
        hand.tap(RIGHT_CTRL)
        ear.settle()
        assert "push_to_talk+" not in ear.told()
    ear.forget()
    hand.tap(RIGHT_CTRL)
    ear.wait("push_to_talk+", "push_to_talk-")


def test_a_keyboard_that_stays_with_another_program_is_told_once_while_somebody_records(
    ear: Ear, screen: PrivateDesktop
):
    ear.bind(push_to_talk="right_ctrl")
    with keyboard_taken(screen):
        ear.listener.watch_cancel(True)
        wait_until(lambda: any(isinstance(news, Taken) for news in ear.news), 5)
        threading.Event().wait(1.0)
    assert sum(isinstance(news, Taken) for news in ear.news) == 1
    ear.listener.watch_cancel(False)


@contextmanager
def keyboard_taken(screen: PrivateDesktop) -> Iterator[None]:
    client = Display(screen.display)
    root = client.screen().root
    taken = root.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
    assert taken == X.GrabSuccess
    try:
        yield
    finally:
        client.close()


def test_lone_modifier_in_a_chord_is_not_heard(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="right_ctrl")
    ear.settle()
    hand.tap(LEFT_SHIFT, RIGHT_CTRL)
    ear.settle()
    assert ear.told() == []


def test_lone_modifier_by_name_is_heard(ear: Ear, screen: PrivateDesktop):
    # xdotool presses the left one as well.
    ear.bind(push_to_talk="right_ctrl")
    ear.settle()
    screen.xdotool("keydown", "Control_R")
    ear.wait("push_to_talk+")
    screen.xdotool("keyup", "Control_R")
    ear.wait("push_to_talk+", "push_to_talk-")


def test_altgr_is_right_alt(ear: Ear, hand: Hand, screen: PrivateDesktop):
    screen.run(["setxkbmap", "de"])
    try:
        ear.bind(push_to_talk="right_alt")
        ear.settle()
        hand.tap(RIGHT_ALT)
        ear.wait("push_to_talk+", "push_to_talk-")
    finally:
        screen.run(["setxkbmap", "us"])


def test_lone_modifier_ends_what_runs_while_another_program_has_the_keyboard(
    ear: Ear, hand: Hand, screen: PrivateDesktop
):
    ear.bind(push_to_talk="right_ctrl")
    ear.settle()
    ear.listener.watch_cancel(True)
    with keyboard_taken(screen):
        hand.tap(RIGHT_CTRL)
        ear.wait("push_to_talk+", "push_to_talk-")
    ear.listener.watch_cancel(False)


def test_200_quick_taps_of_a_lone_modifier_are_exact(ear: Ear, hand: Hand):
    ear.bind(push_to_talk="right_ctrl")
    ear.settle()
    for _ in range(200):
        hand.tap(RIGHT_CTRL)
    ear.wait(*["push_to_talk+", "push_to_talk-"] * 200, limit_s=10)


def test_esc_is_ours_only_while_it_is_watched(ear: Ear, hand: Hand, terminal: Target):
    assert ear.bind(push_to_talk="right_ctrl", cancel="esc") == {}
    ear.settle()
    newly_typed(terminal, hand)
    hand.tap(ESC)
    assert newly_typed(terminal, hand) == b"\x1b"
    assert ear.told() == []

    ear.listener.watch_cancel(True)
    ear.bind(push_to_talk="right_ctrl", cancel="esc")
    hand.tap(ESC)
    ear.wait("cancel+", "cancel-")
    assert newly_typed(terminal, hand) == b""

    ear.settle()  # ends watching
    hand.tap(ESC)
    assert newly_typed(terminal, hand) == b"\x1b"


def test_esc_that_is_held_when_watching_ends_does_not_leak(ear: Ear, hand: Hand, terminal: Target):
    ear.bind(push_to_talk="f9", cancel="esc")
    newly_typed(terminal, hand)
    ear.listener.watch_cancel(True)
    ear.bind(push_to_talk="f9", cancel="esc")
    hand.press(ESC)
    ear.wait("cancel+")
    ear.settle()  # ends watching
    threading.Event().wait(0.9)  # it repeats by now
    hand.release(ESC)
    ear.wait("cancel+", "cancel-")
    assert newly_typed(terminal, hand) == b""


def test_esc_cancels_while_the_other_combination_is_held(ear: Ear, hand: Hand, terminal: Target):
    for keys, codes in (("right_ctrl", (RIGHT_CTRL,)), ("alt+f9", (LEFT_ALT, F9))):
        ear.bind(push_to_talk=keys, cancel="esc")
        ear.forget()
        newly_typed(terminal, hand)
        ear.listener.watch_cancel(True)
        ear.bind(push_to_talk=keys, cancel="esc")
        with hand.holding(*codes):
            ear.wait("push_to_talk+")
            hand.tap(ESC)
            ear.wait("push_to_talk+", "cancel+", "cancel-")
        ear.wait("push_to_talk+", "cancel+", "cancel-", "push_to_talk-")
        assert newly_typed(terminal, hand) == b""
        ear.settle()


def test_release_that_the_server_never_told_is_noticed(ear: Ear, hand: Hand):
    from qwen_dictate.system.x11 import extensions

    ear.bind(push_to_talk="right_ctrl")
    ear.settle()
    hand.press(RIGHT_CTRL)
    ear.wait("push_to_talk+")
    # As if another console had the keyboard: no raw event comes.
    ear.listener._put(lambda: extensions.watch_raw(ear.listener._display, on=False))
    ear.settle()
    hand.release(RIGHT_CTRL)
    ear.wait("push_to_talk+", "push_to_talk-", limit_s=1.0)
    wait_until(lambda: not ear.listener._presses.any_down, 1)
