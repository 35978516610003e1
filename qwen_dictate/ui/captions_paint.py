"""How the captions look: their colours, their font, rows of words from either side.

Runs in: GUI thread.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from qwen_dictate.ui.captions_boxes import Box
from qwen_dictate.ui.lines import characters, units
from qwen_dictate.ui.style import CaptionColours

PADDING_EM: Final = 0.5


@dataclass(frozen=True, slots=True)
class CaptionLook:
    """What the settings say of the captions.

    Attributes:
        colours: the theme.
        opacity: of the ground, 0 to 1.
        font: of the words.
        rows: how many line boxes there are.
    """

    colours: CaptionColours
    opacity: float
    font: QFont
    rows: int

    @property
    def row_height(self) -> int:
        """Of one line box: every script fits, so that none moves another."""
        return round(QFontMetrics(self.font).lineSpacing() * 1.15)

    @property
    def padding(self) -> int:
        """Around the words."""
        return round(self.row_height * PADDING_EM)

    @property
    def height(self) -> int:
        """Of the whole."""
        return self.rows * self.row_height + 2 * self.padding

    @property
    def least_width(self) -> int:
        """Room for a few words."""
        return QFontMetrics(self.font).averageCharWidth() * 16 + 2 * self.padding


def wrap(text: str, font: QFont, width: int) -> list[str]:
    """Break a text into rows; the first ones stay as they are when it grows."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(characters(text, line.textStart()))
    layout.endLayout()
    ends = [*starts[1:], len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def paint_row(painter: QPainter, look: CaptionLook, box: Box, at: QRectF) -> None:
    """Paint a row into its box; one that reads from the right stands at the right."""
    label = f"{box.speaker}: " if box.speaker else ""
    text = label + box.text
    if not text:
        return
    layout = QTextLayout(text, look.font)
    right = _reads_from_right(box.text)
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight
    )
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    colours = look.colours
    who = colours.me if box.source == "microphone" else colours.them
    steady = len(text) - box.tentative
    layout.setFormats([
        _format(text, 0, len(label), who, bold=True),
        _format(text, len(label), steady, colours.text),
        _format(text, steady, len(text), colours.tentative),
    ])  # fmt: skip
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(at.width())
    layout.endLayout()
    layout.draw(painter, QPointF(at.x(), at.y() + (at.height() - line.height()) / 2))


def _format(
    text: str, start: int, end: int, colour: str, *, bold: bool = False
) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = units(text[:start])
    made.length = units(text[start:end])
    drawn = made.format
    drawn.setForeground(QColor(colour))
    if bold:
        drawn.setFontWeight(QFont.Weight.DemiBold)
    made.format = drawn
    return made


def _reads_from_right(text: str) -> bool:
    from unicodedata import bidirectional

    for character in text:
        direction = bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
