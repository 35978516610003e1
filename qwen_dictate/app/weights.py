"""Fetches the embedded engine's weights when they are first needed, with progress.

Runs in: GUI thread; the download: lane "downloads".
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from qwen_dictate.app.engines import MODEL, Engines
from qwen_dictate.app.jobs import Jobs
from qwen_dictate.core.errors import DictateError, EngineError
from qwen_dictate.ui.state import Download

PROGRESS_S = 0.2


@dataclass(frozen=True, slots=True)
class WeightsProgress:
    """Bytes so far."""

    done: int
    total: int


class Told(Protocol):
    """What the download has to say it to."""

    def change_facts(self, **changes: object) -> None:
        """Show the progress."""

    def weights_there(self) -> None:
        """The engine can run now."""

    def show_error(self, error: DictateError) -> None:
        """It failed."""


class Weights:
    """One download at a time; a failed one is tried again when it is wished again."""

    def __init__(self, jobs: Jobs, post: Callable[[object], None], engines: Engines) -> None:
        self._jobs = jobs
        self._post = post
        self._engines = engines
        self._running = False
        self._halt = threading.Event()

    def install(self, told: Told) -> None:
        """Fetch the weights, if nobody does already."""
        if self._running:
            return
        self._running = True
        told.change_facts(download=Download(MODEL, 0, 0))
        self._jobs.run(
            "downloads",
            lambda: self._engines.install(self._teller(), self._halt),
            lambda _none: self._over(told, None),
            lambda error: self._over(told, error),
        )

    def progress(self, event: WeightsProgress, told: Told) -> None:
        """Show the progress."""
        if self._running:
            told.change_facts(download=Download(MODEL, event.done, event.total))

    def quit(self) -> None:
        """Stop; what is there goes on with the next start."""
        self._halt.set()

    def _teller(self) -> Callable[[int, int], None]:
        last = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_S:
                last = now
                self._post(WeightsProgress(done, total))

        return tell

    def _over(self, told: Told, error: Exception | None) -> None:
        self._running = False
        told.change_facts(download=None)
        if error is None:
            told.weights_there()
        elif not self._halt.is_set():
            known = isinstance(error, DictateError)
            told.show_error(error if known else EngineError("The download failed.", "Try again."))
