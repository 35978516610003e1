"""The captions over everything: line boxes that never move, clicks that go through.

Like the overlay of dictation it never takes the focus, and on X11 no window manager knows it. It
lies above full-screen windows: while it is in sight it raises itself, because a window that goes
full screen comes on top. Alt held over it makes it movable (drag), resizable (its lower right
corner) and scrollable (wheel); this is asked for by looking at the keyboard, and only while
captions are in sight.
Runs in: GUI thread.
"""

import json
from typing import Final, Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFont,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QScreen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from qwen_dictate.core.settings import CaptionsOverlay as Options
from qwen_dictate.ui.captions_boxes import Box, Boxes
from qwen_dictate.ui.captions_paint import CaptionLook, paint_row, wrap
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.meeting_state import LineView, MeetingPhase, MeetingView
from qwen_dictate.ui.overlay import flags
from qwen_dictate.ui.style import CAPTIONS

LOOK_EVERY_MS: Final = 150
GRIP_EM: Final = 1.0
SHOWN_AFTER_END_MS: Final = 8000
"""The last words stay so long when the meeting is over."""
MOVE_WITH: Final = Qt.KeyboardModifier.AltModifier


class Place(Protocol):
    """Remembers where the captions were put; neither call may wait for a disk."""

    def read(self) -> bytes:
        """What was written last; empty when nothing was."""
        ...

    def write(self, geometry: bytes) -> None:
        """Keep it."""
        ...


