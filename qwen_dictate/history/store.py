"""The history: every utterance from its key-down on, its text, and the index of words.

Rule: a row is born at key-down, so that nothing spoken is forgotten by a crash; a deleted one
leaves no word in any file. Failure mode: ``DiskError``; a damaged database is set aside and a
new one begun, and ``report`` gets a sentence; dictation never stops for it.
Runs in: one thread at a time — the history lane of the program, or a verb.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from qwen_dictate.core.errors import DiskError
from qwen_dictate.history import database, index
from qwen_dictate.history.database import MEMORY, Damaged, guarded, transaction
from qwen_dictate.history.migrations import MIGRATIONS
from qwen_dictate.history.row import (
    CHANGEABLE,
    COLUMNS,
    ENDED,
    UNFINISHED,
    Row,
    from_database,
    is_there,
    storable,
    unbroken,
)
from qwen_dictate.history.search import question
from qwen_dictate.system.files import disk_error

_Result = TypeVar("_Result")

LAST = "last"
"""The id of the newest dictation that was delivered, kept or cancelled."""

_INSERT = (
    f"INSERT INTO utterance ({', '.join(COLUMNS.values())}) "  # noqa: S608 (constants)
    f"VALUES ({', '.join('?' * len(COLUMNS))})"
)
_ENDED = ", ".join(f"'{state}'" for state in ENDED)
_UNFINISHED = ", ".join(f"'{state}'" for state in UNFINISHED)


def _silent(sentence: str) -> None:
    del sentence


class Store:
    """The history in one file, or in memory alone."""

    def __init__(
        self,
        path: Path | str,
        report: Callable[[str], None] = _silent,
        *,
        mend: bool = True,
        migrations: Sequence[str] = MIGRATIONS,
    ) -> None:
        """Open it.

        Args:
            path: the file, or ``MEMORY`` where no word may get onto the disk.
            report: gets a sentence when a damaged history was set aside.
            mend: whether to set it aside; a verb beside a running program must not.
            migrations: the versions of the layout.

        Raises:
            DiskError: it cannot be opened.
        """
        self._path = path
        self._report = report
        self._mending = mend
        self._migrations = migrations
        try:
            self._db = database.connect(path, migrations)
        except Damaged as error:
            self._begin_anew(error)

    def close(self) -> None:
        """Give the file back; nothing may be asked afterwards."""
        self._db.close()

    def born(self, row: Row) -> None:
        """Remember an utterance that begins, or a whole row."""

        def work() -> None:
            with transaction(self._db):
                values = [storable(getattr(row, name)) for name in COLUMNS]
                number = self._db.execute(_INSERT, values).lastrowid or 0
                index.put(self._db, number, unbroken(row.text))

        self._run(work)

    def update(self, row_id: str, **changes: object) -> None:
        """Change fields of a row; one that is not there stays away.

        Raises:
            TypeError: there is no such field, or it never changes.
        """
        if unknown := changes.keys() - CHANGEABLE:
            raise TypeError(f"no such field: {', '.join(sorted(unknown))}")
        if not changes:
            return
        assignments = ", ".join(f"{name} = ?" for name in changes)
        values = {name: storable(value) for name, value in changes.items()}

        def work() -> None:
            with transaction(self._db):
                found = self._find(row_id)
                if found is None:
                    return
                number = found["number"]
                if values.get("text", found["text"]) != found["text"]:
                    index.take_out(self._db, number, found["text"])
                    index.put(self._db, number, str(values["text"]))
                self._db.execute(
                    f"UPDATE utterance SET {assignments} WHERE number = ?",  # noqa: S608
                    (*values.values(), number),
                )

        self._run(work)

    def remove(self, row_id: str) -> None:
        """An utterance that never was: its row and its recording go."""

        def work() -> None:
            found = self._find(row_id)
            if found is not None:
                self._forget(found)

        self._run(work)

    def delete(self, row_id: str) -> bool:
        """Delete a row, its words wherever they stand, and its recording.

        Returns:
            False: there is no such row.
        """

        def work() -> bool:
            found = self._find(row_id)
            if found is None:
                return False
            self._forget(found)
            self._purge()
            return True

        return self._run(work)

    def forget_text(self, before: str) -> int:
        """For ``history.keep_text = days:N``: forget the words of rows born before a time.

        Rows whose recording is still kept stay, without words.

        Args:
            before: ISO 8601, UTC, as ``Row.when``.

        Returns:
            How many rows lost their words.
        """

        def work() -> int:
            old = self._db.execute(
                f"SELECT * FROM utterance WHERE state NOT IN ({_UNFINISHED})"  # noqa: S608
                " AND born < ? AND (raw <> '' OR text <> '')",
                (before,),
            ).fetchall()
            for found in old:
                if is_there(found["recording"]):
                    self.update(found["id"], raw="", text="")
                else:
                    self._forget(found)
            if old:
                self._purge()
            return len(old)

        return self._run(work)

    def get(self, row_id: str) -> Row | None:
        """One row; ``last`` = the newest dictation that has ended."""

        def work() -> Row | None:
            found = self._find(row_id)
            return None if found is None else from_database(found)

        return self._run(work)

    def list(self, limit: int) -> tuple[Row, ...]:
        """The newest rows, newest first."""
        return self._rows("SELECT * FROM utterance ORDER BY number DESC LIMIT ?", (limit,))

    def search(self, words: str, limit: int) -> tuple[Row, ...]:
        """Rows whose text has these words in this order, newest first."""
        asked = question(unbroken(words))
        if not asked:
            return ()
        return self._rows(
            "SELECT utterance.* FROM words JOIN utterance ON number = words.rowid"
            " WHERE words MATCH ? ORDER BY words.rowid DESC LIMIT ?",
            (asked, limit),
        )

    def recorded(self) -> tuple[Row, ...]:
        """All rows with a recording, oldest first: what ``history.keep_audio`` looks at."""
        return self._rows("SELECT * FROM utterance WHERE recording <> '' ORDER BY number", ())

    def unfinished(self) -> tuple[Row, ...]:
        """Rows in whose middle the program ended, oldest first."""
        return self._rows(
            f"SELECT * FROM utterance WHERE state IN ({_UNFINISHED}) ORDER BY number",  # noqa: S608
            (),
        )

    def keep_unfinished(self, reason: str) -> tuple[Row, ...]:
        """At a start: what was in the middle is kept and offered, never typed by itself.

        Args:
            reason: the sentence on its card.

        Returns:
            The rows as they stand now; ``perhaps_typed`` where it was being delivered.
        """
        rows = self.unfinished()
        for row in rows:
            typed = row.state == "delivering"
            self.update(row.id, state="kept", reason=reason, perhaps_typed=typed)
        return tuple(found for row in rows if (found := self.get(row.id)) is not None)

    def everything(self) -> Iterator[Row]:
        """All rows, oldest first, a few at a time: for ``history export``."""
        number = 0
        while True:
            after = number
            found = self._run(
                lambda after=after: self._db.execute(
                    "SELECT * FROM utterance WHERE number > ? ORDER BY number LIMIT 500", (after,)
                ).fetchall()
            )
            if not found:
                return
            yield from map(from_database, found)
            number = found[-1]["number"]

    # Inside

    def _rows(self, query: str, values: Sequence[object]) -> tuple[Row, ...]:
        return self._run(
            lambda: tuple(map(from_database, self._db.execute(query, tuple(values)).fetchall()))
        )

    def _find(self, row_id: str) -> sqlite3.Row | None:
        if row_id != LAST:
            return self._db.execute(
                "SELECT * FROM utterance WHERE id = ?", (unbroken(row_id),)
            ).fetchone()
        return self._db.execute(
            f"SELECT * FROM utterance WHERE state IN ({_ENDED}) AND kind = 'dictation'"  # noqa: S608
            " ORDER BY number DESC LIMIT 1"
        ).fetchone()

    def _forget(self, found: sqlite3.Row) -> None:
        """The recording first: where it cannot go, the row stays and tells so."""
        if found["recording"]:
            try:
                Path(found["recording"]).unlink(missing_ok=True)
            except OSError as error:
                raise disk_error(Path(found["recording"]), "deleted", error) from error
        with transaction(self._db):
            index.take_out(self._db, found["number"], found["text"])
            self._db.execute("DELETE FROM utterance WHERE number = ?", (found["number"],))

    def _purge(self) -> None:
        """Leave no word of what was deleted: in the index, in the log of writes, in copies."""
        index.purge(self._db)
        if self._path == MEMORY:
            return
        for copy in database.copies(Path(self._path)):
            try:
                copy.unlink()
            except OSError as error:
                raise disk_error(copy, "deleted", error) from error

    def _run(self, work: Callable[[], _Result]) -> _Result:
        """Run, mend what is damaged, and run once more."""
        try:
            return guarded(work)
        except Damaged as error:
            if error.index_only and self._index_anew():
                return guarded(work)
            self._begin_anew(error)
        return guarded(work)

    def _index_anew(self) -> bool:
        """Build the index of words again from the rows; False where that fails too."""

        def work() -> None:
            with transaction(self._db):
                index.build_anew(self._db)

        try:
            guarded(work)
        except (Damaged, DiskError):
            return False
        return True

    def _begin_anew(self, error: Damaged) -> None:
        """Set the damaged file aside and begin a new one."""
        if hasattr(self, "_db"):
            self._db.close()
        if not self._mending or self._path == MEMORY:
            raise DiskError(
                "The history is damaged.", "Start Qwen Dictate: it sets it aside and begins anew."
            ) from error
        aside = database.put_aside(Path(self._path))
        self._db = database.connect(self._path, self._migrations)
        self._report(
            f"The history was damaged; it is kept as “{aside.name}”, and a new one was begun."
        )
