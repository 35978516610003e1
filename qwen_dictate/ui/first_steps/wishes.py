"""What the first steps may ask for, beside the settings; ``app`` implements it. None blocks."""

from typing import Protocol


class FirstStepsWishes(Protocol):
    """Implemented by app/first_steps."""

    def hear(self, on: bool) -> None:
        """Open the microphone for a look at its level, and close it again; nothing is kept."""

    def try_key(self, on: bool) -> None:
        """While on and this window has the focus, the hotkey lights up and begins nothing."""

    def begin_here(self) -> None:
        """Begin an utterance for the field of this window that has the focus."""

    def end(self) -> None:
        """End the one being spoken."""

    def install_model(self) -> None:
        """Fetch the embedded engine's weights."""
