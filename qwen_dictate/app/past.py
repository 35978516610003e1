"""What the page of the history may ask for: implements ``ui.history.wishes.HistoryWishes``.

The store is asked in its lane, files are written in the lane
"export" by a store of its own. Runs in: GUI thread.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.core.errors import DeliveryError, DictateError
from qwen_dictate.core.events import InsertWanted, Outcome, Receipt, Target
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.utterance import Phase
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.system import paths
from qwen_dictate.ui.history.wishes import Chunk, How, Playing, Spoken, Told

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

CHUNK = 100


class Past:
    """The history, for its page."""

    def __init__(self, program: "Program") -> None:
        self._program = program

    def chunk(self, words: str, before: int | None, told: Callable[[Chunk], None]) -> None:
        """Read some rows."""

        def read(store: Store) -> Chunk:
            found = store.chunk(words, before, CHUNK)
            return Chunk(tuple(map(spoken, found.rows)), found.before)

        self._program.rows.ask(read, told, self._failing(lambda _why: told(Chunk((), None))))

    def row(self, row_id: str, told: Callable[[Spoken | None], None]) -> None:
        """Read one row again."""
        self._program.rows.ask(
            lambda store: store.get(row_id),
            lambda row: told(spoken(row) if row else None),
            self._failing(lambda _why: told(None)),
        )

    def play(self, row: Spoken, from_s: float, told: Callable[[Playing], None]) -> None:
        """Play a recording; what is played now ends."""
        self._program.wishes.playback.play(row.id, from_s, told)

    def stop(self) -> None:
        """End what is played."""
        self._program.wishes.playback.stop()

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""
        self._program.wishes.copy(text)

    def deliver(self, row: Spoken, told: Told) -> None:
        """Deliver a text into the window that had the focus last."""
        program = self._program
        number = program.dictating.number_of(row.id)
        utterance = program.state.get(number) if number is not None else None
        if utterance is not None and utterance.phase is Phase.KEPT:
            number = utterance.number
            program.keyboard.with_last_foreign(
                lambda target: program.handle(InsertWanted(number, target, time.monotonic()))
            )
            told("")
            return

        def insert(target: Target | None) -> None:
            program.typist.paste_last(
                row.text, target, lambda receipt: self._delivered(row, receipt, told)
            )

        program.keyboard.with_last_foreign(insert)

    def recognise(self, row: Spoken, how: How, told: Told) -> None:
        """Recognise a recording again."""

        def answered(result: str | Exception) -> None:
            told(_sentence(result) if isinstance(result, Exception) else "")

        self._program.kept.recognise(row.id, self._chosen(how), how.engine, answered)

    def delete(self, ids: tuple[str, ...], told: Told) -> None:
        """Delete texts and recordings for good, one after the other."""
        if not ids:
            told("")
            return

        def gone(error: Exception | None) -> None:
            if error is not None:
                told(_sentence(error))
            else:
                self.delete(ids[1:], told)

        self._program.kept.delete(ids[0], gone)

    def export(self, ids: tuple[str, ...], path: str, told: Told) -> None:
        """Write rows into a file."""
        program = self._program
        failed: Callable[[Exception], None] = lambda error: told(_sentence(error))  # noqa: E731
        if ids or program.settings.history.keep_text == "never":
            # What is only in memory is known to the history lane alone.
            program.rows.ask(
                lambda store: tuple(_rows(store, ids)),
                lambda rows: program.jobs.run(
                    "export", lambda: _export(rows, path), lambda _count: told(""), failed
                ),
                failed,
            )
            return
        program.jobs.run("export", lambda: _export_all(path), lambda _count: told(""), failed)

    def figures(self, told: Callable[[Mapping[str, object]], None]) -> None:
        """Sum up the ledger."""
        from qwen_dictate.history.ledger import summary

        failed = self._failing(lambda _why: told(summary(())))
        self._program.rows.ask(lambda store: summary(store.ledger()), told, failed)

    def _delivered(self, row: Spoken, receipt: Receipt, told: Told) -> None:
        if receipt.outcome is not Outcome.DELIVERED:
            told(_sentence(receipt.error or DeliveryError("The text could not be typed.")))
            return
        changes = {"state": "delivered", "method": receipt.method, "receipt": receipt.kind.value}
        if row.waits:
            self._program.rows.ask(
                lambda store: store.update(row.id, **changes),
                lambda _none: told(""),
                lambda error: told(_sentence(error)),
            )
            return
        told("")

    def _chosen(self, how: How) -> Settings:
        """The settings, with what was chosen for this once."""
        settings = self._program.settings
        service = settings.service
        if how.engine == "qwen" and service.endpoint == "local":
            service = replace(service, endpoint="auto")
        return replace(
            settings,
            service=replace(
                service,
                language=how.language or service.language,
                context=how.context or service.context,
            ),
        )

    def _failing(self, then: Callable[[str], None]) -> Callable[[Exception], None]:
        def failed(error: Exception) -> None:
            if isinstance(error, DictateError):
                self._program.show_error(error)
            then(_sentence(error))

        return failed


def spoken(row: Row) -> Spoken:
    """A row as the page shows it."""
    return Spoken(
        id=row.id,
        when=row.when,
        seconds=row.seconds,
        raw=row.raw,
        text=row.text,
        state=row.state,
        method=row.method,
        app=row.app,
        engine=row.engine,
        language=row.language,
        audio=row.audio,
        kind=row.kind,
        reason=row.reason,
        perhaps_typed=row.perhaps_typed,
        timings=_timings(row.timings),
    )


def _timings(text: str) -> tuple[tuple[str, int], ...]:
    try:
        values: object = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return ()
    if not isinstance(values, Mapping):
        return ()
    pairs: list[tuple[object, object]] = list(values.items())  # pyright: ignore[reportUnknownArgumentType]
    return tuple((str(step), ms) for step, ms in pairs if isinstance(ms, int))


def _export(rows: tuple[Row, ...], path: str) -> int:
    from qwen_dictate.history.export import export

    return export(rows, Path(path))


def _export_all(path: str) -> int:
    from qwen_dictate.history.export import export

    with closing(Store(paths.history_file(), mend=False)) as store:
        return export(store.everything(), Path(path))


def _rows(store: Store, ids: tuple[str, ...]) -> Iterator[Row]:
    """Oldest first."""
    if not ids:
        yield from store.everything()
        return
    yield from sorted(filter(None, map(store.get, ids)), key=lambda row: row.when)


def _sentence(error: Exception) -> str:
    known = isinstance(error, DictateError)
    return str(error) if known else "It could not be done; the log tells more."
