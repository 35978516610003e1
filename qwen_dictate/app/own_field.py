"""The program's own text fields as targets: filled directly, with no key and no clipboard.

A field that has the focus at key-down is remembered and gets the text wherever the focus is by
then; one that is gone, hidden or read-only by then keeps the text on its card. A field that hides
what is typed (the API key) is no target. Runs in: GUI thread.
"""

import os
from typing import Final

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Outcome, Receipt, ReceiptKind, Target
from qwen_dictate.core.text.join import seam
from qwen_dictate.core.typing import clean

APP: Final = "Qwen Dictate"
_REMEMBERED: Final = 32
"""Fields of as many presses: an utterance takes seconds to come back."""

Field = QLineEdit | QPlainTextEdit | QTextEdit


def is_own(target: Target | None) -> bool:
    """Whether a target is a field of ours."""
    return target is not None and target.window == 0 and target.app == APP


class OwnFields:
    """Knows the fields that presses were meant for."""

    def __init__(self) -> None:
        self._count = 0
        self._fields: dict[str, Field] = {}

    def focused(self) -> Target | None:
        """The field of ours that has the focus now, as a target."""
        field = QApplication.focusWidget()
        if not isinstance(field, Field) or not _takes_text(field):
            return None
        self._count += 1
        name = str(self._count)
        newest = list(self._fields.items())[1 - _REMEMBERED :]
        self._fields = {**dict(newest), name: field}
        return Target(window=0, pid=os.getpid(), app=APP, instance=name)

    def fill(self, target: Target, text: str, join: str) -> Receipt:
        """Put a text where the cursor of that field is; ``join`` as ``text.join``."""
        field = self._fields.get(target.instance)
        if field is None or not isValid(field) or not _takes_text(field):
            error = DeliveryError(
                "The field that the text was meant for is gone; the text is kept.",
                "Click where it should stand and insert it from its card.",
            )
            return Receipt(Outcome.KEPT, ReceiptKind.UNKNOWN, "none", text, error)
        lead = seam(_before(field), text) if join == "smart" else ""
        tail = " " if join == "trailing_space" else ""
        whole = lead + text + tail
        _insert(field, whole)
        return Receipt(
            Outcome.DELIVERED,
            ReceiptKind.READ,
            "window",
            typed_into=target,
            typed=_kept(field, whole),
        )

    def take_back(self, target: Target, text: str) -> DeliveryError | None:
        """Remove what was put into that field, if it still stands before the cursor."""
        field = self._fields.get(target.instance)
        if field is None or not isValid(field) or not _takes_text(field):
            return DeliveryError("The field that it was typed into is gone.")
        if _is_marked(field) or not _before(field).replace("\u2029", "\n").endswith(text):
            return DeliveryError(
                "Something else stands before the cursor now, so nothing was taken back."
            )
        _remove(field, len(text.encode("utf-16-le")) // 2)
        return None


def _takes_text(field: QWidget) -> bool:
    if not isinstance(field, Field) or not field.isVisible() or not field.isEnabled():
        return False
    if isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal:
        return False
    return not field.isReadOnly()


def _before(field: Field) -> str:
    """What stands before the cursor or the selection."""
    if isinstance(field, QLineEdit):
        start = field.selectionStart()
        return field.text()[: field.cursorPosition() if start < 0 else start]
    cursor = field.textCursor()
    cursor.setPosition(cursor.selectionStart())
    cursor.movePosition(cursor.MoveOperation.Start, cursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def _insert(field: Field, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.insert(_kept(field, text))
    else:
        field.insertPlainText(_kept(field, text))
        field.ensureCursorVisible()


def _kept(field: Field, text: str) -> str:
    """What a field takes of a text."""
    return clean(text, "space" if isinstance(field, QLineEdit) else "enter")


def _is_marked(field: Field) -> bool:
    if isinstance(field, QLineEdit):
        return field.hasSelectedText()
    return field.textCursor().hasSelection()


def _remove(field: Field, units: int) -> None:
    """Delete so many UTF-16 units before the cursor."""
    if isinstance(field, QLineEdit):
        field.cursorBackward(True, units)
        field.del_()
        return
    cursor = field.textCursor()
    cursor.setPosition(cursor.position() - units, cursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
