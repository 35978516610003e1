"""The live view: what is being said, settled words steady, tentative ones visibly softer.

Settled words are written once and stay; only what changed is written anew, so that nothing
flickers and an hour of speech costs no more than a sentence. Tentative words are softer in
colour and have a dotted line beneath: two signs, one of them without colour.
Runs in: GUI thread.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import set_role
from qwen_dictate.ui.lines import units
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import ViewState

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
        grows = settled.startswith(self._settled)
        kept = len(self._settled) if grows else 0
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        start = units(self._settled) if grows else 0
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        cursor.insertText(settled[kept:], self._format(soft=False))
        cursor.insertText(tentative, self._format(soft=True))
        cursor.endEditBlock()
        self._settled, self._tentative = settled, tentative
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _format(self, *, soft: bool) -> QTextCharFormat:
        colours = self._look.style.colours
        drawn = QTextCharFormat()
        drawn.setForeground(QColor(colours.tentative if soft else colours.text))
        if soft:
            drawn.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            drawn.setUnderlineColor(QColor(colours.field_line))
        return drawn
