"""Nothing reaches a window that was not meant, and nothing is typed while keys are held."""

import time
from dataclasses import replace

import pytest
from Xlib import X, Xutil

from qwen_dictate.core.events import Outcome
from tests.integration.delivery.conftest import Lane, Newly
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import stays, wait_until
from tests.support.x11 import F9, LEFT_ALT, LEFT_CTRL, RIGHT_CTRL, SPACE, A, Hand

LONG = "all of these words take a while to be typed. " * 20


@pytest.mark.parametrize(
    ("hotkey", "codes"),
    [
        ("ctrl+alt+space", (LEFT_CTRL, LEFT_ALT, SPACE)),
        ("right_ctrl", (RIGHT_CTRL,)),
        ("f9", (F9,)),
    ],
)
def test_held_keys_are_waited_for(lane: Lane, terminal, hand: Hand, hotkey, codes):
    aimed = lane.aim_at(terminal)
    with hand.holding(*codes):
        newly = Newly(terminal)
        running = lane.begin("word", aimed, hotkey=hotkey)
        stays(lambda: not running.started.is_set(), 0.2)
        assert "word" not in newly.now()
        held = newly.now()
    assert running.receipt().outcome is Outcome.DELIVERED
    wait_until(lambda: newly.now().removeprefix(held).endswith("word"), 5)


def test_a_mouse_button_of_the_hotkey_is_waited_for(lane: Lane, terminal, hand: Hand):
    aimed = lane.aim_at(terminal)
    hand.press_button(8)
    try:
        running = lane.begin("word", aimed, hotkey="mouse_x1")
        stays(lambda: not running.started.is_set(), 0.2)
    finally:
        hand.release_button(8)
    assert running.receipt().outcome is Outcome.DELIVERED


def test_an_ordinary_key_is_not_waited_for(lane: Lane, qt_field, hand: Hand):
    aimed = lane.aim_at(qt_field)
    with hand.holding(A):
        assert lane.deliver("word", aimed, hotkey="f9").outcome is Outcome.DELIVERED


def test_the_first_character_follows_the_release_within_20_ms(lane: Lane, terminal, hand: Hand):
    aimed = lane.aim_at(terminal)
    lane.deliver("warm", aimed)
    took: list[float] = []
    for _ in range(9):
        hand.press(RIGHT_CTRL)
        running = lane.begin("word", aimed, hotkey="right_ctrl")
        stays(lambda running=running: not running.started.is_set(), 0.03)
        hand.release(RIGHT_CTRL)
        released = time.perf_counter()
        assert running.started.wait(2)
        took.append(time.perf_counter() - released)
        running.receipt()
    assert sorted(took)[4] < 0.02  # 2 to 5 ms on a quiet machine


def test_halting_ends_the_wait_and_keeps_the_text(lane: Lane, terminal, hand: Hand):
    newly = Newly(terminal)
    aimed = lane.aim_at(terminal)
    with hand.holding(RIGHT_CTRL):
        running = lane.begin("word", aimed, hotkey="right_ctrl")
        stays(lambda: running.running, 0.05)
        running.halt.set()
        receipt = running.receipt()
    assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "word")
    assert receipt.error is not None
    assert not running.started.is_set()
    assert newly.now() == ""


def test_halting_stops_typing_and_keeps_the_rest(lane: Lane, gtk_field):
    newly = Newly(gtk_field)
    running = lane.begin(LONG, lane.aim_at(gtk_field), method="type")
    wait_until(lambda: len(newly.now()) > 50, 5)
    running.halt.set()
    receipt = running.receipt()
    assert receipt.outcome is Outcome.KEPT
    assert 0 < len(receipt.rest) < len(LONG)
    newly.stands(LONG.removesuffix(receipt.rest))


@pytest.mark.parametrize("method", ["type", "paste"])
def test_another_window_with_the_focus_gets_nothing(lane: Lane, terminal, gtk_field, method):
    aimed = lane.aim_at(gtk_field)
    terminal.focus()
    in_terminal, in_field = Newly(terminal), Newly(gtk_field)
    receipt = lane.deliver("word", aimed, method=method)
    assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "word")
    assert receipt.error is not None
    stays(lambda: in_terminal.now() + in_field.now() == "", 0.1)


