"""The Qwen service behind the recogniser contract (recognition/recognizer).

The rule: as ``attempt``; a final that belongs to no commit is dropped.

Runs in: the calls in the stream worker; the listener is called from the connection's thread.
"""

import importlib
import time
from collections.abc import Callable

from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.segments import Limits
from qwen_dictate.recognition.qwen import events, failures, session
from qwen_dictate.recognition.qwen.answers import Answer, Answers
from qwen_dictate.recognition.qwen.attempt import NO_KEY, QwenAttempt
from qwen_dictate.recognition.qwen.timeouts import TIMEOUTS, Timeouts
from qwen_dictate.recognition.recognizer import Listener

__all__ = ["NO_KEY", "QwenRecognizer", "load"]


class QwenRecognizer(QwenAttempt):
    """One attempt with the service, with commits by hand."""

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
        super().__init__(
            endpoint,
            key,
            language,
            context,
            proxy,
            second=second,
            answered=answered,
            timeouts=timeouts,
        )
        self._answers = Answers()
        self._listener: Listener | None = None
        self._appended = False
        self._waiting_since = 0.0

    def open(self, listener: Listener) -> None:
        """Connect and wait until the session's options are accepted.

        Raises:
            DictateError: with the true reason, as soon as it is known.
        """
        self._listener = listener
        self._open_session(turns=False)

    def send(self, pcm: bytes) -> None:
        """Hand over sound.

        Raises:
            DictateError: the attempt is over.
        """
        with self._news:
            late = time.monotonic() - self._waiting_since > self._timeouts.answer
            if self._answers.outstanding and late:
                self._fail(failures.too_late(self._host, "did not answer"))
        self._append(pcm)
        self._appended = self._appended or bool(pcm)

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

    def _outstanding(self) -> int:
        return self._answers.outstanding

    def _take_words(self, event: events.ServiceEvent) -> None:
        match event:
            case events.Announced(item_id):
                self._answers.announced(item_id)
            case events.Text(item_id, text, stash):
                self._partial(item_id, text, stash)
            case events.Completed(item_id, transcript, language):
                self._tell(self._answers.completed(item_id, transcript, language))
            case events.ItemFailed(item_id, code):
                self._item_failed(item_id, code)
            case _:
                pass

    def _tell_failed(self, error: DictateError) -> None:
        if self._listener is not None:
            self._listener.failed(error)

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


def load() -> None:
    """Import the SDK, which takes a second, before it is needed. Runs in: any thread."""
    importlib.import_module("qwen_dictate.recognition.qwen.connection")
