"""A sentence to try the settings of words with: what is typed is shown as it would be typed.

The same steps as in a delivery (core/text), done elsewhere, because the tables of Chinese
characters take a moment to load. Runs in: GUI thread.
"""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from qwen_dictate.core.settings import Text
from qwen_dictate.ui.controls import label, set_role, while_alive
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.wishes import SettingsWishes


class WordsTrial(QFrame):
    """A field to speak for the microphone, and what would stand in the window."""

    def __init__(self, look: Look, wishes: SettingsWishes) -> None:
        super().__init__()
        set_role(self, "option")
        self._wishes = wishes
        self._text = Text()
        self._asked = 0
        say, style = look.say, look.style
        self._look = look
        self.name = label("title")
        self.name.setText(say("Try it"))
        self.explanation = label("caption", wrap=True)
        self.explanation.setText(say("Type a sentence as it may be recognised."))
        self.field = QLineEdit()
        self.field.setAccessibleName(say("Try it"))
        self.field.setAccessibleDescription(say("Type a sentence as it may be recognised."))
        self.field.setPlaceholderText(say("hello comma this is a test full stop"))
        self.shown = label("value", wrap=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, style.near, 0, style.near)
        column.setSpacing(style.tight)
        for part in (self.name, self.explanation, self.field, self.shown):
            column.addWidget(part)
        self.field.textChanged.connect(self._try)
        self._take(0, "")

    def show_text(self, text: Text) -> None:
        """The settings have changed."""
        if text != self._text:
            self._text = text
            self._try()

    @Slot()
    def _try(self) -> None:
        self._asked += 1
        asked = self._asked

        def take(finished: str) -> None:
            self._take(asked, finished)

        then = while_alive(self, take)
        self._wishes.try_words(self.field.text(), self._text, then)

    def _take(self, asked: int, finished: str) -> None:
        if asked == self._asked:
            say = self._look.say
            self.shown.setText(say("Typed: {text}", text=finished) if finished else "")
            self.shown.setVisible(bool(finished))
