"""The journal of texts: beside the database, so that a damaged one can be built anew from it.

Files of at most 4 MB in a folder of their own, one JSON object a line; the newest file is only
appended to. A row has one line: when its text changes, the new line is written first and the old
one blanked. Forgetting blanks as well, in place, so that the words are gone from the disk's own
blocks; a file that is mostly blank is written anew, an empty one removed.

Rule: no recording is needed to read it, and no line depends on another.
Failure mode: a line that a kill cut off, or that is none, is left out; ``OSError`` where the disk
refuses. Runs in: the history lane, or a verb; inside the database's write lock.
"""

import json
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast

from qwen_dictate.system.files import make_private, write_whole

FULL_BYTES = 4_000_000
LONGEST_LINE = 64_000_000
_NAME = re.compile(r"\d{6}\.jsonl")
_BLANK = b" "

Values = Mapping[str, object]


class Journal:
    """The folder of one history."""

    def __init__(self, folder: Path, full_bytes: int = FULL_BYTES) -> None:
        self._folder = folder
        self._full = full_bytes

    def write(self, values: Values, *, known: bool) -> None:
        """Remember a row as it is now.

        Args:
            values: what can be JSON; ``id`` first.
            known: whether it may have been written before.

        Raises:
            OSError: the disk refuses it.
        """
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        begins = _beginning(str(values["id"]))
        path = self._newest()
        self._append(path, line)
        if known:
            self._blank_older(begins, path, len(line))

    def forget(self, ids: Collection[str]) -> None:
        """Blank every line of these rows.

        Raises:
            OSError: some of them may still be there; to be called again.
        """
        wanted = [_beginning(row_id) for row_id in ids]
        files = self._files()
        for path in files:
            data = path.read_bytes()
            places = _places(data, wanted)
            if places:
                data = _blank(path, data, places)
                self._tidy(path, data, newest=path == files[-1])

    def rows(self) -> Iterator[dict[str, object]]:
        """All rows, in the order of their time; of two lines of one row the newer."""
        found: dict[str, tuple[str, Path, int, int]] = {}
        for path in self._files():
            for start, line in _lines(path):
                values = _values(line)
                if values is not None:
                    key, when = str(values["id"]), str(values.get("when", ""))
                    found[key] = (when, path, start, len(line))
        for _, path, start, length in sorted(found.values()):
            with path.open("rb") as file:
                file.seek(start)
                values = _values(file.read(length))
            if values is not None:
                yield values

    def _files(self) -> list[Path]:
        try:
            paths = sorted(path for path in self._folder.iterdir() if _NAME.fullmatch(path.name))
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [path for path in paths if path.is_file() and not path.is_symlink()]

    def _newest(self) -> Path:
        """The file to append to; a full one is closed, without its blanks."""
        files = self._files()
        if not files:
            make_private(self._folder)
            return self._folder / "000001.jsonl"
        newest = files[-1]
        if newest.stat().st_size < self._full:
            return newest
        write_whole(newest, _without_blanks(newest.read_bytes()))
        if newest.stat().st_size < self._full // 2:
            return newest
        return self._folder / f"{int(newest.stem) + 1:06d}.jsonl"

    @staticmethod
    def _append(path: Path, line: bytes) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
        try:
            length = os.fstat(descriptor).st_size
            if length:
                os.lseek(descriptor, length - 1, os.SEEK_SET)
                line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
            try:
                _write_all(descriptor, line)
                os.fsync(descriptor)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(descriptor, length)
                raise
        finally:
            os.close(descriptor)

    def _blank_older(self, begins: bytes, newest: Path, length: int) -> None:
        """Blank the line that stood before the one of ``length`` bytes just written."""
        for path in reversed(self._files()):
            data = path.read_bytes()
            upto = len(data) - length if path == newest else len(data)
            start = data.rfind(begins, 0, upto)
            if start >= 0:
                _blank(path, data, [(start, _end_of_line(data, start))])
                return

    def _tidy(self, path: Path, data: bytes, *, newest: bool) -> None:
        """Let a file that is mostly blank shrink; the newest one only when all of it is."""
        kept = _without_blanks(data)
        if not kept:
            path.unlink()
        elif not newest and len(kept) < len(data) // 2:
            write_whole(path, kept)


_BINARY: int = getattr(os, "O_BINARY", 0)


def _beginning(row_id: str) -> bytes:
    """How a row's line begins; inside a text its quotes would be escaped."""
    return b'{"id":' + json.dumps(row_id, ensure_ascii=False).encode(errors="replace") + b","


def _places(data: bytes, wanted: Collection[bytes]) -> list[tuple[int, int]]:
    """Where the lines of these rows stand."""
    if len(wanted) <= _FEW:
        return [place for begins in wanted for place in _found(data, begins)]
    ends = set(wanted)
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(data):
        end = _end_of_line(data, start)
        comma = data.find(b'",', start, end)
        if data[start : comma + 2] in ends:
            places.append((start, end))
        start = end + 1
    return places


_FEW = 20


def _found(data: bytes, begins: bytes) -> Iterator[tuple[int, int]]:
    start = data.find(begins)
    while start >= 0:
        end = _end_of_line(data, start)
        yield start, end
        start = data.find(begins, end)


def _end_of_line(data: bytes, start: int) -> int:
    end = data.find(b"\n", start)
    return len(data) if end < 0 else end


def _blank(path: Path, data: bytes, places: list[tuple[int, int]]) -> bytes:
    """Write blanks over these places, on the disk and in ``data``."""
    after = bytearray(data)
    descriptor = os.open(path, os.O_RDWR | _BINARY)
    try:
        for start, end in places:
            blanks = _BLANK * (end - start)
            os.lseek(descriptor, start, os.SEEK_SET)
            _write_all(descriptor, blanks)
            after[start:end] = blanks
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return bytes(after)


def _without_blanks(data: bytes) -> bytes:
    kept = [line for line in data.split(b"\n") if line.strip()]
    return b"\n".join(kept) + b"\n" if kept else b""


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    start = 0
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            if line.strip():
                yield start, line
            start += len(line)


def _values(line: bytes) -> dict[str, object] | None:
    parse: Callable[[bytes], object] = json.loads
    try:
        values = parse(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    known = cast("dict[str, object]", values)
    return known if isinstance(known.get("id"), str) and known["id"] else None


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
