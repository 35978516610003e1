"""The large button, the state in words, the level meter, the clock and Cancel.

Runs in: GUI thread.
"""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import button, label, name_button, set_flag
from qwen_dictate.ui.elapsed import Elapsed
from qwen_dictate.ui.icons import glyph
from qwen_dictate.ui.level import LevelMeter
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.mark_view import MarkView
from qwen_dictate.ui.state import Activity, ViewState, Wishes

RECORD_KEYS = "Ctrl+R"
CANCEL_KEYS = "Esc"


class RecorderPanel(QWidget):
    """Begins, shows and ends an utterance."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._look = look
        self._activity = Activity.IDLE
        self._icons: dict[tuple[str, str, int, float], QIcon] = {}
        self._elapsed = Elapsed()
        self.record = button("record", self._press)
        self.record.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cancel = button("quiet", wishes.cancel)
        self.mark = MarkView(look.style)
        self.words = label("state")
        self.waiting = label("warn", wrap=True)
        self.clock = label("clock")
        self.level = LevelMeter(look)
        self._lay_out()
        self.use(look)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._buttons, self._row = QHBoxLayout(), QHBoxLayout()
        self._buttons.addWidget(self.record, 1)
        self._buttons.addWidget(self.cancel)
        for part in (self.mark, self.words):
            self._row.addWidget(part)
        self._row.addWidget(self.level, 1)
        self._row.addWidget(self.clock)
        self._column.addLayout(self._buttons)
        self._column.addLayout(self._row)
        self._column.addWidget(self.waiting)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style = look.style
        for layout in (self._column, self._buttons, self._row):
            layout.setSpacing(style.near)
        self.record.setFixedHeight(style.record_height)
        self.cancel.setFixedHeight(style.record_height)
        self.mark.use(style)
        self.level.use(look)
        self.clock.setFixedWidth(style.px(3.4))
        self.clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name_button(
            self.cancel,
            look.say("&Cancel"),
            hint=look.say("Drop what is being spoken: it is not typed ({keys})", keys=CANCEL_KEYS),
        )
        self._dress_button()

    def show_state(self, state: ViewState) -> None:
        """Show what is going on."""
        say = self._look.say
        recording = state.activity is Activity.RECORDING
        mark, words = wording.headline(state, say)
        self.mark.show_mark(mark)
        if words != self.words.text():
            self.words.setText(words)
        waiting = wording.waiting(state, say)
        self.waiting.setText(waiting)
        self.waiting.setVisible(bool(waiting))
        self._elapsed.set(state.seconds, running=recording and state.listening)
        self.cancel.setEnabled(state.activity is not Activity.IDLE)
        if state.activity is not self._activity:
            self._activity = state.activity
            self.level.clear()
            self._dress_button()
        self._show_clock()

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak, and the clock that has gone on meanwhile."""
        if self._activity is Activity.RECORDING:
            self.level.show_level(dbfs)
            self._show_clock()

    def _show_clock(self) -> None:
        idle = self._activity is Activity.IDLE
        words = "" if idle else wording.clock(self._elapsed.seconds)
        if words != self.clock.text():
            self.clock.setText(words)

    def _dress_button(self) -> None:
        say, style = self._look.say, self._look.style
        running = self._activity is Activity.RECORDING
        words = say("&Stop") if running else say("&Record")
        name_button(self.record, words, hint=say("Shortcut: {keys}", keys=RECORD_KEYS))
        colour = style.colours.on_record if running else style.colours.on_fill
        edge = style.px(1.4)
        self.record.setIcon(self._icon("stop" if running else "record", colour, edge))
        self.record.setIconSize(QSize(edge, edge))
        set_flag(self.record, "running", running)

    def _icon(self, drawing: str, colour: str, edge: int) -> QIcon:
        """Draw each once: a new pixmap a dictation would fill Qt's cache of them, 10 MB."""
        wanted = (drawing, colour, edge, self.devicePixelRatioF())
        if wanted not in self._icons:
            self._icons[wanted] = QIcon(glyph(*wanted))
        return self._icons[wanted]

    @Slot()
    def _press(self) -> None:
        if self._activity is Activity.RECORDING:
            self._wishes.end()
        else:
            self._wishes.begin()
