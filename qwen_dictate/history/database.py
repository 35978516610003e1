"""Opens the history's database: private, migrated, or set aside when it is damaged.

Rule: no word of a deleted row stays in the file (``secure_delete``); before its layout changes it
is copied; a damaged one is renamed, never thrown away. One whose layout is not exactly ours
(triggers, views, other columns) counts as damaged: nothing in it may run. Failure mode:
``Unusable`` (locked for 3 s, full, not writable, made by a newer version) or ``Damaged``, which
``store`` mends.
Runs in: the history lane, or a verb.
"""

import os
import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.history.migrations import MIGRATIONS
from qwen_dictate.system.files import disk_error, make_private, set_aside

_Result = TypeVar("_Result")

MEMORY = ":memory:"
BUSY_S = 3.0
"""How long another process may hold the database before we give up."""

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite lays beside the database."""

_WORDS = {
    sqlite3.SQLITE_BUSY: "another program holds it",
    sqlite3.SQLITE_LOCKED: "another program holds it",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "it may not be written",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_PERM: "it may not be read",
    sqlite3.SQLITE_IOERR: "the disk failed",
}


_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)


class Damaged(DictateError):
    """The database is damaged: all of it, or (``index_only``) what searches use."""

    kind = "disk"

    def __init__(self, *, index_only: bool) -> None:
        super().__init__("The history is damaged.")
        self.index_only = index_only


class Unusable(DiskError):
    """The database cannot be used now; later it may."""


def guarded(work: Callable[[], _Result]) -> _Result:
    """Run ``work`` and translate what SQLite raises.

    Raises:
        Damaged: the file is not what it should be.
        Unusable: anything else.
    """
    try:
        return work()
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF in _DAMAGED:
            raise Damaged(index_only=code == sqlite3.SQLITE_CORRUPT_VTAB) from error
        why = _WORDS.get(code & 0xFF, f"SQLite says {getattr(error, 'sqlite_errorname', error)}")
        raise Unusable(
            f"The history could not be used: {why}. What you dictate is still typed.",
            "Check the free space and the permissions of the data folder.",
        ) from error


LONGEST_VALUE = 64_000_000
"""Bytes of one text; a larger one was not written by this program."""

Fill = Callable[[sqlite3.Connection], None]


def connect(
    path: Path | str, migrations: Sequence[str] = MIGRATIONS, fill: Fill | None = None
) -> sqlite3.Connection:
    """Open the database, make it where there is none, bring its layout up to date.

    Args:
        path: the file, or ``MEMORY``.
        migrations: the versions of the layout.
        fill: puts rows into a database that was just made; either all are in it, or it is made
            and filled again by the next start.

    Raises:
        Damaged: it is no database, or a damaged one.
        DiskError: it cannot be opened or written.
    """
    if path != MEMORY:
        _touch(Path(path))
    connection = guarded(
        lambda: sqlite3.connect(path, timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    )
    try:
        guarded(lambda: _prepare(connection, path, migrations, fill))
    except DictateError:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Generator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.rollback()
        raise
    connection.execute("COMMIT")


def put_aside(path: Path) -> Path:
    """Rename a damaged database and what lies beside it; gives its new name.

    Raises:
        DiskError: it cannot be renamed.
    """
    aside = set_aside(path)
    for ending in BESIDE:
        companion = Path(f"{path}{ending}")
        if companion.exists():
            companion.rename(f"{aside}{ending}")
    return aside


def copies(path: Path) -> list[Path]:
    """Copies of before the layout changed, and damaged ones set aside; they hold words too."""
    kinds = ("version", "damaged")
    return sorted(copy for kind in kinds for copy in path.parent.glob(f"{path.name}.{kind}-*"))


def _touch(path: Path) -> None:
    """Make the file, for this user only: what SQLite lays beside it gets the same mode."""
    make_private(path.parent)
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_CREAT, 0o600))
    except OSError as error:
        raise disk_error(path, "opened", error) from error


def _prepare(
    connection: sqlite3.Connection,
    path: Path | str,
    migrations: Sequence[str],
    fill: Fill | None,
) -> None:
    connection.row_factory = sqlite3.Row
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = NORMAL")
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(migrations):
        raise DiskError(
            "The history was made by a newer version of Qwen Dictate; it is left as it is.",
            "Install the newer version again.",
        )
    if version == 0:
        connection.execute("PRAGMA journal_mode = WAL")
    if path != MEMORY and _layout(connection) != _expected(migrations[:version]):
        raise Damaged(index_only=False)
    if version == len(migrations):
        return
    if version and path != MEMORY:
        _copy(connection, Path(f"{path}.version-{version}"))
    _migrate(connection, migrations, fill)


def _layout(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {(kind, name, " ".join(str(sql).split())) for kind, name, sql in rows}


def _expected(migrations: Sequence[str]) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(MEMORY)) as fresh:
        for script in migrations:
            fresh.executescript(script)
        return _layout(fresh)


def _copy(connection: sqlite3.Connection, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    _touch(copy)
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)


def _migrate(connection: sqlite3.Connection, migrations: Sequence[str], fill: Fill | None) -> None:
    with transaction(connection):
        # Asked again behind the lock: another process may have been faster.
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        for script in migrations[version:]:
            for statement in script.split(";"):
                connection.execute(statement)
        if version == 0 and fill is not None:
            fill(connection)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
