"""Keys and buttons taken away from all windows (X11 passive grabs on the root window).

Rule: what is asked for twice is grabbed once, and only what changed is asked of the server,
because a window manager need not notice. A grab is made for every state of the locks. Failure:
another program holds the key → that role gets nothing at all, and a sentence.
Runs in: the hotkey listener.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadAccess, CatchError

from qwen_dictate.hotkeys.x11_codes import BUTTON
from qwen_dictate.system.x11.display import refusal

Grab = tuple[int, int]
"""Key (or BUTTON + button) and the exact modifiers, locks included."""


class Grabs:
    """The grabs that this connection holds."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root: Any = display.screen().root
        self._held: dict[str, frozenset[Grab]] = {}

    def take(self, wanted: Mapping[str, frozenset[Grab]]) -> frozenset[str]:
        """Hold exactly these, by role; waits for the server.

        Returns:
            The roles that another program holds the keys of.
        """
        keep = frozenset(grab for grabs in wanted.values() for grab in grabs)
        had = frozenset(grab for grabs in self._held.values() for grab in grabs)
        self._give_back(had - keep)
        refused: set[str] = set()
        for role, grabs in wanted.items():
            new = grabs - had
            if new and refusal(
                self._display, lambda catch, new=new: self._ask(new, catch), BadAccess
            ):
                self._give_back(grabs)
                refused.add(role)
        self._held = {role: grabs for role, grabs in wanted.items() if role not in refused}
        self._display.flush()
        return frozenset(refused)

    def _ask(self, grabs: Iterable[Grab], catch: CatchError) -> None:
        for code, mask in grabs:
            if code >= BUTTON:
                self._root.grab_button(
                    code - BUTTON,
                    mask,
                    False,  # nobody else gets the events
                    X.ButtonPressMask | X.ButtonReleaseMask,
                    X.GrabModeAsync,
                    X.GrabModeAsync,
                    X.NONE,
                    X.NONE,
                    onerror=catch,
                )
            else:
                self._root.grab_key(
                    code, mask, False, X.GrabModeAsync, X.GrabModeAsync, onerror=catch
                )

    def _give_back(self, grabs: Iterable[Grab]) -> None:
        # A grab that is active lasts until its key goes up: its release does not leak.
        for code, mask in grabs:
            if code >= BUTTON:
                self._root.ungrab_button(code - BUTTON, mask)
            else:
                self._root.ungrab_key(code, mask)
