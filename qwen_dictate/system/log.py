"""The program's log: one file that never grows large, never holds a key, and is read by its owner.

Rule: API keys are taken out of every line, tracebacks included, whoever wrote it; the libraries
that log what they send and receive are silenced, so spoken words never get there. A log that
cannot be written stops nothing. Failure mode: no log. Runs in: any thread.
"""

import logging
import os
import re
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.system.files import make_private

if TYPE_CHECKING:
    from io import TextIOWrapper

LARGEST_BYTES = 1_000_000
OLDER_FILES = 2
"""Kept beside the one that is written: three in all."""

TALKATIVE = ("dashscope", "websocket", "urllib3", "asyncio", "keyring", "httpx")
"""Libraries whose logs may hold what is sent: keys, sound, words."""

_HIDDEN = "[hidden]"
_KEY_LIKE = re.compile(r"(?:\bsk-|(?<=[Bb]earer ))[A-Za-z0-9._~+/=-]{6,}")
_SHORTEST_SECRET = 4

logger = logging.getLogger("qwen_dictate")


class Redaction(logging.Formatter):
    """Formats a line and takes out of it every secret it was told, and what looks like a key."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._secrets: frozenset[str] = frozenset()

    def hide(self, secret: str) -> None:
        """Never write this value."""
        if len(secret) >= _SHORTEST_SECRET:
            self._secrets |= {secret}

    def format(self, record: logging.LogRecord) -> str:
        """The whole text of the record, its traceback too, without secrets."""
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return _KEY_LIKE.sub(_HIDDEN, line)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class _PrivateFile(RotatingFileHandler):
    """A rotating log that only its owner can read."""

    def _open(self) -> "TextIOWrapper[Any]":
        return open(
            self.baseFilename, "a", encoding="utf-8", errors="backslashreplace", opener=_private
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """A full disk stops nothing: the line is lost."""


class Log:
    """The open log; ``close`` gives the file back."""

    def __init__(self, handler: logging.Handler, redaction: Redaction) -> None:
        self._handler = handler
        self._redaction = redaction

    def hide(self, secret: str) -> None:
        """Never write this value from now on."""
        self._redaction.hide(secret)

    def close(self) -> None:
        """End logging."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()


def open_log(path: Path, *, level: int = logging.INFO, secret: str = "") -> Log:
    """Begin to log into ``path``; where it cannot be opened, nothing is logged."""
    redaction = Redaction()
    redaction.hide(secret)
    try:
        make_private(path.parent)
        handler: logging.Handler = _PrivateFile(
            path, maxBytes=LARGEST_BYTES, backupCount=OLDER_FILES, encoding="utf-8"
        )
    except (OSError, DiskError):
        handler = logging.NullHandler()
    handler.setFormatter(redaction)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in TALKATIVE:
        quiet = logging.getLogger(name)
        quiet.setLevel(logging.CRITICAL + 1)
        quiet.propagate = False
    return Log(handler, redaction)


def report_crashes(report: Callable[[str], None]) -> None:
    """Log every exception that nobody caught, of any thread, and tell it in one sentence.

    Args:
        report: gets the sentence, in the thread that failed; it must not raise or block.
    """

    def failed(kind: type[BaseException], value: BaseException | None, where: str) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            return
        trace: TracebackType | None = value.__traceback__ if value else None
        shown = value or kind()
        logger.critical("uncaught in %s", where, exc_info=(kind, shown, trace))
        report(sentence(shown))

    def in_main(
        kind: type[BaseException], value: BaseException, _trace: TracebackType | None
    ) -> None:
        failed(kind, value, "the main thread")

    def in_thread(args: threading.ExceptHookArgs) -> None:
        failed(args.exc_type, args.exc_value, args.thread.name if args.thread else "a thread")

    sys.excepthook = in_main
    threading.excepthook = cast("Callable[[threading.ExceptHookArgs], object]", in_thread)


def sentence(error: BaseException) -> str:
    """What the user is told of an error that nobody expected."""
    if isinstance(error, DictateError):
        return str(error)
    return f"Something went wrong inside the program ({type(error).__name__}); the log tells more."
