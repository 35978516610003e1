"""The embedded engine behind the contract of ``recognition/turns``: the marks cut its turns.

The rule: only the sound of turns goes to the engine; one commit a turn, so one final a turn.
Failure mode: as the recogniser's (``client``).

Runs in: the stream's worker; the listener is called from the child's reader thread.
"""

import threading
from collections.abc import Sequence

from qwen_dictate.core.audio import MARK_FRAMES, SAMPLE_BYTES
from qwen_dictate.core.errors import DictateError, EngineError
from qwen_dictate.core.segments import Limits
from qwen_dictate.core.turns import MARK_S, Begin, Cut, End, Turns, Upto
from qwen_dictate.recognition.recognizer import Recognizer
from qwen_dictate.recognition.turns import TurnListener

LIMITS = Limits(look_from_s=12.0, cut_by_s=20.0)
"""Of a turn: the engine hears 30 s at a time, and live text should not cost more and more."""
_MARK_BYTES = MARK_FRAMES * SAMPLE_BYTES


class LocalTurns:
    """One attempt with the embedded engine."""

    name = "local"
    counts = False
    pace = 0.0

    def __init__(self, recognizer: Recognizer) -> None:
        """``recognizer``: fresh; its commits are made here."""
        self._recognizer = recognizer
        self._turns = Turns(LIMITS)
        self._listener: TurnListener | None = None
        self._sound = bytearray()
        self._sound_from = 0
        self._sent = 0
        self._lock = threading.Lock()
        self._places: list[list[int]] = []
        """First mark and the one behind the last of each turn that has no final yet."""
        self._told = 0
        self._begun = 0
        self._failure: DictateError | None = None

    def open(self, listener: TurnListener) -> None:
        """Start the child if need be, and begin a stream.

        Raises:
            EngineError: the model is not installed, or the engine does not run.
        """
        self._listener = listener
        self._recognizer.open(self)

    def send(self, pcm: bytes, speech: Sequence[bool], levels: Sequence[float]) -> None:
        """Hand over sound.

        Raises:
            EngineError: the attempt is over.
        """
        self._sound += pcm
        for mark, level in zip(speech, levels, strict=True):
            for step in self._turns.feed(mark, level):
                self._do(step)
        self._forget()

    def close(self, limit_s: float) -> None:
        """What is open is a turn; wait for the finals, at most ``limit_s`` for each.

        Raises:
            EngineError: finals are missing.
        """
        for step in self._turns.finish():
            self._do(step)
        self._recognizer.close(limit_s * max(1, len(self._places)))
        if self._places:
            raise self._failure or EngineError(
                "The embedded engine did not answer; the recording is kept.", "Try again."
            )

    def abort(self) -> None:
        """End at once; from any thread."""
        self._recognizer.abort()

    # What the recogniser tells

    def partial(self, settled: str, tentative: str) -> None:
        """Of the oldest turn without its final: there is none while a final is waited for."""
        if self._listener is not None and self._places:
            self._listener.partial(f"{self._told}", settled, tentative)

    def final(self, segment: int, text: str, language: str) -> None:
        """A turn is closed."""
        del segment  # they come in their order
        with self._lock:
            first, end = self._places.pop(0)
            key, self._told = f"{self._told}", self._told + 1
        if self._listener is not None:
            self._listener.closed(key, first * MARK_S, end * MARK_S, text, language)

    def failed(self, error: DictateError) -> None:
        """The attempt is over."""
        self._failure = error
        if self._listener is not None:
            self._listener.failed(error)

    def _do(self, step: Cut) -> None:
        match step:
            case Begin(at):
                with self._lock:
                    key, self._begun = f"{self._begun}", self._begun + 1
                    self._places.append([at, at])
                self._sent = at
                if self._listener is not None:
                    self._listener.began(key, at * MARK_S)
            case Upto(mark):
                start, end = self._sent - self._sound_from, mark - self._sound_from
                self._recognizer.send(bytes(self._sound[start * _MARK_BYTES : end * _MARK_BYTES]))
                self._sent = mark
            case End(at):
                with self._lock:
                    self._places[-1][1] = at
                self._recognizer.commit()

    def _forget(self) -> None:
        keep_from = min(self._turns.needed_from, self._sound_from + len(self._sound) // _MARK_BYTES)
        if keep_from > self._sound_from:
            del self._sound[: (keep_from - self._sound_from) * _MARK_BYTES]
            self._sound_from = keep_from
