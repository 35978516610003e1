"""Writes the history to a file of the user's: the format by the file's ending.

Texts and subtitles are of the texts alone; ``.wav`` and ``.flac`` of the sound, one dictation
after the other; ``.zip`` has the texts (Markdown, JSON) and every recording that is kept, as FLAC
by its id. Oldest first. In subtitles time zero is the first dictation's beginning, and each
begins where the one before ends: for one dictation they fit its sound.

Rule: the file is written whole or not at all, readable by its owner alone. Failure mode:
``DiskError``; ``UnknownFormat``. Runs in: a job lane, or a verb.
"""

import csv
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from qwen_dictate.core import exports
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.core.subtitles import Line
from qwen_dictate.history.row import Row, local_time, printable
from qwen_dictate.recording import flac, stored
from qwen_dictate.system.files import disk_error

Parts = Iterator[str]


class UnknownFormat(DictateError):
    """The file's ending says no format that there is."""


def formats() -> tuple[str, ...]:
    """All endings, without the dot."""
    return (*_TEXTS, *_SOUNDS, "zip")


def export(rows: Iterable[Row], path: Path) -> int:
    """Write rows into a file.

    Args:
        rows: oldest first.
        path: its ending says the format; a file that is there is replaced.

    Returns:
        How many dictations are in it.

    Raises:
        UnknownFormat: nothing was written.
        DiskError: nothing was written.
    """
    ending = check_format(path)
    counted = _Counted(rows)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
        os.close(handle)
        _write(counted, Path(temporary), ending)
        Path(temporary).replace(path)
    except BaseException as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        if isinstance(error, OSError):
            raise disk_error(path, "written", error) from error
        raise
    return counted.count


def check_format(path: Path) -> str:
    """The format that a file's ending says.

    Raises:
        UnknownFormat: none that there is.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending not in formats():
        known = ", ".join(f".{name}" for name in formats())
        raise UnknownFormat(f"“{path.name}” says no format that there is.", f"There are {known}.")
    return ending


class _Counted:
    """Rows, and how many of them came."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _write(rows: Iterable[Row], path: Path, ending: str) -> None:
    if ending in _TEXTS:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_TEXTS[ending](rows))
    elif ending == "zip":
        _zip(rows, path)
    else:
        _sound(rows, path, ending)


def _plain(rows: Iterable[Row]) -> Parts:
    for row in rows:
        if row.text:
            yield f"{local_time(row.when)}\n{printable(row.text)}\n\n"


def _markdown(rows: Iterable[Row]) -> Parts:
    day = ""
    for row in rows:
        if not row.text:
            continue
        date, _, time = local_time(row.when).partition(" ")
        if date != day:
            yield f"{'' if not day else chr(10)}## {date}\n"
            day = date
        app = f" {exports.literal(row.app)}" if row.app else ""
        yield f"\n**{time}{app}** {exports.literal(printable(row.text))}\n"


def _json(rows: Iterable[Row]) -> Parts:
    before = "["
    for row in rows:
        yield f"{before}\n{json.dumps(row.as_json(), ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _csv(rows: Iterable[Row]) -> Parts:
    line = io.StringIO()
    writer = csv.DictWriter(line, tuple(Row("", "").as_json()))
    writer.writeheader()
    for row in rows:
        writer.writerow(row.as_json())
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def _srt(rows: Iterable[Row]) -> Parts:
    yield exports.srt(tuple(_lines(rows)))


def _vtt(rows: Iterable[Row]) -> Parts:
    yield exports.vtt(tuple(_lines(rows)))


def _lines(rows: Iterable[Row]) -> Iterator[Line]:
    start = 0.0
    for row in rows:
        if row.text:
            yield Line(start, start + row.seconds, printable(row.text))
        start += row.seconds


_TEXTS: Mapping[str, Callable[[Iterable[Row]], Parts]] = {
    "txt": _plain,
    "md": _markdown,
    "csv": _csv,
    "json": _json,
    "srt": _srt,
    "vtt": _vtt,
}
_SOUNDS = ("wav", "flac")


def _sound(rows: Iterable[Row], path: Path, ending: str) -> None:
    any_sound = False
    with flac.Writer(path, ending) as writer:
        for row in rows:
            for pcm in stored.sound(Path(row.recording)) if row.audio else ():
                any_sound = True
                writer.write(pcm)
    if not any_sound:
        raise DiskError("No recording is kept of what was to be exported.", retry=False)


def _zip(rows: Iterable[Row], path: Path) -> None:
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as folder,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        texts: list[Row] = []
        for row in rows:
            texts.append(row)
            if row.audio:
                _add_sound(archive, Path(row.recording), row.id, Path(folder))
        for name in ("md", "json"):
            archive.writestr(f"history.{name}", "".join(_TEXTS[name](texts)))


def _add_sound(archive: zipfile.ZipFile, recording: Path, row_id: str, folder: Path) -> None:
    form = stored.find(recording)
    if form is None:
        return
    if form.suffix != stored.FLAC:
        form = folder / "sound.flac"
        with flac.Writer(form) as writer:
            for pcm in stored.sound(recording):
                writer.write(pcm)
    name = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in row_id)
    archive.write(form, f"audio/{name}.flac", zipfile.ZIP_STORED)
