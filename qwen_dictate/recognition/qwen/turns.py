"""The Qwen service with its own turn detection, behind the contract of ``recognition/turns``.

The rule: every turn that began is closed once and in order, whatever ids are missing, late or
doubled; a turn whose words do not come within the limit fails the attempt, so that its sound is
read again. A turn that the service could not recognise keeps the words it had so far.

Runs in: the calls in the stream worker; the listener is called from the connection's thread.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from qwen_dictate.core.audio import seconds
from qwen_dictate.core.errors import DictateError
from qwen_dictate.recognition.qwen import events, failures, session
from qwen_dictate.recognition.qwen.attempt import QwenAttempt
from qwen_dictate.recognition.turns import TurnListener

PACE = 3.0
"""Source: another client of the service reports that turn detection drops old segments that
are flushed much faster than real time; manual commits take any speed."""


@dataclass(slots=True)
class _Turn:
    key: str
    item_id: str
    start_s: float
    end_s: float | None = None
    ended_at: float = 0.0
    shown: str = field(default="", repr=False)
    text: str | None = field(default=None, repr=False)
    language: str = ""


class QwenTurns(QwenAttempt):
    """One attempt with turn detection."""

    counts = True
    pace = PACE

    _listener: TurnListener | None = None
    _sent_s = 0.0
    _begun = 0

    def open(self, listener: TurnListener) -> None:
        """Connect and wait until the session's options are accepted.

        Raises:
            DictateError: with the true reason.
        """
        self._turns: list[_Turn] = []
        self._listener = listener
        self._open_session(turns=True)

    def send(self, pcm: bytes, speech: Sequence[bool], levels: Sequence[float]) -> None:
        """Hand over sound; the service has a detection of its own.

        Raises:
            DictateError: the attempt is over.
        """
        del speech, levels
        with self._news:
            oldest = next((turn for turn in self._turns if turn.text is None), None)
            ended_at = oldest.ended_at if oldest else 0.0
            if ended_at and time.monotonic() - ended_at > self._timeouts.answer:
                self._fail(failures.too_late(self._host, "did not answer"))
        self._append(pcm)
        self._sent_s += seconds(len(pcm))

    def close(self, limit_s: float) -> None:
        """Finish the session and wait for the words.

        Raises:
            DictateError: words are missing.
        """
        super().close(limit_s)
        if self._outstanding() and self._failure is not None:
            raise self._failure

    def _outstanding(self) -> int:
        return len(self._turns)

    def _take_words(self, event: events.ServiceEvent) -> None:
        match event:
            case events.Started(item_id, start_ms):
                self._start(item_id, start_ms / 1000)
            case events.Stopped(item_id, end_ms):
                self._stop(item_id, end_ms / 1000)
            case events.Announced(item_id):
                self._bind(item_id)
            case events.Text(item_id, text, stash):
                self._partial(item_id, text, stash)
            case events.Completed(item_id, transcript, language):
                self._complete(item_id, transcript, language)
            case events.ItemFailed(item_id, _code):
                turn = self._find(item_id)
                self._complete(item_id, turn.shown if turn else "", "")
            case _:
                pass

    def _tell_failed(self, error: DictateError) -> None:
        if self._listener is not None:
            self._listener.failed(error)

    def _start(self, item_id: str, start_s: float) -> _Turn:
        self._begun += 1
        turn = _Turn(f"{self._begun}", item_id, start_s)
        self._turns.append(turn)
        if self._listener is not None:
            self._listener.began(turn.key, start_s)
        return turn

    def _stop(self, item_id: str, end_s: float) -> None:
        turn = self._find(item_id)
        if turn is not None:
            turn.end_s = end_s
            turn.ended_at = time.monotonic()

    def _bind(self, item_id: str) -> None:
        """An item has its id: it is that of the oldest turn without one."""
        if item_id and not any(turn.item_id == item_id for turn in self._turns):
            nameless = (turn for turn in self._turns if not turn.item_id and turn.text is None)
            turn = next(nameless, None)
            if turn is not None:
                turn.item_id = item_id

    def _find(self, item_id: str) -> _Turn | None:
        """The turn that an event speaks of, among those without their words."""
        waiting = [turn for turn in self._turns if turn.text is None]
        for turn in waiting:
            if item_id and turn.item_id == item_id:
                return turn
        nameless = [turn for turn in waiting if not turn.item_id]
        return next(iter(nameless if item_id else waiting), None)

    def _partial(self, item_id: str, text: str, stash: str) -> None:
        turn = self._find(item_id)
        if turn is None or session.is_echo(text + stash, self._context):
            return
        turn.shown = text + stash
        if self._listener is not None:
            self._listener.partial(turn.key, text, stash)

    def _complete(self, item_id: str, text: str, language: str) -> None:
        turn = self._find(item_id)
        if turn is None:
            return  # late, or a double
        turn.item_id = turn.item_id or item_id
        turn.text = "" if session.is_echo(text, self._context) else text
        turn.language = language
        if turn.end_s is None:
            turn.end_s = max(self._sent_s, turn.start_s)
        while self._turns and self._turns[0].text is not None:
            done = self._turns.pop(0)
            if self._listener is not None:
                end_s = done.start_s if done.end_s is None else done.end_s
                self._listener.closed(done.key, done.start_s, end_s, done.text or "", done.language)
