"""The lines of a meeting that runs: each is in the database before the next is said.

When the meeting ends its lines go into its row (``raw``: one JSON object a line) and from here;
so there are lines here only of a meeting that runs, or that a crash ended: the next start puts
them into its row. Its recordings are in a folder of its own beside those of dictations.
Callers hold the transaction. Runs in: the history lane.
"""

import shutil
import sqlite3
from pathlib import Path


def save(connection: sqlite3.Connection, meeting: str, number: int, line: str) -> None:
    """Write a line, or what has changed of it."""
    connection.execute(
        "INSERT INTO meeting_line VALUES (?, ?, ?)"
        " ON CONFLICT (meeting, number) DO UPDATE SET line = excluded.line",
        (meeting, number, line),
    )


def lines(connection: sqlite3.Connection, meeting: str) -> list[str]:
    """The lines of a meeting, in their order."""
    found = connection.execute(
        "SELECT line FROM meeting_line WHERE meeting = ? ORDER BY number", (meeting,)
    )
    return [str(line) for (line,) in found]


def forget(connection: sqlite3.Connection, meeting: str) -> None:
    """Remove the lines of a meeting."""
    connection.execute("DELETE FROM meeting_line WHERE meeting = ?", (meeting,))


def folder_of(recordings: Path, meeting: str) -> Path:
    """Where the recordings of a meeting are."""
    return recordings / meeting


def remove_sound(recordings: Path, meeting: str) -> None:
    """Remove them.

    Raises:
        OSError: they cannot be removed.
    """
    folder = folder_of(recordings, meeting)
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
