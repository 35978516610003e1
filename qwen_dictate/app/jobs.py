"""Lanes: blocking calls of one kind, in order, each lane in a thread of its own.

A job posts its outcome, always. A lane's thread starts with its first job and is a daemon: a
keyring or a disk that hangs cannot keep the program from ending. Runs in: GUI thread (``run``,
callbacks); the lane's thread (the job).
"""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from qwen_dictate.core.errors import DictateError

_Result = TypeVar("_Result")
log = logging.getLogger("qwen_dictate.jobs")


@dataclass(frozen=True, slots=True)
class JobDone:
    """The outcome of a job; ``app`` hands it to ``Jobs.done`` on the GUI thread."""

    token: int
    result: object = field(repr=False)
    error: Exception | None


@dataclass(frozen=True, slots=True)
class JobTold:
    """Something that a job has to say beside its outcome; shown as an error."""

    error: DictateError


Job = Callable[[], object]
Then = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Jobs:
    """All lanes of the program."""

    def __init__(self, post: Callable[[object], None]) -> None:
        self._post = post
        self._lanes: dict[str, queue.SimpleQueue[tuple[int, Job] | None]] = {}
        self._waiting: dict[int, tuple[Then | None, Failed | None]] = {}
        self._count = 0

    def run(
        self,
        lane: str,
        job: Callable[[], _Result],
        then: Callable[[_Result], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run ``job`` in its lane, then ``then(result)`` or ``failed(error)`` on the GUI thread."""
        self._count += 1
        self._waiting[self._count] = (cast("Then | None", then), failed)
        if lane not in self._lanes:
            self._lanes[lane] = queue.SimpleQueue()
            threading.Thread(
                target=self._work, args=(lane,), name=f"lane-{lane}", daemon=True
            ).start()
        self._lanes[lane].put((self._count, job))

    def done(self, event: JobDone) -> None:
        """Call back. Runs in: GUI thread."""
        then, failed = self._waiting.pop(event.token, (None, None))
        if event.error is None:
            if then is not None:
                then(event.result)
        elif failed is not None:
            failed(event.error)

    def post_error(self, error: DictateError) -> None:
        """Tell an error that does not end the job. Runs in: the lane's thread."""
        self._post(JobTold(error))

    def flush(self, lane: str, limit_s: float) -> bool:
        """Wait until what is in the lane now is done; only for the end of the program."""
        if lane not in self._lanes:
            return True
        reached = threading.Event()
        self._lanes[lane].put((0, reached.set))
        return reached.wait(limit_s)

    def _work(self, lane: str) -> None:
        jobs = self._lanes[lane]
        while (entry := jobs.get()) is not None:
            token, job = entry
            try:
                outcome = JobDone(token, job(), None)
            except Exception as error:
                kind = type(error).__name__
                text = str(error) if isinstance(error, DictateError) else kind
                log.warning("a job of lane %s failed: %s", lane, text)
                outcome = JobDone(token, None, error)
            self._post(outcome)
