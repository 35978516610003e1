"""What a start finds of dictations that the program did not finish: kept, offered, never typed.

A kill leaves a row in the middle; a damaged or locked history leaves a recording without a row.
Rule: sound that is on the disk can be had again from the history. Failure mode: a recording that
cannot be read is left where it is. Runs in: the history lane, at the start.
"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.meeting.saved import decode, text_of
from qwen_dictate.history.ids import iso
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.recording import stored
from qwen_dictate.recording.recording import Recording


def keep_unfinished(store: Store, reason: str) -> tuple[Row, ...]:
    """Keep the rows in whose middle the program ended, with the length of what was recorded."""
    rows: list[Row] = []
    for row in store.keep_unfinished(reason):
        if row.kind == "meeting":
            close_meeting(store, row)
            continue
        seconds = row.seconds or _seconds(Path(row.recording) if row.audio else None)
        if seconds != row.seconds:
            store.update(row.id, seconds=seconds)
        rows.append(replace(row, seconds=seconds))
    return tuple(rows)


def close_meeting(store: Store, row: Row) -> None:
    """Put the lines of a meeting that was not ended into its row; it is no card's business."""
    saved = store.lines(row.id)
    lines = decode("\n".join(saved))
    store.end_meeting(
        row.id,
        raw="\n".join(saved),
        text=text_of(lines),
        seconds=max((line.end_s for line in lines), default=0.0),
        method="none",
    )


def adopt(store: Store, folder: Path, reason: str) -> tuple[Row, ...]:
    """Give every recording that no row knows a row of its own, oldest first."""
    rows: list[Row] = []
    for path in stored.names(folder):
        form = stored.find(path)
        if form is None or store.row_of(path) is not None:
            continue
        seconds = _seconds(path)
        if not seconds:
            continue
        row = Row(
            id=path.stem,
            when=iso(datetime.fromtimestamp(form.stat().st_mtime, UTC)),
            seconds=seconds,
            state="kept",
            method="none",
            recording=str(path),
            reason=reason,
        )
        store.born(row)
        rows.append(replace(row, audio=True))
    return tuple(rows)


def _seconds(path: Path | None) -> float:
    """How long a recording is; 0 where it cannot be told."""
    if path is None:
        return 0.0
    try:
        return Recording.load(path).seconds
    except DiskError:
        return 0.0
