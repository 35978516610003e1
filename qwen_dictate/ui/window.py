"""The main window: one page that says what is heard, what was said and what became of it.

It shows a ``ViewState`` and passes on wishes; it keeps nothing but its size. Each part compares
what it is shown with what it shows, so that 30 partials a second cost only the live view.
Closing hides it where there is a tray, else it is the wish to quit. Runs in: GUI thread.
"""

from typing import Protocol

from PySide6.QtCore import QByteArray, QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from qwen_dictate.ui.card import CardList
from qwen_dictate.ui.controls import set_role
from qwen_dictate.ui.download import DownloadBar
from qwen_dictate.ui.entries import SessionTexts
from qwen_dictate.ui.header import Header
from qwen_dictate.ui.icons import application_icon
from qwen_dictate.ui.live import LiveView
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.notice import NoticeBar
from qwen_dictate.ui.recorder_panel import RecorderPanel
from qwen_dictate.ui.state import ViewState, Wishes

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


class _Part(Protocol):
    def use(self, look: Look) -> None: ...

    def show_state(self, state: ViewState) -> None: ...


class _Page(QWidget):
    """Needs as much height as its sentences do at the width that it has.

    Qt asks a window's content for its least height without saying a width, so wrapped sentences
    would be cut off in the smallest window.
    """

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least size at the width of now."""
        layout = self.layout()
        if layout is None:
            return super().minimumSizeHint()
        least = layout.totalMinimumSize()
        width = max(self.width(), least.width())
        height = max(least.height(), layout.totalMinimumHeightForWidth(width))
        return QSize(least.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class MainWindow(QMainWindow):
    """The window titled ``Qwen Dictate``."""

    def __init__(self, wishes: Wishes, look: Look, geometry: Geometry) -> None:
        super().__init__()
        self._wishes = wishes
        self._geometry = geometry
        self._state = ViewState()
        self._ending = False
        self._alone: bool | None = None
        self.setWindowTitle(TITLE)
        self.setWindowIcon(application_icon())
        self.header = Header(look)
        self.panel = RecorderPanel(wishes, look)
        self.live = LiveView(look)
        self.notice = NoticeBar(wishes, look)
        self.download = DownloadBar(wishes, look)
        self.cards = CardList(wishes, look)
        self.texts = SessionTexts(wishes, look)
        self._lay_out()
        quit_keys = QShortcut(QKeySequence(QUIT_KEYS), self)
        quit_keys.activated.connect(self._quit)
        self.use(look)
        self._restore(look)
        self.panel.record.setFocus()

    def _lay_out(self) -> None:
        page = _Page()
        set_role(page, "page")
        self._column = QVBoxLayout(page)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.cards)
        self._column.addWidget(self.header)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.download)
        self._column.addWidget(self.panel)
        self._column.addWidget(self.live)
        self._column.addWidget(self._scroll, 3)
        self._column.addWidget(self.texts, 2)
        self.setCentralWidget(page)

    def use(self, look: Look) -> None:
        """Wear another look: the language or the theme has changed."""
        style = look.style
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        self._column.setSpacing(style.gap)
        self._scroll.setMinimumHeight(style.card_height)
        self._scroll.setAccessibleName(look.say("Kept texts"))
        for part in self._parts():
            part.use(look)
        self.show_state(self._state)

    def _parts(self) -> tuple[_Part, ...]:
        return (
            *(self.header, self.notice, self.download, self.panel),
            *(self.live, self.cards, self.texts),
        )

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        for part in self._parts():
            part.show_state(state)
        self._scroll.setVisible(bool(state.cards))
        self._share_room(alone=not state.cards and not state.entries)

    def _share_room(self, *, alone: bool) -> None:
        """Give the live view the room that cards and texts do not need yet."""
        if self._alone is not alone:
            self._alone = alone
            self.live.grow(alone)
            self._column.setStretchFactor(self.live, 1 if alone else 0)
            self._column.setStretchFactor(self.texts, 0 if alone else 2)

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak of the microphone."""
        if self.isVisible():
            self.panel.show_level(dbfs)

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
