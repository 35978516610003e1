"""The files of the window: one after the other, beside dictation, which comes first.

A file's row in the history is born when its turn comes and holds what is done, so that stopping,
quitting and a crash lose nothing: the same file put in again goes on there.
Runs in: GUI thread; a transcription in lane "files", its notes in the history lane.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.app.files import notes
from qwen_dictate.app.files.engines import FileEngines
from qwen_dictate.app.files.transcription import Done, Progress, Transcription
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.core.exports import FORMATS, plain
from qwen_dictate.core.text.finish import finish
from qwen_dictate.history.store import Store
from qwen_dictate.system import opencc
from qwen_dictate.system.files import write_whole
from qwen_dictate.ui.files_state import FileState, FileView

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program
    from qwen_dictate.core.subtitles import Line

LANE = "files"
TOLD_EVERY_S = 0.2
SAVED_EVERY_S = 5.0
SHOWN_LINES = 12
"""Of a file that runs; all of a long one would be laid out five times a second."""


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file of the queue went on."""

    file: int
    progress: Progress = field(repr=False)


@dataclass(slots=True)
class _Work:
    """The file whose turn it is."""

    file: int
    job: Transcription
    row_id: str
    name: str
    saved_at: float = 0.0
    progress: Progress | None = None


class FileQueue:
    """Implements ``ui.files_state.FileWishes``."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._count = 0
        self._starting = 0
        self._work: _Work | None = None
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._ended = False

    # Wishes

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files at the end of the queue."""
        added: list[FileView] = []
        for path in paths:
            self._count += 1
            added.append(FileView(self._count, path))
        self._show((*self._files, *added))
        self._next()

    def stop_file(self, file: int) -> None:
        """Stop it; what is done stays."""
        if self._work is not None and self._work.file == file:
            self._work.job.stop()
        elif file != self._starting:
            self._change(file, state=FileState.STOPPED)

    def go_on_file(self, file: int) -> None:
        """Put it at the end of the queue again."""
        view = self._get(file)
        if view is not None and view.state in (FileState.STOPPED, FileState.FAILED):
            rest = tuple(other for other in self._files if other.id != file)
            again = replace(view, state=FileState.WAITING, problem="", left_s=None)
            self._show((*rest, again))
            self._next()

    def remove_file(self, file: int) -> None:
        """Take it off the list; its text stays in the history."""
        if self._work is None or self._work.file != file:
            self._lines.pop(file, None)
            self._show(tuple(other for other in self._files if other.id != file))

    def export_file(self, file: int, path: Path) -> None:
        """Write its text in the format of the ending of ``path``."""
        form = FORMATS.get(path.suffix.lower().removeprefix("."))
        lines = self._lines.get(file, ())
        if form is None:
            known = " ".join(f".{ending}" for ending in FORMATS)
            self._failed(DiskError(f"“{path.name}” has no ending of a format.", f"Use {known}"))
            return
        self._program.jobs.run(
            "export",
            lambda: write_whole(path, form(lines).encode(errors="replace")),
            failed=self._failed,
        )

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""
        self._program.wishes.copy(text)

    # Events

    def told(self, event: FileTold) -> None:
        """The running file went on."""
        work = self._work
        if work is None or work.file != event.file or self._ended:
            return
        work.progress = event.progress
        self._lines[work.file] = event.progress.lines
        self._change(
            work.file,
            state=FileState.RUNNING,
            done_s=event.progress.done_s,
            length_s=event.progress.length_s or 0.0,
            left_s=event.progress.left_s,
            text=plain(event.progress.lines[-SHOWN_LINES:]).rstrip("\n"),
        )
        if time.monotonic() - work.saved_at > SAVED_EVERY_S:
            self._save(work, state="recognising")

    def end(self) -> None:
        """The program ends: what is done is kept."""
        self._ended = True
        if self._work is not None:
            self._work.job.stop()
            self._leave(self._work)

    # Inside

    @property
    def _files(self) -> tuple[FileView, ...]:
        return self._program.facts.files

    def _get(self, file: int) -> FileView | None:
        return next((view for view in self._files if view.id == file), None)

    def _show(self, files: tuple[FileView, ...]) -> None:
        self._program.change_facts(files=files)

    def _change(self, file: int, **changes: object) -> None:
        self._show(
            tuple(replace(view, **changes) if view.id == file else view for view in self._files)
        )

    def _next(self) -> None:
        """Begin with the first file that waits, if none runs."""
        waiting = (view for view in self._files if view.state is FileState.WAITING)
        view = next(waiting, None)
        if view is None or self._work is not None or self._starting or self._ended:
            return
        self._starting = view.id
        path, file = view.path, view.id

        def look(store: Store) -> tuple[str, notes.Left | None]:
            name = notes.name_of(path)
            left = notes.left(store.list(notes.LOOKED_BACK), name)
            if left is not None:
                return left.row_id, left
            row = notes.born(path, datetime.now(UTC), file)
            store.born(row)
            return row.id, None

        self._program.rows.ask(
            look,
            lambda found: self._begin(file, path, *found),
            lambda _error: self._begin(file, path, "", None),
        )

    def _begin(self, file: int, path: Path, row_id: str, left: notes.Left | None) -> None:
        self._starting = 0
        if self._ended:
            return
        program = self._program
        job = Transcription(
            path,
            FileEngines(program.engines),
            _every(TOLD_EVERY_S, lambda told: program.bridge.post(FileTold(file, told))),
            left.lines if left else (),
            left.done_s if left else 0.0,
        )
        self._work = _Work(file, job, row_id, notes.name_of(path))
        self._change(file, state=FileState.RUNNING)
        program.jobs.run(LANE, job.run, self._done, self._broken)

    def _done(self, done: Done | None) -> None:
        work, self._work = self._work, None
        if work is None or self._ended:
            return
        if done is None:
            self._leave(work)
            text = self._text(work)
            self._change(work.file, state=FileState.STOPPED, left_s=None, text=text)
        elif done.problem is not None and not done.lines:
            self._fail(work, done.problem)
        else:
            self._finish(work, done)
        self._next()

    def _finish(self, work: _Work, done: Done) -> None:
        settings = self._program.settings.text
        lines = tuple(
            replace(line, text=finish(line.text, settings, opencc.convert)) for line in done.lines
        )
        text = plain(lines).rstrip("\n")
        self._lines[work.file] = lines
        work.progress = Progress(done.seconds, None, None, done.lines)
        self._save(
            work,
            state="delivered",
            text=text,
            engine=done.engine,
            language=done.language,
            reason="",
        )
        problem = str(done.problem) if done.problem else ""
        if not done.lines:
            problem = "Nobody speaks in it."
        self._change(
            work.file, state=FileState.DONE, done_s=done.seconds, text=text, problem=problem
        )

    def _broken(self, error: Exception) -> None:
        work, self._work = self._work, None
        if work is not None and not self._ended:
            self._fail(work, error)
        self._next()

    def _fail(self, work: _Work, error: Exception) -> None:
        known = isinstance(error, DictateError)
        self._leave(work)
        problem = str(error) if known else "It could not be recognised; the log tells more."
        text = self._text(work)
        self._change(work.file, state=FileState.FAILED, problem=problem, left_s=None, text=text)

    def _text(self, work: _Work) -> str:
        return plain(work.progress.lines).rstrip("\n") if work.progress is not None else ""

    def _leave(self, work: _Work) -> None:
        """It was interrupted; of one that brought nothing nothing stays."""
        if work.progress is not None and work.progress.lines:
            text = self._text(work)
            reason = "It was interrupted; transcribe it again to go on."
            self._save(work, state="kept", text=text, reason=reason)
        elif work.row_id:
            row_id = work.row_id
            self._program.rows.ask(lambda store: store.remove(row_id), _nothing, _nothing)

    def _save(self, work: _Work, **more: object) -> None:
        if not work.row_id or work.progress is None:
            return
        work.saved_at = time.monotonic()
        row_id, progress, name = work.row_id, work.progress, work.name
        self._program.rows.ask(
            lambda store: store.update(
                row_id, **notes.changes(name, progress.lines, progress.done_s), **more
            ),
            _nothing,
            _nothing,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, DictateError):
            self._program.show_error(error)


def _nothing(_result: object) -> None:
    """A history that fails tells so by itself, and stops no file."""


def _every(seconds: float, tell: Callable[[Progress], None]) -> Callable[[Progress], None]:
    """Tell at most so often; what is left out is told by the next."""
    last = 0.0

    def told(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= seconds:
            last = now
            tell(progress)

    return told
