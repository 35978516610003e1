"""The level meter: the peaks of the last second as a row of bars.

It moves only when a level is put in (at most 30 a second): no timer, so an idle window and a
hidden overlay cost nothing, and a microphone that has fallen silent is seen to stand still.
Runs in: GUI thread.
"""

from collections import deque

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from qwen_dictate.ui.look import Look

BARS = 24
"""Peaks that are shown: about a second of them."""

FLOOR_DBFS = -60.0
"""The room: no bar."""

CEILING_DBFS = -6.0
"""Loud speech into a near microphone: a full bar."""


class Levels:
    """The last peaks, from 0 (silent) to 1 (loud)."""

    def __init__(self) -> None:
        self._shares: deque[float] = deque([0.0] * BARS, maxlen=BARS)

    def put(self, dbfs: float) -> None:
        """Add the newest peak on the right."""
        share = (dbfs - FLOOR_DBFS) / (CEILING_DBFS - FLOOR_DBFS)
        self._shares.append(min(1.0, max(0.0, share)))

    def clear(self) -> None:
        """Forget everything: another utterance."""
        self._shares.extend([0.0] * BARS)

    @property
    def shares(self) -> tuple[float, ...]:
        """Oldest first."""
        return tuple(self._shares)


def paint_levels(
    painter: QPainter, box: QRectF, levels: Levels, colour: str, still_colour: str
) -> None:
    """Paint the bars; a silent one is a dot in ``still_colour``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    step = box.width() / BARS
    width = step * 0.5
    for place, share in enumerate(levels.shares):
        height = max(width, box.height() * share)
        painter.setBrush(QColor(colour if share > 0 else still_colour))
        left = box.x() + place * step + (step - width) / 2
        painter.drawRoundedRect(
            QRectF(left, box.center().y() - height / 2, width, height), width / 2, width / 2
        )
    painter.restore()


class LevelMeter(QWidget):
    """The bars inside the window."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._levels = Levels()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        self.setAccessibleName(look.say("Level of the microphone"))
        self.updateGeometry()
        self.update()

    def show_level(self, dbfs: float) -> None:
        """Add the newest peak."""
        self._levels.put(dbfs)
        self.update()

    def clear(self) -> None:
        """Stand still at nothing."""
        self._levels.clear()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Wide enough to tell the bars apart."""
        style = self._look.style
        return QSize(style.px(8), style.px(1.4))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Half of it."""
        return self.sizeHint() / 2

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the bars."""
        colours = self._look.style.colours
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_levels(painter, box, self._levels, colours.record, colours.thumb)
        painter.end()
