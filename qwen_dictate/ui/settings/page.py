"""The page of settings: groups on the left, the options of one on the right, a search above.

Everything on it is made from core/options; what is typed into the search shows all options that
match, whatever their group. A change is a wish and is shown as it comes back in the state.
A group is made when it is shown for the first time. Runs in: GUI thread.
"""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qwen_dictate.core.options.option import GROUPS, HOTKEYS, SPEECH, WORDS
from qwen_dictate.core.settings import DEFINITIONS, get
from qwen_dictate.ui.controls import label, set_role, without_mnemonic
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.pages import Page
from qwen_dictate.ui.settings.key_section import KeySection
from qwen_dictate.ui.settings.row import OptionRow
from qwen_dictate.ui.settings.trial import WordsTrial
from qwen_dictate.ui.settings.wishes import SettingsWishes
from qwen_dictate.ui.state import ViewState

HIDDEN = ("onboarding.done",)
"""In the file and the manual; in the window the help menu does it."""


class Group(QWidget):
    """The options of one group."""

    def __init__(self, name: str, look: Look, wishes: SettingsWishes) -> None:
        super().__init__()
        set_role(self, "page")
        self.name = name
        self.heading = label("state")
        self.heading.setText(look.say(name))
        self.rows = tuple(
            OptionRow(key, look, wishes)
            for key, option in DEFINITIONS.items()
            if option.group == name and key not in HIDDEN
        )
        self.key = KeySection(look, wishes) if name == SPEECH else None
        self.trial = WordsTrial(look, wishes) if name == WORDS else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, look.style.near, 0)
        column.setSpacing(0)
        column.addWidget(self.heading)
        for row in self.rows:
            column.addWidget(row)
            if row.key == "service.url" and self.key is not None:
                column.addWidget(self.key)
        if self.trial is not None:
            column.addWidget(self.trial)

    def show_state(self, state: ViewState) -> None:
        """Show the values of now."""
        for row in self.rows:
            row.show_value(get(state.settings, row.key), fixed=row.key in state.overridden)
            if self.name == HOTKEYS:
                role = row.key.partition(".")[2]
                row.show_problem(state.hotkey_reasons.get(role, ""))
        if self.key is not None:
            self.key.show_state(state)
        if self.trial is not None:
            self.trial.show_text(state.settings.text)

    def show_matching(self, words: str) -> bool:
        """Show what matches; whether anything does."""
        found = False
        for row in self.rows:
            matches = row.matches(words)
            row.setVisible(matches)
            found = found or matches
        extra = not words or words.casefold() in self._more().casefold()
        for part in (self.key, self.trial):
            if part is not None:
                part.setVisible(extra)
        return found or extra

    def _more(self) -> str:
        parts = (part for part in (self.key, self.trial) if part is not None)
        return " ".join(without_mnemonic(part.name.text()) for part in parts)


class SettingsPage(Page):
    """The page."""

    def __init__(self, wishes: SettingsWishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._look = look
        self._state = ViewState()
        self._groups: dict[str, Group] = {}
        self._focused = ""
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.names = QListWidget()
        set_role(self.names, "groups")
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.search)
        self._row = QHBoxLayout()
        self._row.addWidget(self.names)
        self._row.addWidget(self.area, 1)
        self._column.addLayout(self._row, 1)
        self.search.textChanged.connect(self._show)
        self.names.currentRowChanged.connect(self._choose)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self._seek)
        self.use(look)

    def undress(self) -> None:
        """Drop all options: for a thousand widgets another look takes half a second."""
        self._focused = self._focused_key()
        self._groups.clear()
        self.area.setWidget(QWidget())

    def use(self, look: Look) -> None:
        """Wear another look: everything is made anew, the place and the focus stay."""
        focused = self._focused_key() or self._focused
        self._focused = ""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        self._column.setSpacing(style.gap)
        self._row.setSpacing(style.gap)
        self.search.setPlaceholderText(say("Search the settings"))
        self.search.setAccessibleName(say("Search the settings"))
        self.names.setAccessibleName(say("Groups of settings"))
        self.names.setFixedWidth(style.px(7.5))
        self.nothing = label("soft", wrap=True)
        self.nothing.setText(say("No setting is called so."))
        chosen = max(self.names.currentRow(), 0)
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems([say(name) for name in GROUPS])
        for row in range(self.names.count()):
            self.names.item(row).setSizeHint(QSize(style.px(6), style.px(1.9)))
        self.names.setCurrentRow(chosen)
        self.names.blockSignals(False)
        self._groups.clear()
        self._content = QWidget()
        set_role(self._content, "page")
        self._inside = QVBoxLayout(self._content)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self.nothing)
        self._inside.addStretch(1)
        self.area.setWidget(self._content)
        self._show()
        self._focus_key(focused)

    def show_state(self, state: ViewState) -> None:
        """Show the values of now."""
        shown, self._state = self._state, state
        if _parts(shown) != _parts(state):
            for group in self._groups.values():
                group.show_state(state)

    def open_group(self, name: str) -> None:
        """Bring a group into sight."""
        self.search.clear()
        self.names.setCurrentRow(GROUPS.index(name))

    def group(self, name: str) -> Group:
        """Give a group, made now if it never was."""
        if name not in self._groups:
            made = self._groups[name] = Group(name, self._look, self._wishes)
            made.show_state(self._state)
            earlier = [other for other in GROUPS[: GROUPS.index(name)] if other in self._groups]
            self._inside.insertWidget(len(earlier), made)
        return self._groups[name]

    @Slot()
    def _show(self) -> None:
        """Show the chosen group, or what is searched for."""
        words = self.search.text().strip()
        chosen = GROUPS[max(self.names.currentRow(), 0)]
        found = False
        for name in GROUPS if words else (chosen, *self._groups):
            group = self.group(name)
            there = group.show_matching(words) and (bool(words) or name == chosen)
            group.setVisible(there)
            found = found or there
        self.nothing.setVisible(not found)

    @Slot()
    def _choose(self) -> None:
        self.search.clear()
        self._show()
        self.area.verticalScrollBar().setValue(0)

    @Slot()
    def _seek(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _focused_key(self) -> str:
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return ""
        rows = (row for group in self._groups.values() for row in group.rows)
        return next((row.key for row in rows if row.isAncestorOf(focused)), "")

    def _focus_key(self, key: str) -> None:
        for group in self._groups.values():
            for row in group.rows:
                if row.key == key:
                    row.focus_editor()


def _parts(state: ViewState) -> tuple[object, ...]:
    return state.settings, state.overridden, state.key_where, state.hotkey_reasons
