"""The child that shows a small window, and tells what is typed and pasted into it.

It tells its window's number, whether it has the focus, and its field's text after each change.
Runs in: a process of its own, GUI thread; ``_read``: waits for the end of standard input.
"""

import json
import sys
import threading

from PySide6.QtCore import QMetaObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

TITLE = "Qwen Dictate – test"


class TrialWindow(QWidget):
    """One field."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.WindowStaysOnTopHint)
        self.setWindowTitle(TITLE)
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel("Qwen Dictate tries to type here. / Qwen Dictate 正在试着输入。"))
        self._field = QLineEdit()
        self._field.setMinimumWidth(360)
        layout.addWidget(self._field)
        self._field.textChanged.connect(self._changed)

    def show_it(self) -> None:
        """Show it, and ask for the focus."""
        self.show()
        self.raise_()
        self.activateWindow()
        self._field.setFocus()
        _tell(window=int(self.winId()))

    @Slot()
    def _changed(self) -> None:
        _tell(typed=self._field.text())

    @Slot()
    def focus_changed(self) -> None:
        """The application got or lost the focus."""
        _tell(active=self.isActiveWindow())


def run() -> int:
    """Show the window until standard input ends."""
    application = QApplication(["qwen-dictate-test"])
    application.setApplicationName("qwen-dictate-test")
    application.setDesktopFileName("qwen-dictate-test")
    window = TrialWindow()
    application.focusWindowChanged.connect(window.focus_changed)
    window.show_it()
    threading.Thread(target=_read, args=(application,), daemon=True).start()
    return application.exec()


def _read(application: QApplication) -> None:
    sys.stdin.read()
    QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)


def _tell(**told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
