"""Plays the recording of the chosen row: a button, a moving mark, the time.

The mark moves by what the sound side tells; no timer runs. Runs in: GUI thread.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import button, label, name_button
from qwen_dictate.ui.history.wishes import HistoryWishes, Playing, Spoken
from qwen_dictate.ui.look import Look

_STEP_MS = 1000
_PAGE_MS = 5000


class Player(QWidget):
    """Hidden where there is no recording."""

    trouble = Signal(str)

    def __init__(self, wishes: HistoryWishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._row: Spoken | None = None
        self.playing = False
        self.toggle = button("", self.press)
        self.mark = QSlider(Qt.Orientation.Horizontal)
        self.mark.setSingleStep(_STEP_MS)
        self.mark.setPageStep(_PAGE_MS)
        self.time = label("caption")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.toggle)
        self._line.addWidget(self.mark, 1)
        self._line.addWidget(self.time)
        self.mark.valueChanged.connect(self._tell_time)
        self.mark.sliderReleased.connect(self._go_on)
        self.mark.actionTriggered.connect(self._stepped)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        self._line.setSpacing(look.style.near)
        self.mark.setAccessibleName(look.say("Place in the recording"))
        self._name()
        self._tell_time()

    def show_row(self, row: Spoken | None) -> None:
        """Offer another recording; what was played ends."""
        same = row is not None and self._row is not None and row.id == self._row.id
        self._row = row
        self.setVisible(row is not None and row.audio)
        if same:
            return
        self.end()
        self.mark.setRange(0, round(row.seconds * 1000) if row else 0)
        self.mark.setValue(0)
        self._tell_time()

    def press(self) -> None:
        """Play, or stop."""
        if self.playing:
            self.end()
        elif self._row is not None and self._row.audio:
            at_end = self.mark.value() >= self.mark.maximum()
            self._play(0 if at_end else self.mark.value())

    def end(self) -> None:
        """Stop where it is."""
        if self.playing:
            self.playing = False
            self._wishes.stop()
            self._name()

    def _play(self, from_ms: int) -> None:
        row = self._row
        if row is None:
            return
        self.playing = True
        self._name()
        self._wishes.play(row, from_ms / 1000, lambda told: self._told(row.id, told))

    def _told(self, row_id: str, told: Playing) -> None:
        if self._row is None or self._row.id != row_id or not self.playing:
            return
        if not self.mark.isSliderDown():
            self.mark.setValue(round(told.at_s * 1000))
        if told.over:
            self.playing = False
            self._name()
        if told.trouble:
            self.trouble.emit(told.trouble)

    def _go_on(self) -> None:
        if self.playing:
            self._play(self.mark.value())

    def _stepped(self, action: int) -> None:
        """A key moved the mark: the sound follows."""
        if action != QSlider.SliderAction.SliderMove.value and self.playing:
            self._play(self.mark.sliderPosition())

    def _name(self) -> None:
        say = self._look.say
        if self.playing:
            name_button(self.toggle, say("Stop pla&ying"))
        else:
            name_button(self.toggle, say("Pla&y"), hint=say("Hear the recording"))

    def _tell_time(self) -> None:
        at, whole = self.mark.value() / 1000, self.mark.maximum() / 1000
        self.time.setText(f"{wording.clock(at)} / {wording.clock(whole)}")
