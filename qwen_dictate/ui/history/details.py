"""The chosen row: its whole text, why it is kept, and all that can be done with it.

Deleting asks by the button itself, as in the list of the session: the first press turns it into
a question, the second deletes. Runs in: GUI thread.
"""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QFont, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPlainTextEdit,
    QTextEdit,
    QVBoxLayout,
)

from qwen_dictate.core.options.hearing import LANGUAGE_NAMES
from qwen_dictate.core.text.matches import find_spans
from qwen_dictate.ui.controls import button, label, name_button, set_flag, set_role
from qwen_dictate.ui.history.again import AgainPanel
from qwen_dictate.ui.history.player import Player
from qwen_dictate.ui.history.rows import caption
from qwen_dictate.ui.history.wishes import HistoryWishes, How, Spoken
from qwen_dictate.ui.lines import units
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.texts import Texts, source

_STEPS: Final = {
    "mic_ready": source("microphone {ms} ms"),
    "first_partial": source("first words {ms} ms"),
    "commit": source("end told {ms} ms"),
    "final": source("text {ms} ms"),
    "delivered": source("delivered {ms} ms"),
}
_FEWEST, _MOST = 2, 7
"""Lines of the text that are in sight."""
_ENGINES: Final = {"qwen": source("Qwen"), "local": source("Embedded engine")}


