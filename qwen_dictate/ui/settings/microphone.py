"""The choice of the microphone: those that are there when the page comes into sight.

Runs in: GUI thread.
"""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from qwen_dictate.ui.calm_fields import CalmCombo
from qwen_dictate.ui.controls import while_alive
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.editors import Changed, Editor
from qwen_dictate.ui.settings.wishes import SettingsWishes


class MicrophoneEditor(Editor):
    """The system's default, or one of those that are connected."""

    def __init__(self, look: Look, wishes: SettingsWishes, changed: Changed) -> None:
        super().__init__(changed)
        self._look = look
        self._wishes = wishes
        self._found: tuple[tuple[str, str], ...] = ()
        self._value = ""
        self.combo = CalmCombo()
        self._line.addWidget(self.combo, 1)
        self.combo.activated.connect(self._chosen)
        self._fill()

    def parts(self) -> tuple[QWidget, ...]:
        """The list."""
        return (self.combo,)

    def show_value(self, value: object) -> None:
        """Show it, also if it is not connected."""
        self._value = str(value)
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look which there are."""
        super().showEvent(event)
        self._wishes.find_microphones(while_alive(self, self._take))

    def _take(self, found: tuple[tuple[str, str], ...]) -> None:
        if not isValid(self.combo):  # the page was made anew while the devices were asked
            return
        self._found = found
        self._fill()

    def _fill(self) -> None:
        say = self._look.say
        self.combo.clear()
        self.combo.addItem(say("System default"), "")
        for device, name in self._found:
            self.combo.addItem(name, device)
        if self.combo.findData(self._value) < 0:
            self.combo.addItem(say("{name} (not connected)", name=self._value), self._value)
        self.combo.setCurrentIndex(self.combo.findData(self._value))

    def _chosen(self, _place: int) -> None:
        self._value = self.combo.currentData()
        self._changed(self._value)
