"""The card of a text that is looked at before it is typed: a small window above all others.

It comes without the focus as soon as the user speaks and takes the focus when the speaking ends,
so that Enter, Esc and the arrow keys are at hand. Only what changed is written into the field:
the cursor, and what is being read, stay where they are. Enter delivers, Shift+Enter breaks the
line, Esc drops; closing the window puts the text aside onto its card in the main window.
Runs in: GUI thread.
"""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QFocusEvent, QGuiApplication, QKeyEvent, QScreen, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import button, label, name_button, set_role
from qwen_dictate.ui.icons import application_icon
from qwen_dictate.ui.level import LevelMeter
from qwen_dictate.ui.lines import common_start, units
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.mark_view import MarkView
from qwen_dictate.ui.state import Activity, Review, ViewState, Wishes


class ReviewField(QPlainTextEdit):
    """The text; Enter and Esc are its window's."""

    delivered = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._entering = False
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def write(self, text: str) -> None:
        """Show a text, touching only what differs; the cursor stays where it is."""
        now = self.toPlainText()
        if text == now:
            return
        head, tail = _common(now, text)
        at_end = self.textCursor().atEnd()
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(now[:head]))
        cursor.setPosition(units(now[: len(now) - tail]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[head : len(text) - tail])
        if at_end:
            self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter is remembered until its end, Esc drops."""
        if _is_enter(event):
            self._entering = self._entering or not event.isAutoRepeat()
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Deliver: only now, so that the other window sees nothing of this Enter."""
        if self._entering and _is_enter(event) and not event.isAutoRepeat():
            self._entering = False
            self.delivered.emit()
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Forget an Enter whose end goes elsewhere."""
        self._entering = False
        super().focusOutEvent(event)


def _is_enter(event: QKeyEvent) -> bool:
    with_shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not with_shift


class ReviewWindow(QWidget):
    """Shows the review of a state; hidden while there is none."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.WindowStaysOnTopHint)
        set_role(self, "page")
        self.setWindowIcon(application_icon())
        self._wishes = wishes
        self._review: Review | None = None
        self._screen: QScreen | None = None
        self._writing = False
        self.mark = MarkView(look.style)
        self.words = label("title")
        self.level = LevelMeter(look)
        self.field = ReviewField()
        self.reason = label("soft", wrap=True)
        self.insert = button("main", self._insert)
        self.copy = button("", self._copy)
        self.retry = button("", self._retry)
        self.drop = button("quiet", self._drop)
        self.field.textChanged.connect(self._edited)
        self.field.delivered.connect(self._insert)
        self.field.dropped.connect(self._drop)
        self._lay_out()
        self.use(look)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._heading, self._row = QHBoxLayout(), QHBoxLayout()
        self._heading.addWidget(self.mark)
        self._heading.addWidget(self.words)
        self._heading.addWidget(self.level, 1)
        for made in (self.insert, self.copy, self.retry):
            self._row.addWidget(made)
        self._row.addStretch(1)
        self._row.addWidget(self.drop)
        self._column.addLayout(self._heading)
        self._column.addWidget(self.field, 1)
        self._column.addWidget(self.reason)
        self._column.addLayout(self._row)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        say, style = look.say, look.style
        self.setWindowTitle(say("Review before typing"))
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        for layout in (self._column, self._heading, self._row):
            layout.setSpacing(style.near)
        self.mark.use(style)
        self.level.use(look)
        self.field.setAccessibleName(say("Text to be looked at"))
        self.field.setAccessibleDescription(
            say("Enter inserts it, Esc drops it. Dictate again to speak into it.")
        )
        self.field.setMinimumSize(style.px(20), style.px(5.5))
        name_button(
            self.insert,
            say("&Insert (Enter)"),
            hint=say("Put this text into the window that it was meant for"),
        )
        name_button(self.copy, say("C&opy"))
        name_button(self.retry, say("Re&try"), hint=say("Recognise the recording again"))
        self.resize(*style.review_size)
        self._show(self._review)

    def place(self, screen: QScreen | None) -> None:
        """Choose the screen on which the next one comes."""
        self._screen = screen

    def show_state(self, state: ViewState) -> None:
        """Show the review of a state."""
        before, review = self._review, state.review
        self._review = review
        if review is None:
            if before is not None:
                self.hide()
            return
        if before is None or before.utterance != review.utterance:
            self._come()
        busy = state.activity if review.speaking or review.recognising else Activity.IDLE
        mark, words = wording.review(review, state, self._look.say)
        self.mark.show_mark(mark)
        self.words.setText(words)
        self.level.setVisible(busy is Activity.RECORDING)
        if review != before:
            self._show(review)
        if not review.speaking and (before is None or before.speaking):
            self.activateWindow()
            self._wishes.take_focus(int(self.winId()))
            self.field.setFocus()

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak."""
        if self.level.isVisible():
            self.level.show_level(dbfs)

    def _show(self, review: Review | None) -> None:
        say = self._look.say
        if review is None:
            return
        self._write(review.text)
        keys = say("Enter inserts it, Esc drops it. Dictate again to speak into it.")
        self.reason.setText(say.sentence(review.reason) or keys)
        self.insert.setEnabled(bool(review.text.strip()) or review.speaking)
        self.copy.setEnabled(bool(review.text))
        self.retry.setVisible(review.can_retry and bool(review.reason or not review.text))
        words = say("&Drop (Esc)") if review.meant else say("&Close (Esc)")
        name_button(self.drop, words, hint=say("The text stays in the history"))

    def _write(self, text: str) -> None:
        """What is told is no wish of the user's."""
        self._writing = True
        self.field.write(text)
        self._writing = False

    def _come(self) -> None:
        self._write("")
        self.level.clear()
        self.setGeometry(self._place())
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.show()
        self.raise_()

    def _place(self) -> QRect:
        """In the lower middle of the screen, where the overlay is otherwise."""
        room = (self._screen or QGuiApplication.primaryScreen()).availableGeometry()
        width, height = self._look.style.review_size
        left = room.x() + (room.width() - width) // 2
        top = room.y() + room.height() - height - self._look.style.px(5)
        return QRect(left, top, width, height)

    @Slot()
    def _edited(self) -> None:
        if not self._writing and self._review is not None:
            self._wishes.edit(self._review.utterance, self.field.toPlainText())

    @Slot()
    def _insert(self) -> None:
        if self._review is not None:
            self._wishes.insert_reviewed(self._review.utterance)

    @Slot()
    def _drop(self) -> None:
        if self._review is None:
            return
        if self._review.meant:
            self._wishes.drop(self._review.utterance)
        else:
            self._wishes.open_card(self._review.utterance, False)

    def _copy(self) -> None:
        self._wishes.copy(self.field.toPlainText())

    def _retry(self) -> None:
        if self._review is not None:
            self._wishes.retry(self._review.history_id)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the text aside: it stays on its card in the main window."""
        event.ignore()
        if self._review is not None:
            self._wishes.open_card(self._review.utterance, False)


def _common(one: str, other: str) -> tuple[int, int]:
    """Count the equal characters at the beginning and, beyond them, at the end."""
    head = common_start(one, other)
    rest = min(len(one), len(other)) - head
    tail = next((at for at in range(rest) if one[-1 - at] != other[-1 - at]), rest)
    return head, tail
