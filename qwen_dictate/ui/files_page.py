"""The page "Files": drop audio and video files, see how far they are, take their texts away.

Files can be dropped anywhere on the window (``ui.window``). Runs in: GUI thread.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qwen_dictate.core.exports import FORMATS, clock
from qwen_dictate.ui.controls import ElidedLabel, button, label, name_button, set_role
from qwen_dictate.ui.files_state import FileState, FileView, FileWishes
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.pages import Page
from qwen_dictate.ui.state import ViewState

_ENDINGS = "mp3 m4a wav flac ogg opus aac wma aiff amr mp4 mkv webm mov avi m4v mpg ts 3gp"
_MINUTE_S = 60
_SHOWN = 300
"""Characters of a text that its line shows."""


class FilesPage(Page):
    """A button, a hint, and a line for each file, the newest last."""

    def __init__(self, wishes: FileWishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._look = look
        self.lines: dict[int, FileLine] = {}
        self.add = button("main", self._choose)
        self.hint = label("soft", wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(self.add)
        self._head.addStretch(1)
        self._inside = QWidget()
        set_role(self._inside, "page")
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self._inside)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.area, 1)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        self._column.setSpacing(style.near)
        self._list.setSpacing(style.near)
        name_button(self.add, say("A&dd files…"))
        self.hint.setText(
            say(
                "Or drop audio or video files anywhere on this window. They become text while "
                "you go on working; dictation comes first."
            )
        )
        self.area.setAccessibleName(say("Files"))
        for line in self.lines.values():
            line.use(look)

    def show_state(self, state: ViewState) -> None:
        """Show how far the files are."""
        for gone in self.lines.keys() - {file.id for file in state.files}:
            line = self.lines.pop(gone)
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        for file in state.files:
            if file.id not in self.lines:
                self.lines[file.id] = FileLine(self._wishes, self._look)
                self._list.insertWidget(self._list.count() - 1, self.lines[file.id])
            self.lines[file.id].show_file(file)

    def _choose(self) -> None:
        say = self._look.say
        dialog = QFileDialog(self, say("Files to text"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        known = " ".join(f"*.{ending}" for ending in _ENDINGS.split())
        dialog.setNameFilters([f"{say('Audio and video')} ({known})", f"{say('All files')} (*)"])
        dialog.filesSelected.connect(self._chosen)
        dialog.open()

    @Slot(list)
    def _chosen(self, names: list[str]) -> None:
        self._wishes.add_files([Path(name) for name in names])


class FileLine(QFrame):
    """One file: its name, how far it is, its text, and what can be done with it."""

    def __init__(self, wishes: FileWishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._look = look
        self._file: FileView | None = None
        set_role(self, "surface")
        self.name = ElidedLabel("title")
        self.state = label("soft", wrap=True, selectable=True)
        self.text = label(wrap=True, selectable=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.stop = button("", lambda: self._wish(wishes.stop_file))
        self.go_on = button("", lambda: self._wish(wishes.go_on_file))
        self.copy = button("", self._copy)
        self.export = button("", self._choose)
        self.remove = button("quiet", lambda: self._wish(wishes.remove_file))
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        for part in (self.stop, self.go_on, self.copy, self.export, self.remove):
            self._row.addWidget(part)
        self._row.addStretch(1)
        for widget in (self.name, self.state, self.bar, self.text):
            self._column.addWidget(widget)
        self._column.addLayout(self._row)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.near, style.near, style.near)
        self._column.setSpacing(style.tight)
        self._row.setSpacing(style.near)
        name_button(self.stop, say("Stop"))
        name_button(self.go_on, say("Go on"))
        name_button(self.copy, say("Copy"))
        name_button(self.export, say("Export…"))
        name_button(self.remove, say("Remove"))
        if self._file is not None:
            file, self._file = self._file, None
            self.show_file(file)

    def show_file(self, file: FileView) -> None:
        """Show how far it is."""
        if file is self._file:
            return
        self._file = file
        running = file.state in (FileState.RUNNING, FileState.WAITING)
        self.name.setText(file.path.name)
        words = self._words(file)
        self.state.setText(words)
        self.setAccessibleName(f"{file.path.name}: {words}")
        self.bar.setVisible(file.state is FileState.RUNNING)
        share = file.done_s / file.length_s if file.length_s else 0.0
        self.bar.setValue(min(1000, int(1000 * share)))
        self.bar.setAccessibleName(words)
        self.text.setText(_tail(file.text) if running else _head(file.text))
        self.text.setVisible(bool(file.text))
        self.stop.setVisible(running)
        self.go_on.setVisible(file.state in (FileState.STOPPED, FileState.FAILED))
        for part in (self.copy, self.export):
            part.setVisible(not running and bool(file.text))
        self.remove.setVisible(not running)

    def _words(self, file: FileView) -> str:
        say = self._look.say
        if file.state is FileState.WAITING:
            return say("Waiting")
        if file.state is FileState.DONE:
            done = say("Done, {length}", length=clock(file.done_s))
            return f"{done} · {say.sentence(file.problem)}" if file.problem else done
        at = {"done": clock(file.done_s), "length": clock(file.length_s)}
        far = say("{done} of {length}", **at) if file.length_s else clock(file.done_s)
        if file.state is FileState.RUNNING:
            return far if file.left_s is None else f"{far} · {self._left(file.left_s)}"
        if file.state is FileState.FAILED:
            return say.sentence(file.problem)
        return say("Stopped at {place}", place=far)

    def _left(self, seconds: float) -> str:
        say = self._look.say
        if seconds < _MINUTE_S:
            return say("about {count} s left", count=max(1, round(seconds)))
        return say("about {count} min left", count=round(seconds / _MINUTE_S))

    def _wish(self, wish: Callable[[int], None]) -> None:
        if self._file is not None:
            wish(self._file.id)

    def _copy(self) -> None:
        if self._file is not None:
            self._wishes.copy(self._file.text)

    def _choose(self) -> None:
        if self._file is None:
            return
        dialog = QFileDialog(self, self._look.say("Export"), str(self._file.path.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"*.{ending}" for ending in FORMATS])
        dialog.selectFile(f"{self._file.path.stem}.srt")
        dialog.fileSelected.connect(self._chosen)
        dialog.open()

    @Slot(str)
    def _chosen(self, name: str) -> None:
        if self._file is not None:
            self._wishes.export_file(self._file.id, Path(name))


def _head(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _tail(text: str) -> str:
    return text if len(text) <= _SHOWN else f"…{text[-_SHOWN:]}"
