"""Where everything of the program lies: one place decides, platform rules and XDG are kept.

Rule: asking for a path touches nothing; ``make=True`` makes its folder, 0700. The runtime folder
is the exception: whoever can write there could pretend to be the program, so its owner and mode
are checked each time. Failure mode: ``DiskError``. Runs in: any thread.

Source: https://specifications.freedesktop.org/basedir-spec/latest/
"""

import errno
import hashlib
import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import platformdirs

from qwen_dictate.core.errors import DiskError
from qwen_dictate.system.files import PRIVATE_FOLDER, disk_error, make_private

NAME = "qwen-dictate"

LONGEST_SOCKET_PATH = 100
"""A Unix socket's path may have 104 bytes on macOS, 108 on Linux, with its NUL."""


def settings_file(*, make: bool = False) -> Path:
    """The file of settings."""
    folder = Path(platformdirs.user_config_dir(NAME, appauthor=False))
    return _made(folder, make) / "settings.toml"


def data_folder(*, make: bool = False) -> Path:
    """What the program keeps: history, recordings, models."""
    return _made(Path(platformdirs.user_data_dir(NAME, appauthor=False)), make)


def models_folder(*, make: bool = False) -> Path:
    """The embedded engine's weights."""
    return _made(data_folder(make=make) / "models", make)


def recordings_folder(*, make: bool = False) -> Path:
    """The recordings that are kept."""
    return _made(data_folder(make=make) / "recordings", make)


def history_file(*, make: bool = False) -> Path:
    """The database of the history."""
    return data_folder(make=make) / "history.sqlite"


def log_file(*, make: bool = False) -> Path:
    """The log."""
    folder = Path(platformdirs.user_log_dir(NAME, appauthor=False))
    return _made(folder, make) / "qwen-dictate.log"


def runtime_folder() -> Path:
    """A folder for the lock and the socket; it is made, and belongs to this user alone.

    One in the temporary folder stands in where the session's own is missing, belongs to somebody
    else, or cannot be written: the program and its verbs come to the same answer.

    Raises:
        DiskError: it cannot be made, or somebody else could write there.
    """
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and Path(given).is_absolute() and _is_ours(_made_if_missing(Path(given))):
        with suppress(DiskError):
            return _writable(_private(Path(given) / NAME))
    return _private_temporary()


def lock_file() -> Path:
    """The file whose lock says that the program runs."""
    return runtime_folder() / "lock"


def socket_path() -> Path:
    """Where the running program listens for verbs; on Windows the name of a pipe."""
    if sys.platform == "win32":
        user = hashlib.sha256(str(Path.home()).encode()).hexdigest()[:16]
        return Path(rf"\\.\pipe\{NAME}-{user}")
    path = runtime_folder() / "socket"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    return _private_temporary() / hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _made(folder: Path, make: bool) -> Path:
    if make:
        make_private(folder)
    return folder


def _user_number() -> int:
    return 0 if sys.platform == "win32" else os.getuid()


def _private_temporary() -> Path:
    return _private(Path(tempfile.gettempdir()) / f"{NAME}-{_user_number()}")


def _made_if_missing(folder: Path) -> Path:
    """Where it can be made it is made now: libraries would later, and verbs would look there."""
    with suppress(OSError):
        folder.mkdir(mode=PRIVATE_FOLDER)
    return folder


def _is_ours(folder: Path) -> bool:
    try:
        found = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == _user_number()


def _writable(folder: Path) -> Path:
    """The folder, where a socket can be made in it.

    Raises:
        DiskError: it may not be written, or its file system is read-only.
    """
    if os.access(folder, os.W_OK | os.X_OK):
        return folder
    raise disk_error(folder, "written", PermissionError(errno.EACCES, os.strerror(errno.EACCES)))


def _private(folder: Path) -> Path:
    """Make the folder, or check that the one which is there is ours alone."""
    make_private(folder)
    if sys.platform == "win32":  # the user's own temporary folder is private there
        return folder
    try:
        # lstat: a link that somebody else laid in /tmp is not followed.
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise DiskError(
                f"“{folder}” belongs to somebody else, so it is not used.",
                "Remove it, or set XDG_RUNTIME_DIR to a folder of your own.",
            )
        if stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
            folder.chmod(stat.S_IRWXU)
    except OSError as error:
        raise disk_error(folder, "checked", error) from error
    return folder
