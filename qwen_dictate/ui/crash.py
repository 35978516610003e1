"""The report of an unexpected error: told beside the work, never in its way.

Not modal, and it takes no focus: a dictation goes on while it stands there. Further errors are
added to the same window. It says what it is given; ``app`` takes care that no spoken word and no
key is in a report. Runs in: GUI thread.
"""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from qwen_dictate.ui.controls import button, label, name_button
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Wishes
from qwen_dictate.ui.style import COPIED_MS

_MOST = 20
"""Reports that are kept: an error that comes with every block must not fill the memory."""


class CrashReport(QDialog):
    """Hidden until something is reported."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._reports: list[str] = []
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.words = label("title", wrap=True)
        self.advice = label(wrap=True)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.copy = button("main", self._copy)
        self.close_it = button("", self.hide)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(self._name_copy)
        self._column = QVBoxLayout(self)
        for part in (self.words, self.advice, self.report):
            self._column.addWidget(part)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addWidget(self.copy)
        self._row.addWidget(self.close_it)
        self._column.addLayout(self._row)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        self._column.setSpacing(style.near)
        self._row.setSpacing(style.near)
        self.resize(style.px(34), style.px(22))
        self.setWindowTitle(say("Unexpected error"))
        self.words.setText(say("Something unexpected went wrong. What you said is kept."))
        self.advice.setText(
            say("The program goes on. This report helps to mend it; it holds no spoken words.")
        )
        self.report.setAccessibleName(say("Report"))
        self._name_copy()
        name_button(self.close_it, say("C&lose"))

    def add(self, report: str) -> None:
        """Show a report, beneath those that stand there."""
        if report not in self._reports:
            self._reports = [*self._reports, report][-_MOST:]
            self.report.setPlainText("\n\n".join(self._reports))
        if not self.isVisible():
            self.show()

    def _copy(self) -> None:
        self._wishes.copy(self.report.toPlainText())
        name_button(self.copy, self._look.say("Copied"))
        self._copied.start()

    @Slot()
    def _name_copy(self) -> None:
        name_button(self.copy, self._look.say("&Copy report"))
