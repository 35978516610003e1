"""Nothing is cut off: in both languages, at both sizes of the font, at the smallest window."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from qwen_dictate.ui.controls import ElidedLabel
from qwen_dictate.ui.crash import CrashReport
from tests.integration.ui import states


def cut(view: QWidget) -> list[str]:
    """Texts that have less room than they need, each with what it has and needs."""
    found = []
    for widget in view.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ElidedLabel):
            continue
        if isinstance(widget, QLabel) and widget.text():
            needs, has = room_of_label(widget)
        elif isinstance(widget, QAbstractButton):
            needs, has = widget.sizeHint(), widget.size()
            if widget.minimumHeight() == widget.maximumHeight():
                needs.setHeight(widget.fontMetrics().height())
        else:
            continue
        if needs.width() > has.width() or needs.height() > has.height():
            found.append(f"{widget.text()!r}: {has.toTuple()} instead of {needs.toTuple()}")
    return found


def room_of_label(label: QLabel):
    needs = label.sizeHint()
    if label.wordWrap():
        needs.setWidth(label.minimumSizeHint().width())
        needs.setHeight(label.heightForWidth(label.width()))
    return needs, label.size()


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_text_is_cut_off(window, wear_look, qtbot, language, scale):
    window.use(wear_look(language, "light", scale))
    for smallest in (False, True):
        for name, state in states.ALL.items():
            window.show_state(state)
            window.resize(*([10, 10] if smallest else window.size().toTuple()))
            qtbot.wait(60)
            assert cut(window) == [], (name, "smallest" if smallest else "usual")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_text_of_the_report_is_cut_off(qtbot, wear_look, heard, language):
    report = CrashReport(heard, wear_look(language, "light", 2))
    qtbot.addWidget(report)
    report.add("what happened")
    qtbot.wait(60)
    assert cut(report) == []


@pytest.mark.parametrize("scale", [1, 2])
def test_the_window_fits_on_a_small_screen(window, wear_look, qtbot, scale):
    """At the smallest; 1366 × 768 is the smallest screen that is still sold."""
    window.use(wear_look("en", "light", scale))
    window.show_state(states.KEPT)
    window.resize(10, 10)
    qtbot.wait(60)
    assert window.height() <= 740 * scale
    assert window.width() <= 640 * scale


def test_the_name_of_a_microphone_may_be_cut_and_is_then_a_tool_tip(window, qtbot):
    name = "A microphone with a very long name that somebody in a factory has chosen " * 2
    window.show_state(states.replace(states.READY, microphone=name))
    qtbot.wait(60)
    assert window.width() < window.fontMetrics().horizontalAdvance(name)
    assert window.header.microphone.value.toolTip() == name
