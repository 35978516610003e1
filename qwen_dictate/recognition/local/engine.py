"""The embedded engine as the program sees it: one child for everybody, one recogniser an attempt.

The child is started at the first need (or by ``prepare``), again after it died, and ended after
``idle_s`` without a recogniser; the child itself tells when it has been idle, so nothing here
waits. When it dies, every open recogniser fails at once, and trying again may help; when it dies
twice in a row before its weights were loaded, trying is given up.

Runs in: stream workers; what is heard is told from the child's reader thread.
"""

import itertools
import logging
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from qwen_dictate.core.errors import DictateError, EngineError
from qwen_dictate.recognition.local import installed, wire
from qwen_dictate.recognition.local.process import ChildProcess, gone
from qwen_dictate.recognition.local.wire import Kind, Message
from qwen_dictate.system import itself

logger = logging.getLogger(__name__)

IDLE_S = 600.0
DEFAULT_MODEL = "whisper-base"
MOST_FALSE_STARTS = 2

Hear = Callable[[Message], None]
"""Takes a PARTIAL or FINAL of one stream; never blocks or raises."""
Fail = Callable[[DictateError], None]


class LocalEngine:
    """The child and who listens to it. All methods may be called from any thread."""

    def __init__(
        self,
        models_folder: Path,
        idle_s: float = IDLE_S,
        *,
        model: str = DEFAULT_MODEL,
        command: Sequence[str] | None = None,
    ) -> None:
        """Nothing is started yet.

        Args:
            models_folder: where models are installed.
            idle_s: the child is ended after so long without a recogniser.
            model: which one.
            command: what starts the child, without its arguments; None for this program.
        """
        self._models_folder = models_folder
        self._idle_s = idle_s
        self._model = model
        self._command = tuple(command) if command is not None else itself.command("engine")
        self._lock = threading.Lock()
        self._child: ChildProcess | None = None
        self._listeners: dict[int, tuple[Hear, Fail]] = {}
        self._numbers = itertools.count(1)
        self._false_starts = 0
        self._closed = False

    @property
    def installed(self) -> bool:
        """Whether the model is there; cheap."""
        return installed.installed(self._model, self._models_folder)

    @property
    def ready(self) -> bool:
        """Whether the weights are loaded, so that the next words are decoded at once."""
        child = self._child
        return child is not None and child.ready

    @property
    def pid(self) -> int | None:
        """The child's process, where one runs."""
        child = self._child
        return child.pid if child is not None else None

    def prepare(self) -> None:
        """Start the child and load the weights, in the background; returns at once."""
        with self._lock:
            if self._child is None and not self._closed and self.installed:
                self._child = self._start()

    def attach(self, hear: Hear, fail: Fail) -> tuple[int, ChildProcess]:
        """A new stream on a running child.

        Raises:
            EngineError: the model is not installed, or does not run here.
        """
        if not self.installed:
            raise _not_installed(self._model)
        with self._lock:
            if self._closed:
                raise gone()
            if self._false_starts >= MOST_FALSE_STARTS:
                self._false_starts = 0
                raise _does_not_run()
            if self._child is None:
                self._child = self._start()
            number = next(self._numbers)
            self._listeners[number] = (hear, fail)
            return number, self._child

    def detach(self, number: int) -> None:
        """The stream is over."""
        with self._lock:
            self._listeners.pop(number, None)

    def close(self) -> None:
        """End the child, within a second; every open recogniser fails."""
        with self._lock:
            self._closed = True
            child = self._child
        if child is not None:
            child.close()

    def _start(self) -> ChildProcess:
        folder = installed.model_folder(self._model, self._models_folder)
        arguments = ("--model", str(folder), "--idle", str(self._idle_s))
        command = (*self._command, *arguments, "--threads", str(threads()))
        return ChildProcess(command, self._told, self._ended)

    def _told(self, child: ChildProcess, message: Message) -> None:
        match message.kind:
            case Kind.READY:
                self._false_starts = 0
            case Kind.IDLE:
                self._end_idle(child)
            case Kind.FAILED:
                self._failed(message)
            case _:
                with self._lock:
                    listener = self._listeners.get(message.stream)
                if listener is not None:
                    listener[0](message)

    def _failed(self, message: Message) -> None:
        """One stream's failure, or (stream 0) that of all: the weights cannot be loaded."""
        user_text, remedy, retry = wire.unpack_texts(message.payload, 3)
        error = EngineError(user_text, remedy, retry=bool(retry))
        with self._lock:
            if message.stream:
                listener = self._listeners.pop(message.stream, None)
                fails = [listener[1]] if listener else []
            else:
                fails = self._drop_all()
        for fail in fails:
            fail(error)

    def _end_idle(self, child: ChildProcess) -> None:
        with self._lock:
            if self._listeners or self._child is not child:
                return
            self._child = None
        child.kill()

    def _ended(self, child: ChildProcess) -> None:
        with self._lock:
            if self._child is not child:
                return
            self._child = None
            self._false_starts += 0 if child.was_ready else 1
            fails = self._drop_all()
        for fail in fails:
            fail(gone())

    def _drop_all(self) -> list[Fail]:
        fails = [fail for _, fail in self._listeners.values()]
        self._listeners.clear()
        return fails


def threads() -> int:
    """Half of the processors, two at least and four at most: the program wants to run too."""
    return min(4, max(2, (os.cpu_count() or 2) // 2))


def _not_installed(model: str) -> EngineError:
    return EngineError(
        "The embedded engine's model is not installed; the recording is kept.",
        f"Install it on the settings page, or with: qwen-dictate models install {model}",
        retry=False,
    )


def _does_not_run() -> EngineError:
    return EngineError(
        "The embedded engine ends as soon as it is started; the recording is kept.",
        "Install the model again, and see the log for the reason.",
        retry=False,
    )
