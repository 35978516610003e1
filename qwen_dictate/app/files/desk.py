"""``transcribe`` in a process of its own: settings, key, engines and history for its files.

The history is written from the thread that calls ``run``; recognising goes on in another one, so
that ^C is heard at once. Where ``history.keep_text`` is ``never``, or the history cannot be
used, nothing is written and nothing can be resumed; the text comes all the same.
Runs in: the verb.
"""

import os
import queue
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from qwen_dictate import credentials
from qwen_dictate.app.engines import Engines
from qwen_dictate.app.files import notes
from qwen_dictate.app.files.engines import FileEngines
from qwen_dictate.app.files.transcription import Done, Progress, Transcription
from qwen_dictate.core.errors import DictateError, EngineError
from qwen_dictate.core.exports import plain
from qwen_dictate.core.subtitles import Line
from qwen_dictate.core.text.finish import finish
from qwen_dictate.history.store import Store
from qwen_dictate.system import opencc, paths, settings_file

SAVED_EVERY_S = 5.0


class Desk:
    """What a row of files needs; a context manager."""

    def __init__(self, *, beside: bool) -> None:
        """Open it.

        Args:
            beside: a program runs, which mends the history if that is needed.
        """
        self.settings = settings_file.load(paths.settings_file(), os.environ).settings
        self._engines = Engines(paths.models_folder(), paths.data_folder(make=True) / "region")
        self._engines.settings = self.settings
        self._engines.use_key(credentials.find(os.environ))
        self._store: Store | None = None
        if self.settings.history.keep_text != "never":
            with suppress(DictateError):
                self._store = Store(paths.history_file(make=True), mend=not beside)
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._store is not None:
            self._store.close()
        with closing(self._engines), suppress(DictateError):
            self._engines.save_region()

    def run(self, path: Path, told: Callable[[Progress], None]) -> Done:
        """Recognise a file; the lines are finished as dictated texts are.

        Raises:
            DictateError: it cannot be read or recognised; what is done is kept.
            KeyboardInterrupt: the same.
        """
        self._count += 1
        note = _Note(self._store, path, self._count, self._finished)
        work = _Work(path, FileEngines(self._engines), note)
        try:
            while (event := work.wait()) is not None:
                note.keep(event)
                told(event)
            done = work.result()
            if done.problem is not None and not done.lines:
                raise done.problem
        except BaseException:
            work.stop()
            note.leave()
            raise
        note.end(done)
        return Done(
            self._finished(done.lines), done.seconds, done.engine, done.language, done.problem
        )

    def _finished(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        made = (finish(line.text, self.settings.text, opencc.convert) for line in lines)
        return tuple(
            Line(line.start_s, line.end_s, text, line.speaker, line.voiced)
            for line, text in zip(lines, made, strict=True)
        )


class _Work:
    """One transcription in a thread of its own, and what it tells."""

    def __init__(self, path: Path, engines: FileEngines, note: "_Note") -> None:
        self._events: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
        done = note.left
        self._job = Transcription(
            path, engines, self._events.put, done.lines if done else (), done.done_s if done else 0
        )
        self._result: Done | None = None
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="transcription", daemon=True)
        self._thread.start()

    def wait(self) -> Progress | None:
        """The next event; None at the end."""
        return self._events.get()

    def result(self) -> Done:
        """What came of it.

        Raises:
            DictateError: nothing.
        """
        if self._error is not None:
            raise self._error
        if self._result is None:
            raise EngineError("The file was not recognised to its end.", "Try again.")
        return self._result

    def stop(self) -> None:
        """End it, within two seconds."""
        self._job.stop()
        self._thread.join(2.0)

    def _run(self) -> None:
        try:
            self._result = self._job.run()
        except Exception as error:
            self._error = error
        self._events.put(None)


class _Note:
    """The row of one file; a history that fails is given up, never the file."""

    def __init__(
        self,
        store: Store | None,
        path: Path,
        number: int,
        finished: Callable[[tuple[Line, ...]], tuple[Line, ...]],
    ) -> None:
        self._store = store
        self._path = path
        self._number = number
        self._finished = finished
        self._name = notes.name_of(path)
        self._row_id = ""
        self._last: Progress | None = None
        self._saved_at = 0.0
        self.left: notes.Left | None = None
        if store is not None and self._name:
            with suppress(DictateError):
                self.left = notes.left(store.list(notes.LOOKED_BACK), self._name)

    def keep(self, progress: Progress) -> None:
        """Write how far it is, now and then."""
        first, self._last = self._last is None, progress
        if first:
            self._begin()
        if first or time.monotonic() - self._saved_at > SAVED_EVERY_S:
            self._save(state="recognising")

    def leave(self) -> None:
        """It was interrupted, or failed; of one that brought nothing nothing stays."""
        if self._last is not None and not self._last.lines:
            self._forget()
            return
        text = self._text(self._last.lines) if self._last else ""
        reason = "It was interrupted; transcribe it again to go on."
        self._save(state="kept", text=text, reason=reason)

    def end(self, done: Done) -> None:
        """It is done."""
        self._last = Progress(done.seconds, None, None, done.lines)
        self._save(
            state="delivered",
            text=self._text(done.lines),
            engine=done.engine,
            language=done.language,
            reason="",
        )

    def _forget(self) -> None:
        if self._store is not None and self._row_id:
            with suppress(DictateError):
                self._store.remove(self._row_id)

    def _text(self, lines: tuple[Line, ...]) -> str:
        return plain(self._finished(lines)).rstrip("\n")

    def _begin(self) -> None:
        if self.left is not None:
            self._row_id = self.left.row_id
        elif self._store is not None:
            row = notes.born(self._path, datetime.now(UTC), self._number)
            try:
                self._store.born(row)
                self._row_id = row.id
            except DictateError:
                self._store = None

    def _save(self, **more: object) -> None:
        progress = self._last
        if self._store is None or progress is None or not self._row_id:
            return
        self._saved_at = time.monotonic()
        with suppress(DictateError):
            told = notes.changes(self._name, progress.lines, progress.done_s)
            self._store.update(self._row_id, **told, **more)
