"""The editor of the context words: the service's limit is counted as one types.

What is longer than the service takes is not stored. Runs in: GUI thread.
"""

from PySide6.QtCore import QLocale, QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qwen_dictate.core.context import CONTEXT_TOKENS, tokens
from qwen_dictate.ui.controls import label, set_flag
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.editors import Changed, Editor, WholeText

_PAUSE_MS = 1000
"""After so long without a key what stands there is stored."""


class ContextEditor(Editor):
    """Several lines of names and words, and how much of the limit they are."""

    def __init__(self, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self._look = look
        self.field = WholeText(self._leave)
        self.field.setFixedHeight(look.style.px(6))
        self.field.setPlaceholderText(look.say("For example: Qwen Dictate, Zhang Wei, PulseAudio"))
        self.count = label("caption")
        column = QVBoxLayout()
        column.setSpacing(look.style.tight)
        column.addWidget(self.field)
        column.addWidget(self.count)
        self._line.addLayout(column)
        self._shown = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._leave)
        self.field.textChanged.connect(self._typed)
        self._typed()

    def parts(self) -> tuple[QWidget, ...]:
        """The field."""
        return (self.field,)

    def show_value(self, value: object) -> None:
        """Show it, unless something else is being typed."""
        before, self._shown = self._shown, str(value)
        typed = self.field.toPlainText()
        if typed != self._shown and (typed == before or not self.field.hasFocus()):
            self.field.setPlainText(self._shown)
            self._pause.stop()

    @property
    def _too_long(self) -> bool:
        return tokens(self.field.toPlainText()) > CONTEXT_TOKENS

    @Slot()
    def _typed(self) -> None:
        say, locale = self._look.say, QLocale(self._look.say.language)
        used = locale.toString(tokens(self.field.toPlainText()))
        limit = locale.toString(CONTEXT_TOKENS)
        if self._too_long:
            words = say(
                "About {used} of {limit} words or characters: too long for the service, not stored",
                used=used,
                limit=limit,
            )
        else:
            words = say("About {used} of {limit} words or characters", used=used, limit=limit)
        self.count.setText(words)
        set_flag(self.count, "trouble", self._too_long)
        if self.field.toPlainText() != self._shown:
            self._pause.start()

    @Slot()
    def _leave(self) -> None:
        self._pause.stop()
        typed = self.field.toPlainText()
        if typed != self._shown and not self._too_long:
            self._changed(typed)
