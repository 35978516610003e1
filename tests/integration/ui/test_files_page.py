"""The page "Files" with the real widgets, and files that are dropped on the window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from qwen_dictate.ui.files_page import FilesPage
from qwen_dictate.ui.files_state import FileState, FileView
from qwen_dictate.ui.state import ViewState

TALK = FileView(1, Path("/a/talk.mp3"), FileState.RUNNING, 72.0, 720.0, 130.0, "And so")
NEXT = FileView(2, Path("/a/next.mp4"))
DONE = FileView(3, Path("/a/done.ogg"), FileState.DONE, 11.0, 11.0, text="Good morning.")
BAD = FileView(4, Path("/a/bad.mp3"), FileState.FAILED, problem="“bad.mp3” is empty.")


@pytest.fixture
def page(qtbot, look, heard) -> FilesPage:
    made = FilesPage(heard, look)
    qtbot.addWidget(made)
    made.resize(500, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def shown(page, *files):
    page.show_state(replace(ViewState(), files=files))
    return [page.lines[file.id] for file in files]


def test_each_file_says_how_far_it_is_and_offers_what_can_be_done(page):
    talk, waits, done, bad = shown(page, TALK, NEXT, DONE, BAD)
    assert talk.state.text() == "1:12 of 12:00 · about 2 min left"
    assert talk.bar.value() == 100
    assert waits.state.text() == "Waiting"
    assert done.state.text() == "Done, 0:11"
    assert bad.state.text() == "“bad.mp3” is empty."
    offered = {
        line: [b.text() for b in (line.stop, line.go_on, line.copy, line.export, line.remove)
               if not b.isHidden()]
        for line in (talk, waits, done, bad)
    }  # fmt: skip
    assert list(offered.values()) == [
        ["Stop"], ["Stop"], ["Copy", "Export…", "Remove"], ["Go on", "Remove"],
    ]  # fmt: skip


def test_the_keyboard_does_all_of_it(qtbot, page, heard):
    talk, done, bad = shown(page, TALK, DONE, BAD)
    for press in (talk.stop, done.copy, done.remove, bad.go_on):
        qtbot.keyClick(press, Qt.Key.Key_Space)
    assert heard.taken() == [
        ("stop_file", 1), ("copy", "Good morning."), ("remove_file", 3), ("go_on_file", 4),
    ]  # fmt: skip


def test_a_file_that_goes_on_keeps_its_line_and_one_that_is_removed_leaves(page):
    (before,) = shown(page, TALK)
    (after,) = shown(page, replace(TALK, done_s=80.0))
    assert after is before
    shown(page)
    assert page.lines == {}


def test_the_page_speaks_chinese(page, wear_look):
    page.use(wear_look("zh_CN"))
    talk, _, bad = shown(page, TALK, DONE, BAD)
    assert "约剩 2 分钟" in talk.state.text()
    assert bad.state.text() == "“bad.mp3”是空文件。"


def test_files_that_are_dropped_on_the_window_become_text(window, heard):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a/talk.mp3"), QUrl("https://example.org/x.mp3")])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    window.dropEvent(event)
    assert heard.taken() == [("transcribe", [Path("/a/talk.mp3")])]
    assert event.isAccepted()
