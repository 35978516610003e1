"""How the pill looks: measured by ``lay_out``, drawn by ``paint``. Runs in: GUI thread."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBitmap,
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QRegion,
    QTextCharFormat,
)

from qwen_dictate.ui import wording
from qwen_dictate.ui.level import Levels, paint_levels
from qwen_dictate.ui.lines import Tail, wrap
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.mark_view import paint_mark
from qwen_dictate.ui.marks import mark_colour
from qwen_dictate.ui.overlay_view import HIDDEN, OverlayView

_MESSAGE_LINES = 2
_CLOCK_ROOM = "00:00"


class Pill:
    """A mark, words, level, clock; beneath them the live text and a message."""

    def __init__(self, look: Look, size: str) -> None:
        style = look.style
        self._look = look
        self._width = style.overlay_width(size)
        self._lines = style.overlay_lines(size)
        self._text_font = QFont(QGuiApplication.font())
        self._text_font.setPointSizeF(style.overlay_points(size))
        self._word_font = QFont(self._text_font)
        self._word_font.setWeight(QFont.Weight.DemiBold)
        self._small_font = QFont(QGuiApplication.font())
        self._small_font.setPointSizeF(style.points)
        self._view = HIDDEN
        self._words: list[str] = []
        self._message: list[str] = []
        self._height = 0
        self.tail = Tail()

    def lay_out(self, view: OverlayView) -> QSize:
        """Break the words into lines; gives the size of the whole."""
        self._view = view
        inner = self._inner_width()
        glyph = self._glyph() + self._look.style.near
        limit = 1 if view.live else _MESSAGE_LINES
        self._words = wrap(view.words, self._word_font, inner - glyph, limit)
        self._message = wrap(view.message, self._small_font, inner, _MESSAGE_LINES)
        if view.settled or view.tentative:
            room = (inner, self._lines)
            self.tail.show(view.settled, view.tentative, self._text_font, self._formats(), room)
        else:
            self.tail.clear()
        self._height = self._bottom()
        return QSize(self._width, self._height)

    def region(self) -> QRegion:
        """Give the shape for screens without transparency."""
        shape = QBitmap(self._width, self._height)
        shape.fill(Qt.GlobalColor.color0)
        painter = QPainter(shape)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.color1)
        painter.drawPath(self._outline(0))
        painter.end()
        return QRegion(shape)

    def paint(self, painter: QPainter, levels: Levels, seconds: float, *, opaque: bool) -> None:
        """Draw it."""
        colours = self._look.style.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRect(0, 0, self._width, self._height)
        if opaque:  # the edge has hard steps: they are hidden in the colour of the line
            painter.fillRect(whole, QColor(colours.overlay_line))
        painter.setPen(Qt.PenStyle.NoPen if opaque else QPen(QColor(colours.overlay_line), 1))
        painter.setBrush(QColor(colours.overlay))
        painter.drawPath(self._outline(2 if opaque else 0.5))
        y = self._paint_row(painter, levels, seconds)
        self.tail.paint(painter, QPointF(self._side(), y))
        y += self.tail.lines * QFontMetrics(self._text_font).lineSpacing()
        self._paint_message(painter, y + (self._look.style.tight if self.tail.lines else 0))

    def _paint_row(self, painter: QPainter, levels: Levels, seconds: float) -> float:
        """Draw mark, words, level and clock; gives where the next line begins."""
        style, view = self._look.style, self._view
        metrics = QFontMetrics(self._word_font)
        top, edge = style.near, self._glyph()
        box = QRectF(self._side(), top + (metrics.lineSpacing() - edge) / 2, edge, edge)
        paint_mark(painter, box, view.mark, mark_colour(view.mark, style, overlay=True))
        painter.setPen(QColor(style.colours.overlay_text))
        painter.setFont(self._word_font)
        left = self._side() + edge + style.near
        for number, words in enumerate(self._words):
            painter.drawText(left, top + metrics.ascent() + number * metrics.lineSpacing(), words)
        if view.live:
            self._paint_live(painter, levels, seconds, QRectF(0, top, 0, metrics.lineSpacing()))
        return top + max(1, len(self._words)) * metrics.lineSpacing() + style.tight

    def _paint_live(self, painter: QPainter, levels: Levels, seconds: float, row: QRectF) -> None:
        style, colours = self._look.style, self._look.style.colours
        metrics = QFontMetrics(self._small_font)
        painter.setFont(self._small_font)
        painter.setPen(QColor(colours.overlay_tentative))
        room = metrics.horizontalAdvance(_CLOCK_ROOM)
        right = self._width - self._side()
        box = QRectF(right - room, row.y(), room, row.height())
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, wording.clock(seconds)
        )
        wide = style.px(6)
        meter = QRectF(box.x() - wide - style.tight, row.y(), wide, row.height())
        paint_levels(painter, meter, levels, colours.overlay_record, colours.overlay_line)

    def _paint_message(self, painter: QPainter, y: float) -> None:
        metrics = QFontMetrics(self._small_font)
        painter.setFont(self._small_font)
        painter.setPen(QColor(self._look.style.colours.overlay_tentative))
        for number, line in enumerate(self._message):
            baseline = y + metrics.ascent() + number * metrics.lineSpacing()
            painter.drawText(QPointF(self._side(), baseline), line)

    def _bottom(self) -> int:
        style = self._look.style
        words = max(1, len(self._words)) * QFontMetrics(self._word_font).lineSpacing()
        live = self.tail.lines * QFontMetrics(self._text_font).lineSpacing()
        told = len(self._message) * QFontMetrics(self._small_font).lineSpacing()
        between = style.tight * (bool(live or told) + bool(live and told))
        return style.near * 2 + words + live + told + between

    def _outline(self, inset: float) -> QPainterPath:
        path = QPainterPath()
        box = QRectF(0, 0, self._width, self._height).adjusted(inset, inset, -inset, -inset)
        radius = min(self._look.style.px(1.2), self._height / 2)
        path.addRoundedRect(box, radius, radius)
        return path

    def _formats(self) -> tuple[QTextCharFormat, QTextCharFormat]:
        colours = self._look.style.colours
        steady, soft = QTextCharFormat(), QTextCharFormat()
        steady.setForeground(QColor(colours.overlay_text))
        soft.setForeground(QColor(colours.overlay_tentative))
        soft.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        soft.setUnderlineColor(QColor(colours.field_line))
        return steady, soft

    def _inner_width(self) -> int:
        return self._width - 2 * self._side()

    def _side(self) -> int:
        return self._look.style.gap

    def _glyph(self) -> int:
        return self._look.style.px(0.85)
