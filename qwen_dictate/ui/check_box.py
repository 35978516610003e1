"""A check box that can be seen in every theme. Runs in: GUI thread."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QStylePainter

_TICK = ((0.22, 0.52), (0.43, 0.72), (0.78, 0.30))
"""Its corners, as shares of the box."""


class CheckBox(QCheckBox):
    """The style's own box is drawn dark on dark."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Draw box, tick, words and focus in the palette's colours."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        box = QRectF(
            self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        ).adjusted(1, 1, -1, -1)
        on, focus = self.isChecked(), self.hasFocus()
        edge = palette.highlight() if on or focus else palette.placeholderText()
        painter.setPen(QPen(edge.color(), 2 if focus else 1))
        painter.setBrush(palette.highlight() if on else palette.base())
        painter.drawRoundedRect(box, box.width() / 5, box.width() / 5)
        if on:
            painter.setPen(QPen(palette.highlightedText().color(), box.width() / 8))
            painter.drawPolyline(
                [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in _TICK]
            )
        words = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        if focus:
            painter.setPen(QPen(palette.highlight().color(), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(words).adjusted(-2, 1, 1, -1), 3, 3)
        option.rect = words
        painter.drawControl(QStyle.ControlElement.CE_CheckBoxLabel, option)
        painter.end()
