"""The page "Meeting" with the real widgets."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from qwen_dictate.ui.meeting_page import MeetingPage
from qwen_dictate.ui.meeting_state import (
    LineView,
    MeetingPhase,
    MeetingView,
    SourceState,
    SourceView,
)
from qwen_dictate.ui.state import Notice

LINES = (
    LineView(1, "microphone", "Me", 2.0, 4.0, "Good morning.", closed=True),
    LineView(2, "system", "Them", 65.0, 67.0, "Shall we begin?", closed=True),
    LineView(3, "microphone", "Me", 65.5, 67.0, "Shall we begin?", closed=True, dropped="echo"),
    LineView(4, "system", "Them", 70.0, 71.0, "The numbers of", tentative=3),
)
SOURCES = (
    SourceView("microphone", "Me", SourceState.LISTENING, "qwen", -20.0),
    SourceView("system", "Them", SourceState.REJOINING, "qwen", behind_s=12.0),
)
MEETING = MeetingView("1", MeetingPhase.LISTENING, 3725.0, LINES, SOURCES, sent_s=140.0, cost=1.25)


@pytest.fixture
def page(qtbot, look, heard) -> MeetingPage:
    made = MeetingPage(heard, heard, heard.play_line, look)
    qtbot.addWidget(made)
    made.resize(560, 760)
    made.show()
    qtbot.waitExposed(made)
    return made


def rows(page):
    return [page.lines.index(row).data() for row in range(page.lines.rowCount())]


def test_it_shows_the_meeting_as_it_is(page):
    page.show_meeting(MEETING)
    assert page.state.text() == "Captions are on · 1:02:05"
    assert page.cost.text() == "Cost so far: 1.25 CNY"
    assert rows(page) == ["0:02  Me\nGood morning.", "1:05  Them\nShall we begin?"]
    mine, theirs = page.sources["microphone"], page.sources["system"]
    assert (mine.name.text(), mine.state.text(), mine.live.text()) == ("Me", "listening", "")
    assert theirs.state.text() == "connecting again; nothing is lost, 12 s behind"
    assert theirs.live.text() == "The numbers of"


def test_begin_pause_and_end_by_keyboard(qtbot, page, heard):
    qtbot.keyClick(page.toggle, Qt.Key.Key_Space)
    page.show_meeting(MEETING)
    qtbot.keyClick(page.pause, Qt.Key.Key_Space)
    page.show_meeting(replace(MEETING, phase=MeetingPhase.PAUSED, asks=True))
    qtbot.keyClick(page.pause, Qt.Key.Key_Space)
    qtbot.keyClick(page.go_on, Qt.Key.Key_Space)
    assert heard.taken() == [
        ("toggle_captions",), ("pause_captions",), ("resume_captions",), ("go_on",),
    ]  # fmt: skip
    page.show_meeting(replace(MEETING, phase=MeetingPhase.STOPPING))
    assert not page.toggle.isEnabled()


def test_a_line_that_closes_joins_the_list_and_the_others_are_not_laid_out_again(qtbot, page):
    page.show_meeting(MEETING)
    closed = replace(LINES[3], text="The numbers of May.", tentative=0, closed=True)
    with qtbot.assertNotEmitted(page.lines.modelReset), qtbot.waitSignal(page.lines.rowsInserted):
        page.show_meeting(replace(MEETING, lines=(*LINES[:3], closed)))
    assert rows(page)[-1] == "1:10  Them\nThe numbers of May."
    assert page.sources["system"].live.text() == ""


def test_the_place_that_is_read_holds_and_the_end_is_followed(page, qtbot):
    lines = tuple(replace(LINES[0], id=number) for number in range(99))
    page.show_meeting(replace(MEETING, lines=lines))
    bar = page.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    most = bar.maximum()
    page.show_meeting(replace(MEETING, lines=(*lines, replace(LINES[0], id=100))))
    qtbot.waitUntil(lambda: bar.maximum() > most and bar.value() == bar.maximum())
    bar.triggerAction(bar.SliderAction.SliderPageStepSub)
    read, most = bar.value(), bar.maximum()
    page.show_meeting(
        replace(MEETING, lines=(*lines, replace(LINES[0], id=100), replace(LINES[0], id=101)))
    )
    qtbot.waitUntil(lambda: bar.maximum() > most)
    assert bar.value() == read


def test_search_shows_the_lines_with_the_words(qtbot, page):
    page.show_meeting(MEETING)
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page.search.setText("BEGIN")
    assert rows(page) == ["1:05  Them\nShall we begin?"]
    page.search.clear()
    assert len(rows(page)) == 2


def test_an_echo_that_was_left_out_can_be_seen_and_counts_again_if_wanted(qtbot, page, heard):
    page.show_meeting(MEETING)
    assert page.restore.isHidden()
    page.dropped.setChecked(True)
    assert "left out: an echo" in rows(page)[2]
    page.list.setCurrentIndex(page.lines.index(2))
    qtbot.keyClick(page.restore, Qt.Key.Key_Space)
    assert heard.taken() == [("restore_line", 3)]


def test_lines_are_copied_and_speakers_renamed(qtbot, page, heard):
    page.show_meeting(MEETING)
    qtbot.keyClick(page.copy, Qt.Key.Key_Space)
    page.list.setCurrentIndex(page.lines.index(1))
    qtbot.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    name = page.sources["system"].name
    name.setText("Anna")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert heard.taken() == [
        ("copy", "0:02 Me: Good morning.\n1:05 Them: Shall we begin?"),
        ("copy", "1:05 Them: Shall we begin?"),
        ("name_speaker", "system", "Anna"),
    ]


def test_the_chosen_line_is_heard_again(qtbot, page, heard):
    page.show_meeting(MEETING)
    assert not page.play.isEnabled()
    page.list.setCurrentIndex(page.lines.index(1))
    qtbot.keyClick(page.play, Qt.Key.Key_Space)
    assert heard.taken() == [("play_line", "1", "system", 65.0, 67.0)]


def test_what_is_wrong_is_told(page):
    lost = replace(SOURCES[1], state=SourceState.LOST, problem="It is gone.")
    page.show_meeting(
        replace(MEETING, sources=(SOURCES[0], lost), notices=(Notice("", "It costs a lot."),))
    )
    assert page.sources["system"].problem.text() == "It is gone."
    assert page.notices.text() == "It costs a lot."


def test_what_came_out_of_sight_is_there_when_the_page_is_shown(page, qtbot):
    page.hide()
    page.show_meeting(MEETING)
    assert rows(page) == []
    page.show()
    qtbot.waitUntil(lambda: len(rows(page)) == 2)
