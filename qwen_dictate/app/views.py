"""The views together: window, overlay, tray, crash report. Runs in: GUI thread."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.app.keyboard import Keyboard, Place
from qwen_dictate.core.events import Target
from qwen_dictate.core.settings import Settings
from qwen_dictate.system.files import write_whole
from qwen_dictate.ui import overlay, tray
from qwen_dictate.ui.crash import CrashReport
from qwen_dictate.ui.look import make_look, wear
from qwen_dictate.ui.overlay import Overlay
from qwen_dictate.ui.state import ViewState, Wishes
from qwen_dictate.ui.tray import Tray
from qwen_dictate.ui.window import MainWindow

log = logging.getLogger("qwen_dictate.views")


class KeptGeometry:
    """Remembers the window's place in a small file; state, not a setting."""

    def __init__(self, path: Path, jobs: Jobs) -> None:
        self._path = path
        self._jobs = jobs

    def read(self) -> bytes:
        """What was written last."""
        try:
            return self._path.read_bytes()
        except OSError:
            return b""

    def write(self, geometry: bytes) -> None:
        """Keep it."""
        self._jobs.run("settings", lambda: write_whole(self._path, geometry))


class AllViews(QObject):
    """Shows every view the same state."""

    def __init__(
        self,
        application: QApplication,
        wishes: Wishes,
        settings: Settings,
        geometry: KeptGeometry,
        keyboard: Keyboard,
    ) -> None:
        super().__init__()
        self._application = application
        self._base = QFont(application.font())
        self._settings = settings
        self._keyboard = keyboard
        look = make_look(settings.ui.language, settings.ui.theme, self._base)
        wear(application, look)
        self.window = MainWindow(wishes, look, geometry)
        self._wishes = wishes
        self._look = look
        self.overlay: Overlay | None = None
        self.tray: Tray | None = None
        self.crash: CrashReport | None = None
        self._state = ViewState()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def add_tray(self) -> bool:
        """Show the tray's icon where there is a tray."""
        if self.tray is None and tray.available():
            self.tray = Tray(self._wishes, self._look)
            self.tray.show_state(self._state)
            self.tray.show()
        return self.tray is not None

    def add_overlay(self) -> None:
        """Make the overlay ahead, hidden, so that showing it takes one frame."""
        if overlay.fits(QGuiApplication.platformName()):
            size = self._settings.ui.overlay
            self.overlay = Overlay(self._look, size, composited=_is_composited())

    def report(self, report: str) -> None:
        """Show what failed unexpectedly."""
        if self.crash is None:
            self.crash = CrashReport(self._wishes, self._look)
        self.crash.add(report)

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        if self.overlay is not None:
            self.overlay.show_state(state)
        self.window.show_state(state)
        if self.tray is not None:
            self.tray.show_state(state)

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak."""
        if self.overlay is not None:
            self.overlay.show_level(dbfs)
        self.window.show_level(dbfs)

    def place_overlay(self, target: Target | None) -> None:
        """Put the overlay onto the screen of the target."""
        if self.overlay is None or len(QGuiApplication.screens()) == 1:
            return
        if target is None:
            self.overlay.place(None)
        else:
            self._keyboard.with_place(target, self._place)

    def raise_window(self) -> None:
        """Raise the window."""
        self.window.raise_up()

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def use(self, settings: Settings) -> None:
        """Language, theme, overlay."""
        self._settings = settings
        self._look = make_look(settings.ui.language, settings.ui.theme, self._base)
        wear(self._application, self._look)
        self.window.use(self._look)
        if self.overlay is not None:
            self.overlay.use(self._look, settings.ui.overlay)
        if self.tray is not None:
            self.tray.use(self._look)
        if self.crash is not None:
            self.crash.use(self._look)

    def end(self) -> None:
        """Close everything."""
        if self.tray is not None:
            self.tray.hide()
        if self.overlay is not None:
            self.overlay.hide()
        self.window.end()

    def _place(self, place: Place | None) -> None:
        if self.overlay is not None:
            self.overlay.place(None if place is None else QRect(*place))

    @Slot()
    def _scheme_changed(self) -> None:
        if self._settings.ui.theme == "auto":
            self.use(self._settings)


def _is_composited() -> bool:
    """Whether something mixes translucent windows: on X11 the owner of _NET_WM_CM_S0."""
    if QGuiApplication.platformName() != "xcb":
        return True
    try:
        from qwen_dictate.system.x11 import display

        connection = display.connect()
        atom = connection.intern_atom("_NET_WM_CM_S0")
        owner = connection.get_selection_owner(atom)
        connection.close()
    except Exception:
        log.warning("it is not known whether the desktop mixes translucent windows")
        return False
    return bool(owner)
