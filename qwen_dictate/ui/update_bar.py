"""The bar about new versions: asks once whether to look for them, later says that there is one.

Runs in: GUI thread.
"""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qwen_dictate.ui.controls import button, label, name_button, set_role
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Update, UpdateAnswer, ViewState, Wishes


class UpdateBar(QFrame):
    """Hidden while there is nothing to ask or to say."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        set_role(self, "note")
        self._wishes = wishes
        self._update: Update | None = None
        self.text = label("title", wrap=True)
        self.news = label(wrap=True, selectable=True)
        for words in (self.text, self.news):  # what GitHub sends is never read as HTML
            words.setTextFormat(Qt.TextFormat.PlainText)
        self.yes = button("quiet", self._say_yes)
        self.no = button("quiet", self._say_no)
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._column.addWidget(self.text)
        self._column.addWidget(self.news)
        self._row.addStretch(1)
        self._row.addWidget(self.yes)
        self._row.addWidget(self.no)
        self._column.addLayout(self._row)
        self.hide()
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style = look.style
        self._column.setContentsMargins(style.gap, style.near, style.near, style.near)
        self._column.setSpacing(style.near)
        self._row.setSpacing(style.near)
        self._show(self._update)

    def show_state(self, state: ViewState) -> None:
        """Show what a state has to say."""
        if state.update != self._update:
            self._show(state.update)

    def _show(self, update: Update | None) -> None:
        self._update = update
        self.setVisible(update is not None)
        if update is None:
            return
        say = self._look.say
        if update.version:
            self.text.setText(say("Version {version} is out.", version=update.version))
            self.news.setText(update.news)
            name_button(self.yes, say("What is &new"), hint=update.address)
            name_button(self.no, say("Not no&w"))
        else:
            self.text.setText(say("Look for new versions once a week?"))
            self.news.setText(
                say("GitHub is asked, and told nothing about you. Nothing is installed by itself.")
            )
            name_button(self.yes, say("&Yes"))
            name_button(self.no, say("&No"))
        self.news.setVisible(bool(self.news.text()))
        self.setAccessibleName(f"{self.text.text()} {self.news.text()}".strip())

    def _say_yes(self) -> None:
        if self._update is not None and self._update.version:
            QDesktopServices.openUrl(QUrl(self._update.address))
        else:
            self._wishes.answer_update(UpdateAnswer.YES)

    def _say_no(self) -> None:
        news = self._update is not None and bool(self._update.version)
        self._wishes.answer_update(UpdateAnswer.LATER if news else UpdateAnswer.NO)
