"""The doctor's two child processes: one loads the SDK or the engine, the other Qt.

Neither belongs into the process of a verb, and what crashes there is one line of the answer.
Rule: a child ends when its standard input does, so none outlives the doctor.
Runs in: threads of the doctor.
"""

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import cast

from qwen_dictate.system import itself

Answer = dict[str, object]
_END_S = 2.0


class Child:
    """A child that tells one JSON object a line."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._lines: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._latest: Answer = {}
        threading.Thread(target=self._read, name="doctor's child", daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def wait_for(self, fits: Callable[[Answer], bool], limit_s: float) -> Answer | None:
        """What it told last, as soon as that fits; None: not in time, or it has ended."""
        limit = time.monotonic() + limit_s
        while not (self._latest and fits(self._latest)):
            try:
                line = self._lines.get(timeout=max(0.0, limit - time.monotonic()))
            except queue.Empty:
                return None
            if line is None:
                return None
            self._latest = {**self._latest, **line}
        return self._latest

    def _read(self) -> None:
        for line in self._process.stdout or ():
            try:
                value: object = json.loads(line)
            except ValueError:
                continue  # a library that talks
            if isinstance(value, dict):
                self._lines.put(cast("Answer", value))
        self._lines.put(None)


@contextmanager
def child(*arguments: str) -> Generator[Child]:
    """Start one, and end it.

    Raises:
        OSError: it cannot be started.
    """
    process = subprocess.Popen(
        itself.command("trial", *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=itself.without_window(),
    )
    try:
        yield Child(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
