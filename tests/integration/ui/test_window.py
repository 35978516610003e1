from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QApplication

from qwen_dictate.ui.marks import Mark
from qwen_dictate.ui.state import ViewState
from qwen_dictate.ui.window import MainWindow
from tests.integration.ui import states


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_title_is_the_same_in_every_language(wear_look, window, language):
    window.use(wear_look(language))
    assert window.windowTitle() == "Qwen Dictate"


def test_the_header_says_engine_keys_and_microphone(window):
    window.show_state(states.READY)
    header = window.header
    assert header.engine.value.text() == "Qwen"
    assert header.hotkey.value.text() == "Hold Right Ctrl"
    assert header.microphone.value.text() == "Desk microphone"
    window.show_state(states.MISSING)
    assert header.engine.caption.text() == "Engine: not ready"
    assert header.engine.value.text() == "Embedded engine"
    assert header.hotkey.caption.text() == "Hotkey: does not work"


@pytest.mark.parametrize(
    ("name", "mark", "words", "button", "cancel"),
    [
        ("ready", Mark.READY, "Ready", "Record", False),
        ("opening", Mark.OPENING, "Opening the microphone…", "Stop", True),
        ("listening", Mark.LISTENING, "Listening", "Stop", True),
        ("recognising", Mark.RECOGNISING, "Recognising…", "Record", True),
        ("delivering", Mark.DELIVERING, "Inserting…", "Record", True),
    ],
)
def test_a_state_is_told_by_word_shape_and_button(window, name, mark, words, button, cancel):
    window.show_state(states.ALL[name])
    panel = window.panel
    assert (panel.mark.mark, panel.words.text()) == (mark, words)
    assert panel.record.accessibleName() == button
    assert panel.record.isEnabled()
    assert panel.cancel.isEnabled() is cancel


