"""Fingers for tests on X11: keys and buttons by code, at the speed of the server."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from Xlib import X
from Xlib.display import Display
from Xlib.error import ConnectionClosedError
from Xlib.ext import xtest

LEFT_CTRL, LEFT_ALT, LEFT_SHIFT, LEFT_SUPER = 37, 64, 50, 133
RIGHT_CTRL, RIGHT_ALT, RIGHT_SHIFT = 105, 108, 62
ESC, SPACE, F9, A, C, Q, Z = 9, 65, 75, 38, 54, 24, 52
CAPS_LOCK, NUM_LOCK = 66, 77
"""Source: xkb evdev keycodes."""


class Hand:
    """Presses keys (codes) and mouse buttons over a connection of its own."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)

    def close(self) -> None:
        with suppress(ConnectionClosedError):
            self._display.close()

    def press(self, *codes: int) -> None:
        self._do(X.KeyPress, codes)

    def release(self, *codes: int) -> None:
        self._do(X.KeyRelease, codes)

    def tap(self, *codes: int) -> None:
        """Down in this order, up in the other."""
        self.press(*codes)
        self.release(*reversed(codes))

    def press_button(self, number: int) -> None:
        self._do(X.ButtonPress, (number,))

    def release_button(self, number: int) -> None:
        self._do(X.ButtonRelease, (number,))

    @contextmanager
    def holding(self, *codes: int) -> Iterator[None]:
        self.press(*codes)
        try:
            yield
        finally:
            self.release(*reversed(codes))

    def move(self, x: int, y: int) -> None:
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()

    def _do(self, kind: int, details: tuple[int, ...]) -> None:
        for detail in details:
            xtest.fake_input(self._display, kind, detail)
        self._display.sync()
