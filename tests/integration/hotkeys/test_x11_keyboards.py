"""Layouts, keys of other programs, and the end of the X server."""

import threading

import pytest
from Xlib import X
from Xlib.display import Display

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.hotkeys.choice import choose
from qwen_dictate.hotkeys.listener import Trouble
from qwen_dictate.hotkeys.x11 import X11Listener
from tests.integration.hotkeys.conftest import Ear
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until
from tests.support.x11 import CAPS_LOCK, F9, LEFT_ALT, LEFT_CTRL, RIGHT_CTRL, SPACE, A, Hand, Q, Z


@pytest.fixture
def us(screen: PrivateDesktop):
    yield screen
    screen.run(["setxkbmap", "-option", ""])
    screen.run(["setxkbmap", "us"])


def keymap_taken_in(ear: Ear) -> None:
    wait_until(lambda: ear.listener._keymap_at < float("inf"), 2)
    wait_until(lambda: ear.listener._keymap_at == float("inf"), 2)
    ear.settle()


def test_combination_works_in_the_second_layout(ear: Ear, hand: Hand, us: PrivateDesktop):
    us.run(["setxkbmap", "us,ru", "-option", "grp:caps_toggle"])
    ear.bind(push_to_talk="ctrl+alt+a", undo="f9", review="right_ctrl")
    ear.settle()
    hand.tap(CAPS_LOCK)
    hand.tap(LEFT_CTRL, LEFT_ALT, A)
    ear.wait("push_to_talk+", "push_to_talk-")
    hand.tap(F9)
    hand.tap(RIGHT_CTRL)
    ear.wait("push_to_talk+", "push_to_talk-", "undo+", "undo-", "review+", "review-")


def test_combination_follows_the_layout(ear: Ear, hand: Hand, us: PrivateDesktop):
    ear.bind(push_to_talk="ctrl+alt+a")
    us.run(["setxkbmap", "fr"])
    keymap_taken_in(ear)
    hand.tap(LEFT_CTRL, LEFT_ALT, A)  # where q is now
    ear.settle()
    assert ear.told() == []
    hand.tap(LEFT_CTRL, LEFT_ALT, Q)
    ear.wait("push_to_talk+", "push_to_talk-")


def test_key_that_the_new_layout_puts_elsewhere_may_be_taken(
    ear: Ear, hand: Hand, us: PrivateDesktop
):
    other = Display(us.display)
    root = other.screen().root
    root.grab_key(Q, X.ControlMask, False, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    try:
        assert ear.bind(push_to_talk="ctrl+a", undo="f9") == {}
        us.run(["setxkbmap", "fr"])
        wait_until(lambda: ear.news, 2)
        assert ear.news == [Trouble({"push_to_talk": "ctrl+a is taken by another program."})]
        us.run(["setxkbmap", "us"])
        wait_until(lambda: len(ear.news) > 1, 2)
        assert ear.news[1] == Trouble({})
        hand.tap(LEFT_CTRL, A)
        hand.tap(F9)
        ear.wait("push_to_talk+", "push_to_talk-", "undo+", "undo-")
    finally:
        other.close()


def test_spare_keycode_that_is_mapped_changes_no_grab(
    ear: Ear, hand: Hand, us: PrivateDesktop, monkeypatch: pytest.MonkeyPatch
):
    ear.bind(push_to_talk="ctrl+alt+z")
    hand.tap(A)
    threading.Event().wait(0.3)
    ear.settle()
    taken: list[object] = []
    take = ear.listener._bindings._take
    monkeypatch.setattr(
        ear.listener._bindings, "_take", lambda **how: (taken.append(how), take(**how))[1]
    )
    typist = Display(us.display)
    try:
        # é and z (as a layout without Latin letters would need it) on spare codes
        typist.change_keyboard_mapping(93, [(0xE9, 0xE9)])
        typist.change_keyboard_mapping(97, [(0x7A, 0x5A)])
        typist.sync()
        keymap_taken_in(ear)
        assert taken == []
        hand.tap(LEFT_CTRL, LEFT_ALT, Z)
        ear.wait("push_to_talk+", "push_to_talk-")
    finally:
        typist.change_keyboard_mapping(93, [(0, 0)])
        typist.change_keyboard_mapping(97, [(0, 0)])
        typist.close()


def test_key_of_another_program_is_named_and_the_rest_is_bound(
    ear: Ear, hand: Hand, screen: PrivateDesktop
):
    other = Display(screen.display)
    root = other.screen().root
    chord = X.ControlMask | X.Mod1Mask
    root.grab_key(SPACE, chord, False, X.GrabModeAsync, X.GrabModeAsync)
    root.grab_key(9, 0, False, X.GrabModeAsync, X.GrabModeAsync)
    other.sync()
    try:
        reasons = ear.bind(push_to_talk="ctrl+alt+space", undo="f9", cancel="esc")
        assert reasons == {
            "push_to_talk": "ctrl+alt+space is taken by another program.",
            "cancel": "esc is taken by another program.",
        }
        hand.tap(F9)
        ear.wait("undo+", "undo-")
    finally:
        other.close()
    assert ear.bind(push_to_talk="ctrl+alt+space", undo="f9", cancel="esc") == {}


def test_combination_given_twice_is_bound_once(ear: Ear):
    reasons = ear.bind(push_to_talk="f9", undo="f9", review="right_ctrl", captions="right_ctrl")
    assert set(reasons) == {"undo", "captions"}


def test_stopped_listener_gives_its_keys_back(screen: PrivateDesktop):
    first, second = Ear(screen.display), Ear(screen.display)
    try:
        assert first.bind(push_to_talk="f9") == {}
        assert "another program" in second.bind(push_to_talk="f9")["push_to_talk"]
        first.listener.stop()
        first.listener.stop()
        assert second.bind(push_to_talk="f9") == {}
        assert "push_to_talk" in first.bind(push_to_talk="f9")
    finally:
        first.listener.stop()
        second.listener.stop()


def test_end_of_the_server_ends_the_hold_and_is_told():
    with PrivateDesktop(sound=False, manager=None) as private:
        ear = Ear(private.display)
        ear.bind(push_to_talk="f9")
        hand = Hand(private.display)
        hand.press(F9)
        ear.wait("push_to_talk+")
        private._services[0].kill()
        wait_until(lambda: len(ear.news) == 3, 3, lambda: str(ear.news))
        hand.close()
    assert ear.told() == ["push_to_talk+", "push_to_talk-"]
    trouble = ear.news[-1]
    assert isinstance(trouble, Trouble)
    assert trouble.ended
    assert set(trouble.reasons) == {"push_to_talk"}
    assert ear.listener._thread is not None
    ear.listener._thread.join(3)
    assert not ear.listener._thread.is_alive()
    ear.listener.watch_cancel(True)
    ear.listener.stop()


def test_no_server_is_said_and_the_button_is_left(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPLAY", ":919")
    with pytest.raises(Unavailable):
        X11Listener()
    choice = choose("auto", {}, "linux")
    assert choice.listener.name == "none"
    assert "display :919" in choice.reasons["x11"].user_text


def test_x11_is_chosen_where_it_works(screen: PrivateDesktop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPLAY", screen.display)
    choice = choose("auto", screen.env, "linux")
    assert choice.listener.name == "x11"
    choice.listener.stop()
    assert choose("auto", {"WAYLAND_DISPLAY": "wayland-0"}, "linux").listener.name == "none"
