"""What may be asked of the history, without changing it.

Newest first is always by the number that the database gave a row, never by rank: at a million
rows a search takes some milliseconds. Runs in: the history lane, or a verb.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from qwen_dictate.history.row import COLUMNS, ENDED, UNFINISHED, Row, as_row, unbroken
from qwen_dictate.history.search import question

_Result = TypeVar("_Result")

LAST = "last"
"""The id of the newest dictation that was delivered, kept or cancelled."""

ENDED_STATES = ", ".join(f"'{state}'" for state in ENDED)
UNFINISHED_STATES = ", ".join(f"'{state}'" for state in UNFINISHED)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows, newest first; ``before`` asks for those that follow, None: there are none."""

    rows: tuple[Row, ...]
    before: int | None


class Queries:
    """The asking half of a store."""

    _db: sqlite3.Connection
    _recordings: Path | None

    def get(self, row_id: str) -> Row | None:
        """One row; ``last`` = the newest dictation that has ended."""

        def work() -> Row | None:
            found = self._find(row_id)
            return None if found is None else self._row(found)

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

    def chunk(self, words: str, before: int | None, limit: int) -> Chunk:
        """Some rows for a list that scrolls: all, or those with these words.

        Args:
            words: "" = all rows.
            before: as the chunk before this one told; None = from the newest on.
            limit: how many.
        """
        below = before if before is not None else 1 << 62
        if not words.strip():
            query = "SELECT * FROM utterance WHERE number < ? ORDER BY number DESC LIMIT ?"
            values: tuple[object, ...] = (below, limit)
        else:
            asked = question(unbroken(words))
            if not asked:
                return Chunk((), None)
            query = (
                "SELECT utterance.* FROM words JOIN utterance ON number = words.rowid"
                " WHERE words MATCH ? AND words.rowid < ? ORDER BY words.rowid DESC LIMIT ?"
            )
            values = (asked, below, limit)

        def work() -> Chunk:
            found = self._db.execute(query, values).fetchall()
            rows = tuple(map(self._row, found))
            return Chunk(rows, found[-1]["number"] if len(found) == limit else None)

        return self._run(work)

    def count(self) -> int:
        """How many rows there are."""
        return self._run(
            lambda: int(self._db.execute("SELECT count(*) FROM utterance").fetchone()[0])
        )

    def row_of(self, recording: Path) -> Row | None:
        """The row that has this recording: the one of its name, as a rule."""
        named = self.get(recording.stem)
        if named is not None and named.recording == str(recording):
            return named
        rows = self._rows("SELECT * FROM utterance WHERE recording = ?", (str(recording),))
        return rows[0] if rows else named

    def unfinished(self) -> tuple[Row, ...]:
        """Rows in whose middle the program ended, oldest first."""
        return self._rows(
            f"SELECT * FROM utterance WHERE state IN ({UNFINISHED_STATES})"  # noqa: S608
            " ORDER BY number",
            (),
        )

    def newest_meeting(self) -> Row | None:
        """The latest meeting, whether it has ended or not."""
        rows = self._rows(
            "SELECT * FROM utterance WHERE kind = 'meeting' ORDER BY number DESC LIMIT 1", ()
        )
        return rows[0] if rows else None

    def meetings(self) -> tuple[Row, ...]:
        """All meetings, oldest first."""
        return self._rows("SELECT * FROM utterance WHERE kind = 'meeting' ORDER BY number", ())

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
            yield from map(self._row, found)
            number = found[-1]["number"]

    # Inside

    def _run(self, work: Callable[[], _Result]) -> _Result:
        raise NotImplementedError

    def _rows(self, query: str, values: Sequence[object]) -> tuple[Row, ...]:
        return self._run(
            lambda: tuple(map(self._row, self._db.execute(query, tuple(values)).fetchall()))
        )

    def _row(self, found: sqlite3.Row) -> Row:
        values = {name: found[column] for name, column in COLUMNS.items()}
        return as_row(values, self._recordings)

    def _find(self, row_id: str) -> sqlite3.Row | None:
        if row_id != LAST:
            return self._db.execute(
                "SELECT * FROM utterance WHERE id = ?", (unbroken(row_id),)
            ).fetchone()
        return self._db.execute(
            f"SELECT * FROM utterance WHERE state IN ({ENDED_STATES})"  # noqa: S608
            " AND kind = 'dictation' ORDER BY number DESC LIMIT 1"
        ).fetchone()
