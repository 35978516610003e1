"""Seconds of an utterance between two states: the clock runs on while levels come in.

Views read it when a level makes them repaint, so a counting clock needs no timer of its own.
Runs in: GUI thread.
"""

from time import monotonic


class Elapsed:
    """A clock that is set by the states and read in between."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._set_at = 0.0
        self._running = False

    def set(self, seconds: float, *, running: bool) -> None:
        """Take over what a state says; without news of the seconds it goes on running."""
        if running and self._running and seconds <= self._seconds:
            return
        self._seconds = seconds
        self._set_at = monotonic()
        self._running = running

    @property
    def seconds(self) -> float:
        """Now."""
        return self._seconds + (monotonic() - self._set_at if self._running else 0.0)
