"""One program a user: a lock on a file, which the system gives back whatever ends the program.

On POSIX this is ``flock`` itself: the library that knows all systems takes 10 ms of every start.
Failure mode: ``AlreadyLocked``, or OSError where the file cannot be opened.
Runs in: the thread that starts the program.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path


class AlreadyLocked(Exception):
    """Another process holds it."""


def lock_file(path: Path) -> Callable[[], None]:
    """Lock it without waiting; what is returned gives it back.

    Raises:
        AlreadyLocked: another process has it.
        OSError: it cannot be opened.
    """
    if sys.platform == "win32":
        return _lock_by_library(path)
    import fcntl

    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise AlreadyLocked from error
    except OSError:
        os.close(handle)
        raise
    return lambda: os.close(handle)


def _lock_by_library(path: Path) -> Callable[[], None]:
    from filelock import FileLock, Timeout

    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AlreadyLocked from error
    return lock.release
