"""Which window has the focus, where the compositor tells (wlr-foreign-toplevel-management-v1).

Rule: a window is known by the number that the compositor gave it on this connection, so a target
must be asked about on the connection that named it: ``shared`` gives the one of this process.
Failure: ``Unavailable`` where the compositor does not tell (GNOME, KDE).
Runs in: any thread, one at a time (a lock).
"""

import struct
import threading
from dataclasses import dataclass
from functools import cache

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.core.events import Target
from qwen_dictate.system.wayland.wire import Connection, Event, ignore

MANAGER = "zwlr_foreign_toplevel_manager_v1"
_ACTIVATED = 2
_TITLE, _APP, _STATE, _CLOSED = 0, 1, 4, 6
_ACTIVATE = 4
_LIMIT_S = 0.5
OWN_APPS = frozenset({"qwen-dictate"})
"""The program's own windows say this as their application; a pid is not told."""


@dataclass(slots=True)
class _Toplevel:
    app: str = ""
    active: bool = False


class Toplevels:
    """Questions about windows; a ``Foreground`` and an ``aim.Focus``."""

    def __init__(self, connection: Connection | None = None) -> None:
        self._connection = connection or Connection()
        self._lock = threading.Lock()
        self._windows: dict[int, _Toplevel] = {}
        self._before: int = 0
        manager = self._connection.bind(MANAGER, 3, self._announced)
        self._seat = self._connection.bind("wl_seat", 1, ignore)
        if manager is None:
            self._connection.close()
            raise Unavailable("This compositor does not tell which window has the focus.")
        self._look()

    def focused(self, own_pid: int) -> Target | None:
        """The foreign window that gets the keys now."""
        del own_pid
        self._look()
        number = self._active()
        return self._target(number)

    def last_foreign(self, own_pid: int) -> Target | None:
        """The focused foreign window, else the one that had the focus before."""
        return self.focused(own_pid) or self._target(self._before)

    def has_focus(self, target: Target) -> bool:
        """Whether keys sent now would reach the target."""
        self._look()
        return self._active() == target.window

    def still_there(self, target: Target) -> bool:
        """Whether the target exists."""
        self._look()
        return target.window in self._windows

    def activate(self, target: Target) -> bool:
        """Ask for the focus to go there."""
        if self._seat is None or target.window not in self._windows:
            return False
        with self._lock:
            self._connection.request(target.window, _ACTIVATE, self._seat)
        self._look()
        return True

    def place_of(self, target: Target) -> None:
        """Not told on Wayland."""
        del target

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def _look(self) -> None:
        with self._lock:
            self._connection.roundtrip(_LIMIT_S)

    def _active(self) -> int:
        return next((number for number, window in self._windows.items() if window.active), 0)

    def _target(self, number: int) -> Target | None:
        window = self._windows.get(number)
        if window is None or window.app in OWN_APPS:
            return None
        return Target(window=number, app=window.app, instance=window.app)

    def _announced(self, event: Event) -> None:
        if event.opcode == 0:
            number = event.number()
            self._windows[number] = _Toplevel()
            self._connection.adopt(number, lambda told: self._told(number, told))

    def _told(self, number: int, event: Event) -> None:
        window = self._windows.get(number)
        if window is None:
            return
        if event.opcode == _APP:
            window.app = event.text()
        elif event.opcode == _STATE:
            content = event.content()
            window.active = _ACTIVATED in struct.unpack(f"={len(content) // 4}I", content)
            if window.active and window.app not in OWN_APPS:
                self._before = number
        elif event.opcode == _CLOSED:
            del self._windows[number]
            self._connection.forget(number)


@cache
def shared() -> Toplevels:
    """The one connection that targets are known by.

    Raises:
        Unavailable: this compositor does not tell.
    """
    return Toplevels()
