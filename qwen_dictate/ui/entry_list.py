"""The rows of this session's texts: a model that is handed tuples, and the painter of a row.

A model and a painter instead of a widget a row: two thousand dictations cost as much as two.
Runs in: GUI thread.
"""

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qwen_dictate.ui import wording
from qwen_dictate.ui.lines import wrap
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Entry

_LINES: Final = 2
"""Lines of its text that a row shows."""

Index = QModelIndex | QPersistentModelIndex


class EntryModel(QAbstractListModel):
    """The entries of a state, newest first."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._entries: tuple[Entry, ...] = ()

    def use(self, look: Look) -> None:
        """Speak another language."""
        self.beginResetModel()
        self._look = look
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Give the entry of a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, history_id: str) -> int:
        """Find the row of an entry, -1 if it is gone."""
        for row, entry in enumerate(self._entries):
            if entry.history_id == history_id:
                return row
        return -1

    def show_entries(self, entries: tuple[Entry, ...]) -> bool:
        """Take over entries; tells whether they changed."""
        if entries is self._entries or entries == self._entries:
            return False
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()
        return True

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Count the entries."""
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the text of a row, and all of it in one sentence for screen readers."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.caption(entry)}: {entry.text}"
        return None

    def caption(self, entry: Entry) -> str:
        """Say when, where and what became of it."""
        say = self._look.say
        parts = (wording.local_time(entry.when), entry.app, wording.fate(entry, say))
        return " · ".join(part for part in parts if part)


class EntryPainter(QStyledItemDelegate):
    """Paints a caption and up to two lines of text."""

    def __init__(self, model: EntryModel, look: Look) -> None:
        super().__init__()
        self._model = model
        self._look = look

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look

    def sizeHint(  # noqa: N802 - Qt's name
        self,
        option: QStyleOptionViewItem,
        index: Index,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        """All rows are equally high, so that a list of thousands needs no measuring."""
        style = self._look.style
        font: QFont = option.font
        small = QFontMetrics(self._small(font))
        line = QFontMetrics(font).lineSpacing()
        return QSize(style.px(10), small.lineSpacing() + _LINES * line + 2 * style.near)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        entry = self._model.entry(index.row())
        if entry is None:
            return
        style, colours = self._look.style, self._look.style.colours
        box: QRect = option.rect
        font: QFont = option.font
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.chosen))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), style.radius, style.radius)
        inner = box.adjusted(style.near, style.near, -style.near, -style.near)
        self._paint_words(painter, inner, entry, font)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, entry: Entry, font: QFont) -> None:
        colours = self._look.style.colours
        small = self._small(font)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(QColor(colours.soft))
        caption = metrics.elidedText(
            self._model.caption(entry), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box.x(), box.y() + metrics.ascent(), caption)
        words = entry.text or self._look.say("No text yet")
        painter.setPen(QColor(colours.text if entry.text else colours.soft))
        painter.setFont(font)
        body = QFontMetrics(font)
        baseline = box.y() + metrics.lineSpacing() + body.ascent()
        for number, line in enumerate(wrap(words, font, box.width(), _LINES)):
            painter.drawText(box.x(), baseline + number * body.lineSpacing(), line)

    def _small(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPointSizeF(self._look.style.small_points)
        return small
