"""The page of the history on a real store: found while one types, scrolled, played, deleted."""

from contextlib import closing
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from qwen_dictate.app.past import spoken
from qwen_dictate.history import database
from qwen_dictate.history.ledger import Entry, summary
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.ui.history.page import HistoryPage
from qwen_dictate.ui.history.rows import excerpt
from qwen_dictate.ui.history.wishes import Chunk, How, Playing
from qwen_dictate.ui.state import Activity
from tests.integration.ui import states


class Past:
    """The wishes on a real store, answered when the test says so."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.held: list | None = None
        self.asked: list[tuple] = []
        self.playing = None
        self.copied = ""
        self.wishes: list[tuple] = []

    def chunk(self, words, before, told):
        self.asked.append((words, before))
        found = self.store.chunk(words, before, 100)
        chunk = Chunk(tuple(map(spoken, found.rows)), found.before)
        if self.held is None:
            told(chunk)
        else:
            self.held.append(lambda: told(chunk))

    def row(self, row_id, told):
        told(spoken(self.store.get(row_id)))

    def play(self, row, from_s, told):
        self.wishes.append(("play", row.id, from_s))
        self.playing = told

    def stop(self):
        self.wishes.append(("stop",))

    def copy(self, text):
        self.copied = text

    def deliver(self, row, told):
        self.store.update(row.id, state="delivered", method="type")
        told("")

    def recognise(self, row, how, told):
        self.wishes.append(("recognise", row.id, how))
        self.store.update(row.id, text="found at last", raw="found at last")
        told("")

    def delete(self, ids, told):
        for row_id in ids:
            self.store.delete(row_id)
        told("")

    def export(self, ids, path, told):
        self.wishes.append(("export", ids, path))
        told("")

    def figures(self, told):
        told(summary(self.store.ledger()))


def fill(store, count, **more):
    for number in range(count):
        text = f"number {number} of the walrus 海象" if number % 10 == 0 else f"number {number}"
        when = f"2026-11-24T{number // 3600:02d}:{number // 60 % 60:02d}:{number % 60:02d}.000Z"
        store.born(Row(f"u{number}", when, 7.0, text, text, "delivered", "type", "XTerm", **more))


@pytest.fixture
def store():
    with closing(Store(database.MEMORY)) as opened:
        yield opened


@pytest.fixture
def past(store):
    return Past(store)


@pytest.fixture
def show(qtbot, look, past):
    def shown():
        page = HistoryPage(past, look)
        qtbot.addWidget(page)
        page.resize(600, 760)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.list.setFocus()
        return page

    return shown


def texts(page):
    return [page.model.row(number).text for number in range(page.model.rowCount())]


def test_it_scrolls_on_and_on_and_asks_only_for_what_is_looked_at(show, store, past, qtbot):
    fill(store, 1000)
    page = show()
    assert page.model.rowCount() < 400
    while page.model.canFetchMore(page.list.rootIndex()):
        page.list.scrollToBottom()
        qtbot.wait(1)
    assert page.model.rowCount() == 1000
    assert texts(page)[-1].startswith("number 0 ")
    assert len(past.asked) == 11


def test_it_finds_while_one_types_and_only_the_newest_question_counts(show, store, past, qtbot):
    fill(store, 200)
    page = show()
    past.held, past.asked = [], []
    for words in ("w", "walrus", "walrus 海"):
        page.search.setText(words)
    assert past.asked == [("w", None)]
    past.held.pop(0)()
    assert past.asked == [("w", None), ("walrus 海", None)]
    past.held.pop(0)()
    assert page.model.words == "walrus 海"
    assert len(texts(page)) == 20
    assert page.details.text.extraSelections()
    past.held = None
    page.search.setText("nothing has this")
    assert page.empty.isVisible()
    assert not page.details.isVisible()


def test_words_deep_in_a_long_text_are_brought_into_sight():
    text = "so many words " * 60 + "then the walrus and " + "so many words " * 20
    shown, spans = excerpt(text, "walr")
    [(start, end)] = spans
    assert shown[start:end] == "walrus"
    assert start < 40
    assert shown.startswith("…")
    assert excerpt("short 海象 text", "海象") == ("short 海象 text", [(6, 8)])


def test_what_is_said_meanwhile_comes_in_on_top_and_the_choice_stays(show, store):
    fill(store, 150)
    page = show()
    page.list.setCurrentIndex(page.model.index(5))
    store.born(Row("new", "2026-11-25T00:00:00.000Z", text="new", state="delivered"))
    store.update("u149", text="changed")
    page.show_state(replace(states.READY, entries=(*states.READY.entries,)))
    page.show_state(replace(states.READY, entries=()))
    page.model.refresh()
    assert texts(page)[:2] == ["new", "changed"]
    assert page.model.row(page.list.currentIndex().row()).id == "u144"


def test_a_kept_row_stands_out_and_is_retried_with_the_keyboard(show, store, past, qtbot, tmp_path):
    recording = tmp_path / "k.rec"
    recording.write_bytes(b"")
    fill(store, 3)
    store.born(Row("kept", "2026-11-25T00:00:00.000Z", 3.0, state="kept", app="XTerm",
                   reason="Nothing came.", recording=str(recording)))  # fmt: skip
    page = show()
    assert page.details.property("role") == "kept"
    assert "Nothing came." in page.details.caption.text()
    assert not page.details.copy.isEnabled()
    page.details.retry.setFocus()
    qtbot.keyClick(page.details.retry, Qt.Key.Key_Space)
    assert past.wishes == [("recognise", "kept", How())]
    assert page.details.text.toPlainText() == "found at last"
    page.details.panel.open()
    page.details.panel.engine.setCurrentIndex(2)
    page.details.panel.language.setCurrentIndex(page.details.panel.language.findData("zh"))
    page.details.panel.context.setText("Walross")
    qtbot.keyClick(page.details.panel.go, Qt.Key.Key_Space)
    assert past.wishes[-1] == ("recognise", "kept", How("local", "zh", "Walross"))
    qtbot.keyClick(page.details.deliver, Qt.Key.Key_Space)
    assert page.details.property("role") == "surface"


def test_it_plays_with_a_moving_mark_and_is_silent_when_somebody_speaks(
    show, store, past, qtbot, tmp_path
):
    recording = tmp_path / "k.rec"
    recording.write_bytes(b"")
    fill(store, 2, recording=str(recording))
    page = show()
    player = page.details.player
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert past.wishes == [("play", "u1", 0.0)]
    past.playing(Playing(2.5))
    assert player.mark.value() == 2500
    assert player.time.text() == "0:02 / 0:07"
    qtbot.keyClick(player.mark, Qt.Key.Key_Right)
    assert past.wishes[-1] == ("play", "u1", 3.5)
    page.show_state(replace(states.READY, activity=Activity.RECORDING))
    assert past.wishes[-1] == ("stop",)
    past.playing(Playing(4.0))
    assert player.mark.value() == 3500
    player.press()
    past.playing(Playing(7.0, over=True))
    assert not player.playing
    player.press()
    assert past.wishes[-1] == ("play", "u1", 0.0)
    past.playing(Playing(0.0, over=True, trouble="No sound."))
    assert page.said.text() == "No sound."


def test_deleting_asks_once_and_takes_all_that_are_selected(show, store, qtbot):
    fill(store, 20)
    page = show()
    page.list.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert "3" in page.details.delete.text()
    assert store.count() == 20
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert store.count() == 17
    assert page.model.rowCount() == 17
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Delete)
    assert store.count() == 17


def test_one_or_several_are_exported_and_copied(show, store, past, qtbot):
    fill(store, 5)
    page = show()
    page.write("/tmp/all.md")
    assert past.wishes == [("export", (), "/tmp/all.md")]
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.write("/tmp/two.md")
    assert past.wishes[-1] == ("export", ("u4", "u3"), "/tmp/two.md")
    qtbot.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert past.copied == "number 3\nnumber 4"


def test_the_figures_are_a_plain_table(show, store, qtbot):
    fill(store, 2)
    for final in (100, 200):
        store.enter(Entry("2026-11-24T00:00:00.000Z", 3.0, "XTerm", "Headset", final=final))
    page = show()
    qtbot.keyClick(page.figures_button, Qt.Key.Key_Space)
    table = page.figures.table
    assert [table.verticalHeaderItem(row).text() for row in range(table.rowCount())] == [
        "All", "Week 2026-W48", "Microphone: Headset", "Window: XTerm",
    ]  # fmt: skip
    assert table.item(0, 5).text() == "100 / 200"
    assert not page.list.isVisible()
    qtbot.keyClick(page.figures_button, Qt.Key.Key_Space)
    assert page.list.isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_everything_that_can_have_the_focus_has_a_name(show, store, wear_look, language):
    fill(store, 2)
    page = show()
    page.use(wear_look(language))
    QApplication.processEvents()
    for widget in page.findChildren(QWidget):
        usable = widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if usable and not widget.objectName().startswith("qt_"):
            assert widget.accessibleName(), widget
