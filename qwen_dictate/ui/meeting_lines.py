"""The closed lines of a meeting as a list: a model that grows, and what is searched in it.

A closed line never changes, so a line is laid out once, however long the meeting is.
Runs in: GUI thread.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from qwen_dictate.core.exports import clock
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.meeting_state import LineView
from qwen_dictate.ui.texts import source

Index = QModelIndex | QPersistentModelIndex

DROPPED: Final = {
    "echo": source("left out: an echo"),
    "dictation": source("left out: dictated"),
}


def written(line: LineView) -> str:
    """A line as it is copied."""
    return f"{clock(line.start_s)} {line.speaker}: {line.text}"


class MeetingLines(QAbstractListModel):
    """The lines that are shown, in the order in which they began."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._all: tuple[LineView, ...] = ()
        self._lines: list[LineView] = []
        self._words = ""
        self._with_dropped = False

    @property
    def lines(self) -> tuple[LineView, ...]:
        """Those that are shown."""
        return tuple(self._lines)

    @property
    def dropped(self) -> int:
        """How many lines were left out."""
        return sum(bool(line.dropped) for line in self._all)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self.beginResetModel()
        self._look = look
        self.endResetModel()

    def search(self, words: str, *, with_dropped: bool) -> None:
        """Show only the lines with these words; the ones left out only if asked for."""
        words = " ".join(words.casefold().split())
        if (words, with_dropped) != (self._words, self._with_dropped):
            self._words, self._with_dropped = words, with_dropped
            self._begin_anew()

    def show(self, lines: Sequence[LineView]) -> None:
        """Take over the closed lines of a view."""
        closed = tuple(line for line in lines if line.closed)
        if closed == self._all:
            return
        self._all = closed
        wanted = [line for line in closed if self._matches(line)]
        count = len(self._lines)
        if [line.id for line in wanted[:count]] != [line.id for line in self._lines]:
            self._begin_anew()
            return
        for row, (before, after) in enumerate(zip(self._lines, wanted, strict=False)):
            if before is not after and before != after:
                self._lines[row] = after
                self.dataChanged.emit(self.index(row), self.index(row))
        if len(wanted) > count:
            self.beginInsertRows(QModelIndex(), count, len(wanted) - 1)
            self._lines += wanted[count:]
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Count the lines."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a line: its time, who said it, what was said."""
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            why = f" ({self._look.say(DROPPED[line.dropped])})" if line.dropped in DROPPED else ""
            return f"{clock(line.start_s)}  {line.speaker}{why}\n{line.text}"
        if role == Qt.ItemDataRole.ForegroundRole and line.dropped:
            return QColor(self._look.style.colours.soft)
        return None

    def _matches(self, line: LineView) -> bool:
        if line.dropped and not self._with_dropped:
            return False
        return self._words in f"{line.speaker} {line.text}".casefold()

    def _begin_anew(self) -> None:
        self.beginResetModel()
        self._lines = [line for line in self._all if self._matches(line)]
        self.endResetModel()