class Details(QFrame):
    """Hidden while no row is chosen."""

    deleted = Signal()
    """The user has said so twice; the page knows which rows are selected."""
    changed = Signal(str)
    """A row has changed (its id)."""
    said = Signal(str)
    """A sentence that belongs below the list."""

    def __init__(self, wishes: HistoryWishes, look: Look) -> None:
        super().__init__()
        set_role(self, "surface")
        self._wishes = wishes
        self._look = look
        self._row: Spoken | None = None
        self._words = ""
        self._armed = False
        self._count: int = 1
        self.caption = label("caption", wrap=True)
        self.doubt = label("warn", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.facts = label("caption", wrap=True, selectable=True)
        self.player = Player(wishes, look)
        self.deliver = button("", self._deliver)
        self.copy = button("", self._copy)
        self.retry = button("", self._retry)
        self.again = button("", self._ask_how)
        self.delete = button("quiet", self.press_delete)
        self.panel = AgainPanel(look, self._recognise)
        self._lay_out()
        self.player.trouble.connect(self.said)
        self.use(look)
        self.show_row(None, "", 0)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.caption)
        self._column.addWidget(self.doubt)
        self._column.addWidget(self.text, 1)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.player)
        self._column.addWidget(self.panel.frame)
        self._grid = QGridLayout()
        for column, made in enumerate((self.deliver, self.copy, self.retry)):
            self._grid.addWidget(made, 0, column)
        self._grid.addWidget(self.again, 1, 0, 1, 2)
        self._grid.addWidget(self.delete, 1, 2)
        self._column.addLayout(self._grid)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.near, style.gap, style.near)
        self._column.setSpacing(style.tight)
        self._grid.setSpacing(style.tight)
        self.text.setAccessibleName(say("Text"))
        name_button(
            self.deliver,
            say("&Insert again"),
            hint=say("Put this text into the window that you used last"),
        )
        name_button(self.copy, say("&Copy"))
        name_button(self.retry, say("&Retry"), hint=say("Recognise the recording again"))
        name_button(self.again, say("Recognise &otherwise…"))
        self.player.use(look)
        self.panel.use(look)
        self._disarm()
        self.show_row(self._row, self._words, self._count)

    def show_row(self, row: Spoken | None, words: str, count: int) -> None:
        """Show a row, ``count`` being selected in all; ``words`` are marked in it."""
        if row is None or self._row is None or row.id != self._row.id or count != self._count:
            self._disarm()
            self.panel.frame.hide()
        self._row, self._words, self._count = row, words, count
        self.setVisible(row is not None)
        self.player.show_row(row)
        if row is None:
            return
        say = self._look.say
        self.caption.setText(caption(row, self._look))
        self.doubt.setText(say("Perhaps it was typed already: look before you insert it."))
        self.doubt.setVisible(row.perhaps_typed and row.waits)
        shown = row.text or say("Not recognised yet. The recording is safe.")
        if self.text.toPlainText() != shown:
            self.text.setPlainText(shown)
            self._fit()
        self._mark(row.text, words)
        self.facts.setText(_facts(row, say))
        self.facts.setVisible(bool(self.facts.text()))
        self.deliver.setEnabled(bool(row.text))
        self.copy.setEnabled(bool(row.text))
        self.retry.setVisible(row.audio)
        self.again.setVisible(row.audio)
        set_role(self, "kept" if row.waits else "surface")
        self.style().polish(self)
        self._name_delete()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the text another height at another width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As many lines as the text has, within bounds; a longer one scrolls."""
        lines = round(self.text.document().size().height())  # a plain text is measured in lines
        height = max(_FEWEST, min(lines, _MOST)) * self.text.fontMetrics().lineSpacing()
        margins = 2 * round(self.text.document().documentMargin()) + 2 * self.text.frameWidth()
        self.text.setFixedHeight(height + margins + self._look.style.tight)

    def _mark(self, text: str, words: str) -> None:
        """Mark the words that were searched."""
        colours = self._look.style.colours
        marks: list[QTextEdit.ExtraSelection] = []
        for start, end in find_spans(text, words) if words else ():
            mark = QTextEdit.ExtraSelection()
            cursor = self.text.textCursor()
            cursor.setPosition(units(text[:start]))
            cursor.setPosition(units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
            form = mark.format
            form.setForeground(QColor(colours.accent))
            form.setFontWeight(QFont.Weight.Bold)
            form.setFontUnderline(True)
            mark.cursor = cursor
            mark.format = form
            marks.append(mark)
        self.text.setExtraSelections(marks)

    def _deliver(self) -> None:
        row = self._row
        if row is not None and row.text:
            self._wishes.deliver(row, lambda why: self._done(row.id, why))

    def _copy(self) -> None:
        if self._row is not None and self._row.text:
            self._wishes.copy(self._row.text)
            self.said.emit(self._look.say("Copied"))

    def _retry(self) -> None:
        self._recognise(How())

    def _ask_how(self) -> None:
        self.panel.open()

    def _recognise(self, how: How) -> None:
        row = self._row
        if row is None or not row.audio:
            return
        self.retry.setEnabled(False)
        self.said.emit(self._look.say("Recognising…"))
        self._wishes.recognise(row, how, lambda why: self._done(row.id, why))

    def _done(self, row_id: str, why: str) -> None:
        self.retry.setEnabled(True)
        self.said.emit(self._look.say.sentence(why))
        self.changed.emit(row_id)

    def press_delete(self) -> None:
        """Ask, or delete what was asked about."""
        if self._row is None:
            return
        if not self._armed:
            self._armed = True
            self._name_delete()
            return
        self._disarm()
        self.player.end()
        self.deleted.emit()

    def _disarm(self) -> None:
        self._armed = False
        self._name_delete()

    def _name_delete(self) -> None:
        say = self._look.say
        hint = say("Text, recording and every trace of them; there is no undo")
        if self._armed and self._count > 1:
            name_button(self.delete, say("Really &delete {count}?", count=self._count), hint=hint)
        elif self._armed:
            name_button(self.delete, say("Really &delete for good?"), hint=hint)
        else:
            name_button(self.delete, say("&Delete for good"), hint=hint)
        set_flag(self.delete, "armed", self._armed)


def _facts(row: Spoken, say: Texts) -> str:
    """What is known beside the text."""
    parts: list[str] = []
    if row.engine in _ENGINES:
        parts.append(say(_ENGINES[row.engine]))
    if row.language in LANGUAGE_NAMES:
        parts.append(say(LANGUAGE_NAMES[row.language]))
    parts += [say(_STEPS[step], ms=ms) for step, ms in row.timings if step in _STEPS]
    if row.raw and row.raw != row.text:
        parts.append(say("recognised as: {raw}", raw=row.raw))
    return " · ".join(parts)
