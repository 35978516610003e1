"""What one attempt says, and how it hears its recognisers.

The rule: ``Committed`` goes out before its ``Final``, whichever thread is faster; once the attempt
is over, nothing goes out any more. Nobody waits here for anything but a short lock.

Runs in: the stream worker and the recogniser's thread.
"""

import threading
import time
from collections.abc import Callable

from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.events import (
    Committed,
    Event,
    Final,
    Partial,
    ReadAll,
    StreamFailed,
    StreamOpened,
)


class Voice:
    """Posts what the stream says, in order, until the stream is over."""

    def __init__(self, post: Callable[[Event], None], utterance: int, attempt: int) -> None:
        self._post = post
        self._ids = (utterance, attempt)
        self._lock = threading.Lock()
        self._over = False
        self._early: list[Final] = []
        self.sent_s = 0.0
        """Seconds of sound that the recognisers got, for the ledger."""
        self.commits = 0
        self.finals = 0

    def opened(self, engine: str) -> None:
        """The recogniser is ready."""
        self._say(StreamOpened(*self._ids, time.monotonic(), engine))

    def partial(self, settled: str, tentative: str) -> None:
        """Text of the open segment."""
        self._say(Partial(*self._ids, settled, tentative, time.monotonic()))

    def committed(self, upto_s: float) -> None:
        """The next commit is out; the answers that overtook it follow."""
        with self._lock:
            event = Committed(*self._ids, self.commits, upto_s, time.monotonic())
            self.commits += 1
            early, self._early = self._early, []
            self._post_all([event, *early])

    def final(self, segment: int, text: str, language: str) -> None:
        """An answer; it waits where its commit has not been told yet."""
        event = Final(*self._ids, segment, text, language, time.monotonic())
        with self._lock:
            self.finals += 1
            if segment < self.commits:
                self._post_all([event])
            else:
                self._early.append(event)

    def read_all(self, *, speech: bool) -> None:
        """The end mark was read."""
        self._say(ReadAll(*self._ids, self.commits, speech, time.monotonic(), self.sent_s))

    def failed(self, error: DictateError) -> None:
        """The attempt is over; the last that is said."""
        self._say(StreamFailed(*self._ids, error, time.monotonic(), self.sent_s), last=True)

    def hush(self) -> None:
        """Nobody wants to hear more."""
        with self._lock:
            self._over = True

    def _say(self, event: Event, *, last: bool = False) -> None:
        with self._lock:
            self._post_all([event])
            self._over = self._over or last

    def _post_all(self, events: list[Event]) -> None:
        if not self._over:
            for event in events:
                self._post(event)


class Ears:
    """Listens to one recogniser of the stream, whose commits begin at number ``first``."""

    def __init__(self, voice: Voice, first: int) -> None:
        self._voice = voice
        self._first = first
        self.failure: DictateError | None = None
        self.deaf = False
        """What is told of a dropped segment is nobody's."""

    def partial(self, settled: str, tentative: str) -> None:
        """As the contract says."""
        if not self.deaf:
            self._voice.partial(settled, tentative)

    def final(self, segment: int, text: str, language: str) -> None:
        """As the contract says."""
        self._voice.final(self._first + segment, text, language)

    def failed(self, error: DictateError) -> None:
        """As the contract says; the stream looks at it before its next step."""
        self.failure = error
