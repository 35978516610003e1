"""The notice bar: what went wrong in one sentence, what to do in another; can be copied, closed.

Runs in: GUI thread.
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qwen_dictate.ui.controls import button, label, name_button, set_role
from qwen_dictate.ui.icons import glyph
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.mark_view import MarkView
from qwen_dictate.ui.marks import Mark
from qwen_dictate.ui.state import Notice, ViewState, Wishes


class NoticeBar(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._notice: Notice | None = None
        self.mark = MarkView(look.style)
        self.text = label("title", wrap=True, selectable=True)
        self.remedy = label(wrap=True, selectable=True)
        self.copy = button("quiet", self._copy)
        self.close_it = button("quiet", wishes.dismiss_notice)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.text)
        words.addWidget(self.remedy)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.copy)
        self._row.addWidget(self.close_it)
        self.hide()
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._row.setContentsMargins(style.gap, style.near, style.near, style.near)
        self._row.setSpacing(style.near)
        self.mark.use(style)
        name_button(self.copy, say("Copy"), hint=say("Copy this message"))
        self.close_it.setIcon(
            QIcon(glyph("close", style.colours.text, style.glyph, self.devicePixelRatioF()))
        )
        self.close_it.setIconSize(QSize(style.glyph, style.glyph))
        self.close_it.setAccessibleName(say("Close this message"))
        self.close_it.setToolTip(say("Close this message"))
        self._show(self._notice)

    def show_state(self, state: ViewState) -> None:
        """Show the notice of a state."""
        notice = state.notice
        if notice is not None and any(card.reason == notice.whole for card in state.cards):
            notice = None  # its card says it, with what can be done about it
        if notice != self._notice:
            self._show(notice)

    def _show(self, notice: Notice | None) -> None:
        self._notice = notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        sentence = self._look.say.sentence
        self.mark.show_mark(Mark.TROUBLE if notice.kind else Mark.NOTE)
        set_role(self, "trouble" if notice.kind else "note")
        self.style().polish(self)
        self.text.setText(sentence(notice.text))
        self.remedy.setText(sentence(notice.remedy))
        self.remedy.setVisible(bool(notice.remedy))
        self.setAccessibleName(self._whole())

    def _whole(self) -> str:
        return f"{self.text.text()} {self.remedy.text()}".strip()

    def _copy(self) -> None:
        self._wishes.copy(self._whole())
