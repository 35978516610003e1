"""The texts of this session and what may be done with the chosen one.

Deleting asks by the button itself: the first press turns it into "Really delete?", the second
deletes; choosing something else takes the question back. Nothing modal. Runs in: GUI thread.
"""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from qwen_dictate.ui.controls import button, label, name_button, set_flag
from qwen_dictate.ui.entry_list import EntryModel, EntryPainter
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Entry, ViewState, Wishes
from qwen_dictate.ui.style import COPIED_MS


class SessionTexts(QWidget):
    """A title, three buttons and the list."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._look = look
        self._armed = ""
        self.model = EntryModel(look)
        self._painter = EntryPainter(self.model, look)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title = label("title")
        self.empty = label("soft", wrap=True)
        self.insert = button("quiet", self._insert)
        self.copy = button("quiet", self._copy)
        self.retry = button("quiet", self._retry)
        self.delete = button("quiet", self._delete)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(self._name_copy)
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._choose)
        for keys, pressed in (
            (QKeySequence.StandardKey.Copy, self._copy),
            (QKeySequence.StandardKey.Delete, self._delete),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(pressed)
        self.use(look)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        for made in (self.insert, self.copy, self.retry, self.delete):
            row.addWidget(made)
        self._column.addLayout(row)
        self._column.addWidget(self.empty)
        self._column.addWidget(self.list, 1)
        self._column.addStretch(0)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        say = look.say
        self._column.setSpacing(look.style.tight)
        self.model.use(look)
        self._painter.use(look)
        self.title.setText(say("This session"))
        self.list.setAccessibleName(say("Texts of this session"))
        self.empty.setText(say("What you dictate is listed here until you quit."))
        name_button(
            self.insert,
            say("Insert agai&n"),
            hint=say("Put this text into the window that you used last"),
        )
        name_button(self.retry, say("Retr&y"), hint=say("Recognise the recording again"))
        self._name_copy()
        self._disarm()
        self._offer()

    def show_state(self, state: ViewState) -> None:
        """Show the texts of a state; what was chosen stays chosen."""
        chosen = self._chosen()
        if self.model.show_entries(state.entries):
            row = self.model.row_of(chosen.history_id) if chosen else -1
            if row >= 0:
                self.list.setCurrentIndex(self.model.index(row, 0))
            else:
                self._disarm()
        self._offer()

    def _chosen(self) -> Entry | None:
        return self.model.entry(self.list.currentIndex().row())

    def _offer(self) -> None:
        entry = self._chosen()
        there = self.model.rowCount() > 0
        self.list.setVisible(there)
        self.empty.setVisible(not there)
        for made in (self.insert, self.copy, self.retry, self.delete):
            made.setVisible(there)
        self.insert.setEnabled(entry is not None and bool(entry.text))
        self.copy.setEnabled(entry is not None and bool(entry.text))
        self.retry.setEnabled(entry is not None and entry.audio)
        self.delete.setEnabled(entry is not None)

    @Slot()
    def _choose(self) -> None:
        entry = self._chosen()
        if entry is None or entry.history_id != self._armed:
            self._disarm()
        self._offer()

    @Slot()
    def _copy(self) -> None:
        entry = self._chosen()
        if entry is not None and entry.text:
            self._wishes.copy(entry.text)
            name_button(self.copy, self._look.say("Copied"))
            self._copied.start()

    @Slot()
    def _name_copy(self) -> None:
        name_button(self.copy, self._look.say("Co&py"))

    def _insert(self) -> None:
        entry = self._chosen()
        if entry is not None and entry.text:
            self._wishes.insert_again(entry.history_id)

    def _retry(self) -> None:
        entry = self._chosen()
        if entry is not None and entry.audio:
            self._wishes.retry(entry.history_id)

    @Slot()
    def _delete(self) -> None:
        entry = self._chosen()
        if entry is None:
            return
        if entry.history_id != self._armed:
            self._armed = entry.history_id
            name_button(self.delete, self._look.say("Really d&elete?"))
            set_flag(self.delete, "armed", True)
            return
        self._disarm()
        self._wishes.delete(entry.history_id)

    def _disarm(self) -> None:
        self._armed = ""
        name_button(
            self.delete,
            self._look.say("D&elete"),
            hint=self._look.say("Delete the text and its recording"),
        )
        set_flag(self.delete, "armed", False)
