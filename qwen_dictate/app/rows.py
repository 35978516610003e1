"""The history as dictation sees it: a row is born, changes, goes; all in the history lane.

A row that cannot be written stops nothing: the failure is shown, dictation goes on, and what was
to be written waits in memory, in order, for the next call. What even that lost (the program ended
before the disk came back) is found at the next start by its recording.
Runs in: GUI thread; the jobs: the history lane, which alone owns the store.
"""

import json
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.app.upkeep import Upkeep
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.core.events import Target
from qwen_dictate.core.settings import History, Settings
from qwen_dictate.history import found
from qwen_dictate.history.database import Unusable
from qwen_dictate.history.divided import DividedStore
from qwen_dictate.history.ids import iso, new_id
from qwen_dictate.history.ledger import Entry
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.recording.recording import Recording
from qwen_dictate.recording.stored import SUFFIX
from qwen_dictate.system import paths

log = logging.getLogger("qwen_dictate.history")
LANE = "history"
MOST_LATE = 2000
FOUND_UNFINISHED = "The program ended before this was finished; nothing was lost."
FOUND_ALONE = "Only its recording was found; the history did not know of it."
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Born:
    """A new row's id, the file of its recording (None: memory only), its key-down."""

    history_id: str
    path: Path | None
    when: str


class Rows:
    """Every change of the history goes through here."""

    def __init__(
        self,
        jobs: Jobs,
        settings: Callable[[], Settings],
        engine: Callable[[], str],
        failed: Callable[[DictateError], None],
    ) -> None:
        self._jobs = jobs
        self._settings = settings
        self._engine = engine
        self._failed = failed
        self._store: DividedStore | None = None
        self._late: deque[Callable[[Store], None]] = deque(maxlen=MOST_LATE)
        self.upkeep = Upkeep(jobs, self.ask, lambda: settings().history)

    def open(self, offered: Callable[[tuple[Row, ...]], None]) -> None:
        """Open the store, keep what a kill left unfinished, remove what is over its time."""
        history = self._settings().history

        def work() -> tuple[Row, ...]:
            store = self._opened(history)
            self._catch_up(store)
            rows = found.keep_unfinished(store, FOUND_UNFINISHED)
            if history.keep_text != "never":  # else recordings have no row that lasts
                rows += found.adopt(store, paths.recordings_folder(), FOUND_ALONE)
            return rows

        self._jobs.run(LANE, work, offered, self._told)
        self.upkeep.sweep()

    def born(self, number: int, target: Target | None) -> Born:
        """The key went down: the row is born, whatever becomes of it."""
        settings = self._settings()
        now = datetime.now(UTC)
        row_id = new_id(now, number)
        path = None
        if settings.history.keep_audio != "never":
            path = self._path_of(row_id)
        row = Row(
            id=row_id,
            when=iso(now),
            app=target.app if target else "",
            engine=self._engine(),
            recording=str(path) if path else "",
        )
        self.run(lambda store: store.born(row))
        return Born(row_id, path, row.when)

    def write(self, row_id: str, changes: Mapping[str, object], recording: Recording) -> None:
        """Change fields of a row; delivered sound goes at once where the user wants that."""
        keep_audio = self._settings().history.keep_audio
        over = changes.get("state") == "delivered" and keep_audio == "until_delivered"

        def work(store: Store) -> None:
            store.update(row_id, **changes)
            if over and self._deleted(recording):
                store.update(row_id, recording="")

        self.run(work)
        if changes.get("state") == "delivered":
            if recording.path is not None and not over:
                self.upkeep.archive(recording.path)
            self.upkeep.sweep()

    def enter(self, entry: Entry) -> None:
        """Add a dictation to the ledger."""
        self.run(lambda store: store.enter(entry))

    def timings(self, row_id: str, timings: Mapping[str, int | None]) -> None:
        """The ledger's times of a dictation; no words in it."""
        self.run(lambda store: store.update(row_id, timings=json.dumps(dict(timings))))

    def remove(self, row_id: str, recording: Recording) -> None:
        """The utterance never was."""

        def work(store: Store) -> None:
            if self._deleted(recording):
                store.remove(row_id)

        self.run(work)

    def ask(
        self,
        question: Callable[[Store], _Result],
        then: Callable[[_Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Ask the store, and go on in the GUI thread."""
        history = self._settings().history

        def work() -> _Result:
            store = self._opened(history)
            self._catch_up(store)
            return question(store)

        self._jobs.run(LANE, work, then, failed)

    def close(self) -> None:
        """Give the file back. Runs in: the history lane, at the end of the program."""
        if self._store is None:
            return
        try:
            self._catch_up(self._store)
        finally:
            self._store.close()
            self._store = None

    def run(self, work: Callable[[Store], None]) -> None:
        """Change the store, in its turn; what cannot be written now waits."""
        history = self._settings().history

        def in_turn() -> None:
            self._late.append(work)
            self._catch_up(self._opened(history))

        self._jobs.run(LANE, in_turn, None, self._told)

    def _catch_up(self, store: Store) -> None:
        """Write what is late; what cannot be written now stays late."""
        while self._late:
            try:
                self._late[0](store)
            except Unusable:
                raise
            except BaseException:
                self._late.popleft()
                raise
            self._late.popleft()

    def _path_of(self, row_id: str) -> Path | None:
        try:
            return paths.recordings_folder(make=True) / f"{row_id}{SUFFIX}"
        except DiskError as error:
            self._jobs.post_error(error)
            return None

    def _deleted(self, recording: Recording) -> bool:
        """Delete it; one that cannot be deleted is told of, and keeps its row."""
        try:
            recording.delete()
        except DiskError as error:
            self._jobs.post_error(error)
            return False
        return True

    def _opened(self, history: History) -> Store:
        if self._store is None:
            self._store = DividedStore(paths.history_file(make=True), self._damaged)
        self._store.private = history.keep_text == "never"
        return self._store

    def _damaged(self, sentence: str) -> None:
        log.error("%s", sentence)
        self._jobs.post_error(DiskError(sentence))

    def _told(self, error: Exception) -> None:
        known = isinstance(error, DictateError)
        self._failed(error if known else DiskError("The history could not be written."))
