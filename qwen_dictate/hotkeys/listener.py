"""The hotkey contract: what every back-end promises.

A listener owns one connection (or hook, or portal session) and one thread. It never decides:
it posts edges with their times and with the window that had the focus. Auto-repeat is removed;
a combination goes up when the first of its keys does. The focused window never sees a grabbed
combination. The ``cancel`` keys are taken only while ``watch_cancel(True)``. While another program
has the keyboard to itself (a locked screen) no press begins anything.
"""

from collections.abc import Callable, Mapping
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


@dataclass(frozen=True, slots=True)
class Trouble:
    """What ``bind`` had answered changed afterwards, by a new layout or the end of the desktop.

    Attributes:
        reasons: the roles that cannot be had now, with sentences; empty: all are well again.
        ended: the listener is gone for good, its thread has ended.
    """

    reasons: Mapping[str, str]
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """While ``watch_cancel(True)``: another program has had the keyboard to itself for a while.

    Attributes:
        at: monotonic seconds.
    """

    at: float


Post = Callable[[Edge | Trouble | Taken], None]
"""The way out of a listener's thread; must not block or raise."""


class HotkeyListener(Protocol):
    """One back-end. Constructing it raises ``Unavailable`` where it cannot work."""

    name: str
    """As in ``hotkey.backend``: ``x11``, ``windows``, …, ``none``."""

    def start(self, post: Post) -> None:
        """Begin to listen; ``post`` is called from the listener's thread and never blocks."""
        ...

    def bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        """Take these combinations by role, instead of those before. Blocking, ≤ 1 s.

        A combination that is held and stays bound stays down; any other one goes up.

        Returns:
            The roles that could not be had, each with a sentence that says why.
        """
        ...

    def watch_cancel(self, on: bool) -> None:
        """Take or give back the "cancel" combination; does not wait."""
        ...

    def stop(self) -> None:
        """Give everything back and end the thread; safe to call twice."""
        ...