class CaptionsOverlay(QWidget):
    """The captions; hidden while there are none, or by the user."""

    def __init__(self, look: Look, options: Options, place: Place, *, composited: bool) -> None:
        super().__init__(None, flags(QGuiApplication.platformName()))
        self._composited = composited
        self._place = place
        self._lines: tuple[LineView, ...] = ()
        self._wanted = self._over = self._away = False
        self._options = options
        self._held = False
        self._drag: tuple[QPoint, QRect, bool] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if composited:
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._style = _look_of(look, options)
        self._boxes = Boxes(self._wrap, self._style.rows)
        self._watch = QTimer(self)
        self._watch.setInterval(LOOK_EVERY_MS)
        self._watch.timeout.connect(self._look_around)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(SHOWN_AFTER_END_MS)
        self._leave.timeout.connect(self.hide)
        self._arranged = False
        self.use(look, options)

    @property
    def shown(self) -> tuple[Box, ...]:
        """The line boxes in sight."""
        return self._boxes.shown()

    @property
    def movable(self) -> bool:
        """Whether clicks are caught now, to move it."""
        return self._held

    def use(self, look: Look, options: Options) -> None:
        """Wear another look, or other settings."""
        self._options = options
        self._style = _look_of(look, options)
        self.setAccessibleName(look.say("Captions"))
        if self._arranged:
            self._arrange(self._kept())
        self._appear()

    def show_meeting(self, meeting: MeetingView | None) -> None:
        """Show the words of a meeting; None = there is none."""
        over = meeting is None or meeting.phase is MeetingPhase.OVER
        self._wanted = meeting is not None
        if meeting is not None:
            self._lines = meeting.lines
            if not self._arranged:
                self._arranged = True
                self._arrange(self._kept())
            if self._boxes.show(meeting.lines):
                self.update()
        if self._over and not over:
            self._away = False
        if over and not self._over:
            self._leave.start()
        elif not over:
            self._leave.stop()
        self._over = over
        self._appear()

    def toggle(self) -> None:
        """Away with it, or back again; the captions go on. The next meeting shows it again."""
        self._away = not self._away
        self._appear()

    def _appear(self) -> None:
        ended = self._over and not self._leave.isActive()
        visible = self._wanted and self._options.show and not ended and not self._away
        if visible and not self.isVisible():
            self.show()
            self.raise_()
            self._watch.start()
        elif not visible and self.isVisible():
            self.hide()
        if not self.isVisible():
            self._watch.stop()

    def hideEvent(self, event: object) -> None:  # noqa: ARG002, N802 - Qt's name
        """Nothing is looked at while it is hidden."""
        self._watch.stop()

    # Where it stands

    def _kept(self) -> QRect | None:
        """Where it was put, if that is on a screen of now."""
        try:
            x, y, width = json.loads(self._place.read() or b"null")
        except (TypeError, ValueError):
            return None
        found = QRect(int(x), int(y), int(width), self._style.height)
        return found if _on_a_screen(found) and not self._options.screen else None

    def _arrange(self, where: QRect | None = None) -> None:
        """Lay the boxes out, and stand at the bottom of the chosen screen."""
        style = self._style
        room = self._screen_wanted().geometry()
        if where is None:
            width = max(style.least_width, round(room.width() * 0.6))
            left = room.x() + (room.width() - width) // 2
            where = QRect(left, room.bottom() - style.height - style.row_height, width, 0)
        where.setHeight(style.height)
        where.setWidth(max(style.least_width, where.width()))
        self.setGeometry(where)
        self._boxes.arrange(self._wrap, style.rows, self._lines)
        self.update()

    def _screen_wanted(self) -> QScreen:
        screens = QGuiApplication.screens()
        named = (screen for screen in screens if screen.name() == self._options.screen)
        return next(named, QGuiApplication.primaryScreen())

    def _wrap(self, text: str) -> list[str]:
        return wrap(text, self._style.font, self.width() - 2 * self._style.padding)

    @Slot()
    def _look_around(self) -> None:
        """Stay on top; catch clicks while the modifier is held over it."""
        self.raise_()
        if not _on_a_screen(self.geometry()):  # it was unplugged
            self._arrange()
        keys = QGuiApplication.queryKeyboardModifiers()
        over = self.geometry().contains(QCursor.pos())
        held = self._drag is not None or (over and bool(keys & MOVE_WITH))
        if held == self._held:
            return
        self._held = held
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not held)
        self.windowHandle().setFlag(Qt.WindowType.WindowTransparentForInput, not held)
        self.update()

    # While Alt is held

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to move it, or to make it wider or narrower."""
        grip = round(self._style.row_height * GRIP_EM)
        at = event.position().toPoint()
        sizing = at.x() > self.width() - grip and at.y() > self.height() - grip
        self._drag = (event.globalPosition().toPoint(), self.geometry(), sizing)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the pointer."""
        if self._drag is None:
            return
        began, before, sizing = self._drag
        by = event.globalPosition().toPoint() - began
        if sizing:
            width = max(self._style.least_width, before.width() + by.x())
            self._arrange(QRect(before.x(), before.y(), width, 0))
        else:
            self.move(before.topLeft() + by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Remember where it stands now."""
        self._drag = None
        kept = [self.x(), self.y(), self.width()]
        self._place.write(json.dumps(kept).encode())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Read what was said before."""
        # With Alt held Qt takes the wheel for a horizontal one.
        turned = event.angleDelta().y() or event.angleDelta().x()
        if turned:
            self.turn(-1 if turned > 0 else 1)

    def turn(self, rows: int) -> None:
        """Go back (negative) or forth by rows."""
        self._boxes.scroll(rows)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the ground, then each row in its box."""
        style = self._style
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(style.colours.ground)
        ground.setAlphaF(style.opacity if self._composited else 1.0)
        edge = QColor(style.colours.tentative)
        painter.setPen(QPen(edge, 2) if self._held or self._boxes.scrolled else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        radius = style.padding if self._composited else 0
        edged = 1 if painter.pen().style() is not Qt.PenStyle.NoPen else 0
        ground_box = QRectF(self.rect()).adjusted(edged, edged, -edged, -edged)
        painter.drawRoundedRect(ground_box, radius, radius)
        inner = QRectF(self.rect()).adjusted(style.padding, style.padding, -style.padding, 0)
        for number, box in enumerate(self._boxes.shown()):
            top = inner.y() + number * style.row_height
            paint_row(painter, style, box, QRectF(inner.x(), top, inner.width(), style.row_height))
        if self._held:
            self._paint_grip(painter, edge)
        painter.end()

    def _paint_grip(self, painter: QPainter, colour: QColor) -> None:
        edge = round(self._style.row_height * GRIP_EM)
        right, bottom = self.width() - 4, self.height() - 4
        painter.setPen(QPen(colour, 2))
        for step in (edge // 3, 2 * edge // 3):
            painter.drawLine(right - step, bottom, right, bottom - step)


def _on_a_screen(place: QRect) -> bool:
    return any(s.geometry().contains(place.center()) for s in QGuiApplication.screens())


def _look_of(look: Look, options: Options) -> CaptionLook:
    font = QFont()
    if options.font:
        font.setFamilies([options.font, *font.families()])
    font.setPointSizeF(look.style.points * 1.5 * options.size / 100)
    opaque = options.colours == "contrast"
    return CaptionLook(
        CAPTIONS[options.colours], 1.0 if opaque else options.opacity / 100, font, options.lines
    )