def test_typing_stops_when_the_focus_moves_and_the_rest_is_kept(lane: Lane, terminal, gtk_field):
    aimed = lane.aim_at(gtk_field)
    in_terminal, in_field = Newly(terminal), Newly(gtk_field)
    running = lane.begin(LONG, aimed, method="type")
    wait_until(lambda: len(in_field.now()) > 50, 5)
    terminal.focus()
    receipt = running.receipt()
    assert receipt.outcome is Outcome.KEPT
    typed = LONG.removesuffix(receipt.rest)
    wait_until(lambda: in_field.now().startswith(typed), 5)
    astray = len(in_terminal.now()) + len(in_field.now()) - len(typed)
    assert len(in_terminal.now()) <= 25  # one batch of 50 ms
    assert 0 <= astray <= 25


@pytest.mark.parametrize("method", ["type", "paste"])
def test_follow_goes_where_the_focus_is(lane: Lane, terminal, gtk_field, method):
    aimed = lane.aim_at(gtk_field)
    terminal.focus()
    newly = Newly(terminal)
    receipt = lane.deliver("word", aimed, method=method, when_focus_moved="follow")
    newly.stands("word")
    assert receipt.typed_into is not None
    assert receipt.typed_into.window == terminal.number


def test_return_brings_the_window_back(lane: Lane, terminal, gtk_field):
    aimed = lane.aim_at(gtk_field)
    terminal.focus()
    newly = Newly(gtk_field)
    receipt = lane.deliver("word", aimed, when_focus_moved="return")
    newly.stands("word")
    assert (receipt.outcome, gtk_field.has_focus) == (Outcome.DELIVERED, True)


def test_a_window_behind_another_program_is_not_brought_to_the_front(
    lane: Lane, terminal, gtk_field
):
    aimed = replace(lane.aim_at(gtk_field), behind=True)
    terminal.focus()
    assert lane.deliver("word", aimed).outcome is Outcome.KEPT


def test_a_window_behind_one_of_our_own_is_brought_to_the_front(lane: Lane, gtk_field):
    aimed = replace(lane.aim_at(gtk_field), behind=True)
    display = lane.connect()  # made by this process, so its windows are our own
    root = display.screen().root
    own = root.create_window(0, 0, 200, 100, 0, X.CopyFromParent)
    own.set_wm_hints(flags=Xutil.InputHint, input=1)
    own.map()
    display.sync()
    try:
        wait_until(lambda: lane.desktop.active_window() == own.id, 5)
        newly = Newly(gtk_field)
        assert lane.deliver("word", aimed).outcome is Outcome.DELIVERED
        newly.stands("word")
        assert gtk_field.has_focus
    finally:
        display.close()


def test_a_window_that_closes_meanwhile_keeps_the_rest(lane: Lane):
    closing = lane.desktop.gtk_field()
    running = lane.begin(LONG, lane.aim_at(closing), method="type")
    wait_until(lambda: len(closing.typed()) > 50, 5)
    closing.program.kill()
    receipt = running.receipt()
    assert receipt.outcome is Outcome.KEPT
    assert receipt.error is not None
    assert 0 < len(receipt.rest) < len(LONG)


def test_a_closed_window_keeps_the_text(lane: Lane, terminal):
    gone = lane.desktop.qt_field()
    aimed = lane.aim_at(gone)
    gone.close()
    for moved in ("hold", "return"):
        receipt = lane.deliver("word", aimed, when_focus_moved=moved)
        assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "word")
        assert "gone" in str(receipt.error)


def test_no_target_keeps_the_text_unless_following(lane: Lane, terminal):
    lane.aim_at(terminal)
    receipt = lane.deliver("word", None)
    assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "word")
    newly = Newly(terminal)
    assert lane.deliver("word", None, when_focus_moved="follow").outcome is Outcome.DELIVERED
    newly.stands("word")


def test_without_a_window_manager_it_types_too():
    with PrivateDesktop(sound=False, manager=None) as desktop:
        lane = Lane(desktop)
        try:
            program = desktop.start(["xterm", "-u8", "-T", "bare", "-e", "cat > ~/bare.txt"])
            bare = desktop.find_window("bare", program=program)
            desktop.xdotool("mousemove", 100, 100, "windowfocus", bare.number)
            receipt = lane.deliver("word 天\n", None, when_focus_moved="follow", newlines="enter")
            assert receipt.outcome is Outcome.DELIVERED
            file = desktop.home / "bare.txt"
            wait_until(lambda: file.exists() and file.read_text() == "word 天\n", 5)
        finally:
            lane.close()


def test_none_does_nothing_and_counts_as_delivered(lane: Lane, terminal):
    newly = Newly(terminal)
    receipt = lane.deliver("word", lane.aim_at(terminal), method="none")
    assert (receipt.outcome, receipt.method) == (Outcome.DELIVERED, "none")
    stays(lambda: newly.now() == "", 0.05)
