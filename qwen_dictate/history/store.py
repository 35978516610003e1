"""The history: every utterance from its key-down on, its text, and the index of words.

Rule: a row is born at key-down, so that nothing spoken is forgotten by a crash; its words stand
in the journal as well; a deleted one leaves no word in any file. Failure mode: ``DiskError``; a
damaged database is set aside and built anew from the journal, and ``report`` gets a sentence;
dictation never stops for it.
Runs in: one thread at a time — the history lane of the program, or a verb.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from qwen_dictate.core.errors import DiskError
from qwen_dictate.history import database, index, meetings, purge
from qwen_dictate.history.database import MEMORY, Damaged, guarded, transaction
from qwen_dictate.history.journal import Journal
from qwen_dictate.history.ledger import INSERT as INSERT_LEDGER
from qwen_dictate.history.ledger import Entry, entry_of
from qwen_dictate.history.migrations import MIGRATIONS
from qwen_dictate.history.queries import LAST, UNFINISHED_STATES, Queries
from qwen_dictate.history.row import (
    CHANGEABLE,
    COLUMNS,
    ENDED,
    Row,
    as_row,
    is_ours,
    is_there,
    storable,
    unbroken,
)
from qwen_dictate.recording import stored
from qwen_dictate.system.files import disk_error

__all__ = ["LAST", "MEMORY", "Store"]

_Result = TypeVar("_Result")

_INSERT = (
    f"INSERT INTO utterance ({', '.join(COLUMNS.values())}) "  # noqa: S608 (constants)
    f"VALUES ({', '.join('?' * len(COLUMNS))})"
)
_JOURNALED = tuple(name for name in COLUMNS if name != "timings")


def _silent(sentence: str) -> None:
    del sentence


class Store(Queries):
    """The history in one file, or in memory alone."""

    def __init__(
        self,
        path: Path | str,
        report: Callable[[str], None] = _silent,
        *,
        mend: bool = True,
        migrations: Sequence[str] = MIGRATIONS,
    ) -> None:
        """Open it; recordings and journal are in folders beside its file.

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
        self._recordings = None if path == MEMORY else Path(path).parent / "recordings"
        self._journal = Journal(Path(path).parent / "journal")
        self._journal_failed = False
        self._rebuilt = 0
        self._purging: Iterator[None] | None = None
        try:
            self._db = self._connect()
        except Damaged as error:
            self._begin_anew(error)

    def close(self) -> None:
        """Give the file back; nothing may be asked afterwards."""
        self._db.close()

    def born(self, row: Row) -> None:
        """Remember an utterance that begins, or a whole row."""

        def work() -> None:
            with transaction(self._db):
                _insert(self._db, row)
                self._write_journal({name: getattr(row, name) for name in _JOURNALED}, known=False)

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
        values = {name: storable(value) for name, value in changes.items()}

        def work() -> None:
            with transaction(self._db):
                found = self._find(row_id)
                if found is not None:
                    self._change(found, values)

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
        if not self.hide(row_id):
            return False
        while not self.purge():
            pass
        return True

    def hide(self, row_id: str) -> bool:
        """The first half of ``delete``: the row and its recording go; ``purge`` does the rest."""

        def work() -> bool:
            found = self._find(row_id)
            if found is None:
                return False
            self._forget(found)
            return True

        return self._run(work)

    def purge(self) -> bool:
        """Do some of what is left to do of deletions; True: no deleted word is in any file."""

        def work() -> bool:
            if self._purging is None:
                if not purge.waiting(self._db):
                    return True
                self._purging = purge.steps(self._db, self._path, self._journal)
            try:
                next(self._purging)
            except StopIteration:
                self._purging = None
                return not purge.waiting(self._db)
            except BaseException:
                self._purging = None
                raise
            return False

        try:
            return self._run(work)
        except (OSError, database.Unusable) as error:
            raise DiskError(
                "It is deleted, but its words may still stand in a file of the history.",
                "They are removed by the next deletion, or the next start.",
            ) from error

    def forget_text(self, before: str, limit: int = 500) -> int:
        """For ``history.keep_text = days:N``: forget the words of rows born before a time.

        Rows whose recording is still kept stay, without words. ``purge`` does the rest.

        Args:
            before: ISO 8601, UTC, as ``Row.when``.
            limit: how many at most, so that other work of the lane can go on.

        Returns:
            How many rows lost their words; 0: none is left.
        """

        def work() -> int:
            old = self._db.execute(
                f"SELECT * FROM utterance WHERE state NOT IN ({UNFINISHED_STATES})"  # noqa: S608
                " AND born < ? AND (raw <> '' OR text <> '') LIMIT ?",
                (before, limit),
            ).fetchall()
            for found in old:
                if is_there(self._row(found).recording):
                    with transaction(self._db):
                        self._change(found, {"raw": "", "text": ""})
                        self._mark_unpurged(found)
                else:
                    self._forget(found)
            return len(old)

        return self._run(work)

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

    def enter(self, entry: Entry) -> None:
        """Add what the ledger tells of a dictation; it stays when the text goes."""
        self._run(lambda: self._db.execute(INSERT_LEDGER, entry.values()))

    def ledger(self, since: str = "") -> tuple[Entry, ...]:
        """The ledger, oldest first, from a time on (ISO 8601, UTC)."""

        def work() -> tuple[Entry, ...]:
            found = self._db.execute("SELECT * FROM ledger WHERE born >= ? ORDER BY born", (since,))
            return tuple(entry_of(dict(entry)) for entry in found)

        return self._run(work)

    def save_line(self, row_id: str, number: int, line: str) -> None:
        """Write a line of a meeting that runs."""

        def work() -> None:
            with transaction(self._db):
                if self._find(row_id) is not None:
                    meetings.save(self._db, row_id, number, unbroken(line))

        self._run(work)

    def lines(self, row_id: str) -> tuple[str, ...]:
        """The lines of a meeting that runs, or was not ended."""
        return self._run(lambda: tuple(meetings.lines(self._db, row_id)))

    def end_meeting(self, row_id: str, **changes: object) -> None:
        """Its row has its lines now."""
        self.update(row_id, **changes)

        def work() -> None:
            with transaction(self._db):
                meetings.forget(self._db, row_id)

        self._run(work)

    def forget_sound(self, row_id: str) -> None:
        """Remove the recordings of a meeting.

        Raises:
            DiskError: they cannot be removed.
        """
        if self._recordings is None:
            return
        try:
            meetings.remove_sound(self._recordings, row_id)
        except OSError as error:
            raise disk_error(self._recordings, "deleted", error) from error

    # Inside

    def _change(self, found: sqlite3.Row, values: Mapping[str, object]) -> None:
        """Callers hold the transaction."""
        number, before = found["number"], self._row(found)
        text = str(values.get("text", before.text))
        if text != before.text:
            index.take_out(self._db, number, before.text)
            index.put(self._db, number, text)
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(
            f"UPDATE utterance SET {assignments} WHERE number = ?",  # noqa: S608
            (*values.values(), number),
        )
        if values.keys() - {"timings"}:
            old = {name: getattr(before, name) for name in _JOURNALED}
            self._write_journal({**old, **values}, known=_is_journaled(old))

    def _write_journal(self, values: Mapping[str, object], *, known: bool) -> None:
        """Where the journal cannot be written the database goes on alone, and it is said once."""
        if self._path == MEMORY or not (known or _is_journaled(values)):
            return
        try:
            plain = {name: storable(values[name]) for name in _JOURNALED}
            self._journal.write(plain, known=known)
        except (OSError, DiskError):
            if not self._journal_failed:
                self._report("The journal of texts could not be written; the history goes on.")
            self._journal_failed = True
        else:
            self._journal_failed = False

    def _forget(self, found: sqlite3.Row) -> None:
        """The recording first: where it cannot go, the row stays and tells so."""
        recording = found["recording"]
        if recording and is_ours(str(recording), self._recordings):
            try:
                stored.remove(Path(recording))
            except OSError as error:
                raise disk_error(Path(recording), "deleted", error) from error
        if found["kind"] == "meeting":
            self.forget_sound(str(found["id"]))
        with transaction(self._db):
            meetings.forget(self._db, str(found["id"]))
            index.take_out(self._db, found["number"], self._row(found).text)
            self._db.execute("DELETE FROM utterance WHERE number = ?", (found["number"],))
            self._mark_unpurged(found)

    def _mark_unpurged(self, found: sqlite3.Row) -> None:
        if found["raw"] or found["text"]:
            self._db.execute("INSERT OR IGNORE INTO unpurged VALUES (?)", (str(found["id"]),))

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
        """Set the damaged file aside and build a new one from the journal."""
        self._purging = None
        if hasattr(self, "_db"):
            self._db.close()
        if not self._mending or self._path == MEMORY:
            raise DiskError(
                "The history is damaged.", "Start Qwen Dictate: it sets it aside and begins anew."
            ) from error
        aside = database.put_aside(Path(self._path))
        self._db = self._connect()
        built = f"was built from its journal, with {self._rebuilt} texts" if self._rebuilt else ""
        self._report(
            f"The history was damaged; it is kept as “{aside.name}”, and a new one "
            f"{built or 'was begun'}."
        )

    def _connect(self) -> sqlite3.Connection:
        fill = None if self._path == MEMORY else self._fill
        return database.connect(self._path, self._migrations, fill)

    def _fill(self, connection: sqlite3.Connection) -> None:
        """Put what the journal knows into a database that was just made."""
        self._rebuilt = 0
        try:
            for values in self._journal.rows():
                _insert(connection, as_row(values, self._recordings))
                self._rebuilt += 1
        except OSError:
            self._report("Some of the journal of texts could not be read.")


def _is_journaled(values: Mapping[str, object]) -> bool:
    """Whether a row is in the journal: it has words, and they are final."""
    final = values["state"] in ENDED or values["state"] == "delivering"
    return final and bool(values["raw"] or values["text"])


def _insert(connection: sqlite3.Connection, row: Row) -> None:
    values = [storable(getattr(row, name)) for name in COLUMNS]
    number = connection.execute(_INSERT, values).lastrowid or 0
    index.put(connection, number, unbroken(row.text))
