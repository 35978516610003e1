"""Our own text fields as targets: filled where the cursor is, and only if they still are there."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from qwen_dictate.app.own_field import OwnFields, is_own
from qwen_dictate.core.events import Outcome, ReceiptKind


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focused(field, window):
    field.setParent(window)
    field.show()
    field.setFocus()
    return field


def test_a_line_is_filled_where_its_cursor_is(window):
    fields = OwnFields()
    line = focused(QLineEdit("before after"), window)
    line.setCursorPosition(6)
    target = fields.focused()
    assert is_own(target)
    receipt = fields.fill(target, "words\x07\nhere", "smart")
    assert (receipt.outcome, receipt.kind, receipt.method) == (
        Outcome.DELIVERED,
        ReceiptKind.READ,
        "window",
    )
    assert line.text() == "before words here after"


def test_a_longer_field_keeps_its_lines_and_loses_what_was_selected(window):
    fields = OwnFields()
    field = focused(QPlainTextEdit("one two"), window)
    field.selectAll()
    target = fields.focused()
    assert fields.fill(target, "a\nb", "none").outcome is Outcome.DELIVERED
    assert fields.fill(target, "c", "trailing_space").outcome is Outcome.DELIVERED
    assert field.toPlainText() == "a\nbc "


def test_the_field_of_the_press_is_filled_wherever_the_focus_went(window):
    fields = OwnFields()
    first = focused(QLineEdit(), window)
    target = fields.focused()
    second = focused(QLineEdit(), window)
    fields.fill(target, "words", "smart")
    assert (first.text(), second.text()) == ("words", "")


def test_who_hides_what_is_typed_or_takes_nothing_is_no_target(window):
    fields = OwnFields()
    password = QLineEdit()
    password.setEchoMode(QLineEdit.EchoMode.Password)
    fixed = QPlainTextEdit()
    fixed.setReadOnly(True)
    for field in (password, fixed, QPushButton()):
        focused(field, window)
        assert fields.focused() is None


def test_a_field_that_is_gone_or_hidden_keeps_the_text(window):
    fields = OwnFields()
    hidden = focused(QLineEdit(), window)
    one = fields.focused()
    gone = focused(QLineEdit(), window)
    two = fields.focused()
    hidden.hide()
    gone.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for target in (one, two):
        receipt = fields.fill(target, "words", "smart")
        assert (receipt.outcome, receipt.rest) == (Outcome.KEPT, "words")
        assert receipt.error is not None
