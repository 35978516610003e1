"""Files of the program: private, written whole or not at all, set aside instead of thrown away.

Rule: what the user had on disk is never lost by a write that fails in the middle; folders are
0700 and files 0600. Failure mode: ``DiskError`` with the path and the system's own words.
Runs in: any thread.
"""

import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from qwen_dictate.core.errors import DiskError

PRIVATE_FOLDER = 0o700


def disk_error(path: Path, deed: str, error: OSError) -> DiskError:
    """The user's words for a failed deed, e.g. ``disk_error(path, "written", error)``."""
    why = error.strerror or type(error).__name__
    return DiskError(
        f"“{path}” could not be {deed}: {why}.",
        "Check the free space and the permissions of that folder.",
    )


def make_private(folder: Path) -> None:
    """Make a folder, and the ones above it that are missing, for this user only.

    A folder that is there already keeps its mode: it may be the user's own choice.

    Raises:
        DiskError: it cannot be made.
    """
    try:
        for part in (*reversed(folder.parents), folder):
            if not part.is_dir():
                part.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    except OSError as error:
        raise disk_error(folder, "made", error) from error


def write_whole(path: Path, data: bytes) -> None:
    """Replace a file by ``data``: afterwards it holds all of it, or what it held before.

    A symbolic link stays one: the file it points to is replaced.

    Raises:
        DiskError: nothing was changed.
    """
    real = Path(os.path.realpath(path))
    make_private(real.parent)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(real)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise disk_error(path, "written", error) from error


def set_aside(path: Path, word: str = "damaged") -> Path:
    """Rename a file that cannot be used, so that its owner may still look at it.

    Returns:
        Its new name: the old one, the word and the time (UTC).

    Raises:
        DiskError: it cannot be renamed.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.name}.{word}-{stamp}")
    try:
        path.rename(aside)
    except OSError as error:
        raise disk_error(path, "set aside", error) from error
    return aside
