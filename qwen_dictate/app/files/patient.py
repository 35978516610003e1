"""A recogniser for files: cut at pauses, and sent no faster than it answers.

A file is read as fast as it is taken. The service takes sound faster than it is spoken, but not
an hour at once; so nothing more is sent while two commits wait for their answers.
Runs in: the stream's worker; the listener in the recogniser's thread.
"""

import threading

from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.segments import Limits
from qwen_dictate.recognition.recognizer import Listener, Recognizer

LIMITS = Limits(look_from_s=8.0, cut_by_s=25.0, pause_s=0.6)
"""A line ends at a pause of a second, after 8 s at one of half a second: the marks of speech
outlast it by 0.3 s. Both engines hear 25 s at once."""
MOST_WAITING = 2
WAIT_S = 30.0
"""Longer than either engine's own limit for an answer, which then tells."""


class Patient:
    """Wraps one recogniser; the contract is that of recognition/recognizer."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self.name = recognizer.name
        self.limits = LIMITS
        self._news = threading.Condition()
        self._waiting = 0
        self._over = False

    def open(self, listener: Listener) -> None:
        """As the contract says."""
        self._recognizer.open(_Counting(self, listener))

    def send(self, pcm: bytes) -> None:
        """As the contract says; waits while answers are due."""
        with self._news:
            self._news.wait_for(lambda: self._over or self._waiting < MOST_WAITING, WAIT_S)
        self._recognizer.send(pcm)

    def commit(self) -> None:
        """As the contract says."""
        with self._news:
            self._waiting += 1
        self._recognizer.commit()

    def close(self, limit_s: float) -> None:
        """As the contract says."""
        self._recognizer.close(limit_s)

    def abort(self) -> None:
        """As the contract says."""
        self.release()
        self._recognizer.abort()

    def answered(self) -> None:
        """A final came."""
        with self._news:
            self._waiting -= 1
            self._news.notify_all()

    def release(self) -> None:
        """Nothing will come any more."""
        with self._news:
            self._over = True
            self._news.notify_all()


class _Counting:
    """Hears for the patient one, and passes it on."""

    def __init__(self, patient: Patient, listener: Listener) -> None:
        self._patient = patient
        self._listener = listener

    def partial(self, settled: str, tentative: str) -> None:
        """Text of the open segment: nobody looks at it."""

    def final(self, segment: int, text: str, language: str) -> None:
        """An answer."""
        self._listener.final(segment, text, language)
        self._patient.answered()

    def failed(self, error: DictateError) -> None:
        """The attempt is over."""
        self._listener.failed(error)
        self._patient.release()
