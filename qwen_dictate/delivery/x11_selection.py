"""Owns CLIPBOARD and PRIMARY for a while: lends them to a text, then gives back what was there.

Rule: the thread lives exactly as long as something is owned, and nothing wakes it but programs
that paste; what is owned, and when it is given back, is told by x11_lending.py.
Failure: a server that goes away ends the thread and whatever waits for it.
Runs in: its own thread; its functions are called from the delivery lane and block there.
"""

import contextlib
import logging
import select
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any

from Xlib.display import Display
from Xlib.error import ConnectionClosedError, XError

from qwen_dictate.delivery.x11_lending import Lending, Loan
from qwen_dictate.system.x11 import display as x_display

_log = logging.getLogger(__name__)


class SelectionOwner:
    """The selections, lent and given back."""

    def __init__(self, connect: Callable[[], Display] = x_display.connect) -> None:
        self._display = connect()
        self._display.set_error_handler(_ignore)
        self._lending = Lending(self._display)
        self._inbox: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()
        self._wake, self._woken = socket.socketpair()
        self._woken.setblocking(False)
        self._lock = threading.Lock()  # guards _thread: started and ended by two threads
        self._thread: threading.Thread | None = None
        self._closed = False

    # Called from the delivery lane

    def lend(self, text: str, selections: tuple[str, ...]) -> Loan:
        """Save what is there, then offer the text; returns when it is owned.

        Raises:
            CannotSaveError: what is there would be lost.
        """
        return self._ask(lambda: self._lending.lend(text, selections))

    def give_back(self, loan: Loan, after_s: float) -> None:
        """Give back what was there once nobody has read the text for ``after_s``."""
        self._ask(lambda: self._lending.end_loan(loan, after_s))

    def withdraw(self, loan: Loan, after_s: float) -> None:
        """Offer nothing instead of the text, and give back after that."""
        self._ask(lambda: self._lending.withdraw(loan, after_s))

    def rest(self) -> None:
        """Return when nothing is lent any more."""
        if self._thread is not None:
            self._ask(self._lending.rest)

    def keep(self, text: str) -> None:
        """Put a text into the clipboard for good, as a copy by the user would."""
        self._ask(lambda: self._lending.keep(text))

    @property
    def busy(self) -> bool:
        """Whether a large text or image is on its way to somebody."""
        return self._lending.busy

    def close(self) -> None:
        """Give back, hand over to a clipboard manager where one runs, and end; ≤ 1 s."""
        if self._closed:
            return
        with contextlib.suppress(*x_display.GONE, TimeoutError):
            self._ask(self._lending.hand_over, limit_s=0.9)
        self._closed = True
        with self._lock:
            thread = self._thread
        self._wake.send(b"x")
        if thread is not None:
            thread.join(0.3)
        x_display.close(self._display)
        self._wake.close()
        self._woken.close()

    def _ask(self, job: Callable[[], Any], limit_s: float = 10.0) -> Any:
        answer: Future[Any] = Future()
        with self._lock:
            if self._closed:
                raise ConnectionClosedError("server")
            self._inbox.put((job, answer))
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._run, name="selection owner", daemon=True
                )
                self._thread.start()
        self._wake.send(b"x")
        return answer.result(limit_s)

    # The thread

    def _run(self) -> None:
        try:
            while self._turn():
                pass
        except Exception as problem:
            _log.warning("the selections are no longer served: %s", type(problem).__name__)
            with self._lock:
                self._thread = None
                self._closed = True
            self._fail_jobs(problem)
            self._lending.server_is_gone()

    def _turn(self) -> bool:
        """Wait for something, do it; False when there is nothing left to own."""
        self._do_jobs()
        self._lending.read_events()
        with self._lock:
            if self._closed or (self._lending.idle and self._inbox.empty()):
                self._thread = None
                return False
        waits = [self._display.fileno(), self._woken.fileno()]
        if not self._display.pending_events():
            select.select(waits, [], [], self._lending.pause())
        return True

    def _do_jobs(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._woken.recv(64):
                pass
        while True:
            try:
                job, answer = self._inbox.get_nowait()
            except Empty:
                return
            try:
                answer.set_result(job())
            except Exception as problem:
                answer.set_exception(problem)
                if isinstance(problem, x_display.GONE):
                    raise

    def _fail_jobs(self, problem: BaseException) -> None:
        while not self._inbox.empty():
            _job, answer = self._inbox.get_nowait()
            answer.set_exception(problem)


def _ignore(problem: XError, _request: object) -> None:
    _log.debug("a program that pasted is gone: %s", type(problem).__name__)
