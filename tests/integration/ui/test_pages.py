"""The bar of pages: who is made when, who is told what, and how one gets there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout

from qwen_dictate.ui.pages import Page, Pages
from tests.integration.ui import states


class Sheet(Page):
    """A page that notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []
        self.inside = QPushButton("inside")
        QVBoxLayout(self).addWidget(self.inside)

    def show_state(self, state) -> None:
        self.told.append(state)

    def show_level(self, dbfs: float) -> None:
        self.told.append(dbfs)


@pytest.fixture
def made() -> dict[str, Sheet]:
    return {}


@pytest.fixture
def pages(qtbot, look, made) -> Pages:
    def maker(name: str):
        return lambda _look: made.setdefault(name, Sheet())

    names = ("settings", "dictation", "first_steps")
    shown = Pages({name: maker(name) for name in names}, look)
    qtbot.addWidget(shown)
    shown.show_page("dictation")
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_a_page_is_made_when_it_is_first_shown(pages, made):
    assert list(made) == ["dictation"]
    pages.show_page("settings")
    pages.show_page("dictation")
    assert list(made) == ["dictation", "settings"]


def test_only_the_page_in_sight_is_told_and_it_is_told_when_it_comes(pages, made):
    pages.show_page("settings")
    made["settings"].told.clear()
    pages.show_page("dictation")
    pages.show_state(states.LISTENING)
    pages.show_level(-12.0)
    assert made["settings"].told == []
    assert made["dictation"].told[-2:] == [states.LISTENING, -12.0]
    pages.show_page("settings")
    assert made["settings"].told == [states.LISTENING]


def test_the_bar_keeps_the_order_of_the_table_and_first_steps_only_while_in_sight(pages):
    def titles() -> list[str]:
        bar = pages.bar
        return [bar.tabText(n) for n in range(bar.count()) if bar.isTabVisible(n)]

    assert titles() == ["Dict&ation", "Settin&gs"]
    pages.show_page("first_steps")
    assert titles() == ["First ste&ps", "Dict&ation", "Settin&gs"]
    pages.show_page("settings")
    assert titles() == ["Dict&ation", "Settin&gs"]
    assert pages.bar.currentIndex() == 2


def test_pages_are_reached_by_keys_alone(pages, qtbot):
    pages.activateWindow()
    pages.bar.setFocus()
    qtbot.keyClick(pages.bar, Qt.Key.Key_Right)
    assert pages.current == "settings"
    qtbot.keyClick(pages.bar, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert pages.current == "dictation"
    qtbot.keyClick(pages.bar, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert pages.current == "settings"
    qtbot.keyClick(pages.bar, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert pages.current == "dictation"


def test_the_focus_is_never_lost_with_a_page(pages, made):
    pages.activateWindow()
    made["dictation"].inside.setFocus()
    pages.show_page("settings")
    assert QApplication.focusWidget() is pages.bar


def test_an_unknown_page_changes_nothing(pages):
    pages.show_page("nowhere")
    assert pages.current == "dictation"


def test_help_opens_about_without_stopping_anybody(pages, qtbot):
    qtbot.mouseClick(pages.help, Qt.MouseButton.LeftButton)
    menu = pages.help.menu_shown
    assert [it.text() for it in menu.actions()] == ["&First steps", "&About Qwen Dictate"]
    menu.actions()[0].trigger()
    assert pages.current == "first_steps"
    menu.actions()[1].trigger()
    assert "Qwen Dictate" in pages.help.about.text()
    assert not pages.help.about.isModal()
    menu.close()
    pages.help.about.close()


def test_f1_opens_help(pages, qtbot):
    pages.activateWindow()
    qtbot.waitUntil(pages.isActiveWindow)
    qtbot.keyClick(pages.bar, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: pages.help.menu_shown is not None)
    pages.help.menu_shown.close()
