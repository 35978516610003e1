"""The first steps that speak: into a field of the page, then into a window of the user's.

Runs in: GUI thread.
"""

from PySide6.QtWidgets import QPlainTextEdit

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import button, label, name_button, set_flag
from qwen_dictate.ui.download import DownloadBar
from qwen_dictate.ui.first_steps.step import Step
from qwen_dictate.ui.first_steps.wishes import FirstStepsWishes
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.wishes import SettingsWishes
from qwen_dictate.ui.state import Activity, ViewState
from qwen_dictate.ui.texts import source


class SentenceStep(Step):
    """The first sentence, into a field of this page."""

    title = source("Your first sentence")

    def __init__(self, look: Look, wishes: FirstStepsWishes, settings: SettingsWishes) -> None:
        super().__init__(look, wishes, settings)
        say = look.say
        self._recording = False
        self.how = label("title", wrap=True)
        self._column.addWidget(self.how)
        self._say(say("For example: The quick brown fox jumps over the lazy dog."), "soft")
        self.download = DownloadBar(wishes, look)
        self._column.addWidget(self.download)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(look.style.px(6))
        self.field.setAccessibleName(say("Your first sentence"))
        self.field.setPlaceholderText(say("Your words will stand here."))
        self._column.addWidget(self.field)
        self.state = label("value", wrap=True)
        self._column.addWidget(self.state)
        self.speak = button("", self._speak)
        self._alone(self.speak)

    @property
    def succeeded(self) -> bool:
        """Whether words stand there."""
        return bool(self.field.toPlainText().strip())

    def show_state(self, state: ViewState) -> None:
        """Say what is going on."""
        say = self._look.say
        self._recording = state.activity is Activity.RECORDING
        self.how.setText(wording.how_to_begin_here(state, say))
        self.download.show_state(state)
        name_button(self.speak, say("St&op") if self._recording else say("&Speak"))
        words, bad = _going_on(state, self._look)
        if self.succeeded and state.activity is Activity.IDLE and not bad:
            words = say("✓ That is all there is to it.")
        self.state.setText(words)
        set_flag(self.state, "failed", bad)

    def enter(self) -> None:
        """The field waits for words."""
        self.field.setFocus()

    def _speak(self) -> None:
        if self._recording:
            self._wishes.end()
        else:
            self.field.setFocus()
            self._wishes.begin_here()


class WindowStep(Step):
    """A sentence into a window of the user's own."""

    title = source("Now in your own window")

    def __init__(self, look: Look, wishes: FirstStepsWishes, settings: SettingsWishes) -> None:
        super().__init__(look, wishes, settings)
        say = look.say
        self._before: str | None = None
        self._arrived = ""
        self.how = label("title", wrap=True)
        self._say(
            say(
                "Click into any other window: an editor, a chat, a terminal. "
                "Leave this one in sight."
            )
        )
        self._column.addWidget(self.how)
        self.state = label("value", wrap=True)
        self._column.addWidget(self.state)

    @property
    def succeeded(self) -> bool:
        """Whether a sentence has arrived there."""
        return bool(self._arrived)

    def show_state(self, state: ViewState) -> None:
        """Say what became of the sentence."""
        say = self._look.say
        self.how.setText(wording.how_to_begin(state, say))
        newest = state.entries[0] if state.entries else None
        if self._before is None:
            self._before = newest.history_id if newest else ""
        words, bad = _going_on(state, self._look)
        if newest is not None and newest.history_id != self._before:
            if newest.state == "delivered" and newest.method != "window":
                self._arrived = newest.app
                app = newest.app or say("your window")
                words = say("✓ It stands in {app}.", app=app)
            elif state.activity is Activity.IDLE and not bad:
                words = wording.fate(newest, say)
        self.state.setText(words)
        set_flag(self.state, "failed", bad)


def _going_on(state: ViewState, look: Look) -> tuple[str, bool]:
    """What is going on, and whether it is bad."""
    say = look.say
    if state.activity is not Activity.IDLE:
        waiting = wording.waiting(state, say)
        return waiting or wording.headline(state, say)[1], False
    if state.cards and not state.cards[-1].text:
        return say.sentence(state.cards[-1].reason), True
    if state.notice is not None:
        words = f"{say.sentence(state.notice.text)} {say.sentence(state.notice.remedy)}".strip()
        return words, bool(state.notice.kind)
    return "", False
