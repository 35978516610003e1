"""The views together: window, overlay, tray, crash report. Runs in: GUI thread."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QTimer, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from qwen_dictate.core.settings import Settings
from qwen_dictate.system.files import write_whole
from qwen_dictate.ui.announcer import Announcer
from qwen_dictate.ui.look import make_look, wear
from qwen_dictate.ui.pages import MakePage
from qwen_dictate.ui.state import ViewState, Wishes
from qwen_dictate.ui.window import MainWindow

if TYPE_CHECKING:  # loaded when the window is painted
    from qwen_dictate.core.events import Target
    from qwen_dictate.system.foreground import Place
    from qwen_dictate.ui.captions import CaptionsOverlay
    from qwen_dictate.ui.crash import CrashReport
    from qwen_dictate.ui.meeting_state import MeetingView
    from qwen_dictate.ui.overlay import Overlay
    from qwen_dictate.ui.review import ReviewWindow
    from qwen_dictate.ui.tray import SettingWishes, Tray

log = logging.getLogger("qwen_dictate.views")

WithPlace = Callable[["Target", Callable[["Place | None"], None]], None]
UNPAINTED_MS = 1000
"""So long is waited for a window that is not painted: the desktop may show it later."""


class KeptGeometry:
    """Remembers the window's place in a small file; state, not a setting."""

    def __init__(self, path: Path, run: Callable[[Callable[[], None]], None]) -> None:
        self._path = path
        self._run = run

    def read(self) -> bytes:
        """What was written last."""
        try:
            return self._path.read_bytes()
        except OSError:
            return b""

    def write(self, geometry: bytes) -> None:
        """Keep it."""
        self._run(lambda: write_whole(self._path, geometry))


class AllViews(QObject):
    """Shows every view the same state."""

    def __init__(
        self,
        application: QApplication,
        wishes: Wishes,
        settings: Settings,
        geometry: KeptGeometry,
        with_place: WithPlace,
        others: Mapping[str, MakePage] | None = None,
        captions_place: KeptGeometry | None = None,
    ) -> None:
        super().__init__()
        self._application = application
        self._base = QFont(application.font())
        self._settings = settings
        self._with_place = with_place
        look = make_look(settings.ui.language, settings.ui.theme, self._base)
        wear(application, look)
        self.window = MainWindow(wishes, look, geometry, others)
        self._announcer = Announcer(self.window)
        self._wishes = wishes
        self._look = look
        self._captions_place = captions_place
        self.captions: CaptionsOverlay | None = None
        self.overlay: Overlay | None = None
        self.tray: Tray | None = None
        self.review: ReviewWindow | None = None
        self.crash: CrashReport | None = None
        self._state = ViewState()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    def show_window(self, then: Callable[[], None]) -> None:
        """Show the window; ``then`` follows when it is painted."""
        _Painted(self.window, then)
        self.window.show()

    def add_tray(self, settings: "SettingWishes") -> bool:
        """Show the tray's icon where there is a tray."""
        from qwen_dictate.ui import tray

        if self.tray is None and tray.available():
            self.tray = tray.Tray(self._wishes, settings, self._look, self.window.pages.names)
            self.tray.show_state(self._state)
            self.tray.show()
        return self.tray is not None

    def add_overlay(self) -> None:
        """Make the overlay ahead, hidden, so that showing it takes one frame."""
        from qwen_dictate.ui import overlay

        if overlay.fits(QGuiApplication.platformName()):
            size = self._settings.ui.overlay
            self.overlay = overlay.Overlay(self._look, size, composited=_is_composited())

    def keep_still(self, still: bool) -> None:
        """Move nothing: the desktop asks for it."""
        if self.overlay is not None:
            self.overlay.keep_still(still)

    def report(self, report: str) -> None:
        """Show what failed unexpectedly."""
        from qwen_dictate.ui.crash import CrashReport

        if self.crash is None:
            self.crash = CrashReport(self._wishes, self._look)
        self.crash.add(report)

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        self._announcer.show_state(state, self._look.say)
        if self.overlay is not None:
            self.overlay.show_state(state)
        self._show_review(state)
        self.window.show_state(state)
        if self.tray is not None:
            self.tray.show_state(state)

    def _show_review(self, state: ViewState) -> None:
        if self.review is None:
            if state.review is None:
                return
            from qwen_dictate.ui.review import ReviewWindow

            self.review = ReviewWindow(self._wishes, self._look)
        self.review.show_state(state)

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak."""
        if self.overlay is not None:
            self.overlay.show_level(dbfs)
        if self.review is not None:
            self.review.show_level(dbfs)
        self.window.show_level(dbfs)

    def show_meeting(self, meeting: "MeetingView | None") -> None:
        """Show the captions of a meeting over everything; made with the first of this run."""
        from qwen_dictate.ui import overlay

        fits = overlay.fits(QGuiApplication.platformName())
        if self.captions is None and meeting is not None and self._captions_place and fits:
            from qwen_dictate.ui.captions import CaptionsOverlay

            options = self._settings.captions_overlay
            self.captions = CaptionsOverlay(
                self._look, options, self._captions_place, composited=_is_composited()
            )
        if self.captions is not None:
            self.captions.show_meeting(meeting)

    def toggle_captions_overlay(self) -> None:
        """Hide the captions over everything, or show them again."""
        if self.captions is not None:
            self.captions.toggle()

    def place_overlay(self, target: "Target | None") -> None:
        """Put the overlay onto the screen of the target."""
        if self.overlay is None or len(QGuiApplication.screens()) == 1:
            return
        if target is None or target.own:
            self.overlay.place(None)
        else:
            self._with_place(target, self._place)

    def raise_window(self) -> None:
        """Raise the window."""
        self.window.raise_up()

    def show_page(self, name: str) -> None:
        """Bring a page of the window into sight."""
        self.window.pages.show_page(name)

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""
        QGuiApplication.clipboard().setText(text)

    def has_menu_open(self) -> bool:
        """Whether a menu of ours is open."""
        return QApplication.activePopupWidget() is not None

    def use(self, settings: Settings) -> None:
        """Language, theme, overlay."""
        self._settings = settings
        self._look = make_look(settings.ui.language, settings.ui.theme, self._base)
        self.window.pages.undress()
        wear(self._application, self._look)
        self.window.use(self._look)
        if self.overlay is not None:
            self.overlay.use(self._look, settings.ui.overlay)
        if self.captions is not None:
            self.captions.use(self._look, settings.captions_overlay)
        if self.tray is not None:
            self.tray.use(self._look)
        for made in (self.crash, self.review):
            if made is not None:
                made.use(self._look)

    def end(self) -> None:
        """Close everything."""
        if self.tray is not None:
            self.tray.hide()
        for over in (self.overlay, self.captions, self.review):
            if over is not None:
                over.hide()
        self.window.end()

    def _place(self, place: "Place | None") -> None:
        if self.overlay is not None:
            self.overlay.place(None if place is None else QRect(*place))

    @Slot()
    def _scheme_changed(self) -> None:
        if self._settings.ui.theme == "auto":
            self.use(self._settings)


class _Painted(QObject):
    """Waits until a window is painted for the first time, then calls back once."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        self._window = window
        window.installEventFilter(self)
        QTimer.singleShot(UNPAINTED_MS, self._over)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look at the window's events."""
        if watched is self._window and event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._over)
        return False

    @Slot()
    def _over(self) -> None:
        then, self._then = self._then, lambda: None
        then()


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
