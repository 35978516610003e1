"""The help menu at the end of the bar of pages: first steps, about. Runs in: GUI thread."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton

from qwen_dictate import __version__
from qwen_dictate.ui.controls import name_button, set_role
from qwen_dictate.ui.icons import application_icon
from qwen_dictate.ui.look import Look

PROJECT: Final = "Qwen Dictate"
HELP_KEYS: Final = "F1"


class HelpButton(QPushButton):
    """A quiet button that opens the menu; the menu is made when it is opened."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "quiet")
        self.setAutoDefault(False)
        self.first_steps: Callable[[], object] | None = None
        self.menu_shown: QMenu | None = None
        self.about: QMessageBox | None = None
        self.clicked.connect(self._open)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        name_button(self, look.say("Help"), hint=look.say("Shortcut: {keys}", keys=HELP_KEYS))
        self.setShortcut(HELP_KEYS)  # words without a mnemonic would take it away

    def _open(self, _checked: bool = False) -> None:
        say = self._look.say
        menu = self.menu_shown = QMenu(self)
        menu.setAccessibleName(say("Help"))
        if self.first_steps is not None:
            menu.addAction(say("&First steps")).triggered.connect(_Call(self.first_steps))
        menu.addAction(say("&About Qwen Dictate")).triggered.connect(_Call(self.show_about))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def show_about(self) -> None:
        """Say what this program is, in a window that stops nobody."""
        say = self._look.say
        box = self.about = QMessageBox(self.window())
        box.setWindowTitle(say("About Qwen Dictate"))
        box.setText(f"{PROJECT} {__version__}")
        box.setInformativeText(
            say(
                "Live dictation for the desktop with Qwen-ASR, and with an engine of its own that "
                "works without key and network. MIT licence."
            )
        )
        edge = self._look.style.px(3)
        box.setIconPixmap(application_icon().pixmap(edge, edge))
        box.setModal(False)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.show()


class _Call:
    """An action's ``checked`` is nobody's business."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._call = call

    def __call__(self, _checked: bool = False) -> None:
        self._call()
