"""What the history needs from time to time: expiry, purging what was deleted, making sound smaller.

At a start and after a dictation (at most once an hour); no timer runs while nothing is dictated.
Runs in: GUI thread; the jobs: the history lane, which deletes, and the lane "archive", which
turns recordings into FLAC.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.core.settings import History
from qwen_dictate.history.ids import iso
from qwen_dictate.history.store import Store
from qwen_dictate.recording import keep, stored
from qwen_dictate.system import paths

log = logging.getLogger("qwen_dictate.upkeep")
EVERY_S = 3600.0
_Result = TypeVar("_Result")


class Ask(Protocol):
    """``Rows.ask``."""

    def __call__(
        self,
        question: Callable[[Store], _Result],
        then: Callable[[_Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Ask the store, and go on in the GUI thread."""


class Upkeep:
    """Keeps the history as small and as forgetful as the settings say."""

    def __init__(self, jobs: Jobs, ask: Ask, history: Callable[[], History]) -> None:
        self._jobs = jobs
        self._ask = ask
        self._history = history
        self._swept_at = float("-inf")

    def sweep(self) -> None:
        """Remove what is over its time, and take up what an earlier run did not finish."""
        now = time.monotonic()
        if now - self._swept_at < EVERY_S:
            return
        self._swept_at = now
        history = self._history()
        self._ask(lambda store: _sweep(store, history), self._swept, _quietly)

    def purge(self, then: Callable[[], None], failed: Callable[[Exception], None]) -> None:
        """Purge what was deleted, step by step; ``then`` when no word of it is in any file."""

        def stepped(done: bool) -> None:
            if done:
                then()
            else:
                self.purge(then, failed)

        self._ask(Store.purge, stepped, failed)

    def archive(self, path: Path) -> None:
        """Make a recording whose text is delivered smaller; it stays readable all the time."""

        def prepared(there: bool) -> None:
            if there:
                self._ask(lambda _store: stored.swap(path), lambda _none: None, _quietly)

        self._jobs.run("archive", lambda: stored.prepare(path), prepared, _quietly)

    def _swept(self, raw: tuple[Path, ...]) -> None:
        kind, _, days = self._history().keep_text.partition(":")
        if kind == "days":
            self._expire(iso(datetime.now(UTC) - timedelta(days=int(days))))
        else:
            self.purge(lambda: None, _quietly)
        for path in raw:
            self.archive(path)

    def _expire(self, before: str) -> None:
        """Forget the words of before a time, some hundred rows at a time; then purge them."""

        def forgotten(count: int) -> None:
            if count:
                self._expire(before)
            else:
                self.purge(lambda: None, _quietly)

        self._ask(lambda store: store.forget_text(before), forgotten, _quietly)


def _quietly(error: Exception) -> None:
    """What could not be done now is done by the next sweep; ``jobs`` has logged it."""
    del error


def _sweep(store: Store, history: History) -> tuple[Path, ...]:
    """Remove what is over its time; gives the recordings that could be smaller."""
    now = datetime.now(UTC)
    folder = paths.recordings_folder(make=True)
    # By the files, of which there are few, and not by the rows, of which there may be a million.
    rows = ((path.stem, store.row_of(path)) for path in stored.names(folder))
    states = {name: row.state for name, row in rows if row is not None}
    keep.sweep(folder, history.keep_audio, states, now.timestamp())
    meetings = {row.id: row.state for row in store.meetings()}
    keep.sweep_meetings(folder, history.keep_audio, meetings, now.timestamp())
    names = (folder / f"{name}{stored.SUFFIX}" for name in sorted(states))
    return tuple(path for path in names if states[path.stem] == "delivered" and path.exists())
