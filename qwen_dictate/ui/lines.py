"""Words broken into lines: the first ones of a text with "…", or the newest of a growing one.

Qt counts in UTF-16 units (an emoji is two), Python in characters: all conversions stand here.
Runs in: GUI thread.
"""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption

_READ = 1000
"""Characters of a text that are looked at for its first lines."""

_TAIL = 600
"""Characters of a growing text that can be on the screen at most."""


def units(text: str) -> int:
    """Count as Qt does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, count: int) -> int:
    """Tell how many characters make up the first ``count`` units."""
    encoded = text.encode("utf-16-le", "surrogatepass")[: 2 * count]
    return len(encoded.decode("utf-16-le", "ignore"))


def common_start(one: str, other: str) -> int:
    """Count the characters with which both begin; halving, since an hour of speech is long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def wrap(text: str, font: QFont, width: int, limit: int) -> list[str]:
    """Break a text into at most ``limit`` lines; the last one ends in "…" when there is more."""
    flat = " ".join(text[:_READ].split())
    if not flat:
        return []
    _, breaks = _lay_out(flat, font, width)
    lines = [flat[start:] for start in breaks[:limit]]
    for number, following in enumerate(breaks[1 : len(lines)]):
        lines[number] = flat[breaks[number] : following].rstrip()
    metrics = QFontMetrics(font)
    lines[-1] = metrics.elidedText(lines[-1], Qt.TextElideMode.ElideRight, width)
    return lines


def _lay_out(
    text: str, font: QFont, width: int, formats: list[QTextLayout.FormatRange] | None = None
) -> tuple[QTextLayout, list[int]]:
    """Lay a text out; gives the layout and the character with which each line begins."""
    layout = QTextLayout(text, font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    if formats:
        layout.setFormats(formats)
    height = QFontMetrics(font).lineSpacing()
    breaks: list[int] = []
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, len(breaks) * height))
        breaks.append(characters(text, line.textStart()))
    layout.endLayout()
    return layout, breaks


class Tail:
    """The newest lines of a text that grows at its end.

    Whole lines leave at the top, so that no word moves sideways while it is being read.
    """

    def __init__(self) -> None:
        self._start = 0
        self._layout = QTextLayout()
        self.lines = 0
        self.shown = ""

    def show(
        self,
        settled: str,
        tentative: str,
        font: QFont,
        formats: tuple[QTextCharFormat, QTextCharFormat],
        room: tuple[int, int],
    ) -> None:
        """Lay out what fits into ``room`` (width in pixels, lines)."""
        width, limit = room
        text = (settled + tentative).replace("\n", " ")
        self._start = 0 if len(text) < self._start else max(self._start, len(text) - _TAIL)
        _, breaks = _lay_out(text[self._start :], font, width)
        if len(breaks) > limit:
            self._start += breaks[-limit]
        self.shown = text[self._start :]
        steady = units(self.shown[: max(0, len(settled) - self._start)])
        ranges = [
            _range(0, steady, formats[0]),
            _range(steady, units(self.shown) - steady, formats[1]),
        ]
        self._layout, breaks = _lay_out(self.shown, font, width, ranges)
        self.lines = len(breaks) if self.shown else 0

    def clear(self) -> None:
        """Forget the text: another utterance."""
        self._start = 0
        self._layout = QTextLayout()
        self.lines = 0
        self.shown = ""

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint the lines."""
        if self.lines:
            self._layout.draw(painter, at)


def _range(start: int, length: int, drawn: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, length, drawn
    return made


def paint_marked(
    painter: QPainter,
    at: QPointF,
    text: str,
    spans: list[tuple[int, int]],
    marked: QTextCharFormat,
    room: tuple[QFont, int, int],
) -> None:
    """Paint the first lines of a text with some stretches marked; "…" where it goes on.

    Args:
        painter: its pen is the colour of the text.
        at: the upper left corner.
        text: without line breaks.
        spans: (from, to) in characters.
        marked: how these are written.
        room: the font, the width in pixels, how many lines.
    """
    font, width, limit = room
    ranges = [_range(units(text[:start]), units(text[start:end]), marked) for start, end in spans]
    layout, breaks = _lay_out(text, font, width, ranges)
    if len(breaks) > limit:
        # The last line loses what the mark of going on needs.
        end = breaks[limit]
        mark = QFontMetrics(font).horizontalAdvance("…")
        while end > breaks[limit - 1] and (
            QFontMetrics(font).horizontalAdvance(text[breaks[limit - 1] : end]) > width - mark
        ):
            end -= 1
        shown = text[:end].rstrip()
        ranges = [
            _range(units(shown[:start]), units(shown[start:stop]), marked)
            for start, stop in spans
            if start < len(shown)
        ]
        layout, _ = _lay_out(shown + "…", font, width, ranges)
    layout.draw(painter, at)
