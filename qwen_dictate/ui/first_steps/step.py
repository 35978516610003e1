"""What every first step is: it says what it is for, and whether it has come out.

A step is made anew for another look. It is told states while it is in sight, and ``leave`` when
it no longer is. Runs in: GUI thread.
"""

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qwen_dictate.core.settings import get
from qwen_dictate.ui.controls import label, set_role
from qwen_dictate.ui.first_steps.wishes import FirstStepsWishes
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.row import OptionRow
from qwen_dictate.ui.settings.wishes import SettingsWishes
from qwen_dictate.ui.state import ViewState


class Step(QWidget):
    """What every step is."""

    title: ClassVar[str] = ""

    def __init__(self, look: Look, wishes: FirstStepsWishes, settings: SettingsWishes) -> None:
        super().__init__()
        set_role(self, "page")
        self._look = look
        self._wishes = wishes
        self._settings = settings
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.style.near)

    @property
    def succeeded(self) -> bool:
        """Whether what the step is for has happened."""
        return True

    def show_state(self, state: ViewState) -> None:
        """Show a state."""

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak of the microphone."""

    def enter(self) -> None:
        """It comes into sight: the focus goes to where one begins."""

    def leave(self) -> None:
        """It is no longer in sight."""

    def end(self) -> None:
        """Everything is there: what room is left is left at the bottom."""
        self._column.addStretch(1)

    def _alone(self, made: QWidget) -> None:
        """A button no wider than its words."""
        row = QHBoxLayout()
        row.addWidget(made)
        row.addStretch(1)
        self._column.addLayout(row)

    def _say(self, words: str, role: str = "") -> None:
        made = label(role, wrap=True)
        made.setText(words)
        self._column.addWidget(made)

    def _row(self, key: str) -> OptionRow:
        row = OptionRow(key, self._look, self._settings, brief=True)
        self._column.addWidget(row)
        return row


def show_row(row: OptionRow, state: ViewState) -> None:
    """Show an option of the settings as it is now."""
    row.show_value(get(state.settings, row.key), fixed=row.key in state.overridden)
