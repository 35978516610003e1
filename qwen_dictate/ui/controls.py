"""The plain things that the views are made of: labels, buttons and surfaces in their roles.

A role is a word that the style sheet knows (``ui.sheet``); nothing here has a colour or size of
its own. Runs in: GUI thread.
"""

import html
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QStyleOption, QWidget
from shiboken6 import isValid


def set_role(widget: QWidget, role: str) -> None:
    """Name the rule of the style sheet that the widget follows."""
    widget.setProperty("role", role)


def set_flag(widget: QWidget, flag: str, on: bool) -> None:
    """Switch a flag that the style sheet asks for, and draw the widget anew if it changed."""
    if widget.property(flag) != on:
        widget.setProperty(flag, on)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def label(role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Make a label for plain text (never markup: what was spoken may hold ``<``)."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        set_role(made, role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def surface(role: str = "surface") -> QFrame:
    """Make a ground that groups things."""
    frame = QFrame()
    set_role(frame, role)
    return frame


def button(role: str, pressed: Callable[[], object]) -> QPushButton:
    """Make a button that calls ``pressed``; its words are set by its view."""
    made = QPushButton()
    set_role(made, role)
    made.setAutoDefault(False)
    made.clicked.connect(_Press(pressed))
    return made


class _Press:
    """A click's ``checked`` is nobody's business."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        self._pressed = pressed

    def __call__(self, _checked: bool = False) -> None:
        self._pressed()


def name_button(made: QPushButton, words: str, *, hint: str = "") -> None:
    """Give a button its words (``&`` marks its key) and the same name for screen readers."""
    made.setText(words)
    made.setAccessibleName(without_mnemonic(words))
    made.setToolTip(hint)
    made.setAccessibleDescription(hint)


def without_mnemonic(words: str) -> str:
    """Take the ``&`` out, and the ``(&X)`` that Chinese puts behind the word."""
    at = words.find("(&")
    if at > 0 and words[at + 3 : at + 4] == ")":
        words = words[:at] + words[at + 4 :]
    return words.replace("&", "")


class ElidedLabel(QLabel):
    """One line that ends in "…" when there is no room; the whole text is its tool tip.

    For names that others chose (a microphone's), whose length nobody knows.
    """

    def __init__(self, role: str) -> None:
        super().__init__()
        set_role(self, role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show a text."""
        super().setText(text)
        self._tell()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few characters."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 6, metrics.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Offer the whole text as a tool tip where it is cut."""
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        # Qt takes words that look like HTML for it.
        words = self.text() if "<" not in self.text() else f"<p>{html.escape(self.text())}</p>"
        self.setToolTip(words if cut else "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Draw as much as there is room for."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        self.style().drawItemText(
            painter,
            self.rect(),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            option.palette,
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )
        painter.end()


def while_alive(owner: QWidget, call: Callable[..., object]) -> Callable[..., None]:
    """Make ``call`` safe to be called when ``owner`` may be gone: then nothing happens."""

    def called(*words: object) -> None:
        if isValid(owner):
            call(*words)

    return called
