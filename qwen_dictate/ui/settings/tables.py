"""The editors of tables: what is written instead of what is heard, and what applications need.

An empty last row waits for the next entry; a row whose first field is emptied is gone. Stored
when a field is left. Runs in: GUI thread.
"""

from collections.abc import Mapping
from typing import Final, cast

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from qwen_dictate.core.setting_checks import METHODS, NEWLINES, Choice
from qwen_dictate.ui.calm_fields import CalmCombo
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.editors import Changed, Editor
from qwen_dictate.ui.texts import source

_ROWS_IN_SIGHT = 4


class Table(QTableWidget):
    """Text in cells; Tab leaves it, Delete removes a row."""

    def __init__(self, look: Look, titles: tuple[str, ...], columns: int) -> None:
        super().__init__(0, columns)
        self.setHorizontalHeaderLabels([look.say(title) for title in titles])
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        row = look.style.px(1.8)
        self.verticalHeader().setDefaultSectionSize(row)
        self.setFixedHeight(row * _ROWS_IN_SIGHT + look.style.px(2))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Delete empties the row's first field."""
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            first = self.item(self.currentRow(), 0)
            if first is not None:
                first.setText("")
        else:
            super().keyPressEvent(event)

    def words(self, row: int, column: int) -> str:
        """What stands in a cell."""
        item = self.item(row, column)
        return item.text().strip() if item is not None else ""

    def put(self, row: int, column: int, words: str) -> None:
        """Write into a cell."""
        self.setItem(row, column, QTableWidgetItem(words))


class ReplacementsEditor(Editor):
    """What is heard → what is written."""

    def __init__(self, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self.table = Table(look, (source("Heard"), source("Written")), 2)
        self._line.addWidget(self.table)
        self._shown: Mapping[str, str] | None = None
        self.table.itemChanged.connect(self._edited)

    def parts(self) -> tuple[QWidget, ...]:
        """The table."""
        return (self.table,)

    def show_value(self, value: object) -> None:
        """Show it."""
        shown = cast("Mapping[str, str]", value)
        if shown == self._shown:
            return
        self._shown = dict(shown)
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(shown) + 1)
            for row, (heard, written) in enumerate((*shown.items(), ("", ""))):
                self.table.put(row, 0, heard)
                self.table.put(row, 1, written)

    def _edited(self, _item: QTableWidgetItem) -> None:
        rows = range(self.table.rowCount())
        typed = {self.table.words(row, 0): self.table.words(row, 1) for row in rows}
        typed.pop("", None)
        if typed != self._shown:
            self._changed(typed)


_COLUMNS: Final = (
    source("Window class"),
    source("How"),
    source("Paste keys"),
    source("New line"),
)
_AS_ELSEWHERE: Final = source("default")


class ApplicationsEditor(Editor):
    """What is done otherwise in single applications."""

    def __init__(self, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self._look = look
        self.table = Table(look, _COLUMNS, len(_COLUMNS))
        self._line.addWidget(self.table)
        self._shown: Mapping[str, Mapping[str, str]] | None = None
        self.table.itemChanged.connect(self._edited)

    def parts(self) -> tuple[QWidget, ...]:
        """The table."""
        return (self.table,)

    def show_value(self, value: object) -> None:
        """Show it."""
        shown = cast("Mapping[str, Mapping[str, str]]", value)
        if shown == self._shown:
            return
        self._shown = {name: dict(entry) for name, entry in shown.items()}
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(shown) + 1)
            for row, (name, entry) in enumerate((*shown.items(), ("", {}))):
                self._put(row, name, entry)

    def _put(self, row: int, name: str, entry: Mapping[str, str]) -> None:
        self.table.put(row, 0, name)
        self.table.put(row, 2, entry.get("paste", ""))
        for column, test, key in ((1, METHODS, "method"), (3, NEWLINES, "newlines")):
            combo = self._combo(test, entry.get(key, ""))
            combo.setAccessibleName(f"{name} {self._look.say(_COLUMNS[column])}")
            self.table.setCellWidget(row, column, combo)

    def _combo(self, test: Choice, value: str) -> CalmCombo:
        combo = CalmCombo()
        combo.setMinimumContentsLength(3)
        combo.addItem(self._look.say(_AS_ELSEWHERE), "")
        for each, label in test.labels.items():
            combo.addItem(self._look.say(label), each)
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.connect(self._chosen)
        return combo

    def _read(self) -> dict[str, dict[str, str]]:
        read: dict[str, dict[str, str]] = {}
        for row in range(self.table.rowCount()):
            method = cast("CalmCombo", self.table.cellWidget(row, 1)).currentData()
            newlines = cast("CalmCombo", self.table.cellWidget(row, 3)).currentData()
            given = {"method": method, "paste": self.table.words(row, 2), "newlines": newlines}
            read[self.table.words(row, 0)] = {key: it for key, it in given.items() if it}
        read.pop("", None)
        return read

    def _edited(self, _item: QTableWidgetItem) -> None:
        typed = self._read()
        if typed != self._shown:
            self._changed(typed)

    def _chosen(self, _place: int) -> None:
        typed = self._read()
        if typed != self._shown:
            self._changed(typed)
