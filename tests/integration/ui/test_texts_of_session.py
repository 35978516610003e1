from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from qwen_dictate.ui.state import Entry
from tests.integration.ui import states


@pytest.fixture
def texts(window):
    window.show_state(replace(states.READY, entries=states.ENTRIES))
    return window.texts


def choose(texts, row: int) -> None:
    texts.list.setCurrentIndex(texts.model.index(row, 0))


def test_without_texts_there_is_a_sentence_instead_of_a_list(window):
    window.show_state(states.READY)
    assert window.texts.empty.isVisible()
    assert not window.texts.list.isVisible()
    assert not window.texts.copy.isVisible()


def test_a_row_says_when_where_and_what_became_of_it(texts):
    caption = texts.model.caption(states.ENTRIES[1])
    assert caption.endswith(" · XTerm · Kept")
    index = texts.model.index(1, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert caption in spoken
    assert states.CHINESE in spoken


def test_nothing_is_offered_until_a_text_is_chosen(texts):
    assert not any(button.isEnabled() for button in (texts.copy, texts.retry, texts.delete))
    choose(texts, 0)
    assert all(button.isEnabled() for button in (texts.copy, texts.retry, texts.delete))


def test_retry_needs_a_recording_and_copy_a_text(texts, window):
    choose(texts, 2)
    assert not texts.retry.isEnabled()
    silent = replace(states.ENTRIES[0], text="")
    window.show_state(replace(states.READY, entries=(silent,)))
    choose(texts, 0)
    assert not texts.copy.isEnabled()


def test_the_buttons_act_on_the_chosen_text(texts, heard):
    choose(texts, 1)
    texts.insert.click()
    texts.copy.click()
    texts.retry.click()
    assert heard.taken() == [("insert_again", "e2"), ("copy", states.CHINESE), ("retry", "e2")]
    assert texts.copy.text() == "Copied"


def test_deleting_asks_by_the_button_itself(texts, heard):
    choose(texts, 0)
    texts.delete.click()
    assert heard.taken() == []
    assert texts.delete.accessibleName() == "Really delete?"
    texts.delete.click()
    assert heard.taken() == [("delete", "e3")]
    assert texts.delete.accessibleName() == "Delete"


def test_choosing_another_text_takes_the_question_back(texts, heard):
    choose(texts, 0)
    texts.delete.click()
    choose(texts, 1)
    texts.delete.click()
    assert heard.taken() == []


def test_a_new_text_above_does_not_change_what_is_chosen_or_asked(texts, window, heard):
    choose(texts, 1)
    texts.delete.click()
    newer = replace(states.ENTRIES[0], history_id="e9")
    window.show_state(replace(states.READY, entries=(newer, *states.ENTRIES)))
    texts.delete.click()
    assert heard.taken() == [("delete", "e2")]


def test_a_text_that_is_gone_is_no_longer_chosen(texts, window):
    choose(texts, 0)
    window.show_state(replace(states.READY, entries=states.ENTRIES[1:]))
    assert not texts.delete.isEnabled()


def test_keys_copy_and_delete(texts, heard, qtbot):
    texts.list.setFocus()
    choose(texts, 0)
    qtbot.keyClick(texts.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert heard.taken() == [("copy", states.LONG)]
    qtbot.keyClick(texts.list, Qt.Key.Key_Delete)
    qtbot.keyClick(texts.list, Qt.Key.Key_Delete)
    assert heard.taken() == [("delete", "e3")]


def test_thousands_of_texts_cost_no_time(window, qtbot):
    many = tuple(
        Entry(str(number), "2026-11-25T09:14:05Z", states.LONG, "XTerm", "delivered", "type", True)
        for number in range(5000)
    )
    window.show_state(replace(states.READY, entries=many))
    assert window.texts.model.rowCount() == 5000
    index = window.texts.model.index(4999, 0)
    window.texts.list.scrollTo(index)
    assert window.texts.list.visualRect(index).isValid()
    assert QAccessible is not None
