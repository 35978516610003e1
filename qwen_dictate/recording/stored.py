"""A stored recording by its one name, whichever form it has on the disk: raw, or FLAC.

A recording is born as ``ID.rec`` and keeps that name in the history; once its text is delivered
it becomes ``ID.flac``. That is done in two steps: ``prepare`` writes the FLAC beside it, reads
it back and has the disk keep it; ``swap`` gives it its name and removes the raw one.

Rule: there is never less than one whole form; where both are, they hold the same sound.
Failure mode: a kill leaves at worst an unfinished ``ID.flac.part``, which the next attempt
replaces. Runs in: ``prepare`` in any thread; ``swap`` and ``remove`` in the one that deletes.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qwen_dictate.core.audio import SAMPLE_BYTES, frames
from qwen_dictate.core.errors import DiskError
from qwen_dictate.recording import file, flac
from qwen_dictate.recording.file import Found

SUFFIX = ".rec"
"""How the name of a recording's file ends."""
FLAC = ".flac"
_PART = ".flac.part"


def find(path: Path) -> Path | None:
    """The file that holds the recording ``path`` now; None: there is none."""
    return next((form for form in (path, path.with_suffix(FLAC)) if form.exists()), None)


def names(folder: Path) -> list[Path]:
    """The names of all recordings of a folder, in order; the folder may be missing."""
    found = (*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*{FLAC}"))
    return sorted({path.with_suffix(SUFFIX) for path in found})


def remove(path: Path) -> None:
    """Remove every form; none of them need be there.

    Raises:
        OSError: one cannot be removed.
    """
    for form in (path, path.with_suffix(FLAC), path.with_suffix(_PART)):
        form.unlink(missing_ok=True)


def scan(path: Path) -> Found:
    """What the recording holds.

    Raises:
        DiskError: it cannot be read, or it is none.
    """
    try:
        return file.scan(path)
    except DiskError as error:
        if isinstance(error.__cause__, FileNotFoundError) and path.with_suffix(FLAC).exists():
            return flac.scan(path.with_suffix(FLAC))
        raise


def read(path: Path, start: int, upto: int) -> bytes:
    """The sound from byte ``start`` (of a window's beginning) to ``upto``.

    Raises:
        DiskError: it cannot be read.
    """
    try:
        return file.read(path, start, upto)
    except DiskError as error:
        if isinstance(error.__cause__, FileNotFoundError) and path.with_suffix(FLAC).exists():
            return flac.read(path.with_suffix(FLAC), start, upto)
        raise


def sound(path: Path, from_s: float = 0.0) -> Iterator[bytes]:
    """Its sound from a time on, some seconds at a time.

    Raises:
        DiskError: it cannot be read.
    """
    begin = frames(max(0.0, from_s)) * SAMPLE_BYTES
    for start, upto in flac.pieces(scan(path).size):
        if upto > begin:
            yield read(path, start, upto)[max(0, begin - start) :]


def prepare(path: Path) -> bool:
    """Lay the FLAC form beside a raw recording that has ended; False: there is nothing to do.

    Raises:
        DiskError: it cannot be read, or not be written; the raw one stays.
    """
    if not path.exists():
        return False
    found = file.scan(path)
    if not found.size:
        return False
    part = path.with_suffix(_PART)
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        written = hashlib.sha256()
        with flac.Writer(part) as writer:
            writer.tell(found)
            for start, upto in flac.pieces(found.size):
                pcm = file.read(path, start, upto)
                written.update(pcm)
                writer.write(pcm)
        _check(part, found, written.digest())
        _sync(part)
    except (OSError, DiskError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise DiskError(
            "A recording could not be made smaller; it stays as it is.", retry=False
        ) from error
    return True


def swap(path: Path) -> None:
    """Let the prepared FLAC take the place of the raw recording, if that is still there.

    Raises:
        DiskError: it cannot; the raw one stays.
    """
    part = path.with_suffix(_PART)
    try:
        if not path.exists():
            part.unlink(missing_ok=True)
            return
        os.utime(part, (path.stat().st_atime, path.stat().st_mtime))
        part.replace(path.with_suffix(FLAC))
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise DiskError(
            "A recording could not be made smaller; it stays as it is.", retry=False
        ) from error


def _check(part: Path, wanted: Found, digest: bytes) -> None:
    """Read back what was written."""
    there = flac.scan(part)
    seen = hashlib.sha256()
    for start, upto in flac.pieces(there.size):
        seen.update(flac.read(part, start, upto))
    if there.size != wanted.size or seen.digest() != digest:
        raise DiskError("The sound read back differs.", retry=False)


def _sync(part: Path) -> None:
    descriptor = os.open(part, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
