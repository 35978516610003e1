"""Keeps a delivery on its window: compares the focus, and follows, returns or stops.

Rule: before every batch the window with the focus is compared with the target; what happens
when it is another one is the user's setting (``delivery.when_focus_moved``). Nothing is typed while
another program has the keyboard to itself, whatever has the focus: it would read the words.
Failure: a target that is gone or cannot be had again is a ``DeliveryError`` as a value.
Runs in: the delivery lane.
"""

from threading import Event
from time import monotonic

from Xlib.display import Display

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Target
from qwen_dictate.delivery.kept import ELSEWHERE, GONE, NO_WINDOW, NO_WINDOW_NOW
from qwen_dictate.system import focus
from qwen_dictate.system.x11 import windows
from qwen_dictate.system.x11.taken import is_keyboard_taken

_RETURN_LIMIT_S = 0.3
_STEP_S = 0.005
_TAKEN_LIMIT_S = 0.5
"""A key that the desktop takes for itself is up by then; a menu or a locked screen is not."""
_TAKEN = DeliveryError(
    "A locked screen, a menu or a password prompt has the keyboard, "
    "so nothing was typed; the text is kept.",
    "Insert it from its card.",
    retry=False,
)


class Aim:
    """The window that a text goes to.

    Attributes:
        target: the window of now; changes when following.
    """

    def __init__(
        self,
        display: Display,
        own_pid: int,
        target: Target | None,
        when_moved: str,
        halt: Event,
    ) -> None:
        self._display = display
        self._own_pid = own_pid
        self._when_moved = when_moved
        self._halt = halt
        self._behind = target is not None and target.behind
        self.target = target

    @property
    def follows(self) -> bool:
        """Whether the text goes wherever the focus is."""
        return self._when_moved == "follow"

    def on_target(self) -> bool:
        """Whether the target has the focus."""
        return self.target is not None and focus.has_focus(self._display, self.target)

    def is_safe(self) -> bool:
        """Whether keys typed until now went to the window that they were meant for."""
        on_target = self.follows or self.on_target()
        return on_target and not is_keyboard_taken(self._display)

    def take(self) -> DeliveryError | None:
        """Make sure that the next batch reaches the right window; else say why it cannot."""
        if not self._is_free():
            return _TAKEN
        if self.on_target():
            return None
        behind, self._behind = self._behind, False
        if behind and self.target is not None and self._is_behind_us():
            return None if self._return(self.target) else self._lost()
        if self._when_moved == "follow":
            return self._follow()
        return self._lost_or_back()

    def _is_free(self) -> bool:
        limit = monotonic() + _TAKEN_LIMIT_S
        while is_keyboard_taken(self._display):
            if monotonic() > limit or self._halt.wait(_STEP_S):
                return False
        return True

    def _is_behind_us(self) -> bool:
        """Whether one of our own windows, or none, has the focus that the target had before."""
        return focus.focused_target(self._display, self._own_pid) is None

    def _lost_or_back(self) -> DeliveryError | None:
        if self.target is None:
            return NO_WINDOW
        if self._when_moved == "return" and self._return(self.target):
            return None
        return self._lost()

    def _lost(self) -> DeliveryError:
        """Why the target cannot have the text."""
        if self.target is None or not focus.still_there(self._display, self.target):
            return GONE
        return ELSEWHERE

    def _follow(self) -> DeliveryError | None:
        self.target = focus.focused_target(self._display, self._own_pid)
        if self.target is not None:
            return None
        return NO_WINDOW_NOW

    def _return(self, target: Target) -> bool:
        if not focus.still_there(self._display, target):
            return False
        windows.activate(self._display, target.window)
        limit = monotonic() + _RETURN_LIMIT_S
        while not self.on_target():
            if monotonic() > limit or self._halt.wait(_STEP_S):
                return False
        return True
