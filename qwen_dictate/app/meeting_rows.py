"""A meeting in the history: its row, its lines, its recordings.

Lines are written one by one as they are said; the row gets their text once a minute, so that it
is found, and all of it at the end. What the disk refuses is told and stops nothing.
Runs in: GUI thread; the jobs: the history lane.
"""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from qwen_dictate.app.rows import Rows
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.meeting.saved import decode, text_of
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.subtitles import Line
from qwen_dictate.history.ids import iso, new_id
from qwen_dictate.history.meetings import folder_of
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.recording.stored import SUFFIX
from qwen_dictate.system import paths
from qwen_dictate.system.files import make_private

log = logging.getLogger("qwen_dictate.meeting")
FIND_EVERY_S = 60.0


class MeetingRows:
    """Every change of a meeting's row goes through here."""

    def __init__(
        self, rows: Rows, settings: Callable[[], Settings], engine: Callable[[], str]
    ) -> None:
        self._rows = rows
        self._settings = settings
        self._engine = engine
        self._found_at = 0.0

    def born(self, number: int) -> str:
        """A meeting begins; its id."""
        now = datetime.now(UTC)
        row = Row(
            id=new_id(now, number) + "-m",
            when=iso(now),
            kind="meeting",
            method="none",
            engine=self._engine(),
        )
        self._found_at = time.monotonic()
        self._rows.run(lambda store: store.born(row))
        return row.id

    def sound(self, meeting: str, take: int, source: str, offset_s: float) -> Path | None:
        """Where a take is recorded; its name tells where it lies. None: in memory."""
        if self._settings().history.keep_audio == "never":
            return None
        try:
            folder = folder_of(paths.recordings_folder(make=True), meeting)
            make_private(folder)
        except (DictateError, OSError) as error:
            log.warning("a meeting is recorded in memory only: %s", type(error).__name__)
            return None
        return folder / f"{take:04d}-{source}-{offset_s:.2f}{SUFFIX}"

    def save(self, meeting: str, number: int, line: str) -> None:
        """Write a line; now and then the row, so that the meeting is found by its words."""
        self._rows.run(lambda store: store.save_line(meeting, number, line))
        now = time.monotonic()
        if now - self._found_at >= FIND_EVERY_S:
            self._found_at = now
            self._rows.run(lambda store: _make_found(store, meeting))

    def end(
        self, meeting: str, raw: str, text: str, seconds: float, error: DictateError | None
    ) -> None:
        """The meeting is over."""
        keep_audio = self._settings().history.keep_audio

        def work(store: Store) -> None:
            store.end_meeting(
                meeting,
                raw=raw,
                text=text,
                seconds=seconds,
                state="kept" if error else "delivered",
                reason=str(error) if error else "",
            )
            if keep_audio == "until_delivered" and not error:
                store.forget_sound(meeting)

        self._rows.run(work)

    def latest(self, then: Callable[[tuple[Line, ...] | None], None]) -> None:
        """The lines of the latest meeting of the history; None: there is none."""

        def question(store: Store) -> tuple[Line, ...] | None:
            row = store.newest_meeting()
            return None if row is None else stored_lines(store, row)

        self._rows.ask(question, then, lambda _error: then(None))


def stored_lines(store: Store, row: Row) -> tuple[Line, ...]:
    """The lines of a meeting, one that was not ended included."""
    return decode(row.raw or "\n".join(store.lines(row.id)))


def _make_found(store: Store, meeting: str) -> None:
    lines = decode("\n".join(store.lines(meeting)))
    store.update(meeting, text=text_of(lines))
