"""Keeps a delivery on its window, on desktops that tell which window has the focus.

Rule: before every batch the focused window is compared with the target; what happens when it is
another one is the user's setting (``delivery.when_focus_moved``). (X11 has its own, which also
looks for grabs: ``x11_aim``.) Failure: a ``DeliveryError`` as a value. Runs in: the delivery lane.
"""

from threading import Event
from time import monotonic
from typing import Protocol

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Target
from qwen_dictate.delivery.kept import ELSEWHERE, GONE, NO_WINDOW, NO_WINDOW_NOW

RETURN_LIMIT_S = 0.5
_STEP_S = 0.01


class Focus(Protocol):
    """What a desktop tells about its windows."""

    def focused(self, own_pid: int) -> Target | None:
        """The foreign window that gets the keys now."""
        ...

    def has_focus(self, target: Target) -> bool:
        """Whether keys sent now would reach the target."""
        ...

    def still_there(self, target: Target) -> bool:
        """Whether the target exists."""
        ...

    def activate(self, target: Target) -> bool:
        """Ask for the focus to go there."""
        ...


class Aim:
    """The window that a text goes to; ``target`` changes when following."""

    def __init__(
        self, focus: Focus, own_pid: int, target: Target | None, when_moved: str, halt: Event
    ) -> None:
        self._focus = focus
        self._own_pid = own_pid
        self._when_moved = when_moved
        self._halt = halt
        self.target = target

    def take(self) -> DeliveryError | None:
        """Make sure that the next batch reaches the right window; else say why it cannot."""
        if self.target is not None and self._focus.has_focus(self.target):
            return None
        if self.target is not None and self.target.behind and self._return(self.target):
            return None
        if self._when_moved == "follow":
            self.target = self._focus.focused(self._own_pid)
            return None if self.target is not None else NO_WINDOW_NOW
        if self.target is None:
            return NO_WINDOW
        if self._when_moved == "return" and self._return(self.target):
            return None
        return ELSEWHERE if self._focus.still_there(self.target) else GONE

    def _return(self, target: Target) -> bool:
        if not self._focus.still_there(target) or not self._focus.activate(target):
            return False
        limit = monotonic() + RETURN_LIMIT_S
        while not self._focus.has_focus(target):
            if monotonic() > limit or self._halt.wait(_STEP_S):
                return False
        return True
