"""The page "Meeting": captions begin and end here, and the whole meeting can be read.

What is being said stands with its source; closed lines go into the list, which is searched,
copied and exported. The place that is read holds unless it is the end. Runs in: GUI thread.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
)

from qwen_dictate.core.exports import FORMATS, clock
from qwen_dictate.ui.controls import button, label, name_button
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.meeting_lines import MeetingLines, written
from qwen_dictate.ui.meeting_sources import SourceRow
from qwen_dictate.ui.meeting_state import LineView, MeetingPhase, MeetingView, MeetingWishes
from qwen_dictate.ui.pages import Page
from qwen_dictate.ui.state import ViewState, Wishes
from qwen_dictate.ui.texts import source

_PHASES = {
    MeetingPhase.LISTENING: source("Captions are on"),
    MeetingPhase.PAUSED: source("Paused: nothing is recorded"),
    MeetingPhase.STOPPING: source("The last words are being recognised…"),
    MeetingPhase.OVER: source("The meeting is over; it is in the history."),
}
_RUNNING = (MeetingPhase.LISTENING, MeetingPhase.PAUSED)


PlayLine = Callable[[str, str, float, float], None]
"""(meeting, source, from, to): let what was heard then be heard again."""


class MeetingPage(Page):
    """Buttons, sources, notices, and the lines."""

    def __init__(self, meetings: MeetingWishes, wishes: Wishes, play: PlayLine, look: Look) -> None:
        super().__init__()
        self._meetings = meetings
        self._play_line = play
        self._wishes = wishes
        self._look = look
        self._meeting: MeetingView | None = None
        self._late = False
        self.toggle = button("main", meetings.toggle_captions)
        self.pause = button("", self._pause)
        self.export = button("", self._choose)
        self.copy = button("", self._copy)
        self.state = label("state", wrap=True)
        self.cost = label("soft", wrap=True)
        self.notices = label("warn", wrap=True)
        self.go_on = button("main", meetings.go_on)
        self.sources: dict[str, SourceRow] = {}
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.dropped = QCheckBox()
        self.play = button("", self._play)
        self.restore = button("", self._restore)
        self.lines = MeetingLines(look)
        self.list = QListView()
        self.list.setModel(self.lines)
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._following = True
        bar = self.list.verticalScrollBar()
        bar.rangeChanged.connect(self._grown)
        bar.actionTriggered.connect(self._moved)
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.dropped.toggled.connect(self._search)
        self.list.doubleClicked.connect(self._play_one)
        self.list.selectionModel().selectionChanged.connect(self._offer)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.list).activated.connect(
            self._copy
        )
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        self.use(look)

    def _lay_out(self) -> None:
        self._head, self._seek = QHBoxLayout(), QHBoxLayout()
        for made in (self.toggle, self.pause):
            self._head.addWidget(made)
        self._head.addStretch(1)
        for made in (self.copy, self.export):
            self._head.addWidget(made)
        self._seek.addWidget(self.search, 1)
        self._seek.addWidget(self.dropped)
        self._seek.addWidget(self.restore)
        self._seek.addWidget(self.play)
        self._all_sources = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        for widget in (self.state, self.cost, self.notices, self.go_on):
            self._column.addWidget(widget)
        self._column.addLayout(self._all_sources)
        self._column.addLayout(self._seek)
        self._column.addWidget(self.list, 1)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        for layout in (self._column, self._head, self._seek, self._all_sources):
            layout.setSpacing(style.near)
        self.list.setSpacing(style.px(0.15))
        name_button(self.copy, say("Copy"), hint=say("The chosen lines, or all of them"))
        name_button(self.export, say("Export…"))
        name_button(self.go_on, say("Go on"))
        name_button(self.play, say("Play"), hint=say("Hear the chosen line again"))
        name_button(self.restore, say("It counts"))
        self.search.setPlaceholderText(say("Search"))
        self.search.setAccessibleName(say("Search"))
        self.dropped.setText(say("Show what was left out"))
        self.list.setAccessibleName(say("What was said"))
        self.lines.use(look)
        for row in self.sources.values():
            row.use(look)
        self._show(self._meeting)

    def show_state(self, state: ViewState) -> None:
        """The meeting tells by itself: ``show_meeting``."""

    def show_meeting(self, meeting: MeetingView | None) -> None:
        """Show the meeting; out of sight it is only remembered."""
        self._meeting = meeting
        self._late = not self.isVisible()
        if not self._late:
            self._show(meeting)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What came while the page was out of sight."""
        super().showEvent(event)
        if self._late:
            self._late = False
            self._show(self._meeting)

    def _show(self, meeting: MeetingView | None) -> None:
        say = self._look.say
        phase = meeting.phase if meeting is not None else MeetingPhase.OVER
        running = phase in _RUNNING
        name_button(self.toggle, say("S&top captions") if running else say("S&tart captions"))
        self.toggle.setEnabled(phase is not MeetingPhase.STOPPING)
        paused = phase is MeetingPhase.PAUSED
        name_button(self.pause, say("Resume") if paused else say("Pause"))
        self.pause.setVisible(running)
        for made in (self.copy, self.export):
            made.setEnabled(meeting is not None)
        self._show_head(meeting)
        self._show_sources(meeting)
        self._show_lines(meeting)

    def _show_head(self, meeting: MeetingView | None) -> None:
        say = self._look.say
        if meeting is None:
            self.state.setText(
                say("What is said in a meeting, by you and by the others, stands on the screen.")
            )
            self.cost.setText(say("Headphones keep the two apart."))
            self.notices.hide()
            self.go_on.hide()
            return
        self.state.setText(f"{say(_PHASES[meeting.phase])} · {clock(meeting.elapsed_s)}")
        price = f"{meeting.cost:.2f} {meeting.currency}"
        self.cost.setText(say("Cost so far: {price}", price=price) if meeting.cost else "")
        self.cost.setVisible(bool(meeting.cost))
        told = [notice.text for notice in meeting.notices]
        if meeting.asks:
            told.insert(0, "Nobody has spoken for long: the captions end in two minutes.")
        self.notices.setText("\n".join(map(say.sentence, told)))
        self.notices.setVisible(bool(told))
        self.go_on.setVisible(meeting.asks)

    def _show_sources(self, meeting: MeetingView | None) -> None:
        found = {view.source: view for view in meeting.sources} if meeting is not None else {}
        for gone in self.sources.keys() - found.keys():
            row = self.sources.pop(gone)
            self._all_sources.removeWidget(row)
            row.hide()
            row.deleteLater()
        for name, view in found.items():
            if name not in self.sources:
                self.sources[name] = SourceRow(name, self._meetings.name_speaker, self._look)
                self._all_sources.addWidget(self.sources[name])
            self.sources[name].show_source(view)
            lines = meeting.lines if meeting is not None else ()
            last = next((line for line in reversed(lines) if line.source == name), None)
            self.sources[name].show_live(last if last and not last.closed else None)

    def _show_lines(self, meeting: MeetingView | None) -> None:
        self.lines.show(meeting.lines if meeting is not None else ())
        self.dropped.setVisible(self.lines.dropped > 0)
        self._offer()

    @Slot()
    def _moved(self) -> None:
        """The reader scrolled: to the end, which is followed, or to a place, which holds."""
        bar = self.list.verticalScrollBar()
        self._following = bar.sliderPosition() >= bar.maximum()

    @Slot(int, int)
    def _grown(self, _least: int, most: int) -> None:
        """The list is laid out some time after its lines came."""
        if self._following:
            self.list.verticalScrollBar().setValue(most)

    @Slot()
    def _search(self) -> None:
        self.lines.search(self.search.text(), with_dropped=self.dropped.isChecked())

    @Slot()
    def _offer(self) -> None:
        self.play.setEnabled(bool(self._chosen()))
        self.restore.setVisible(any(line.dropped for line in self._chosen()))

    def _chosen(self) -> list[LineView]:
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.lines.lines[row] for row in rows]

    def _pause(self) -> None:
        if self._meeting is not None and self._meeting.phase is MeetingPhase.PAUSED:
            self._meetings.resume_captions()
        else:
            self._meetings.pause_captions()

    @Slot()
    def _play_one(self) -> None:
        self._play()

    def _play(self) -> None:
        for line in self._chosen()[:1]:
            if self._meeting is not None:
                meeting = self._meeting.history_id
                self._play_line(meeting, line.source, line.start_s, line.end_s)

    def _restore(self) -> None:
        for line in self._chosen():
            if line.dropped:
                self._meetings.restore_line(line.id)

    def _copy(self) -> None:
        lines = self._chosen() or self.lines.lines
        if lines:
            self._wishes.copy("\n".join(map(written, lines)))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self._look.say("Export"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"*.{ending}" for ending in FORMATS])
        dialog.selectFile("meeting.srt")
        dialog.fileSelected.connect(self._export)
        dialog.open()

    @Slot(str)
    def _export(self, name: str) -> None:
        self._meetings.export_meeting(Path(name))
