"""Recognises one audio or video file, blocking; the same stream and recognisers as a dictation.

The stream cuts at speech gaps, so each final is a line with true times. What is done is told
after each, and handed in again it is not recognised a second time: that is how an interrupted
file is resumed. A failed attempt is followed by another from the end of what is done; where that
does not help, the rest is recognised as ``service.fallback`` says.
Failure mode: ``DictateError``; what was told before stays valid.
Runs in: a verb, or a job lane of its own; ``stop`` in any thread.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from qwen_dictate.app.files.patient import Patient
from qwen_dictate.core.attempts import Next, after_failure, delay_s
from qwen_dictate.core.errors import DictateError, EngineError
from qwen_dictate.core.events import Committed, Event, Final, StreamFailed, StreamOpened
from qwen_dictate.core.subtitles import Line
from qwen_dictate.core.transcript import Transcript
from qwen_dictate.recognition import stream
from qwen_dictate.recognition.recognizer import Recognizer
from qwen_dictate.recording.decode import FileSound

MOST_FAILURES = 5
"""So many attempts in a row that brought nothing, and the file is given up for now."""
ANSWER_S = 120.0
"""A slow computer may be that much behind at the end of a file."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file is.

    Attributes:
        done_s: what is recognised, seconds of its sound.
        length_s: how long it is; None where it does not say.
        left_s: how long it will take still; None while that is not known.
        lines: what was said so far.
    """

    done_s: float
    length_s: float | None
    left_s: float | None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was read to its end.

    Attributes:
        lines: what was said.
        seconds: how long its sound is.
        engine: who recognised the end of it.
        language: of the last line.
        problem: it is damaged, or was not recognised by the engine that was asked for.
    """

    lines: tuple[Line, ...]
    seconds: float
    engine: str = ""
    language: str = ""
    problem: DictateError | None = None


class Engines(Protocol):
    """Who recognises."""

    def make(self, *, fallback: bool, attempt: int) -> Recognizer:
        """A fresh recogniser; ``fallback``: the embedded engine."""
        ...

    @property
    def fallback(self) -> str:
        """The setting ``service.fallback``."""
        ...

    @property
    def can_fall_back(self) -> bool:
        """Whether the embedded engine is there, and another one than that which is asked for."""
        ...


class Transcription:
    """One file, from its beginning or from where it was left, to its end."""

    def __init__(
        self,
        path: Path,
        engines: Engines,
        told: Callable[[Progress], None],
        done: Sequence[Line] = (),
        done_s: float = 0.0,
    ) -> None:
        """Nothing is opened yet.

        Args:
            path: the file.
            engines: who recognises.
            told: gets the progress, from the recogniser's thread; must not block for long.
            done: the lines that an earlier run brought.
            done_s: up to where in the sound.
        """
        self._path = path
        self._engines = engines
        self._told = told
        self._before = tuple(done)
        self._before_s = done_s
        self._halt = threading.Event()
        self._lock = threading.Lock()
        self._sound: FileSound | None = None
        self._transcript = Transcript()
        self._lines: list[Line] = list(done)
        self._lined = 0
        self._done_s = done_s
        self._began = 0.0
        self._error: DictateError | None = None
        self._engine = self._language = ""

    @property
    def stopped(self) -> bool:
        """Whether ``stop`` was called."""
        return self._halt.is_set()

    def stop(self) -> None:
        """End within a second; what is done was told."""
        self._halt.set()
        with self._lock:
            if self._sound is not None:
                self._sound.close()

    def run(self) -> Done | None:
        """Recognise to the end; None when it was stopped.

        Raises:
            DictateError: the file cannot be read, or nobody recognises it.
        """
        sound = FileSound(self._path)
        with self._lock:
            self._sound = sound
        self._began = time.monotonic()
        self._tell()
        try:
            problem = self._recognise(sound)
        finally:
            sound.close()
        if self.stopped:
            return None
        return Done(
            tuple(self._lines),
            sound.read_s,
            self._engine,
            self._language,
            problem or sound.damage,
        )

    def _recognise(self, sound: FileSound) -> DictateError | None:
        """Attempt after attempt; what the user should know, where it ended well.

        Raises:
            DictateError: there is no further attempt.
        """
        failures, fallback, reason = 0, False, None
        attempt = 0
        while not self.stopped:
            attempt += 1
            before = self._done_s
            self._attempt(sound, attempt, fallback=fallback)
            if self._error is None:
                return reason
            failures = 1 if self._done_s > before else failures + 1
            match self._after(failures, fallback):
                case Next.AGAIN:
                    self._halt.wait(delay_s(failures))
                case Next.LOCAL:
                    fallback, failures, reason = True, 0, self._error
                case _:
                    raise self._error
        return None

    def _after(self, failures: int, fallback: bool) -> Next:
        engines, error = self._engines, self._error
        return after_failure(
            retry=error is not None and error.retry,
            on_fallback=fallback or not engines.can_fall_back,
            over=failures >= MOST_FAILURES,
            fallback=engines.fallback,
            local=engines.can_fall_back,
        )

    def _attempt(self, sound: FileSound, attempt: int, *, fallback: bool) -> None:
        self._error = None
        self._transcript = self._transcript.restarted()
        engines = self._engines
        stream.run(
            sound,
            self._done_s,
            lambda: Patient(engines.make(fallback=fallback, attempt=attempt)),
            self._heard,
            0,
            attempt,
            self._halt,
            answer_s=ANSWER_S,
        )
        if not self.stopped and self._error is None and not self._transcript.complete:
            self._error = EngineError("The file was not recognised to its end.", "Try again.")

    def _heard(self, event: Event) -> None:
        """Runs in: the stream's and the recogniser's threads, one at a time."""
        match event:
            case StreamOpened():
                self._engine = event.engine
            case Committed():
                self._transcript = self._transcript.committed(event.segment, event.upto_s)
            case Final():
                self._transcript = self._transcript.final(event.segment, event.text)
                self._language = event.language or self._language
                self._add_lines()
            case StreamFailed():
                self._error = event.error
            case _:
                pass

    def _add_lines(self) -> None:
        """Make lines of the finals that stand in an unbroken row by now."""
        sound, transcript = self._sound, self._transcript
        segments = (*transcript.row, *transcript.segments)
        while sound is not None and self._lined < len(segments):
            segment = segments[self._lined]
            if segment.text is None:
                break
            if segment.text.strip():
                self._lines.append(_line(sound, self._done_s, segment.upto_s, segment.text))
            self._done_s = segment.upto_s
            self._lined += 1
        self._tell()

    def _tell(self) -> None:
        length = self._sound.length_s if self._sound else None
        spent, won = time.monotonic() - self._began, self._done_s - self._before_s
        left = None
        if length is not None and won > 0:
            left = max(0.0, length - self._done_s) * spent / won
        self._told(Progress(self._done_s, length, left, tuple(self._lines)))


def _line(sound: FileSound, from_s: float, upto_s: float, text: str) -> Line:
    voiced = sound.voiced(from_s, upto_s)
    start, end = (voiced[0][0], voiced[-1][1]) if voiced else (from_s, upto_s)
    return Line(start, end, text.strip(), voiced=voiced)
