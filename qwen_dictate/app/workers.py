"""The QThreads: one for the microphone, one for each stream. Runs in: GUI thread (all methods).

Workers end by a message or by the end mark, then by ``wait(limit)``; they are never terminated.
"""

import threading
from collections.abc import Callable

from PySide6.QtCore import QThread


class Worker(QThread):
    """Runs one blocking function."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName(name)
        self._work = work

    def run(self) -> None:
        """The thread's own body."""
        threading.current_thread().name = self.objectName()
        self._work()


class Workers:
    """Keeps threads alive until they are done."""

    def __init__(self) -> None:
        self._running: set[Worker] = set()

    def start(self, name: str, work: Callable[[], None]) -> Worker:
        """Start a thread for one function."""
        worker = Worker(name, work)
        self._running = {w for w in self._running if not w.isFinished()}
        self._running.add(worker)
        worker.start()
        return worker

    def wait(self, limit_ms: int) -> bool:
        """Wait for all of them; only for the end of the program."""
        return all(worker.wait(limit_ms) for worker in self._running)
