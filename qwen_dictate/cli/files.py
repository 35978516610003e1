"""``transcribe FILE…``: audio and video files to text. Works beside a program and without one.

Texts go to standard output as soon as a file is done, or into a folder; what it is doing, and
what did not work, to standard error. A file that cannot be done stops none of the others.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.cli import output, running
from qwen_dictate.cli.output import DONE, FAILED, INTERRUPTED, sorry
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.exports import FORMATS, clock

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.app.files.desk import Desk
    from qwen_dictate.app.files.transcription import Progress
    from qwen_dictate.cli.parser import Verbs

SHOWN_EVERY_S = 0.2
MINUTE_S = 60


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("transcribe", help="recognise audio and video files")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--format", choices=("txt", "srt", "vtt", "json"), default="txt")
    parser.add_argument("--output", metavar="DIR", help="write files there, not standard output")


def run(args: Namespace) -> int:
    """Recognise the files, one after the other."""
    from qwen_dictate.app.files.desk import Desk

    folder = Path(args.output) if args.output is not None else None
    if folder is not None:
        _make(folder)
    paths = [Path(name) for name in args.files]
    status, printed = DONE, False
    with Desk(beside=running.is_running()) as desk:
        for number, path in enumerate(paths):
            line = _ProgressLine(path.name)
            try:
                text = _text(desk, path, args.format, line)
            except DictateError as error:
                line.end()
                sorry(str(error))
                status = FAILED
                continue
            except KeyboardInterrupt:
                line.end()
                sorry(f"{line.told} Start it again to go on there.")
                return INTERRUPTED
            status = max(status, FAILED if line.problem else DONE)
            if folder is not None:
                _write(folder / f"{_stem(paths, number)}.{args.format}", text)
            else:
                output.write(f"\n{text}" if printed and args.format == "txt" else text)
                output.flush()
                printed = True
    return status


def _text(desk: Desk, path: Path, form: str, line: _ProgressLine) -> str:
    done = desk.run(path, line.show)
    line.end()
    if done.problem is not None:
        line.problem = True
        sorry(str(done.problem))
    elif not done.lines:
        sorry(f"Nobody speaks in “{path.name}”.")
    return FORMATS[form](done.lines)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _stem(paths: list[Path], number: int) -> str:
    """The name of a result: the file's; with its ending where two would be the same."""
    path = paths[number]
    same = [other for other in paths if other.stem == path.stem and other != path]
    return path.name if same else path.stem


def _write(path: Path, text: str) -> None:
    """Write a result; what was there before stays beside it with a ``~``."""
    from qwen_dictate.system.files import write_whole

    data = text.encode(errors="replace")
    try:
        if path.exists() and path.read_bytes() != data:
            path.replace(path.with_name(f"{path.name}~"))
    except OSError as error:
        raise _unwritable(path, error) from error
    write_whole(path, data)


def _unwritable(path: Path, error: OSError) -> DictateError:
    from qwen_dictate.system.files import disk_error

    return disk_error(path, "written", error)


class _ProgressLine:
    """How far a file is, on one line of a terminal; nowhere else."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._shown = ""
        self._shown_at = 0.0
        self.told = f"“{name}” was not begun."
        self.problem = False

    def show(self, progress: Progress) -> None:
        """Write the line anew."""
        of = f" of {clock(progress.length_s)}" if progress.length_s else ""
        self.told = f"“{self._name}” was interrupted at {clock(progress.done_s)}{of}."
        now = time.monotonic()
        if not self._on or now - self._shown_at < SHOWN_EVERY_S:
            return
        self._shown_at = now
        parts = [f"{self._name}: {clock(progress.done_s)}{of}"]
        if progress.length_s:
            parts.append(f"{min(100, int(100 * progress.done_s / progress.length_s))} %")
        if progress.left_s is not None:
            parts.append(_left(progress.left_s))
        line = ", ".join(parts)
        sys.stderr.write(f"\r{line.ljust(len(self._shown))}")
        sys.stderr.flush()
        self._shown = line

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write(f"\r{' ' * len(self._shown)}\r")
            sys.stderr.flush()
            self._shown = ""


def _left(seconds: float) -> str:
    if seconds < MINUTE_S:
        return f"about {max(1, round(seconds))} s left"
    return f"about {round(seconds / MINUTE_S)} min left"
