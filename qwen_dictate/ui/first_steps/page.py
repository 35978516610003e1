"""The page of the first steps: one in sight, with a way back, on, and out.

Never modal: hotkey, recorder and verbs work as always. Each step can be skipped; whoever leaves
or comes to the end is not asked again (``onboarding.done``), and the help menu brings the page
back. Runs in: GUI thread.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout

from qwen_dictate.ui.controls import button, label, name_button, set_flag
from qwen_dictate.ui.first_steps.equipment import (
    HotkeyStep,
    LanguageStep,
    MicrophoneStep,
    ServiceStep,
)
from qwen_dictate.ui.first_steps.speaking import SentenceStep, WindowStep
from qwen_dictate.ui.first_steps.step import Step
from qwen_dictate.ui.first_steps.wishes import FirstStepsWishes
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.pages import Page
from qwen_dictate.ui.settings.wishes import SettingsWishes
from qwen_dictate.ui.state import ViewState

STEPS: Final[tuple[type[Step], ...]] = (
    *(MicrophoneStep, HotkeyStep, LanguageStep),
    *(ServiceStep, SentenceStep, WindowStep),
)


class FirstStepsPage(Page):
    """The page; ``leave`` shows another one."""

    takes_focus = True

    def __init__(
        self,
        wishes: FirstStepsWishes,
        settings: SettingsWishes,
        leave: Callable[[], None],
        look: Look,
    ) -> None:
        super().__init__()
        self._wishes = wishes
        self._settings = settings
        self._leave = leave
        self._look = look
        self._state = ViewState()
        self._place = 0
        self._in_sight = False
        self.step: Step | None = None
        self.count = label("caption")
        self.title = label("state")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_it = button("quiet", self.finish)
        self.back = button("", self._go_back)
        self.on = button("main", self._go_on)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.count)
        self._column.addWidget(self.title)
        self._column.addWidget(self.area, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.close_it)
        self._foot.addStretch(1)
        self._foot.addWidget(self.back)
        self._foot.addWidget(self.on)
        self._column.addLayout(self._foot)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look: the step in sight is made anew."""
        self._look = look
        style = look.style
        self._column.setContentsMargins(*(style.gap,) * 4)
        self._column.setSpacing(style.near)
        self._foot.setSpacing(style.tight)
        name_button(
            self.close_it,
            look.say("Lea&ve the first steps"),
            hint=look.say("They stay in the help menu"),
        )
        name_button(self.back, look.say("&Back"))
        self.go(self._place)

    def go(self, place: int) -> None:
        """Bring a step into sight."""
        self._leave_step()
        self._place = place
        made = STEPS[place](self._look, self._wishes, self._settings)
        made.end()
        self.step = made
        self.area.setWidget(made)
        say = self._look.say
        self.count.setText(say("Step {number} of {count}", number=place + 1, count=len(STEPS)))
        self.title.setText(say(made.title))
        self.back.setEnabled(place > 0)
        self._show()
        if self._in_sight:
            self.on.setFocus()
            made.enter()

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        self._show()

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak of the microphone."""
        if self.step is not None:
            self.step.show_level(dbfs)

    def _show(self) -> None:
        if self.step is None:
            return
        self.step.show_state(self._state)
        say = self._look.say
        if self._place == len(STEPS) - 1:
            name_button(self.on, say("&Done"))
        else:
            name_button(self.on, say("&Next") if self.step.succeeded else say("S&kip this step"))
        set_flag(self.on, "calm", not self.step.succeeded)

    def _go_on(self) -> None:
        if self._place == len(STEPS) - 1:
            self.finish()
        else:
            self.go(self._place + 1)

    def _go_back(self) -> None:
        self.go(self._place - 1)

    def finish(self) -> None:
        """Not to be asked again; the page of dictation follows."""
        if not self._state.settings.onboarding.done:
            self._settings.change("onboarding.done", True, _nobody)
        self._place = 0
        self._leave()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """It begins, or goes on where it was."""
        super().showEvent(event)
        if not self._in_sight:
            self._in_sight = True
            self.go(self._place)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Microphone and key are as always while it is not in sight."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._leave_step()
            self._in_sight = False

    def _leave_step(self) -> None:
        if self._in_sight and self.step is not None:
            self.step.leave()


def _nobody(_problem: str) -> None:
    """A file that cannot be written is told elsewhere; the page would come again."""
