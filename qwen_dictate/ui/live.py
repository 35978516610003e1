"""The live view: what is being said, settled words steady, tentative ones visibly softer.

Settled words are written once and stay; only what changed is written anew, so that nothing
flickers. A long text is broken into paragraphs where a sentence ends: Qt lays out the paragraph
that changes, so an hour of speech costs no more than a minute of it. Tentative words are softer in
colour and have a dotted line beneath: two signs, one of them without colour.
Runs in: GUI thread.
"""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import set_role
from qwen_dictate.ui.lines import common_start
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import ViewState

_PARAGRAPH = 700
"""Characters after which the next end of a sentence ends the paragraph."""

_PARAGRAPH_MOST = 1500
"""A paragraph whose sentences do not end is broken here."""

_SENTENCE_END = re.compile(r"[.!?…] |[。！？]")

_ANY_HEIGHT = 16_777_215  # QWIDGETSIZE_MAX


class LiveView(QTextEdit):
    """Read only; can be selected and copied by keyboard."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        set_role(self, "live")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._settled = ""
        self._tentative = ""
        self._paragraphs: list[tuple[int, int]] = [(0, 0)]
        self._end = 0
        self._grown = False
        self._look = look
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        self.setMinimumHeight(look.style.live_height)
        self.grow(self._grown)
        self.setAccessibleName(look.say("What is being said"))
        settled, tentative = self._settled, self._tentative
        self._settled = self._tentative = ""
        self._paragraphs, self._end = [(0, 0)], 0
        self.clear()
        self._write(settled, tentative)

    def grow(self, grown: bool) -> None:
        """Take the room that nobody else needs, or only a few lines."""
        self._grown = grown
        self.setMaximumHeight(_ANY_HEIGHT if grown else self._look.style.live_height)

    def show_state(self, state: ViewState) -> None:
        """Show the text of a state."""
        hint = wording.how_to_begin(state, self._look.say)
        if hint != self.placeholderText():
            self.setPlaceholderText(hint)
        if (state.settled, state.tentative) != (self._settled, self._tentative):
            self._write(state.settled, state.tentative)

    def _write(self, settled: str, tentative: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        kept, position = self._keep(settled)
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self._append(cursor, settled, kept)
        self._end = cursor.position()
        cursor.insertText(tentative, self._format(soft=True))
        cursor.endEditBlock()
        self._settled, self._tentative = settled, tentative
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _keep(self, settled: str) -> tuple[int, int]:
        """Tell how many characters stay as they stand, and where in the document that is."""
        if settled.startswith(self._settled):
            return len(self._settled), self._end
        common = common_start(settled, self._settled)
        while len(self._paragraphs) > 1 and self._paragraphs[-1][0] > common:
            self._paragraphs.pop()
        return self._paragraphs[-1]

    def _append(self, cursor: QTextCursor, settled: str, at: int) -> None:
        """Write what is new of the settled words, paragraph by paragraph."""
        steady = self._format(soft=False)
        while (end := _paragraph_end(settled, self._paragraphs[-1][0])) is not None:
            cursor.insertText(settled[at:end].rstrip(" "), steady)
            cursor.insertBlock()
            at = end
            self._paragraphs.append((at, cursor.position()))
        cursor.insertText(settled[at:], steady)

    def _format(self, *, soft: bool) -> QTextCharFormat:
        colours = self._look.style.colours
        drawn = QTextCharFormat()
        drawn.setForeground(QColor(colours.tentative if soft else colours.text))
        if soft:
            drawn.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            drawn.setUnderlineColor(QColor(colours.field_line))
        return drawn


def _paragraph_end(text: str, start: int) -> int | None:
    """Find where the paragraph that begins at ``start`` ends; None: it is the last one."""
    found = _SENTENCE_END.search(text, start + _PARAGRAPH, start + _PARAGRAPH_MOST)
    if found is not None:
        return found.end() if found.end() < len(text) else None
    return start + _PARAGRAPH_MOST if len(text) > start + _PARAGRAPH_MOST else None
