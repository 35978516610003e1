import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qwen_dictate.ui.crash import CrashReport


@pytest.fixture
def report(qtbot, look, heard) -> CrashReport:
    made = CrashReport(heard, look)
    qtbot.addWidget(made)
    return made


def test_it_stands_beside_the_work_and_blocks_nothing(report, window, qtbot):
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    report.add("RuntimeError: first")
    assert report.isVisible()
    assert not report.isModal()
    assert QApplication.activeModalWidget() is None
    assert report.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_the_whole_report_can_be_copied(report, heard):
    report.add("RuntimeError: first")
    report.add("RuntimeError: second")
    report.copy.click()
    assert heard.taken() == [("copy", "RuntimeError: first\n\nRuntimeError: second")]
    assert report.copy.text() == "Copied"


def test_the_same_error_again_and_again_is_one_report(report):
    for _ in range(100):
        report.add("RuntimeError: the same")
    assert report.report.toPlainText() == "RuntimeError: the same"


def test_many_different_errors_do_not_fill_the_memory(report):
    for number in range(1000):
        report.add(f"RuntimeError: {number}")
    assert report.report.toPlainText().count("RuntimeError") == 20
    assert report.report.toPlainText().endswith("999")


def test_it_can_be_closed_and_comes_back_with_the_next_error(report):
    report.add("RuntimeError: first")
    report.close_it.click()
    assert not report.isVisible()
    report.add("RuntimeError: second")
    assert report.isVisible()
