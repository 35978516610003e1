"""Leaves no word of forgotten rows in any file: journal, copies, index, log of writes.

Which rows those are stands in the database (``unpurged``), in the same transaction as their
deletion; so what a crash cut off is taken up by the next start. The index drops the words of
what was taken out only when all of it is merged, which takes seconds at a million rows: it is
done in small steps, between which other work of the lane goes on.

Rule: done means done: the last step is an empty log of writes, and only then the list of
unpurged rows is emptied. Failure mode: ``sqlite3.Error`` or ``OSError``, and the rows stay on
the list. Runs in: the history lane, or a verb.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qwen_dictate.history import database
from qwen_dictate.history.journal import Journal

STEP_PAGES = 400
"""Pages of the index merged in one step: about 20 ms."""
_PATIENCE = 20


def waiting(connection: sqlite3.Connection) -> bool:
    """Whether rows are forgotten whose words may still stand somewhere."""
    return connection.execute("SELECT 1 FROM unpurged LIMIT 1").fetchone() is not None


def steps(connection: sqlite3.Connection, path: Path | str, journal: Journal) -> Iterator[None]:
    """Purge all that is forgotten now, a step at a time."""
    ids = [row_id for (row_id,) in connection.execute("SELECT id FROM unpurged")]
    if path != database.MEMORY:
        journal.forget(ids)
        for copy in database.copies(Path(path)):
            copy.unlink(missing_ok=True)
        yield
    yield from _merged(connection)
    for _ in range(_PATIENCE):
        if _log_emptied(connection):
            break
        yield
    else:
        raise sqlite3.OperationalError("the log of writes is in use")
    connection.executemany("DELETE FROM unpurged WHERE id = ?", ((row_id,) for row_id in ids))
    with suppress(sqlite3.Error):  # nothing but ids is in it now
        _log_emptied(connection)


def _merged(connection: sqlite3.Connection) -> Iterator[None]:
    """Merge the whole index, as ``optimize`` would in one go.

    Source: https://sqlite.org/fts5.html#the_merge_command
    """
    pages = -STEP_PAGES
    while True:
        before = connection.total_changes
        connection.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
        if pages > 0 and connection.total_changes - before < 2:  # noqa: PLR2004 (see the source)
            return
        pages = STEP_PAGES
        yield


def _log_emptied(connection: sqlite3.Connection) -> bool:
    busy, *_ = connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
    return not busy
