"""The overlay: a pill at the bottom of the screen that says whether it hears, and what.

It never takes the focus and lets every click through. On X11 that takes a window that the window
manager does not know (a managed one catches clicks with its frame). It is made ahead and hidden,
so that showing it costs one frame; nothing moves by a timer while it is hidden. Without a
compositor there is no transparency: it is opaque then, and cut to its shape.
Where a window cannot be placed and would take the focus (Wayland) it must not be used: ``fits``.
Runs in: GUI thread.
"""

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QRect, Qt, QTimer, Slot
from PySide6.QtGui import (
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QScreen,
)
from PySide6.QtWidgets import QWidget

from qwen_dictate.ui.elapsed import Elapsed
from qwen_dictate.ui.level import Levels
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.overlay_paint import Pill
from qwen_dictate.ui.overlay_view import HIDDEN, OverlayView, Told, step
from qwen_dictate.ui.state import Activity, ViewState
from qwen_dictate.ui.style import FADE_MS


def fits(platform: str) -> bool:
    """Tell whether an overlay may be shown on this Qt platform (``QGuiApplication.platformName``).

    Wayland lets no program place a window or refuse the focus.
    """
    return not platform.startswith("wayland")


def flags(platform: str) -> Qt.WindowType:
    """Choose what kind of window it is."""
    chosen = (
        Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | Qt.WindowType.WindowDoesNotAcceptFocus
        | Qt.WindowType.WindowTransparentForInput
        | Qt.WindowType.NoDropShadowWindowHint
        | Qt.WindowType.Tool
    )
    if platform == "xcb":
        chosen |= Qt.WindowType.X11BypassWindowManagerHint
    return chosen


class Overlay(QWidget):
    """The pill; ``size`` is ``ui.overlay``, with ``none`` it is never seen."""

    def __init__(self, look: Look, size: str, *, composited: bool) -> None:
        super().__init__(None, flags(QGuiApplication.platformName()))
        self._look = look
        self._size = size
        self._composited = composited
        self._told = Told()
        self._view = HIDDEN
        self._levels = Levels()
        self._elapsed = Elapsed()
        self._screen: QScreen | None = None
        self._pill = Pill(look, size)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        if composited:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.timeout.connect(self._go)
        self._fade = QPropertyAnimation(self, b"windowOpacity", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setEndValue(0.0)
        self._fade.setEasingCurve(QEasingCurve.Type.InQuad)
        self._fade.finished.connect(self.hide)
        self.use(look, size)
        self.winId()  # the window exists from now on; showing it is one request

    @property
    def view(self) -> OverlayView:
        """What is shown."""
        return self._view

    @property
    def shown_text(self) -> str:
        """The live words that are on the screen: the newest ones."""
        return self._pill.tail.shown

    def use(self, look: Look, size: str) -> None:
        """Wear another look or size."""
        self._look, self._size = look, size
        self._pill = Pill(look, size)
        self.setAccessibleName(look.say("Dictation"))
        if size == "none":
            self._leave.stop()
            self._fade.stop()
            self._view = HIDDEN
            self.hide()
        elif self.isVisible():
            self._arrange()

    def keep_still(self, still: bool) -> None:
        """Leave at once instead of fading: the desktop asks for it."""
        self._fade.setDuration(0 if still else FADE_MS)

    def place(self, target: QRect | None) -> None:
        """Choose the screen of the window that is dictated into.

        ``target`` is its rectangle in the window system's own pixels; None: the main screen.
        """
        self._screen = _screen_of(target)
        if self.isVisible():
            self._arrange()

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        recording = state.activity is Activity.RECORDING
        if recording and self._told.activity is not Activity.RECORDING:
            self._levels.clear()
        self._elapsed.set(state.seconds, running=recording and state.listening)
        self._told, view = step(self._told, state, self._look.say)
        if view is None or view == self._view or self._size == "none":
            return
        self._view = view
        self._leave.stop()
        if view.visible:
            self._come()
        else:
            self._go()

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak."""
        self._levels.put(dbfs)
        if self.isVisible() and self._view.live:
            self.update()

    def _come(self) -> None:
        self._fade.stop()
        self.setWindowOpacity(1.0)
        self._arrange()
        if not self.isVisible():
            self.show()
        self.raise_()
        if self._view.leave_ms:
            self._leave.start(self._view.leave_ms)

    @Slot()
    def _go(self) -> None:
        self._view = HIDDEN
        if not self.isVisible():
            return
        if self._composited:
            self._fade.setStartValue(self.windowOpacity())
            self._fade.start()
        else:
            self.hide()

    def _arrange(self) -> None:
        """Lay the words out and put the pill where it belongs, grown upwards."""
        size = self._pill.lay_out(self._view)
        screen = self._screen or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        left = room.x() + (room.width() - size.width()) // 2
        top = room.y() + room.height() - size.height() - self._look.style.px(3)
        wanted = QRect(left, top, size.width(), size.height())
        if wanted != self.geometry():
            self.setGeometry(wanted)
            if not self._composited:
                self.setMask(self._pill.region())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the pill."""
        painter = QPainter(self)
        self._pill.paint(painter, self._levels, self._elapsed.seconds, opaque=not self._composited)
        painter.end()


def _screen_of(target: QRect | None) -> QScreen | None:
    """Find the screen on which the middle of a rectangle in native pixels lies."""
    if target is None:
        return None
    for screen in QGuiApplication.screens():
        logical = screen.geometry()
        ratio = screen.devicePixelRatio()
        native = QRect(
            logical.topLeft(), logical.size() * ratio
        )  # Qt scales a screen's size and leaves its corner where the window system has it
        if native.contains(target.center()):
            return screen
    return None
