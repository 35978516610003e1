"""The main window: a bar of pages, and the page in sight (``ui.pages``).

It shows a ``ViewState`` and passes on wishes; it keeps nothing but its size. Closing hides it
where there is a tray, else it is the wish to quit. Runs in: GUI thread.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, Qt, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow

from qwen_dictate.ui.dictation_page import DictationPage
from qwen_dictate.ui.icons import application_icon
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.pages import MakePage, Pages
from qwen_dictate.ui.recorder_panel import CANCEL_KEYS, RECORD_KEYS
from qwen_dictate.ui.state import Activity, ViewState, Wishes

TITLE = "Qwen Dictate"
"""In every language: scripts and window managers know the window by it."""

QUIT_KEYS = "Ctrl+Q"  # Qt's own standard key for it is empty on a bare X11 desktop


class Geometry(Protocol):
    """Remembers where the window was; neither call may wait for a disk."""

    def read(self) -> bytes:
        """Give what was written last; empty when nothing was."""
        ...

    def write(self, geometry: bytes) -> None:
        """Keep it."""
        ...


class MainWindow(QMainWindow):
    """The window titled ``Qwen Dictate``.

    Args:
        wishes: what its views may ask for.
        look: what they wear.
        geometry: remembers the window's place.
        others: the pages beside that of dictation, by the name they have in ``pages.TITLES``;
            each is made when it is shown for the first time.
    """

    def __init__(
        self,
        wishes: Wishes,
        look: Look,
        geometry: Geometry,
        others: Mapping[str, MakePage] | None = None,
    ) -> None:
        super().__init__()
        self._wishes = wishes
        self._geometry = geometry
        self._state = ViewState()
        self._ending = False
        self.setWindowTitle(TITLE)
        self.setWindowIcon(application_icon())
        self.setAcceptDrops(True)
        self.dictation = page = DictationPage(wishes, look)
        self.header, self.notice, self.download = page.header, page.notice, page.download
        self.panel, self.live = page.panel, page.live
        self.cards, self.texts = page.cards, page.texts
        self.pages = Pages({"dictation": lambda _: page, **(others or {})}, look)
        self.setCentralWidget(self.pages)
        self.pages.show_page("dictation")
        for keys, pressed in (
            (QUIT_KEYS, self._quit),
            (RECORD_KEYS, self._record),
            (CANCEL_KEYS, self._cancel),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)
        self._restore(look)
        self.panel.record.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files, and nothing else."""
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Files become text, on their page."""
        if paths := _files(event):
            event.acceptProposedAction()
            self._wishes.transcribe(paths)

    def use(self, look: Look) -> None:
        """Wear another look: the language or the theme has changed."""
        self.pages.use(look)

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        self.pages.show_state(state)

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak of the microphone."""
        if self.isVisible():
            self.pages.show_level(dbfs)

    def raise_up(self) -> None:
        """Show the window and ask for the focus."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def end(self) -> None:
        """Remember where the window is and let it close: the program ends.

        Without this ``QApplication.quit`` would ask the window, which says no.
        """
        self._ending = True
        self.close()

    def _restore(self, look: Look) -> None:
        kept = self._geometry.read()
        if not kept or not self.restoreGeometry(QByteArray(kept)):
            self.resize(*look.style.window_size)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Go into the tray, or ask the program to end."""
        if self._ending:
            event.accept()
            return
        event.ignore()
        if self._state.tray:
            self.hide()
        else:
            self._quit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where the window was."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._geometry.write(bytes(self.saveGeometry().data()))

    @Slot()
    def _quit(self) -> None:
        self._wishes.quit()

    @Slot()
    def _record(self) -> None:
        """On every page: where no key can be heard elsewhere, this is the one there is."""
        if self._state.activity is Activity.RECORDING:
            self._wishes.end()
        else:
            self._wishes.begin()

    @Slot()
    def _cancel(self) -> None:
        if self._state.activity is not Activity.IDLE:
            self._wishes.cancel()


def _files(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
