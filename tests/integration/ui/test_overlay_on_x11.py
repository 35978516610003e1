"""The overlay on a real display: seen at once, and otherwise as if it were not there."""

import pytest
from Xlib.display import Display

from tests.integration.ui.playbill import Playbill
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

BOTTOM = (440, 640, 400, 150)  # of a screen of 1280 × 800
APPEARS_S = 0.100
PAINTED_S = 0.033


@pytest.fixture(scope="module", params=["openbox", "compositor"])
def desktop(request):
    manager = "openbox" if request.param == "openbox" else None
    with PrivateDesktop(manager=manager, sound=False) as private:
        private.composited = manager is None
        if private.composited:
            private.serve(["xfwm4", "--compositor=on", "--vblank=off"], "xfwm4")
            wait_until(lambda: is_composited(private), 10, "no compositor")
        yield private


def is_composited(desktop: PrivateDesktop) -> bool:
    display = Display(desktop.display)
    try:
        return display.get_selection_owner(display.intern_atom("_NET_WM_CM_S0")) != 0
    finally:
        display.close()


@pytest.fixture
def overlay(desktop):
    made = Playbill(desktop, "overlay", *(["composited"] if desktop.composited else []))
    yield made
    made.close()


def test_it_takes_no_focus_and_no_key(desktop, overlay):
    terminal = desktop.terminal()
    for state in ("opening", "listening", "text 40", "recognising", "kept"):
        overlay.tell(state)
        wait_until(overlay.overlays, 5)
        assert terminal.has_focus
    overlay.tell("ready")
    overlay.tell("listening")
    overlay.wait_still(BOTTOM)
    desktop.xdotool("type", "abc")
    terminal.wait_typed("abc")
    terminal.close()


def test_a_click_goes_through_it(desktop, overlay):
    beneath = desktop.terminal()
    desktop.xdotool("windowsize", beneath.number, 700, 300)
    desktop.xdotool("windowmove", beneath.number, 300, 480)
    other = desktop.qt_field()
    desktop.xdotool("windowmove", other.number, 20, 20)
    overlay.tell("text 40")
    ((x, y, width, height),) = wait_until(overlay.overlays, 5)
    left, top, wide, high = beneath.geometry()
    assert left < x
    assert x + width < left + wide
    assert top < y < top + high
    other.focus()
    desktop.xdotool("mousemove", x + width // 2, y + height // 3, "click", 1)
    wait_until(lambda: beneath.has_focus, 5, "the window beneath got no click")
    other.close()
    beneath.close()


def test_it_stands_at_the_bottom_in_the_middle(overlay):
    overlay.tell("listening")
    ((x, y, width, height),) = wait_until(overlay.overlays, 5)
    assert abs(x + width / 2 - 640) <= 1
    assert 20 <= 800 - (y + height) <= 120
    bottom = y + height
    overlay.tell("text 40")
    wait_until(lambda: overlay.overlays()[0][3] > height, 5, "it does not grow")
    ((_, taller, _, high),) = overlay.overlays()
    assert taller + high == bottom


def test_its_corners_show_what_is_beneath(overlay):
    overlay.tell("listening")
    ((x, y, width, _),) = wait_until(overlay.overlays, 5)
    for corner in ((x, y, 1, 1), (x + width - 1, y, 1, 1)):
        seen = overlay.wait_still(corner)
        overlay.tell("ready")
        wait_until(lambda: not overlay.overlays(), 5)
        assert overlay.wait_still(corner) == seen
        overlay.tell("listening")
        wait_until(overlay.overlays, 5)


def test_it_is_seen_at_once(overlay):
    took = []
    for _ in range(5):
        overlay.tell("ready")
        wait_until(lambda: not overlay.overlays(), 5)
        overlay.wait_still(BOTTOM)
        took.append(overlay.seconds_until_it_changes("opening", BOTTOM))
    assert min(took) <= APPEARS_S, took


def test_words_are_painted_at_once(overlay):
    overlay.tell("text 1")
    overlay.wait_still(BOTTOM)
    took = [overlay.seconds_until_it_changes(f"text {n}", BOTTOM) for n in (2, 3, 8, 30, 60, 61)]
    assert sorted(took)[2] <= PAINTED_S, took


def test_it_goes_when_all_is_done_and_moves_no_more(overlay):
    empty = overlay.wait_still(BOTTOM)
    overlay.tell("listening")
    wait_until(overlay.overlays, 5)
    overlay.tell("ready")
    wait_until(lambda: not overlay.overlays(), 5, "it stays")
    assert overlay.wait_still(BOTTOM) == empty
