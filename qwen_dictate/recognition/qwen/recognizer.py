"""The Qwen service behind the recogniser contract (recognition/recognizer).

The rule: text or an error within the limits, whatever the service does; a final that belongs to
no commit is dropped; the key and the words appear in no ``repr``, log or exception.
Failure mode: ``Listener.failed`` once, or the exception of the call that found out, after which
nothing comes any more.

Runs in: the calls in the stream worker; the listener is called from the connection's thread.
"""

import importlib
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import DictateError, KeyRefused
from qwen_dictate.core.segments import Limits
from qwen_dictate.recognition.qwen import events, failures, session
from qwen_dictate.recognition.qwen.answers import Answer, Answers
from qwen_dictate.recognition.qwen.timeouts import TIMEOUTS, Timeouts
from qwen_dictate.recognition.recognizer import Listener

if TYPE_CHECKING:
    from qwen_dictate.recognition.qwen.connection import Connection

NO_KEY = "none"
"""What self-hosted services are given where there is no key."""
_SEND_BYTES = 320_000
"""The service takes 15 MiB in one event; ten seconds are enough."""


class QwenRecognizer:
    """One attempt with the service."""

    name = "qwen"
    limits = Limits(look_from_s=45.0, cut_by_s=55.0)

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
        self._answers = Answers()
        self._listener: Listener | None = None
        self._connection: Connection | None = None
        self._ready = False
        self._opened = False
        self._closing = False
        self._finished = False
        self._silent = False
        self._appended = False
        self._failure: DictateError | None = None
        self._complaint: DictateError | None = None
        self._waiting_since = 0.0

    def __repr__(self) -> str:
        return f"<QwenRecognizer {self._host}>"

    @property
    def complaint(self) -> DictateError | None:
        """What the service, or the way to it, had against the session."""
        return self._failure or self._complaint

    def open(self, listener: Listener) -> None:
        """Connect and wait until the session's options are accepted.

        Raises:
            DictateError: with the true reason, as soon as it is known.
        """
        options = session.options(self._language, self._context)
        session.check_key(self._key)
        self._listener = listener
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

    def send(self, pcm: bytes) -> None:
        """Hand over sound.

        Raises:
            DictateError: the attempt is over.
        """
        with self._news:
            late = time.monotonic() - self._waiting_since > self._timeouts.answer
            if self._answers.outstanding and late:
                self._fail(failures.too_late(self._host, "did not answer"))
        connection = self._usable()
        for start in range(0, len(pcm), _SEND_BYTES):
            connection.append(pcm[start : start + _SEND_BYTES])
            self._appended = True

    def commit(self) -> None:
        """Say that the segment is complete.

        Raises:
            DictateError: the attempt is over.
            ValueError: nothing was sent since the last commit.
        """
        if not self._appended:
            msg = "nothing to commit"
            raise ValueError(msg)
        connection = self._usable()
        with self._news:
            if not self._answers.outstanding:
                self._waiting_since = time.monotonic()
            self._answers.commit()
        self._appended = False
        connection.commit()

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
            if self._answers.outstanding:
                late = failures.too_late(self._host, "did not answer")
                self._fail(self._complaint or late)
                return
            left = min(self._timeouts.finish, max(deadline - time.monotonic(), 0.0))
            self._news.wait_for(lambda: self._is_over() or self._complaint, left)

    def _await_finals(self, deadline: float) -> None:
        while self._answers.outstanding and not self._is_over():
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
            case events.Announced(item_id):
                self._answers.announced(item_id)
            case events.Text(item_id, text, stash):
                self._partial(item_id, text, stash)
            case events.Completed(item_id, transcript, language):
                self._tell(self._answers.completed(item_id, transcript, language))
            case events.ItemFailed(item_id, code):
                self._item_failed(item_id, code)
            case events.Finished():
                self._session_finished()
            case events.Refusal():
                self._refused(event)

    def _partial(self, item_id: str, text: str, stash: str) -> None:
        echo = session.is_echo(text + stash, self._context)
        if self._listener is not None and self._answers.is_current(item_id) and not echo:
            self._listener.partial(text, stash)

    def _tell(self, answers: list[Answer]) -> None:
        for answer in answers:
            self._waiting_since = time.monotonic()
            echo = session.is_echo(answer.text, self._context)
            if self._listener is not None:
                self._listener.final(answer.segment, "" if echo else answer.text, answer.language)

    def _item_failed(self, item_id: str, code: str) -> None:
        if self._answers.concerns(item_id):
            self._fail(failures.failed_item(code))

    def _session_finished(self) -> None:
        self._finished = True
        if self._answers.outstanding:
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
            if self._closing and not self._answers.outstanding:
                self._finished = True
                self._news.notify_all()
                return
            self._failure = error
            self._news.notify_all()
            if self._opened and self._listener is not None:
                self._listener.failed(error)


def load() -> None:
    """Import the SDK, which takes a second, before it is needed. Runs in: any thread."""
    importlib.import_module("qwen_dictate.recognition.qwen.connection")
