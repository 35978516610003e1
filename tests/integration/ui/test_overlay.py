from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication

from qwen_dictate.ui import overlay as module
from qwen_dictate.ui.overlay import Overlay
from qwen_dictate.ui.style import FADE_MS, LINGER_MS
from tests.integration.ui import states


@pytest.fixture
def overlay(qtbot, look) -> Overlay:
    made = Overlay(look, "small", composited=True)
    qtbot.addWidget(made)
    made.show_state(states.READY)
    return made


def timers(overlay: Overlay) -> list[object]:
    return [
        running for running in (overlay._leave.isActive(), overlay._fade.state().value) if running
    ]


def test_it_is_a_window_that_takes_neither_focus_nor_clicks(overlay):
    for platform in ("xcb", "windows", "cocoa"):
        flags = module.flags(platform)
        for flag in (
            Qt.WindowType.FramelessWindowHint,
            Qt.WindowType.WindowStaysOnTopHint,
            Qt.WindowType.WindowDoesNotAcceptFocus,
            Qt.WindowType.WindowTransparentForInput,
        ):
            assert flags & flag
    assert module.flags("xcb") & Qt.WindowType.X11BypassWindowManagerHint
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert overlay.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_it_is_not_used_where_it_would_take_the_focus():
    assert module.fits("xcb")
    assert not module.fits("wayland")
    assert not module.fits("wayland-egl")


def test_it_is_made_ahead_and_hidden(overlay):
    assert overlay.internalWinId()
    assert not overlay.isVisible()


def test_the_active_window_stays_active(overlay, window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    overlay.show_state(states.LISTENING)
    qtbot.waitExposed(overlay)
    assert QApplication.activeWindow() is window


def test_it_tells_opening_listening_recognising_and_goes(overlay, qtbot):
    words = []
    for state in (states.OPENING, states.LISTENING, states.RECOGNISING):
        overlay.show_state(state)
        words.append(overlay.view.words)
        assert overlay.isVisible()
    assert words == ["Opening the microphone…", "Listening", "Recognising…"]
    overlay.show_state(replace(states.READY, entries=states.ENTRIES))
    assert overlay.view.words == "Typed"
    assert overlay.isVisible()
    qtbot.waitUntil(lambda: not overlay.isVisible(), timeout=LINGER_MS + FADE_MS + 3000)
    assert timers(overlay) == []


def test_nothing_runs_while_it_stands_or_is_hidden(overlay, qtbot):
    assert timers(overlay) == []
    overlay.show_state(states.LISTENING)
    assert timers(overlay) == []
    overlay.show_state(states.READY)
    qtbot.waitUntil(lambda: not overlay.isVisible())
    assert timers(overlay) == []


def test_a_press_while_it_fades_brings_it_back_whole(overlay, qtbot):
    overlay.show_state(states.LISTENING)
    overlay.show_state(states.READY)
    assert overlay.isVisible()
    overlay.show_state(states.OPENING)
    assert overlay.windowOpacity() == 1
    qtbot.wait(2 * FADE_MS)
    assert overlay.isVisible()


def test_without_a_compositor_it_goes_at_once(qtbot, look):
    plain = Overlay(look, "small", composited=False)
    qtbot.addWidget(plain)
    plain.show_state(states.READY)
    plain.show_state(states.LISTENING)
    assert plain.isVisible()
    plain.show_state(states.READY)
    assert not plain.isVisible()


def test_it_is_never_seen_when_it_is_not_wanted(overlay, look):
    overlay.use(look, "none")
    overlay.show_state(states.LISTENING)
    assert not overlay.isVisible()


def test_switching_it_off_while_it_stands_takes_it_away(overlay, look, qtbot):
    overlay.show_state(states.LISTENING)
    overlay.use(look, "none")
    qtbot.waitUntil(lambda: not overlay.isVisible())


@pytest.mark.parametrize(("size", "lines"), [("small", 2), ("large", 3)])
def test_the_newest_words_are_shown_in_few_lines(overlay, look, size, lines):
    overlay.use(look, size)
    spoken = ""
    for number in range(200):
        spoken += f"word{number} "
        overlay.show_state(replace(states.LISTENING, settled=spoken, tentative="tail"))
        assert overlay.shown_text.endswith(f"word{number} tail")
    assert overlay._pill.tail.lines <= lines
    assert len(overlay.shown_text) < len(spoken)


def test_words_do_not_move_sideways_while_others_come(overlay):
    """Only whole lines leave: what is shown begins at the same word until a line is full."""
    starts = []
    for number in range(1, 80):
        spoken = " ".join(str(n) for n in range(number))
        overlay.show_state(replace(states.LISTENING, settled=spoken, tentative=""))
        starts.append(overlay.shown_text.split()[0] if overlay.shown_text.split() else "")
    changes = sum(one != other for one, other in pairwise(starts))
    assert 1 <= changes <= 8


def test_the_next_utterance_begins_with_its_own_words(overlay):
    overlay.show_state(replace(states.LISTENING, settled="word " * 100))
    overlay.show_state(states.READY)
    overlay.show_state(states.OPENING)
    overlay.show_state(replace(states.LISTENING, settled="fresh ", tentative="start"))
    assert overlay.shown_text == "fresh start"


def test_emoji_and_chinese_are_shown_whole(overlay):
    spoken = "今天😀天气很好" * 40
    overlay.show_state(replace(states.LISTENING, settled=spoken, tentative="😀吗"))
    assert overlay.shown_text.endswith("天气很好😀吗")
    assert "\ufffd" not in overlay.shown_text


def test_settled_and_tentative_words_are_drawn_in_different_colours(overlay, look):
    overlay.show_state(replace(states.LISTENING, settled="MMMM ", tentative="MMMM"))
    image = overlay.grab().toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height() // 2, image.height())
    }
    assert look.style.colours.overlay_text in seen
    assert look.style.colours.overlay_tentative in seen


def test_a_level_is_painted_only_while_it_listens(overlay):
    overlay.show_state(states.LISTENING)
    still = overlay.grab().toImage()
    overlay.show_level(-12)
    assert overlay.grab().toImage() != still
    overlay.show_state(states.RECOGNISING)
    still = overlay.grab().toImage()
    overlay.show_level(-6)
    assert overlay.grab().toImage() == still


def test_it_stands_on_the_screen_of_the_window_that_is_dictated_into(overlay):
    left, right = QApplication.screens()
    for target, screen in (
        (QRect(100, 100, 300, 300), left),
        (QRect(3000, 900, 500, 500), right),  # in pixels; the right screen has two to a point
        (None, left),
        (QRect(-9000, -9000, 10, 10), left),
    ):
        overlay.place(target)
        overlay.show_state(states.LISTENING)
        overlay.show_state(replace(states.LISTENING, settled="more"))
        room = screen.availableGeometry()
        assert room.contains(overlay.geometry()), (target, room, overlay.geometry())
        assert abs(overlay.geometry().center().x() - room.center().x()) <= 1
        assert overlay.geometry().bottom() > room.center().y()