def test_the_button_is_red_while_it_records_and_only_then(window, look, qtbot):
    def ground() -> str:
        image = window.panel.record.grab().toImage()
        return image.pixelColor(image.width() // 8, image.height() // 2).name()

    window.show_state(states.READY)
    assert ground() == look.style.colours.fill
    window.show_state(states.LISTENING)
    assert ground() == look.style.colours.record
    window.show_state(states.RECOGNISING)
    assert ground() == look.style.colours.fill


def test_tentative_words_look_otherwise_than_settled_ones(window, look):
    window.show_state(states.LISTENING)
    assert window.live.toPlainText() == "Settled words and others"
    cursor = window.live.textCursor()
    cursor.setPosition(3)
    settled = cursor.charFormat()
    cursor.setPosition(len("Settled words an"))
    tentative = cursor.charFormat()
    assert settled.foreground().color().name() == look.style.colours.text
    assert tentative.foreground().color().name() == look.style.colours.tentative
    assert settled.underlineStyle() == QTextCharFormat.UnderlineStyle.NoUnderline
    assert tentative.underlineStyle() == QTextCharFormat.UnderlineStyle.DotLine


@pytest.mark.parametrize(
    "spoken",
    [
        [("", "one"), ("one ", "two"), ("one two ", "三"), ("one two 三", "")],
        [("好😀", "一"), ("好😀一", "二😀"), ("好😀一二😀", "")],
        [("one two", ""), ("other", "words")],
        [("a", "b"), ("", "")],
        [("line\nbreak", " x"), ("line\nbreak x", "")],
    ],
)
def test_the_live_text_is_always_exactly_what_the_state_says(window, look, spoken):
    for settled, tentative in spoken:
        window.show_state(replace(states.LISTENING, settled=settled, tentative=tentative))
        assert window.live.toPlainText() == settled + tentative
    cursor = window.live.textCursor()
    for at in range(1, len(settled) + 1):
        cursor.setPosition(at)
        assert cursor.charFormat().foreground().color().name() == look.style.colours.text


def test_the_newest_words_of_a_long_text_are_in_sight(window):
    window.show_state(replace(states.LISTENING, settled="word " * 500))
    bar = window.live.verticalScrollBar()
    assert bar.maximum() > 0
    assert bar.value() == bar.maximum()


def test_a_notice_is_shown_copied_and_closed(window, heard, qtbot):
    window.show_state(states.TROUBLE)
    assert window.notice.isVisible()
    assert window.notice.text.text() == "The service could not be reached."
    assert window.notice.remedy.text() == "Check the network."
    window.notice.copy.click()
    window.notice.close_it.click()
    assert heard.taken() == [
        ("copy", "The service could not be reached. Check the network."),
        ("dismiss_notice",),
    ]
    window.show_state(states.READY)
    assert not window.notice.isVisible()


def test_a_card_offers_what_can_be_done_with_it(window, heard):
    window.show_state(states.KEPT)
    card, unheard = window.cards.views
    assert card.reason.text() == "For Firefox: The window is gone; the text is kept."
    assert card.text.text() == states.LONG
    assert not card.doubt.isVisible()
    for button in (card.insert, card.copy, card.retry, card.dismiss):
        button.click()
    assert heard.taken() == [
        ("insert", 7),
        ("copy", states.LONG),
        ("retry", "e2"),
        ("dismiss", 7),
    ]
    assert unheard.text.text() == "Not recognised yet. The recording is safe."
    assert unheard.doubt.isVisibleTo(window)
    assert not unheard.insert.isVisibleTo(window)
    assert not unheard.copy.isVisibleTo(window)


def test_a_card_keeps_the_focus_while_others_come_and_go(window, qtbot):
    window.show_state(states.KEPT)
    card = window.cards.views[0]
    card.copy.setFocus()
    newer = replace(states.CARD, utterance=9)
    window.show_state(replace(states.KEPT, cards=(newer, states.CARD)))
    assert window.cards.views[1] is card
    assert QApplication.focusWidget() is card.copy
    window.show_state(replace(states.KEPT, cards=(states.CARD,)))
    assert window.cards.views == (card,)
    assert QApplication.focusWidget() is card.copy


def test_a_late_text_lands_on_its_card(window):
    window.show_state(states.KEPT)
    late = replace(states.UNHEARD, text="It came late.")
    window.show_state(replace(states.KEPT, cards=(late,)))
    (view,) = window.cards.views
    assert view.text.text() == "It came late."
    assert view.insert.isVisibleTo(window)


def test_the_engine_is_fetched_on_demand_and_its_progress_told(window, heard):
    window.show_state(states.MISSING)
    window.download.fetch.click()
    assert heard.taken() == [("install_model",)]
    window.show_state(states.FETCHING)
    assert not window.download.fetch.isVisible()
    assert window.download.words.text() == "Fetching the embedded engine: 48 of 146 MB"
    assert window.download.bar.value() / window.download.bar.maximum() == pytest.approx(0.328)
    window.show_state(states.READY)
    assert not window.download.isVisible()


def test_the_level_moves_only_while_it_records(window):
    window.show_state(states.READY)
    idle = window.panel.level.grab().toImage()
    window.show_level(-12)
    assert window.panel.level.grab().toImage() == idle
    window.show_state(states.LISTENING)
    window.show_level(-12)
    assert window.panel.level.grab().toImage() != idle


def test_the_seconds_are_shown(window):
    window.show_state(states.LISTENING)
    assert window.panel.clock.text() == "0:07"
    window.show_state(states.READY)
    assert window.panel.clock.text() == ""


def test_closing_hides_the_window_where_there_is_a_tray(window, heard):
    window.show_state(replace(states.READY, tray=True))
    window.close()
    assert not window.isVisible()
    assert heard.taken() == []
    window.raise_up()
    assert window.isVisible()


def test_closing_without_a_tray_is_the_wish_to_quit(window, heard):
    window.show_state(states.READY)
    window.close()
    assert window.isVisible()
    assert heard.taken() == [("quit",)]
    window.end()
    assert not window.isVisible()


def test_the_window_comes_back_where_it_was(qtbot, window, look, heard, place):
    window.resize(600, 720)
    window.end()
    assert place.kept
    again = MainWindow(heard, look, place)
    qtbot.addWidget(again, before_close_func=MainWindow.end)
    assert (again.width(), again.height()) == (600, 720)


def test_an_unreadable_place_is_no_harm(qtbot, look, heard, place):
    place.kept = b"nonsense"
    made = MainWindow(heard, look, place)
    qtbot.addWidget(made, before_close_func=MainWindow.end)
    assert (made.width(), made.height()) == look.style.window_size


def test_the_language_can_change_while_it_runs(window, wear_look):
    window.show_state(states.KEPT)
    window.use(wear_look("zh_CN", "dark"))
    assert window.panel.words.text() == "就绪"
    assert window.cards.views[0].insert.text() == "输入到这里(&I)"
    assert window.texts.title.text() == "本次记录"
    window.use(wear_look("en"))
    assert window.panel.words.text() == "Ready"
    assert window.cards.views[0].insert.text() == "&Insert here"


def test_what_was_spoken_is_never_taken_for_markup(window):
    evil = "<b>bold</b> &amp; <img src=x>"
    window.show_state(replace(states.KEPT, settled=evil, cards=(replace(states.CARD, text=evil),)))
    assert window.live.toPlainText() == evil
    assert window.cards.views[0].text.textFormat() == Qt.TextFormat.PlainText


def test_a_partial_touches_nothing_but_the_live_view(window, qtbot):
    window.show_state(states.KEPT)
    painted: list[str] = []

    class Watch:
        def __init__(self, name: str, view) -> None:
            view.paintEvent = lambda event: painted.append(name)

    window.show_state(replace(states.KEPT, tentative="a"))
    qtbot.wait(200)
    Watch("header", window.header.microphone.value)
    Watch("title", window.texts.title)
    window.show_state(replace(states.KEPT, tentative="word"))
    qtbot.wait(50)
    assert painted == []


def test_an_empty_state_can_be_shown(window):
    window.show_state(ViewState())
    assert window.header.engine.value.text() == "None yet"
