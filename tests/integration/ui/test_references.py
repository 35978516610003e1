"""PySide6 must not lose references to None: 6.12.0 did on Python 3.11, and died of it."""

import sys

from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget


def test_void_methods_give_none_back(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    pixmap = QPixmap(8, 8)
    painter = QPainter(pixmap)
    before = sys.getrefcount(None)
    for _ in range(2000):
        widget.update()
        painter.save()
        painter.setBrush(QColor("red"))
        painter.restore()
    painter.end()
    assert sys.getrefcount(None) >= before - 100
