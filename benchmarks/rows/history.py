"""A history of a million utterances: searches, the list, a deletion, as window and verbs ask."""

import random
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.results import Options, Result
from qwen_dictate.history.row import Row
from qwen_dictate.history.search import spaced
from qwen_dictate.history.store import Store
from tests.support.recordings import recordings

ROWS = 1_000_000
QUICK_ROWS = 50_000
SEARCHES = ("the", "it was the", "season of light", "fail", "w", "zzzz", "市", "房地产", "1234567")
LIMIT_MS = 50.0


def measure(options: Options) -> tuple[Result, ...]:
    rows = QUICK_ROWS if options.quick else ROWS
    with tempfile.TemporaryDirectory(prefix="qd-") as folder:
        path = Path(folder) / "history" / "history.sqlite"
        _fill(path, rows)
        with closing(Store(path)) as store:
            listed = max(_timed(lambda: store.list(100)) for _ in range(5))
            found = {words: _timed(lambda words=words: store.search(words, 100))
                     for words in SEARCHES}  # fmt: skip
            chunks = max(_timed(lambda at=at, words=words: store.chunk(words, at, 100))
                         for words in ("", "the", "市") for at in (None, rows // 2))  # fmt: skip
            hidden = _timed(lambda: store.hide(f"u{rows // 2}"))
            purged, steps = _purge(store)
        opened = max(_timed(lambda: Store(path).close()) for _ in range(3))
        size_mb = path.stat().st_size / 1e6
    slowest = max(found, key=lambda words: found[words])
    return (
        Result(
            f"history of {rows:,}: list", listed, "ms", None, "≤ 50 ms", LIMIT_MS,
            f"newest 100, largest of 5; the file has {size_mb:.0f} MB",
        ),
        Result(
            f"history of {rows:,}: search", found[slowest], "ms", None, "≤ 50 ms", LIMIT_MS,
            f"slowest of {len(found)}: “{slowest}”",
        ),
        Result(
            f"history of {rows:,}: page of the list", chunks, "ms", None, "≤ 50 ms", LIMIT_MS,
            "100 rows, all or found, from the newest or the middle on; the largest",
        ),
        Result(f"history of {rows:,}: open", opened, "ms", None, "≤ 50 ms", LIMIT_MS, "worst of 3"),
        Result(
            f"history of {rows:,}: delete, out of sight", hidden, "ms", None, "≤ 50 ms", LIMIT_MS,
            "the row, the recording, the note of what is to be purged",
        ),
        Result(
            f"history of {rows:,}: delete, gone from every file", purged, "ms", None, "–", None,
            f"in steps between which other work goes on; the longest took {steps:.0f} ms",
        ),
    )  # fmt: skip


def _timed(ask) -> float:
    began = time.monotonic()
    ask()
    return (time.monotonic() - began) * 1000


def _purge(store: Store) -> tuple[float, float]:
    """Milliseconds in all, and of the longest step."""
    steps: list[float] = []
    done = False

    def step() -> None:
        nonlocal done
        done = store.purge()

    while not done:
        steps.append(_timed(step))
    return sum(steps), max(steps)


def _fill(path: Path, rows: int) -> None:
    """One row by the store, so that all fields are what it writes; the rest like it."""
    words = [word for recording in recordings().values() for word in recording.transcript.split()]
    chance = random.Random(1)
    with closing(Store(path)) as store:
        store.born(Row(id="first", when="2020-01-01T00:00:00.000Z", state="delivered"))
    with closing(sqlite3.connect(path)) as db:
        columns = [name for _, name, *_ in db.execute("PRAGMA table_info(utterance)")]
        like = dict(zip(columns, db.execute("SELECT * FROM utterance").fetchone(), strict=True))
        names = [name for name in columns if name != "number"]
        insert = (
            f"INSERT INTO utterance ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        )
        texts = [" ".join(chance.choices(words, k=12)) for _ in range(20_000)]

        def values():
            for number in range(2, rows + 1):
                text = f"{texts[number % 20_000]} {number}"
                row = like | {"id": f"u{number}", "text": text, "raw": text}
                yield [row[name] for name in names]

        db.executemany(insert, values())
        db.execute("PRAGMA cache_size = -200000")
        found = db.execute("SELECT number, text FROM utterance WHERE text <> ''")
        db.executemany(
            "INSERT INTO words (rowid, spaced) VALUES (?, ?)",
            ((number, spaced(text)) for number, text in found.fetchall()),
        )
        db.commit()
