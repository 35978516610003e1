"""The target on Windows: the foreign window in the foreground, and what may be typed into it.

Rule: our own windows are never a target; a window of a more privileged program takes no keys from
us (UIPI drops them without a word), so that is told before. Runs in: any thread.
Source: Microsoft Learn, "SendInput" (remarks on UIPI), "SetForegroundWindow".
"""

from typing import Protocol

from qwen_dictate.core.events import Target

_DEEPEST = 200
"""So many windows are looked at on the way down."""


class Api(Protocol):
    """What is used of ``system.windows.api.Windows``."""

    def foreground(self) -> int: ...  # noqa: D102
    def next_below(self, window: int) -> int: ...  # noqa: D102
    def is_window(self, window: int) -> bool: ...  # noqa: D102
    def is_visible(self, window: int) -> bool: ...  # noqa: D102
    def activate(self, window: int) -> bool: ...  # noqa: D102
    def process_of(self, window: int) -> int: ...  # noqa: D102
    def place_of(self, window: int) -> tuple[int, int, int, int] | None: ...  # noqa: D102
    def program_of(self, process: int) -> str: ...  # noqa: D102
    def integrity_of(self, process: int) -> int | None: ...  # noqa: D102


class WindowsFocus:
    """Questions about windows."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def focused(self, own_pid: int) -> Target | None:
        """The foreign window that gets the keys now; None where nobody does or we do ourselves."""
        return self._target(self._api.foreground(), own_pid)

    def last_foreign(self, own_pid: int) -> Target | None:
        """The focused foreign window, else the next one below ours."""
        window = self._api.foreground()
        for _ in range(_DEEPEST):
            if not window:
                return None
            target = self._target(window, own_pid) if self._api.is_visible(window) else None
            if target is not None and target.app:
                return target
            window = self._api.next_below(window)
        return None

    def has_focus(self, target: Target) -> bool:
        """Whether keys sent now would reach the target."""
        return self._api.foreground() == target.window

    def still_there(self, target: Target) -> bool:
        """Whether it exists and is the same program's: numbers of windows are used again."""
        there = self._api.is_window(target.window)
        return there and self._api.process_of(target.window) == target.pid

    def activate(self, target: Target) -> bool:
        """Ask for the focus to go there."""
        return self._api.activate(target.window)

    def place_of(self, target: Target) -> tuple[int, int, int, int] | None:
        """Where it stands, in physical pixels."""
        return self._api.place_of(target.window)

    def takes_keys(self, target: Target, own_pid: int) -> bool:
        """Whether Windows passes our keys on to it: it is not more privileged than we are."""
        theirs, ours = self._api.integrity_of(target.pid), self._api.integrity_of(own_pid)
        # One that may not even be asked is protected, and above us.
        return theirs is not None and (ours is None or theirs <= ours)

    def _target(self, window: int, own_pid: int) -> Target | None:
        pid = self._api.process_of(window) if window else 0
        if not pid or pid == own_pid:
            return None
        return Target(window=window, pid=pid, app=self._api.program_of(pid))


def create() -> WindowsFocus:
    """Ask this Windows.

    Raises:
        Unavailable: this is not Windows.
    """
    from qwen_dictate.system.windows.api import Windows

    return WindowsFocus(Windows())
