"""The target on macOS: the front window of the program in front.

Rule: our own windows are never a target. Runs in: any thread.
"""

from typing import Protocol

from qwen_dictate.core.events import Target

Place = tuple[int, int, int, int]


class Api(Protocol):
    """What is used of ``system.macos.api.Mac``."""

    def frontmost(self) -> tuple[int, str]: ...  # noqa: D102
    def windows(self) -> list[tuple[int, int, Place]]: ...  # noqa: D102
    def name_of(self, process: int) -> str: ...  # noqa: D102
    def activate(self, process: int) -> bool: ...  # noqa: D102


class MacFocus:
    """Questions about windows."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def focused(self, own_pid: int) -> Target | None:
        """The front window of the foreign program in front; None where it is ours or nobody's."""
        process, name = self._api.frontmost()
        if not process or process == own_pid:
            return None
        window = next((number for number, pid, _ in self._api.windows() if pid == process), 0)
        return Target(window=window, pid=process, app=name)

    def last_foreign(self, own_pid: int) -> Target | None:
        """The focused foreign window, else the next one behind ours."""
        focused = self.focused(own_pid)
        if focused is not None:
            return focused
        for number, process, _ in self._api.windows():
            if process != own_pid:
                return Target(window=number, pid=process, app=self._api.name_of(process))
        return None

    def has_focus(self, target: Target) -> bool:
        """Whether keys sent now would reach the target."""
        focused = self.focused(0)
        return focused is not None and (focused.window, focused.pid) == (target.window, target.pid)

    def still_there(self, target: Target) -> bool:
        """Whether the window exists (one in another space does not count)."""
        return any(
            (number, process) == (target.window, target.pid)
            for number, process, _ in self._api.windows()
        )

    def activate(self, target: Target) -> bool:
        """Bring its program to the front; its front window gets the focus."""
        return self._api.activate(target.pid)

    def place_of(self, target: Target) -> Place | None:
        """Where it stands, in points."""
        return next(
            (place for number, _, place in self._api.windows() if number == target.window), None
        )


def create() -> MacFocus:
    """Ask this Mac.

    Raises:
        Unavailable: this is not one.
    """
    from qwen_dictate.system.macos.api import Mac

    return MacFocus(Mac())
