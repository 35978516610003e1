"""The hotkey contract: what every back-end promises.

A listener owns one connection (or hook, or portal session) and one thread. It never decides:
it posts edges with their times and with the window that had the focus. Auto-repeat is removed;
a combination goes up when the first of its keys does. The focused window never sees a grabbed
combination. The ``cancel`` keys are taken only while ``watch_cancel(True)``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import KeyCombination


@dataclass(frozen=True, slots=True)
class Edge:
    """A combination went down or up.

    Attributes:
        role: the name it was registered under: "push_to_talk", "cancel", "undo", …
        down: True for the press.
        at: monotonic seconds.
        target: the foreign top-level window that had the focus then (presses only).
        used_otherwise: another key or button was pressed while a lone modifier was down;
            ``down`` is then True and has no meaning.
    """

    role: str
    down: bool
    at: float
    target: Target | None = None
    used_otherwise: bool = False


class HotkeyListener(Protocol):
    """One back-end. Constructing it raises ``Unavailable`` where it cannot work."""

    name: str
    """As in ``hotkey.backend``: ``x11``, ``portal``, ``evdev``, ``windows``, ``macos``."""

    def start(self, post: Callable[[Edge], None]) -> None:
        """Begin to listen; ``post`` is called from the listener's thread and never blocks."""

    def bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        """Take these combinations by role, instead of those before. Blocking, ≤ 1 s.

        Returns:
            The roles that could not be had, each with a sentence that says why.
        """
        ...

    def watch_cancel(self, on: bool) -> None:
        """Take or give back the "cancel" combination; does not wait."""

    def stop(self) -> None:
        """Give everything back and end the thread; safe to call twice."""
