"""How the marks are drawn: painted when the state changes, never moved by a timer.

Runs in: GUI thread.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from qwen_dictate.ui.marks import Mark, mark_colour
from qwen_dictate.ui.style import Style


def paint_mark(painter: QPainter, box: QRectF, mark: Mark, colour: str) -> None:
    """Paint the mark into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), box.width() / 8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    inner = box.adjusted(*(box.width() * side for side in (0.14, 0.14, -0.14, -0.14)))
    if mark in (Mark.READY, Mark.OPENING, Mark.LISTENING, Mark.RECOGNISING):
        _paint_round(painter, inner, mark, QColor(colour))
    else:
        for line in _LINES[mark]:
            _paint_line(painter, inner, line)
    painter.restore()


def _paint_round(painter: QPainter, box: QRectF, mark: Mark, colour: QColor) -> None:
    if mark is Mark.RECOGNISING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = box.width() / 8
        for at in (0.1, 0.5, 0.9):
            painter.drawEllipse(
                QPointF(box.x() + box.width() * at, box.center().y()), *[radius] * 2
            )
        return
    if mark is Mark.OPENING:
        pen = painter.pen()
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([1.2, 2.2])
        painter.setPen(pen)
    if mark is Mark.LISTENING:
        painter.setBrush(colour)
    painter.drawEllipse(box)


_LINES: Final[Mapping[Mark, tuple[tuple[tuple[float, float], ...], ...]]] = {
    Mark.DELIVERING: (((0.0, 0.5), (1.0, 0.5)), ((0.6, 0.1), (1.0, 0.5), (0.6, 0.9))),
    Mark.DONE: (((0.0, 0.55), (0.38, 0.92), (1.0, 0.12)),),
    Mark.KEPT: (
        ((0.0, 0.55), (0.0, 1.0), (1.0, 1.0), (1.0, 0.55)),
        ((0.5, 0.0), (0.5, 0.62)),
        ((0.25, 0.4), (0.5, 0.65), (0.75, 0.4)),
    ),
    Mark.TROUBLE: (
        ((0.5, 0.0), (1.0, 0.95), (0.0, 0.95), (0.5, 0.0)),
        ((0.5, 0.4), (0.5, 0.6)),
        ((0.5, 0.78), (0.5, 0.78)),
    ),
    Mark.NOTE: (((0.5, 0.42), (0.5, 1.0)), ((0.5, 0.1), (0.5, 0.1))),
}


def _paint_line(painter: QPainter, box: QRectF, line: tuple[tuple[float, float], ...]) -> None:
    points = [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in line]
    if points[0] == points[-1] and len(points) == 2:  # noqa: PLR2004 - a dot
        painter.drawPoint(points[0])
    else:
        painter.drawPolyline(QPolygonF(points))


class MarkView(QWidget):
    """A mark inside the window; the words beside it tell the same to screen readers."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._mark = Mark.READY
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def mark(self) -> Mark:
        """What is shown."""
        return self._mark

    def use(self, style: Style) -> None:
        """Wear another style."""
        self._style = style
        self.updateGeometry()
        self.update()

    def show_mark(self, mark: Mark) -> None:
        """Show this one from now on."""
        if mark is not self._mark:
            self._mark = mark
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line of text high."""
        return QSize(self._style.glyph, self._style.glyph)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the shape."""
        painter = QPainter(self)
        edge = min(self.width(), self.height())
        box = QRectF((self.width() - edge) / 2, (self.height() - edge) / 2, edge, edge)
        paint_mark(painter, box, self._mark, mark_colour(self._mark, self._style))
        painter.end()
