"""Timers by (utterance, name): what core asks for with StartTimer. Runs in: GUI thread."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer

from qwen_dictate.core.events import TimerFired


class Timers:
    """One single-shot timer a name; none exists while nothing waits."""

    def __init__(self, handle: Callable[[TimerFired], None]) -> None:
        self._handle = handle
        self._running: dict[tuple[int, str], QTimer] = {}

    def start(self, utterance: int, name: str, seconds: float) -> None:
        """Start, or start again."""
        self.stop(utterance, name)
        timer = QTimer()
        timer.setSingleShot(True)
        timer.setInterval(max(0, round(seconds * 1000)))
        timer.timeout.connect(lambda: self._fire(utterance, name))
        self._running[utterance, name] = timer
        timer.start()

    def stop(self, utterance: int, name: str) -> None:
        """Forget it; nothing happens where there is none."""
        timer = self._running.pop((utterance, name), None)
        if timer is not None:
            timer.stop()

    def _fire(self, utterance: int, name: str) -> None:
        self._running.pop((utterance, name), None)
        self._handle(TimerFired(utterance, name, time.monotonic()))
