"""The last candidate: no global key at all, only the button in the window.

Rule: it always works, and says what would help. Runs in: any thread.
"""

from qwen_dictate.core.keys import KeyCombination
from qwen_dictate.hotkeys.listener import Post

REASON = (
    "No key can be heard from other windows here: use the button in the window, or give a "
    "shortcut of the desktop the command “qwen-dictate toggle”."
)


class InWindowListener:
    """The back-end ``none``."""

    name = "none"

    def start(self, post: Post) -> None:
        """Nothing will ever be posted."""

    def bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        """No combination can be had."""
        return dict.fromkeys(combinations, REASON)

    def watch_cancel(self, on: bool) -> None:
        """There is nothing to take."""

    def stop(self) -> None:
        """There is nothing to end."""
