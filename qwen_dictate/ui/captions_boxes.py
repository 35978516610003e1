"""Which words stand in which line box of the captions: boxes never move, words only come.

Each line of the meeting is broken into rows, and each row gets the next free box. A line that
grows while somebody else speaks goes on in a new box at the bottom, so nothing that was read is
pushed away. A box whose line is closed never changes again. Scrolled back, the place that is
read holds until one scrolls to the end. Pure; runs in: GUI thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from qwen_dictate.ui.meeting_state import LineView

MOST = 2000
"""Boxes that can be scrolled back to."""

Wrap = Callable[[str], Sequence[str]]
"""Breaks a text into rows; a longer text begins with the same rows, but for the last one."""


@dataclass(frozen=True, slots=True)
class Box:
    """One row of the captions.

    Attributes:
        line: whose.
        speaker: stands before its words; "" where the row before in sight is the same line's.
        text: the row.
        tentative: how many characters at its end may still change.
        source: ``microphone`` or ``system``.
    """

    line: int
    text: str = field(repr=False)
    speaker: str = ""
    tentative: int = 0
    source: str = ""


class Boxes:
    """All boxes, and which of them are in sight."""

    def __init__(self, wrap: Wrap, room: int) -> None:
        self._wrap = wrap
        self._room = room
        self._boxes: list[Box] = []
        self._lines: dict[int, LineView] = {}
        self._first: int | None = None
        """The first box in sight while one is scrolled back."""

    @property
    def scrolled(self) -> bool:
        """Whether an earlier place is being read."""
        return self._first is not None

    def shown(self) -> tuple[Box, ...]:
        """The boxes in sight, from the top."""
        last = max(0, len(self._boxes) - self._room)
        first = last if self._first is None else min(self._first, last)
        return tuple(self._boxes[first : first + self._room])

    def arrange(self, wrap: Wrap, room: int, lines: Sequence[LineView]) -> None:
        """Other fonts or sizes: everything is laid out anew."""
        self._wrap, self._room = wrap, room
        self._boxes, self._lines, self._first = [], {}, None
        self.show(lines)

    def show(self, lines: Sequence[LineView]) -> bool:
        """Take over the lines of a view; tells whether a box changed."""
        changed = False
        there = {line.id for line in lines if not line.dropped}
        for gone in [known for known in self._lines if known not in there]:
            del self._lines[gone]
            changed = self._fill(gone, ()) or changed
        for line in lines:
            if not line.dropped and self._lines.get(line.id) is not line:
                self._lines[line.id] = line
                changed = self._fill(line.id, self._rows(line)) or changed
        self._trim()
        return changed

    def scroll(self, rows: int) -> None:
        """Go back (negative) or forth; at the end the newest words are followed again."""
        last = max(0, len(self._boxes) - self._room)
        first = (last if self._first is None else self._first) + rows
        self._first = max(0, first) if first < last else None

    def _rows(self, line: LineView) -> tuple[Box, ...]:
        """The rows of a line; its speaker stands in the first one."""
        label = f"{line.speaker}: " if line.speaker else ""
        text = " ".join(line.text.split())
        if not text:
            return ()
        rows = list(self._wrap(label + text))
        rows[0] = rows[0].removeprefix(label)
        left = line.tentative
        boxes: list[Box] = []
        for row in reversed(rows):
            boxes.append(Box(line.id, row, "", min(left, len(row)), line.source))
            left = max(0, left - len(row) - 1)
        boxes[-1] = replace(boxes[-1], speaker=line.speaker)
        return tuple(reversed(boxes))

    def _fill(self, line: int, rows: Sequence[Box]) -> bool:
        """Put rows into the boxes of their line, and into new ones at the bottom."""
        places = [place for place, box in enumerate(self._boxes) if box.line == line]
        before = [self._boxes[place] for place in places]
        for place, row in zip(places, rows, strict=False):
            self._boxes[place] = self._named(place, row)
        for row in rows[len(places) :]:
            self._boxes.append(row)
            self._boxes[-1] = self._named(len(self._boxes) - 1, row)
        for place in reversed(places[len(rows) :]):
            if place == len(self._boxes) - 1:
                self._boxes.pop()
            else:  # words of others stand below: the room stays, or those would jump
                self._boxes[place] = Box(line, "")
        after = [box for box in self._boxes if box.line == line]
        return before != after

    def _named(self, place: int, box: Box) -> Box:
        """A row that goes on below somebody else's words says again whose it is."""
        above = self._boxes[place - 1] if place else None
        if box.speaker or above is None or above.line == box.line:
            return box
        return replace(box, speaker=self._lines[box.line].speaker)

    def _trim(self) -> None:
        surplus = len(self._boxes) - MOST
        if surplus > 0:
            del self._boxes[:surplus]
            if self._first is not None:
                self._first = max(0, self._first - surplus)
