"""Which window has the focus, on whatever desktop this is.

Runs in: lane "focus", which alone owns the connection. Failure mode: ``Unavailable`` where the
desktop does not tell.
"""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.core.events import Target

if TYPE_CHECKING:
    from collections.abc import Callable

Place = tuple[int, int, int, int]
"""x, y, width, height in the window system's pixels."""

MAKERS = {
    "linux": "qwen_dictate.system.foreground:on_linux",
    "win32": "qwen_dictate.system.windows.focus:create",
    "darwin": "qwen_dictate.system.macos.focus:create",
}
"""By ``sys.platform``; named by strings, so that one system's never loads on another."""


class Foreground(Protocol):
    """What the program asks."""

    def focused(self, own_pid: int) -> Target | None:
        """The foreign window that gets the keys now; None where nobody does or we do ourselves."""
        ...

    def last_foreign(self, own_pid: int) -> Target | None:
        """The focused foreign window, else the one that had the focus before ours."""
        ...

    def place_of(self, target: Target) -> Place | None:
        """Where it stands; None: it is gone, or that is not told."""
        ...

    def activate(self, target: Target) -> bool:
        """Bring it to the front and give it the keys; False: the desktop refuses."""
        ...


def connect(platform: str = sys.platform) -> Foreground:
    """Ask this desktop.

    Raises:
        Unavailable: it does not tell.
    """
    maker = MAKERS.get(platform)
    if maker is None:
        raise Unavailable("Which window has the focus is not known on this system.")
    module, _, name = maker.partition(":")
    return cast("Callable[[], Foreground]", getattr(import_module(module), name))()


def on_linux() -> Foreground:
    """A Wayland session's compositor where it tells, else the X server."""
    if os.environ.get("WAYLAND_DISPLAY") and os.environ.get("XDG_SESSION_TYPE") != "x11":
        from qwen_dictate.system.wayland.toplevels import shared

        return shared()
    return X11Foreground()


class X11Foreground:
    """An X11 desktop."""

    def __init__(self) -> None:
        from qwen_dictate.system.x11 import display

        self._display: Any = display.connect()

    def focused(self, own_pid: int) -> Target | None:
        """See ``system.focus``."""
        from qwen_dictate.system import focus

        return focus.focused_target(self._display, own_pid)

    def last_foreign(self, own_pid: int) -> Target | None:
        """See ``system.focus``."""
        from qwen_dictate.system import focus

        return focus.last_foreign(self._display, own_pid)

    def place_of(self, target: Target) -> Place | None:
        """See ``system.focus``."""
        from qwen_dictate.system import focus

        place = focus.screen_of(self._display, target)
        return None if place is None else (place.x, place.y, place.width, place.height)

    def activate(self, target: Target) -> bool:
        """See ``system.x11.windows``."""
        from qwen_dictate.system.x11 import windows

        windows.activate(self._display, target.window)
        return True
