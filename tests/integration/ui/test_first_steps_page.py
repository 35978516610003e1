"""The first steps: each says whether it has come out, can be skipped, and is asked but once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qwen_dictate.core.settings import Settings, put
from qwen_dictate.ui.first_steps.page import STEPS, FirstStepsPage
from qwen_dictate.ui.state import Activity, Card, Entry, Hearing, Notice
from tests.integration.ui import states

STATE = replace(states.READY, key_where="none")
ENTRY = Entry("e9", "2026-11-25T09:14:05Z", "Words.", "XTerm", "delivered", "type", True)


@pytest.fixture
def left() -> list[str]:
    return []


@pytest.fixture
def page(qtbot, look, heard, left) -> FirstStepsPage:
    made = FirstStepsPage(heard, heard, lambda: left.append("left"), look)
    qtbot.addWidget(made)
    made.resize(560, 700)
    made.show_state(STATE)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    heard.taken()
    return made


def words(page) -> str:
    return page.on.text()


def test_every_step_can_be_skipped_and_the_end_is_not_asked_again(page, heard, left):
    seen = []
    for _ in STEPS:
        seen.append(page.step.title)
        page.on.click()
    assert seen == [step.title for step in STEPS]
    assert ("change", "onboarding.done", True) in [wish[:3] for wish in heard.wishes]
    assert left == ["left"]


def test_whoever_leaves_in_the_middle_is_not_asked_again_either(page, heard, left):
    page.close_it.click()
    assert [wish[:3] for wish in heard.taken()] == [("change", "onboarding.done", True)]
    assert left == ["left"]


def test_again_from_the_help_menu_nothing_is_stored_twice(page, heard):
    page.show_state(replace(STATE, settings=put(Settings(), "onboarding.done", True)))
    page.close_it.click()
    assert heard.taken() == []


def test_one_can_go_back(page):
    assert not page.back.isEnabled()
    page.on.click()
    page.back.click()
    assert page.count.text() == "Step 1 of 6"


def test_a_voice_is_heard(page, heard):
    step = page.step
    assert words(page) == "S&kip this step"
    step.test.click()
    assert heard.taken() == [("hear", True)]
    page.show_state(replace(STATE, hearing=Hearing.ON))
    page.show_level(-12)
    assert step.test.text() == "S&top listening"
    page.show_state(replace(STATE, hearing=Hearing.HEARD))
    assert step.verdict.text() == "✓ We hear you."
    assert words(page) == "&Next"
    page.on.click()
    assert heard.taken()[0] == ("hear", False)


def test_a_microphone_that_cannot_be_had_is_told(page):
    notice = Notice("microphone", "There is no microphone.", "Connect one.")
    page.show_state(replace(STATE, notice=notice))
    assert page.step.verdict.text() == "There is no microphone. Connect one."
    assert page.step.verdict.property("failed")


def test_the_key_lights_up_and_is_tried_only_in_its_step(page, heard):
    page.go(1)
    assert heard.taken() == [("try_key", True)]
    page.show_state(replace(STATE, key_down=True))
    assert page.step.lamp.property("lit")
    page.show_state(STATE)
    assert not page.step.lamp.property("lit")
    assert page.step.verdict.text() == "✓ The key is heard."
    page.hide()
    assert heard.taken() == [("try_key", False)]


def test_a_conflict_is_named_and_another_key_offered(page, heard):
    page.go(1)
    reasons = {"push_to_talk": "Another program has these keys."}
    page.show_state(replace(STATE, hotkey="f9", hotkey_working=False, hotkey_reasons=reasons))
    assert page.step.verdict.text() == "Another program has these keys."
    assert page.step.other.text() == "Take Right Ctrl &instead"
    assert page.step.other.isVisible()
    heard.taken()
    page.step.other.click()
    assert heard.taken()[0][:3] == ("change", "hotkey.push_to_talk", "right_ctrl")


def test_where_nobody_hears_keys_no_other_key_is_offered(page):
    page.go(1)
    reasons = {"push_to_talk": "No key can be heard from other windows here."}
    state = replace(STATE, hotkey_working=False, hotkey_backend="none", hotkey_reasons=reasons)
    page.show_state(state)
    assert not page.step.other.isVisible()


def test_the_first_sentence_stands_in_the_page_itself(page, heard):
    page.go(4)
    step = page.step
    assert QApplication.focusWidget() is step.field
    assert step.how.text() == "Hold Right Ctrl, say a sentence, and let go."
    page.show_state(replace(STATE, activity=Activity.RECORDING, listening=True))
    assert step.state.text() == "Listening"
    step.field.insertPlainText("Words.")
    page.show_state(STATE)
    assert step.state.text() == "✓ That is all there is to it."
    assert words(page) == "&Next"


def test_where_no_key_can_be_had_a_button_does(page, heard):
    page.go(4)
    page.show_state(replace(STATE, hotkey_working=False))
    assert page.step.how.text() == "Press Speak, say a sentence, and press it again."
    heard.taken()
    page.step.speak.click()
    page.show_state(replace(STATE, activity=Activity.RECORDING))
    page.step.speak.click()
    assert heard.taken() == [("begin_here",), ("end",)]


def test_what_failed_is_told_in_the_step(page):
    page.go(4)
    card = Card(1, "e1", "", "The embedded engine is not installed yet.", True)
    page.show_state(replace(STATE, cards=(card,)))
    assert page.step.state.text() == "The embedded engine is not installed yet."
    assert page.step.state.property("failed")


def test_a_sentence_in_a_window_of_theirs_ends_it(page):
    page.go(5)
    page.show_state(replace(STATE, entries=(replace(ENTRY, method="window", history_id="e8"),)))
    assert not page.step.succeeded
    page.show_state(replace(STATE, entries=(ENTRY,)))
    assert page.step.state.text() == "✓ It stands in XTerm."
    assert words(page) == "&Done"


def test_another_language_keeps_the_step(page, wear_look, qtbot):
    page.go(3)
    page.use(wear_look("zh_CN"))
    assert page.count.text() == "第 4 步，共 6 步"
    qtbot.keyClick(page, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.count.text() == "第 3 步，共 6 步")
