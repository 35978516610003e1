"""What the history knows of a file: its row, and where an interrupted one goes on.

A row holds everything: ``raw`` the lines as they were recognised, one a line, and ``timings``
their times, which file it was, and up to where. So deleting the row forgets it all, and
``history.keep_text`` holds for it too. A file is the same when its place, size and time of
change are.
Runs in: whoever owns the store: the history lane, or a verb.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from qwen_dictate.core.subtitles import Line, Stretch
from qwen_dictate.history.ids import iso, new_id
from qwen_dictate.history.row import Row

KIND = "file"
LOOKED_BACK = 1000


@dataclass(frozen=True, slots=True)
class Left:
    """Where an earlier run of a file was interrupted."""

    row_id: str
    lines: tuple[Line, ...]
    done_s: float


def name_of(path: Path) -> str:
    """Which file it is, without its name; "" where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return ""
    told = f"{path.resolve()}\0{found.st_size}\0{found.st_mtime_ns}"
    return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()[:24]


def born(path: Path, now: datetime, number: int) -> Row:
    """The row of a file that begins."""
    row_id = new_id(now, number)
    return Row(row_id, iso(now), state="recognising", app=path.name, kind=KIND)


def changes(name: str, lines: Sequence[Line], done_s: float) -> dict[str, object]:
    """What of the row says how far it is."""
    times = [[line.start_s, line.end_s, *map(list, line.voiced)] for line in lines]
    return {
        "raw": "\n".join(line.text for line in lines),
        "seconds": done_s,
        "timings": json.dumps({"file": name, "upto": done_s, "times": times}),
    }


def lines_of(row: Row) -> tuple[Line, ...]:
    """The lines of a file's row; none where it is not one, or does not fit."""
    told = _timings(row)
    times = cast("list[list[object]]", told.get("times", []))
    texts = row.raw.split("\n") if row.raw else []
    if row.kind != KIND or len(times) != len(texts):
        return ()
    return tuple(_line(entry, text) for entry, text in zip(times, texts, strict=True))


def left(rows: Iterable[Row], name: str) -> Left | None:
    """Where this file was interrupted, if it was; ``rows`` newest first."""
    for row in rows:
        told = _timings(row) if row.kind == KIND else {}
        if name and told.get("file") == name:
            lines = lines_of(row)
            unfinished = row.state != "delivered"
            upto = cast("float", told.get("upto", 0.0))
            # Words that were forgotten meanwhile (keep_text) are recognised again.
            whole = bool(lines) or not told.get("times")
            return Left(row.id, lines, upto) if unfinished and whole else None
    return None


def _timings(row: Row) -> dict[str, object]:
    try:
        told = json.loads(row.timings or "{}")
    except ValueError:
        return {}
    return cast("dict[str, object]", told) if isinstance(told, dict) else {}


def _line(entry: Sequence[object], text: str) -> Line:
    start, end, *voiced = entry
    stretches = cast("list[list[float]]", voiced)
    pairs: tuple[Stretch, ...] = tuple((first, last) for first, last in stretches)
    return Line(cast("float", start), cast("float", end), text, voiced=pairs)
