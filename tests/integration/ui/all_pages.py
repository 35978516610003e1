"""Every page that the program hangs into its window, with all their parts."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from qwen_dictate.app.pages import pages
from qwen_dictate.core.options.option import GROUPS
from qwen_dictate.ui.first_steps.page import STEPS, FirstStepsPage
from qwen_dictate.ui.settings.page import SettingsPage
from qwen_dictate.ui.window import MainWindow
from tests.integration.ui import states

STATE = replace(states.READY, key_where="keyring", overridden=frozenset({"hotkey.mode"}))


class Silent:
    """Takes every wish and does nothing."""

    def __getattr__(self, name: str):
        return lambda *_words: None


class AnyProgram:
    """A program in whose place nobody does anything."""

    def __getattr__(self, name: str):
        return Silent()


def all_pages_of(make_window) -> MainWindow:
    """A window with every page; ``make_window`` gets the pages beside that of dictation."""
    return make_window(pages(AnyProgram))


def tour(window: MainWindow) -> Iterator[str]:
    """Bring each page, and each part of it, into sight; yields its name."""
    for name in window.pages.names:
        window.pages.show_page(name)
        page = window.pages.page(name)
        page.show_state(STATE)
        if isinstance(page, SettingsPage):
            for group in GROUPS:
                page.open_group(group)
                yield f"{name} {group}"
        elif isinstance(page, FirstStepsPage):
            for place, step in enumerate(STEPS):
                page.go(place)
                yield f"{name} {step.__name__}"
        else:
            yield name


def texts_in_sight(view: QWidget) -> Iterator[tuple[QWidget, str]]:
    """What can be read."""
    for widget in view.findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget, widget.text()
        elif isinstance(widget, QComboBox):
            yield from ((widget, widget.itemText(number)) for number in range(widget.count()))
        elif isinstance(widget, QLineEdit):
            yield widget, widget.placeholderText()
        yield widget, widget.accessibleName()
