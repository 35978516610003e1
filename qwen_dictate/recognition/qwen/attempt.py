"""One attempt with the service, whatever it is for: it opens, fails once, ends within its limits.

The rule: text or an error within the limits, whatever the service does; the key and the words
appear in no ``repr``, log or exception. What becomes of words is the derived class's.
Failure mode: ``_tell_failed`` once, or the exception of the call that found out.

Runs in: the calls in the stream worker; ``_heard`` and what it calls in the connection's thread.
"""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import DictateError, KeyRefused
from qwen_dictate.recognition.qwen import events, failures, session
from qwen_dictate.recognition.qwen.timeouts import TIMEOUTS, Timeouts

if TYPE_CHECKING:
    from qwen_dictate.recognition.qwen.connection import Connection

NO_KEY = "none"
"""What self-hosted services are given where there is no key."""
_SEND_BYTES = 320_000
"""The service takes 15 MiB in one event; ten seconds are enough."""


class QwenAttempt:
    """The connection of one attempt."""

    name = "qwen"

    def __init__(
        self,
        endpoint: Endpoint,
        key: str,
        language: str = "auto",
        context: str = "",
        proxy: str = "system",
        *,
        second: Endpoint | None = None,
        answered: Callable[[Endpoint], None] | None = None,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        """Take what the attempt needs; nothing is sent yet.

        Args:
            endpoint: where to connect.
            key: the API key; "" = ``Bearer none``, for self-hosted services.
            language: ``auto`` or one of the service's.
            context: words that bias recognition.
            proxy: ``system``, ``none`` or a URL.
            second: tried once where ``endpoint`` refuses the key.
            answered: told which endpoint accepted the key; called in ``open``.
            timeouts: limits of every wait.
        """
        self._endpoints = [endpoint, *([second] if second else [])]
        self._key = key.strip() or NO_KEY
        self._language = language
        self._context = context
        self._proxy = proxy
        self._answered = answered
        self._timeouts = timeouts
        self._host = urlsplit(endpoint.url).hostname or ""
        self._news = threading.Condition(threading.RLock())
        self._connection: Connection | None = None
        self._ready = False
        self._opened = False
        self._closing = False
        self._finished = False
        self._silent = False
        self._failure: DictateError | None = None
        self._complaint: DictateError | None = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._host}>"

    @property
    def complaint(self) -> DictateError | None:
        """What the service, or the way to it, had against the session."""
        return self._failure or self._complaint

    def _open_session(self, *, turns: bool) -> None:
        """Connect and wait until the session's options are accepted.

        Raises:
            DictateError: with the true reason, as soon as it is known.
        """
        options = session.options(self._language, self._context, turns=turns)
        session.check_key(self._key)
        *first, last = self._endpoints
        for endpoint in first:
            try:
                return self._open_at(endpoint, options)
            except KeyRefused:
                if self._silent:
                    raise
                self._failure = None
        try:
            return self._open_at(last, options)
        except KeyRefused:
            if self._key == NO_KEY:
                raise failures.key_wanted(self._host) from None
            raise

    def _append(self, pcm: bytes) -> None:
        connection = self._usable()
        for start in range(0, len(pcm), _SEND_BYTES):
            connection.append(pcm[start : start + _SEND_BYTES])

    # What the derived classes make of it

    def _outstanding(self) -> int:
        """How many answers are missing."""
        raise NotImplementedError

    def _take_words(self, event: events.ServiceEvent) -> None:
        """An event about words."""
        raise NotImplementedError

    def _tell_failed(self, error: DictateError) -> None:
        """The attempt is over; called at most once, and not before it was open."""
        raise NotImplementedError

    def close(self, limit_s: float) -> None:
        """Finish the session, wait for the finals at most ``limit_s``, end politely."""
        deadline = time.monotonic() + limit_s
        with self._news:
            self._closing = True
            connection, over = self._connection, self._failure is not None
        if connection is None:
            return
        if not over and self._ready:
            self._finish(connection, deadline)
        connection.close()
        with self._news:
            self._silent = True

    def abort(self) -> None:
        """End at once; may be called from any thread, also while another call blocks."""
        with self._news:
            self._silent = True
            self._failure = self._failure or failures.ended()
            connection = self._connection
            self._news.notify_all()
        if connection is not None:
            connection.abort()

    def _open_at(self, endpoint: Endpoint, options: session.Options) -> None:
        from qwen_dictate.recognition.qwen.connection import Connection

        self._host = urlsplit(endpoint.url).hostname or ""
        connection = Connection(
            endpoint, self._key, self._proxy, self._timeouts, self._heard, self._fail
        )
        with self._news:
            if self._failure:
                raise self._failure
            self._connection = connection
        connection.connect()
        connection.update(options)
        with self._news:
            self._news.wait_for(lambda: self._ready or self._failure, self._timeouts.ready)
            self._opened = self._ready and not self._failure
            error = self._failure or failures.too_late(self._host, "did not get ready")
        if not self._opened:
            connection.close()
            raise error
        if self._answered is not None:
            self._answered(endpoint)

    def _finish(self, connection: "Connection", deadline: float) -> None:
        """``session.finish``, then wait: for every final, and a little for the good end."""
        try:
            connection.finish()
        except DictateError as error:
            self._fail(error)
            return
        with self._news:
            self._await_finals(deadline)
            if self._outstanding():
                late = failures.too_late(self._host, "did not answer")
                self._fail(self._complaint or late)
                return
            left = min(self._timeouts.finish, max(deadline - time.monotonic(), 0.0))
            self._news.wait_for(lambda: self._is_over() or self._complaint, left)

    def _await_finals(self, deadline: float) -> None:
        while self._outstanding() and not self._is_over():
            left = deadline - time.monotonic()
            if left <= 0 or not self._news.wait(left):
                return
            if self._complaint:
                # What was complained about may have been another event than the commit.
                deadline = min(deadline, time.monotonic() + self._timeouts.finish)

    def _is_over(self) -> bool:
        return self._finished or self._failure is not None

    def _usable(self) -> "Connection":
        with self._news:
            if self._failure is not None:
                raise self._failure
            if self._connection is None or not self._opened or self._closing:
                raise failures.ended()
            return self._connection

    def _heard(self, message: object) -> None:
        """One event of the service. Runs in: the connection's thread."""
        event = events.decode(message)
        with self._news:
            if self._silent or self._failure is not None or event is None:
                return
            self._take(event)
            self._news.notify_all()

    def _take(self, event: events.ServiceEvent) -> None:
        match event:
            case events.Updated():
                self._ready = True
            case events.Finished():
                self._session_finished()
            case events.Refusal():
                self._refused(event)
            case _:
                self._take_words(event)

    def _session_finished(self) -> None:
        self._finished = True
        if self._outstanding():
            self._fail(self._complaint or failures.ended_early())

    def _refused(self, refusal: events.Refusal) -> None:
        error = failures.from_refusal(refusal)
        self._complaint = error
        if not self._closing or refusal.kind == "server_error":
            self._fail(error)

    def _fail(self, error: DictateError) -> None:
        with self._news:
            if self._silent or self._failure is not None:
                return
            if self._closing and not self._outstanding():
                self._finished = True
                self._news.notify_all()
                return
            self._failure = error
            self._news.notify_all()
            if self._opened:
                self._tell_failed(error)
