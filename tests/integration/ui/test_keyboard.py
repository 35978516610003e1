"""The whole window by the keyboard alone, and by ear."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QScrollBar, QWidget

from qwen_dictate.ui.crash import CrashReport
from qwen_dictate.ui.overlay import Overlay
from tests.integration.ui import states

TAB, ALT = Qt.Key.Key_Tab, Qt.KeyboardModifier.AltModifier


def walk(window, qtbot) -> list[QWidget]:
    """Where Tab leads, once around."""
    window.panel.record.setFocus()
    met = [window.panel.record]
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), TAB)
        if QApplication.focusWidget() is met[0]:
            return met
        met.append(QApplication.focusWidget())
    raise AssertionError(f"Tab never comes back: {met}")


def test_tab_reaches_everything_that_can_be_used(window, qtbot):
    window.show_state(states.KEPT)
    window.texts.list.setCurrentIndex(window.texts.model.index(0, 0))
    met = walk(window, qtbot)
    first, second = window.cards.views
    usable = {
        *(window.panel.record, window.live, window.texts.list),
        *(window.texts.copy, window.texts.retry, window.texts.delete),
        *(first.insert, first.copy, first.retry, first.dismiss, second.retry, second.dismiss),
    }
    assert usable <= set(met)


def test_tab_reaches_the_notice_and_the_download(window, qtbot):
    window.show_state(states.TROUBLE)
    assert {window.notice.copy, window.notice.close_it} <= set(walk(window, qtbot))
    window.show_state(states.MISSING)
    assert window.download.fetch in walk(window, qtbot)


def test_a_focused_control_looks_otherwise(window, qtbot):
    window.show_state(states.KEPT)
    window.texts.list.setCurrentIndex(window.texts.model.index(0, 0))
    same = []
    for control in walk(window, qtbot):
        if isinstance(control, QLabel):
            continue
        window.panel.record.setFocus()
        other = window.live if control is window.panel.record else window.panel.record
        other.setFocus()
        without = control.grab().toImage()
        control.setFocus()
        if control.grab().toImage() == without:
            same.append(control)
    assert same == []


@pytest.mark.parametrize(
    ("name", "key", "modifier", "wish"),
    [
        ("ready", Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, ("begin",)),
        ("listening", Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier, ("end",)),
        ("listening", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, ("cancel",)),
        ("recognising", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, ("cancel",)),
        ("ready", Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, None),
        ("ready", Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier, ("quit",)),
        ("ready", Qt.Key.Key_R, ALT, ("begin",)),
        ("listening", Qt.Key.Key_S, ALT, ("end",)),
        ("listening", Qt.Key.Key_C, ALT, ("cancel",)),
        ("missing", Qt.Key.Key_F, ALT, ("install_model",)),
        ("ready", Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, ("begin",)),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_key_is_enough(window, wear_look, heard, qtbot, language, name, key, modifier, wish):
    window.use(wear_look(language))
    window.show_state(states.ALL[name])
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.panel.record.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)
    qtbot.wait(150)  # a button that a mnemonic presses is released 100 ms later
    assert heard.taken() == ([wish] if wish else [])


def test_a_card_is_inserted_by_its_key(window, heard, qtbot):
    window.show_state(states.KEPT)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_I, ALT)
    qtbot.waitUntil(lambda: heard.wishes == [("insert", 7)])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("name", states.ALL)
def test_everything_has_a_name_for_screen_readers(window, wear_look, language, name):
    window.use(wear_look(language))
    window.show_state(states.ALL[name])
    assert nameless(window) == []


def test_overlay_and_report_have_names_too(qtbot, look, heard):
    overlay = Overlay(look, "small", composited=True)
    report = CrashReport(heard, look)
    report.add("what happened")
    for view in (overlay, report):
        qtbot.addWidget(view)
        assert nameless(view) == []
        assert view.accessibleName() or view.windowTitle()


def nameless(view: QWidget) -> list[str]:
    """Controls that a screen reader could only call by their kind."""
    found = []
    for widget in view.findChildren(QWidget):
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollBar):
            continue
        if not widget.isVisibleTo(view) or isinstance(widget, QScrollArea):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found
