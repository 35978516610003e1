"""The history on the disk, and beside it rows that never get there: ``history.keep_text = never``.

Rule: while ``private`` is on, no word is written to the disk. A row born then lives in memory and
ends with the program; one that was born before may still change there, but gets no words.
Failure mode: as ``Store``. Runs in: the history lane.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from qwen_dictate.history.queries import Chunk
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import LAST, MEMORY, Store

_WORDS = frozenset({"raw", "text"})
MOST_IN_MEMORY = 100_000


class DividedStore(Store):
    """One history in two places; where a row is, it stays.

    Attributes:
        private: new rows are born in memory.
    """

    def __init__(self, path: Path, report: Callable[[str], None]) -> None:
        super().__init__(path, report)
        self.private = False
        self._memory: Store | None = None

    def close(self) -> None:
        """Give the file back; what was only in memory is gone."""
        if self._memory is not None:
            self._memory.close()
        super().close()

    def born(self, row: Row) -> None:
        """Remember an utterance that begins, or a whole row."""
        if not self.private:
            super().born(row)
            return
        if self._memory is None:
            self._memory = Store(MEMORY)
        self._memory.born(row)

    def update(self, row_id: str, **changes: object) -> None:
        """Change fields of a row, wherever it is; one that is not there stays away."""
        memory = self._in_memory(row_id)
        if memory is not None:
            memory.update(row_id, **changes)
            return
        if self.private:
            changes = {name: v for name, v in changes.items() if name not in _WORDS or not v}
        super().update(row_id, **changes)

    def remove(self, row_id: str) -> None:
        """An utterance that never was: its row and its recording go."""
        memory = self._in_memory(row_id)
        if memory is not None:
            memory.remove(row_id)
        else:
            super().remove(row_id)

    def hide(self, row_id: str) -> bool:
        """The first half of ``delete``."""
        memory = self._in_memory(row_id)
        return super().hide(row_id) if memory is None else memory.hide(row_id)

    def save_line(self, row_id: str, number: int, line: str) -> None:
        """Write a line of a meeting that runs, never onto the disk where no word may be."""
        memory = self._in_memory(row_id)
        if memory is not None:
            memory.save_line(row_id, number, line)
        elif not self.private:
            super().save_line(row_id, number, line)

    def get(self, row_id: str) -> Row | None:
        """One row; ``last`` = the newest dictation that has ended."""
        memory = self._in_memory(row_id)
        return super().get(row_id) if memory is None else memory.get(row_id)

    def list(self, limit: int) -> tuple[Row, ...]:
        """The newest rows, newest first."""
        return self._newest_first(Store.list, limit)

    def search(self, words: str, limit: int) -> tuple[Row, ...]:
        """Rows whose text has these words in this order, newest first."""
        return self._newest_first(lambda store, most: Store.search(store, words, most), limit)

    def chunk(self, words: str, before: int | None, limit: int) -> Chunk:
        """Some rows for a list that scrolls; those in memory stand in the first chunk."""
        chunk = super().chunk(words, before, limit)
        if self._memory is None or before is not None:
            return chunk
        here = self._memory.chunk(words, None, MOST_IN_MEMORY).rows
        rows = tuple(sorted((*chunk.rows, *here), key=_when, reverse=True))
        return Chunk(rows, chunk.before)

    def count(self) -> int:
        """How many rows there are."""
        return super().count() + (self._memory.count() if self._memory else 0)

    def everything(self) -> Iterator[Row]:
        """All rows, those on the disk first."""
        yield from super().everything()
        if self._memory is not None:
            yield from self._memory.everything()

    def row_of(self, recording: Path) -> Row | None:
        """The row that has this recording."""
        kept = self._memory.row_of(recording) if self._memory is not None else None
        return kept or super().row_of(recording)

    def _in_memory(self, row_id: str) -> Store | None:
        """The memory if it has the row; of two that are ``last`` the newer counts."""
        row = self._memory.get(row_id) if self._memory is not None else None
        if row is None:
            return None
        stored = super().get(row_id) if row_id == LAST else None
        return None if stored is not None and stored.when > row.when else self._memory

    def _newest_first(
        self, read: Callable[[Store, int], tuple[Row, ...]], limit: int
    ) -> tuple[Row, ...]:
        rows = read(self, limit)
        if self._memory is not None:
            rows = tuple(sorted((*rows, *read(self._memory, limit)), key=_when, reverse=True))
        return rows[:limit]


def _when(row: Row) -> str:
    return row.when
