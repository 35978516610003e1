"""One run of the engine's child: its start, its pipe, its end.

One thread, which starts the process, then reads its pipe until the end; it is blocked whenever
nothing comes. Writing is done by whoever has something to say, one at a time. A child that does
not take what is written is ended rather than waited for.

Failure mode: ``EngineError``; the end of the process is told once, to ``ended``.
Runs in: callers' threads and "engine's reader".
"""

import logging
import os
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO

from qwen_dictate.core.errors import EngineError
from qwen_dictate.recognition.local import wire
from qwen_dictate.recognition.local.wire import Kind, Message

logger = logging.getLogger(__name__)

START_LIMIT_S = 10.0
WRITE_LIMIT_S = 5.0
"""How long another thread's writing is waited for."""
SHORT_LIMIT_S = 0.3
CLOSE_LIMIT_S = 0.5
_COMPLAINT_BYTES = 2000
"""How much of the end of its standard error is logged: crashes of native code tell there."""

Told = Callable[["ChildProcess", Message], None]
Ended = Callable[["ChildProcess"], None]


class ChildProcess:
    """One run. ``told`` and ``ended`` are called from its reader's thread."""

    def __init__(self, command: Sequence[str], told: Told, ended: Ended) -> None:
        self._command = list(command)
        self._told = told
        self._ended = ended
        self._process: subprocess.Popen[bytes] | None = None
        self._started = threading.Event()
        self._writing = threading.Lock()
        self._closing = False
        self.ready = False
        """The weights are loaded, and it runs."""
        self.was_ready = False
        self._reader = threading.Thread(target=self._run, name="engine's reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int | None:
        """Its number, once it is started."""
        return self._process.pid if self._process is not None else None

    def write(self, message: Message) -> None:
        """Give the child a message.

        Raises:
            EngineError: it is gone, or does not take anything.
        """
        self._started.wait(START_LIMIT_S)
        process = self._process
        if process is None or process.stdin is None or self._closing:
            raise gone()
        if not self._writing.acquire(timeout=WRITE_LIMIT_S):
            self._give_up()
            raise gone()
        try:
            process.stdin.write(wire.encode(message))
            process.stdin.flush()
        except (OSError, ValueError) as error:
            raise gone() from error
        finally:
            self._writing.release()

    def write_or_kill(self, message: Message) -> None:
        """Give it a short message at once; a child that takes nothing is ended."""
        process = self._process
        if process is None or process.stdin is None or self._closing:
            return
        if not self._writing.acquire(timeout=SHORT_LIMIT_S):
            self._give_up()
            return
        try:
            if _takes(process.stdin):
                process.stdin.write(wire.encode(message))
                process.stdin.flush()
            else:
                self._give_up()
        except (OSError, ValueError):
            return  # it ended by itself
        finally:
            self._writing.release()

    def kill(self) -> None:
        """End it at once."""
        self._closing = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()

    def close(self) -> None:
        """End it by the end of its input, within ``CLOSE_LIMIT_S``; then by force."""
        self._closing = True
        self._started.wait(CLOSE_LIMIT_S)
        process = self._process
        if process is None or process.stdin is None:
            return
        self._close_input(process)
        self._reader.join(CLOSE_LIMIT_S)
        if self._reader.is_alive():
            self.kill()

    def _give_up(self) -> None:
        logger.warning("the engine's process takes nothing any more and is ended")
        self.kill()

    def _close_input(self, process: "subprocess.Popen[bytes]") -> None:
        if process.stdin is not None and self._writing.acquire(timeout=SHORT_LIMIT_S):
            try:
                with suppress(OSError, ValueError):
                    process.stdin.close()
            finally:
                self._writing.release()

    def _run(self) -> None:
        with tempfile.TemporaryFile() as complaints:
            try:
                self._process = self._start(complaints)
            except OSError as error:
                logger.warning("the engine's process cannot be started: %s", error.strerror)
            self._started.set()
            if self._process is not None:
                self._listen(self._process, complaints)
        self._ended(self)

    def _start(self, complaints: IO[bytes]) -> "subprocess.Popen[bytes]":
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            creationflags=flags,
            # The threads of a decode rest between their turns instead of spinning.
            env={**_environment(), "OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"},
        )

    def _listen(self, process: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 (it was asked for above)
        try:
            while message := wire.receive(process.stdout.read):
                self._hear(message)
        except Exception as error:  # its text could hold spoken words
            logger.warning("the engine's pipe broke: %s", type(error).__name__)
        process.kill()
        status = process.wait()
        self.ready = False
        if not self._closing:
            logger.warning("the engine's process ended with %d%s", status, _tail(complaints))
        process.stdout.close()
        self._close_input(process)

    def _hear(self, message: Message) -> None:
        if message.kind is Kind.LOG:
            (line,) = wire.unpack_texts(message.payload, 1)
            logger.warning("the engine failed: %s", line)
            return
        if message.kind is Kind.READY:
            self.ready = self.was_ready = True
        self._told(self, message)


def gone() -> EngineError:
    """The child is not there any more."""
    return EngineError(
        "The embedded engine stopped; the recording is safe.", "It is started again by itself."
    )


def _takes(pipe: IO[bytes]) -> bool:
    """Whether a short message goes into the pipe without waiting (Windows cannot tell)."""
    if sys.platform == "win32":
        return True
    return bool(select.select([], [pipe], [], SHORT_LIMIT_S)[1])


def _tail(complaints: IO[bytes]) -> str:
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - _COMPLAINT_BYTES))
    told = complaints.read().decode("utf-8", "replace").strip()
    return f": {told}" if told else ""


def _environment() -> dict[str, str]:
    """Ours, without the service's key: the child has no use for it."""
    return {name: value for name, value in os.environ.items() if name != "DASHSCOPE_API_KEY"}
