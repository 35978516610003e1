"""Whether another program has the keyboard to itself: a locked screen, a password prompt, a menu.

Such a program gets every key, whichever window has the focus; what is typed then is read by it.
Rule: asking changes nothing and is seen by nobody: the server is asked for a grab of a window
that is not shown, which it cannot grant, and it tells a foreign grab before that. A grab of the
connection that asks does not count. One round trip. Failure: a server that is gone raises one of
``display.GONE``. Runs in: the thread that owns the connection.

Source: xserver, dix/events.c, GrabDevice: AlreadyGrabbed goes before GrabNotViewable.
"""

from typing import Any

from Xlib import X
from Xlib.display import Display

_INPUT_ONLY = 2


def is_keyboard_taken(display: Display) -> bool:
    """Whether keys typed now would go to a program that has grabbed the keyboard."""
    root: Any = display.screen().root
    never_shown: Any = root.create_window(0, 0, 1, 1, 0, 0, _INPUT_ONLY)
    status: int = never_shown.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
    never_shown.destroy()
    return status == X.AlreadyGrabbed
