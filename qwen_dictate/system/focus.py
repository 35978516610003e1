"""The target: the foreign top-level window that is to receive the text (X11).

Rule: our own windows are never a target here. Failure: a window that vanishes meanwhile is no
target (None, False). Quick enough for every press and every batch of typing (≤ 2 ms).
Runs in: the thread that owns the connection.
"""

from Xlib.display import Display

from qwen_dictate.core.events import Target
from qwen_dictate.system.x11 import windows
from qwen_dictate.system.x11.windows import Rectangle

__all__ = ["Rectangle", "focused_target", "has_focus", "last_foreign", "screen_of", "still_there"]


def focused_target(display: Display, own_pid: int) -> Target | None:
    """The foreign window that gets the keys now; None where nobody does or we do ourselves."""
    window = windows.focused_top_level(display)
    return _target(display, window, own_pid) if window else None


def last_foreign(display: Display, own_pid: int) -> Target | None:
    """The focused foreign window, else the topmost one: for presses of our own buttons.

    A click on one of our windows takes the focus and raises us; the window that had the focus
    before is then the next one below.
    """
    focused = focused_target(display, own_pid)
    if focused is not None:
        return focused
    for window in windows.stacked(display):
        target = _target(display, window, own_pid)
        if target is not None and windows.is_ordinary(display, window):
            return target
    return None


def still_there(display: Display, target: Target) -> bool:
    """Whether the target exists and is the same program's: numbers of windows are used again."""
    owner = windows.owner_of(display, target.window)
    return owner is not None and target.pid in {0, owner.pid}


def has_focus(display: Display, target: Target) -> bool:
    """Whether keys typed now would reach the target."""
    return windows.focused_top_level(display) == target.window


def screen_of(display: Display, target: Target) -> Rectangle | None:
    """Where the target stands on the root window, to choose the screen by; None: it is gone."""
    return windows.place_of(display, target.window)


def _target(display: Display, window: int, own_pid: int) -> Target | None:
    owner = windows.owner_of(display, window)
    if owner is None or own_pid in {owner.client_pid, owner.stated_pid}:
        return None
    return Target(window=window, pid=owner.pid, app=owner.app, instance=owner.instance)
