"""The page "History": a search that answers while one types, the rows, and the chosen one.

Runs in: GUI thread; whatever takes longer is asked of ``HistoryWishes``.
"""

from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
)

from qwen_dictate.ui.controls import button, label, name_button, while_alive
from qwen_dictate.ui.history.details import Details
from qwen_dictate.ui.history.figures import Figures
from qwen_dictate.ui.history.rows import HistoryModel, HistoryPainter
from qwen_dictate.ui.history.wishes import HistoryWishes, Spoken
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.pages import Page
from qwen_dictate.ui.state import Activity, ViewState
from qwen_dictate.ui.texts import source

_FORMATS: Final = {
    "txt": source("Text"),
    "md": source("Markdown"),
    "csv": source("Table (CSV)"),
    "json": source("JSON"),
    "srt": source("Subtitles (SRT)"),
    "vtt": source("Subtitles (WebVTT)"),
    "zip": source("Texts and recordings (ZIP)"),
    "flac": source("Sound (FLAC)"),
    "wav": source("Sound (WAV)"),
}


class HistoryPage(Page):
    """Search, list, details; or the figures in their place."""

    def __init__(self, wishes: HistoryWishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._look = look
        self._state = ViewState()
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.export = button("", self._ask_where)
        self.figures_button = button("", self._switch)
        self.model = HistoryModel(wishes.chunk, look)
        self._painter = HistoryPainter(self.model, look)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label("soft", wrap=True)
        self.details = Details(wishes, look)
        self.figures = Figures(look)
        self.figures.hide()
        self.said = label("soft", wrap=True)
        self.said.hide()
        self._lay_out()
        self._connect()
        self.use(look)
        self.model.refresh()

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.addWidget(self.search, 1)
        self._top.addWidget(self.export)
        self._top.addWidget(self.figures_button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addWidget(self.empty)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.details)
        self._column.addWidget(self.figures, 1)
        self._column.addWidget(self.said)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.model.answered.connect(self._answered)
        self.list.selectionModel().selectionChanged.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.doubleClicked.connect(self._play)
        self.details.deleted.connect(self._delete)
        self.details.changed.connect(self._read_again)
        self.details.said.connect(self._say)
        for keys, where, pressed in (
            (QKeySequence.StandardKey.Copy, self.list, self._copy),
            (QKeySequence.StandardKey.Delete, self.list, self.details.press_delete),
            ("Return", self.list, self._play),
            ("Ctrl+F", self, self._find),
            ("Down", self.search, self._into_list),
        ):
            shortcut = QShortcut(QKeySequence(keys), where)
            if where is not self:
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(pressed)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        self._column.setSpacing(style.near)
        self._top.setSpacing(style.tight)
        self.list.setMinimumHeight(style.px(7))
        self.search.setPlaceholderText(say("Search what you said"))
        self.search.setAccessibleName(say("Search what you said"))
        self.list.setAccessibleName(say("What you said, the newest first"))
        name_button(
            self.export, say("E&xport…"), hint=say("The selected rows, or all where one is chosen")
        )
        self.model.use(look)
        self._painter.use(look)
        self.details.use(look)
        self.figures.use(look)
        self._name_figures()
        self._show_emptiness()

    def show_state(self, state: ViewState) -> None:
        """Take in what was said meanwhile; a dictation must not hear what is played."""
        before, self._state = self._state, state
        if state.activity is Activity.RECORDING:
            self.details.player.end()
        if state.entries is not before.entries:
            self.model.refresh()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Be silent when nobody sees what is played."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.details.player.end()

    def _search(self, words: str) -> None:
        self._say("")
        self.model.search(words.strip())

    def _answered(self) -> None:
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_emptiness()

    def _show_emptiness(self) -> None:
        say = self._look.say
        there = self.model.rowCount() > 0
        with_figures = self.figures.isVisibleTo(self)
        self.list.setVisible(there and not with_figures)
        self._choose()
        self.empty.setVisible(not there and not with_figures)
        if self.model.words:
            self.empty.setText(say("Nothing has these words in this order."))
        else:
            self.empty.setText(say("What you dictate will be found here."))

    def _chosen(self) -> list[Spoken]:
        indexes = self.list.selectionModel().selectedIndexes()
        rows = [self.model.row(index.row()) for index in sorted(indexes, key=lambda it: it.row())]
        return [row for row in rows if row is not None]

    def _choose(self) -> None:
        current = self.model.row(self.list.currentIndex().row())
        shown = None if self.figures.isVisibleTo(self) else current
        self.details.show_row(shown, self.model.words, max(1, len(self._chosen())))

    def _play(self) -> None:
        self.details.player.press()

    def _copy(self) -> None:
        text = "\n".join(row.text for row in reversed(self._chosen()) if row.text)
        if text:
            self._wishes.copy(text)
            self._say(self._look.say("Copied"))

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _into_list(self) -> None:
        self.list.setFocus()

    def _delete(self) -> None:
        rows = self._chosen()
        current = self.model.row(self.list.currentIndex().row())
        ids = tuple(row.id for row in rows) or ((current.id,) if current else ())
        place = self.list.currentIndex().row()
        for row_id in ids:
            self.model.remove(row_id)
        following = self.model.index(max(0, min(place, self.model.rowCount() - 1)))
        self.list.selectionModel().setCurrentIndex(
            following, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._show_emptiness()
        self.list.setFocus()
        self._say(self._look.say("Deleting…"))
        self._wishes.delete(ids, while_alive(self, self._deleted))

    def _deleted(self, why: str) -> None:
        say = self._look.say
        self._say(say.sentence(why) or say("Deleted: no word of it is in any file."))
        self.model.refresh()

    def _read_again(self, row_id: str) -> None:
        self._wishes.row(row_id, while_alive(self, self._replace))

    def _replace(self, row: Spoken | None) -> None:
        if row is not None:
            self.model.replace(row)
            self._choose()

    def _ask_where(self) -> None:
        say = self._look.say
        filters = [f"{say(_FORMATS[ending])} (*.{ending})" for ending in _FORMATS]
        dialog = QFileDialog(self, say("Export the history"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(filters)
        dialog.selectFile("history.txt")
        dialog.setDefaultSuffix("txt")
        dialog.filterSelected.connect(_Suffix(dialog))
        dialog.fileSelected.connect(self.write)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def write(self, path: str) -> None:
        """Export into this file: the selected rows where there are several, else all."""
        rows = self._chosen()
        ids = tuple(row.id for row in rows) if len(rows) > 1 else ()
        say = self._look.say
        done = say("Written: {path}", path=path)
        self._say(say("Exporting…"))

        def told(why: str) -> None:
            self._say(say.sentence(why) or done)

        self._wishes.export(ids, path, while_alive(self, told))

    def _switch(self) -> None:
        shown = not self.figures.isVisibleTo(self)
        self.figures.setVisible(shown)
        if shown:
            self.details.player.end()
            self._wishes.figures(while_alive(self, self.figures.show_figures))
        self._name_figures()
        self._show_emptiness()
        self.search.setEnabled(not shown)

    def _name_figures(self) -> None:
        say = self._look.say
        if self.figures.isVisibleTo(self):
            name_button(self.figures_button, say("Back to the &texts"))
        else:
            name_button(self.figures_button, say("&Times and costs"))

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))


class _Suffix:
    """The chosen format's ending is added to a name that has none."""

    def __init__(self, dialog: QFileDialog) -> None:
        self._dialog = dialog

    def __call__(self, chosen: str) -> None:
        self._dialog.setDefaultSuffix(chosen.rpartition("*.")[2].rstrip(")"))
