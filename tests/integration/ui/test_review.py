"""The card of a text that is looked at before it is typed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from qwen_dictate.ui.review import ReviewWindow
from qwen_dictate.ui.state import Activity, Review, ViewState

SPOKEN = ViewState(
    activity=Activity.RECORDING,
    listening=True,
    review=Review(4, "id", "go for", speaking=True, app="XTerm"),
)
READY = ViewState(review=Review(4, "id", "Go forward.", app="XTerm"))


@pytest.fixture
def card(qtbot, look, heard) -> ReviewWindow:
    made = ReviewWindow(heard, look)
    qtbot.addWidget(made, before_close_func=QWidgetHide)
    made.show_state(READY)
    qtbot.waitExposed(made)
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    heard.taken()
    return made


def QWidgetHide(widget: ReviewWindow) -> None:  # noqa: N802 -- closing it is a wish
    widget.show_state(ViewState())


def test_it_comes_with_the_first_word_and_goes_with_its_utterance(qtbot, look, heard):
    made = ReviewWindow(heard, look)
    qtbot.addWidget(made)
    made.show_state(ViewState())
    assert not made.isVisible()
    made.show_state(SPOKEN)
    assert made.isVisible()
    assert heard.taken() == []  # it does not take the focus while somebody speaks
    made.show_state(READY)
    assert [wish[0] for wish in heard.taken()] == ["take_focus"]
    made.show_state(ViewState())
    assert not made.isVisible()


def test_what_is_typed_is_told_and_what_is_told_is_not(card, heard):
    QTest.keyClicks(card.field, "!")
    assert heard.taken() == [("edit", 4, "Go forward.!")]
    card.show_state(replace(READY, review=replace(READY.review, text="Go forward. Now.")))
    assert heard.taken() == []
    assert card.field.toPlainText() == "Go forward. Now."


def test_the_cursor_stays_where_it_was_when_more_is_heard(card):
    cursor = card.field.textCursor()
    cursor.setPosition(2)
    card.field.setTextCursor(cursor)
    card.show_state(replace(READY, review=replace(READY.review, text="Go forward. 🎉 Now.")))
    assert card.field.textCursor().position() == 2
    card.show_state(replace(READY, review=replace(READY.review, text="Go forward. 🎉 Then.")))
    assert card.field.toPlainText() == "Go forward. 🎉 Then."


def test_enter_inserts_when_it_is_let_go_and_shift_enter_breaks_the_line(card, heard):
    QTest.keyPress(card.field, Qt.Key.Key_Return)
    assert heard.taken() == []
    QTest.keyRelease(card.field, Qt.Key.Key_Return)
    assert heard.taken() == [("insert_reviewed", 4)]
    QTest.keyClick(card.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert heard.taken() == [("edit", 4, "Go forward.\n")]


def test_esc_drops_what_was_spoken_for_review_and_closes_what_was_kept(card, heard):
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert heard.taken() == [("drop", 4)]
    card.show_state(ViewState(review=replace(READY.review, meant=False)))
    QTest.keyClick(card.field, Qt.Key.Key_Escape)
    assert heard.taken() == [("open_card", 4, False)]


def test_closing_the_window_puts_the_text_aside(card, heard):
    card.close()
    assert heard.taken() == [("open_card", 4, False)]
    assert card.isVisible()
