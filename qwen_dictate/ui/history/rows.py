"""The rows of the history: a model that fetches more while one scrolls, and the painter of a row.

The model asks for a chunk at a time and never waits; an answer to an earlier question (other
words were typed meanwhile) is dropped. What changed at the top is taken in without losing the
place. Runs in: GUI thread.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qwen_dictate.core.text.matches import find_spans
from qwen_dictate.ui import wording
from qwen_dictate.ui.history.wishes import Chunk, Spoken
from qwen_dictate.ui.lines import paint_marked
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Entry

_LINES: Final = 2
_SHOWN: Final = 400
"""Characters of a text that two lines can show at most."""
_LEAD: Final = 24
"""Characters that stand before the first word found."""

Index = QModelIndex | QPersistentModelIndex
AskChunk = Callable[[str, "int | None", Callable[[Chunk], None]], None]


class HistoryModel(QAbstractListModel):
    """All rows, or those with some words, newest first."""

    answered = Signal()
    """The first rows of a question are there (or there are none)."""

    def __init__(self, ask: AskChunk, look: Look) -> None:
        super().__init__()
        self._ask = ask
        self._look = look
        self._rows: list[Spoken] = []
        self._before: int | None = None
        self._asking = False
        self._stale = False
        self._wanted = ""
        self.words = ""

    def use(self, look: Look) -> None:
        """Speak another language."""
        self._look = look
        self.dataChanged.emit(self.index(0), self.index(max(0, len(self._rows) - 1)))

    def row(self, number: int) -> Spoken | None:
        """Give a row."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, row_id: str) -> int:
        """Find a row, -1 if it is not here."""
        return next((place for place, row in enumerate(self._rows) if row.id == row_id), -1)

    def search(self, words: str) -> None:
        """Show the rows with these words; "" = all. While a question runs, the newest one waits."""
        self._wanted = words
        self.refresh()

    def refresh(self) -> None:
        """Look again what stands at the top."""
        if self._asking:
            self._stale = True
            return
        self._asking, self._stale = True, False
        words = self._wanted
        self._ask(words, None, lambda chunk: self._take_first(words, chunk))

    def replace(self, row: Spoken) -> None:
        """Show a row as it is now."""
        place = self.place_of(row.id)
        if place >= 0:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place), self.index(place))

    def remove(self, row_id: str) -> None:
        """Take a row out that was deleted."""
        place = self.place_of(row_id)
        if place >= 0:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._rows[place]
            self.endRemoveRows()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802 - Qt's name
        """Count the rows that are here."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Whether there are more."""
        return not parent.isValid() and self._before is not None and not self._asking

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        """Ask for those that follow."""
        if not self.canFetchMore(parent):
            return
        self._asking = True
        self._ask(self.words, self._before, self._take_more)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the text of a row, and all of it in one sentence for screen readers."""
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{caption(row, self._look)}: {row.text or self._look.say('No text yet')}"
        return None

    def _take_first(self, words: str, chunk: Chunk) -> None:
        self._asking = False
        if not self._stale:
            same = words == self.words
            self.words = words
            if not (same and self._merged(chunk)):
                self.beginResetModel()
                self._rows, self._before = list(chunk.rows), chunk.before
                self.endResetModel()
            self.answered.emit()
        else:
            self.refresh()

    def _merged(self, chunk: Chunk) -> bool:
        """Take in new rows above and changed ones; False where more than that has changed."""
        fresh = list(chunk.rows)
        old = self._rows
        if not old or not fresh:
            return False
        ids = [row.id for row in fresh]
        if old[0].id not in ids:
            return False
        added = ids.index(old[0].id)
        count = min(len(fresh) - added, len(old))
        if [row.id for row in old[:count]] != ids[added : added + count]:
            return False
        if added:
            self.beginInsertRows(QModelIndex(), 0, added - 1)
            self._rows = fresh[:added] + old
            self.endInsertRows()
        for place in range(added, added + count):
            if self._rows[place] != fresh[place]:
                self._rows[place] = fresh[place]
                self.dataChanged.emit(self.index(place), self.index(place))
        return True

    def _take_more(self, chunk: Chunk) -> None:
        self._asking = False
        if self._stale:
            self.refresh()
            return
        self._before = chunk.before
        if chunk.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(chunk.rows) - 1)
            self._rows += chunk.rows
            self.endInsertRows()


class HistoryPainter(QStyledItemDelegate):
    """Paints a caption and up to two lines of text, the found words marked."""

    def __init__(self, model: HistoryModel, look: Look) -> None:
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
        """All rows are equally high, so that a list of a hundred thousand needs no measuring."""
        style = self._look.style
        font: QFont = option.font
        small = QFontMetrics(self._small(font))
        line = QFontMetrics(font).lineSpacing()
        return QSize(style.px(10), small.lineSpacing() + _LINES * line + 2 * style.near)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        row = self._model.row(index.row())
        if row is None:
            return
        style, colours = self._look.style, self._look.style.colours
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.chosen))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), style.radius, style.radius)
        if row.waits:
            painter.setBrush(QColor(colours.warn))
            edge = style.px(0.2)
            bar = QRect(box.x() + edge, box.y() + style.near, edge, box.height() - 2 * style.near)
            painter.drawRoundedRect(bar, edge / 2, edge / 2)
        inner = box.adjusted(style.near + style.tight, style.near, -style.near, -style.near)
        self._paint_words(painter, inner, row, option.font)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, row: Spoken, font: QFont) -> None:
        colours = self._look.style.colours
        small = self._small(font)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(QColor(colours.warn if row.waits else colours.soft))
        told = metrics.elidedText(
            caption(row, self._look), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box.x(), box.y() + metrics.ascent(), told)
        text, spans = excerpt(row.text, self._model.words)
        painter.setFont(font)
        painter.setPen(QColor(colours.text if row.text else colours.soft))
        marked = QTextCharFormat()
        marked.setForeground(QColor(colours.accent))
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setFontUnderline(True)
        at = QPointF(box.x(), box.y() + metrics.lineSpacing())
        words = text or self._look.say("No text yet")
        paint_marked(painter, at, words, spans, marked, (font, box.width(), _LINES))

    def _small(self, font: QFont) -> QFont:
        small = QFont(font)
        small.setPointSizeF(self._look.style.small_points)
        return small


def excerpt(text: str, words: str) -> tuple[str, list[tuple[int, int]]]:
    """The part of a text that a row shows, on one line, and where the words stand in it."""
    flat = " ".join(text[:20_000].split())
    spans = find_spans(flat, words) if words else []
    start = 0
    if spans and spans[0][0] > 2 * _LEAD:
        start = spans[0][0] - _LEAD
        space = flat.find(" ", start, spans[0][0])
        start = space + 1 if space >= 0 else start
    lead = "…" if start else ""
    shown = flat[start : start + _SHOWN]
    moved = [(a - start + len(lead), b - start + len(lead)) for a, b in spans]
    room = len(lead) + len(shown)
    return lead + shown, [(a, min(b, room)) for a, b in moved if a < room]


def caption(row: Spoken, look: Look) -> str:
    """Say when, for which window, what became of it and how long it is."""
    say = look.say
    fate = wording.fate(Entry(row.id, row.when, "", row.app, row.state, row.method, row.audio), say)
    if row.waits and row.reason:
        fate = say("Kept: {reason}", reason=say.sentence(row.reason))
    length = wording.clock(row.seconds) if row.seconds else ""
    return " · ".join(part for part in (moment(row.when), row.app, length, fate) if part)


def moment(when: str) -> str:
    """Write an ISO 8601 moment as the time here, with the day unless that is today."""
    try:
        local = datetime.fromisoformat(when).astimezone()
    except (ValueError, OverflowError, OSError):
        return when
    today = local.date() == datetime.now(local.tzinfo).date()
    return local.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")
