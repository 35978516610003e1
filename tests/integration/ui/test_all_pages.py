"""Over every page: nothing untranslated or cut off, no mnemonic twice, no control nameless."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from qwen_dictate.ui.state import Activity
from qwen_dictate.ui.window import MainWindow
from tests.integration.ui.all_pages import STATE, all_pages_of, texts_in_sight, tour
from tests.integration.ui.test_room import cut

LATIN = re.compile(r"[A-Za-z]{2,}")
NAMES = re.compile(
    r"Qwen Dictate|Qwen|X11|Ctrl|Alt|Shift|Super|Esc|Desk microphone|English|API|CJK|Model Studio"
    r"|system|none|QWEN_\w+|DASHSCOPE_API_KEY|qwen3[\w-]+|https?://\S+|wss?://\S*"
)
"""What is called so in every language."""


@pytest.fixture
def everywhere(qtbot, heard, place, wear_look):
    """Makes the window with every page, in a look."""

    def made(language: str, scale: float = 1) -> MainWindow:
        look = wear_look(language, "light", scale)
        window = all_pages_of(lambda others: MainWindow(heard, look, place, others))
        qtbot.addWidget(window, before_close_func=MainWindow.end)
        window.show()
        qtbot.waitExposed(window)
        return window

    return made


def test_nothing_is_left_in_english(everywhere, qtbot):
    window = everywhere("zh_CN")
    left: set[str] = set()
    for _name in tour(window):
        for _widget, text in texts_in_sight(window):
            if LATIN.search(NAMES.sub("", text)) and not re.search(r"[\u4e00-\u9fff]", text):
                left.add(text)
    assert left == set()


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_is_cut_off_anywhere(everywhere, qtbot, language, scale):
    window = everywhere(language, scale)
    usual = window.size()
    for smallest in (False, True):
        for name in tour(window):
            window.resize(*((10, 10) if smallest else usual.toTuple()))
            qtbot.wait(60)
            assert cut(window) == [], (name, "smallest" if smallest else "usual")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_mnemonic_has_two_meanings(everywhere, language):
    window = everywhere(language)
    for name in tour(window):
        texts = [
            widget.text()
            for widget in window.findChildren(QAbstractButton)
            if widget.isVisible() and widget.isEnabled()
        ]
        bar = window.pages.bar
        texts += [bar.tabText(tab) for tab in range(bar.count()) if bar.isTabVisible(tab)]
        keys = Counter(
            found[1].upper() for text in texts if (found := re.search(r"&(\w)", text)) is not None
        )
        assert [key for key, count in keys.items() if count > 1] == [], (name, texts)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_has_a_name(everywhere, language):
    window = everywhere(language)
    for name in tour(window):
        nameless = [
            widget
            for widget in window.findChildren(QWidget)
            if widget.isVisible()
            and isinstance(widget, QAbstractButton | QComboBox)
            and not widget.objectName().startswith("qt_")
            and not (widget.accessibleName() or getattr(widget, "text", str)())
        ]
        assert nameless == [], name


def test_tab_leads_around_every_page_and_back(everywhere, qtbot):
    window = everywhere("en")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for name in tour(window):
        window.pages.bar.setFocus()
        met: list[QWidget] = []
        for _ in range(120):
            focused = QApplication.focusWidget()
            assert focused is not None, name
            if focused in met:
                break
            met.append(focused)
            qtbot.keyClick(focused, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is window.pages.bar, name
        assert len(met) > 2, name


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_keys_of_the_recorder_work_on_every_page(everywhere, heard, qtbot, language):
    window = everywhere(language)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for name in tour(window):
        window.show_state(STATE)
        heard.taken()
        qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        window.show_state(replace(STATE, activity=Activity.RECORDING))
        qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert heard.taken() == [("begin",), ("end",), ("cancel",)], name
