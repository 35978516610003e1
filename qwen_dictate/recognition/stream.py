"""One attempt: a recording is read to its end, and what a recogniser hears in it is posted.

The rule: the recording's end mark is all that a stream is told; every sample up to it is sent
once, each segment is committed once, and ``Committed`` is posted before its ``Final``. Where the
segmenter drops a stretch without speech, the recogniser is closed and a new one opened.
Failure mode: exactly one ``StreamFailed``, after which nothing comes any more. A cancelled or
halted stream ends without a word.

Runs in: a stream worker of its own, blocking; the recogniser tells from its own thread.
"""

import logging
import math
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from qwen_dictate.core.audio import (
    MARK_FRAMES,
    RATE_HZ,
    SAMPLE_BYTES,
    SILENCE_DBFS,
    frames,
    seconds,
)
from qwen_dictate.core.errors import DictateError, ServiceError
from qwen_dictate.core.events import EndKind, Event
from qwen_dictate.core.segments import Commit, Drop, Resume, Segmenter, Send, Step
from qwen_dictate.recognition.recognizer import Recognizer
from qwen_dictate.recognition.voice import Ears, Voice

if TYPE_CHECKING:
    from qwen_dictate.recording.reader import Piece

_log = logging.getLogger(__name__)

ANSWER_S = 15.0
"""How long the finals are waited for after the end mark."""
POLITE_S = 2.0
"""How long a stream that nobody needs any more takes to say goodbye."""
_READ_S = 1.0
_WAIT_S = 0.2
_HALT_S = 0.2
_SEND_MARKS = 3
"""Sound is sent 96 ms at a time, and at once where a commit is due."""
_MARK_BYTES = MARK_FRAMES * SAMPLE_BYTES


class Reader(Protocol):
    """What a stream needs of a recording's reader."""

    def read(self, max_s: float, wait_s: float) -> "Piece | None":
        """The next stretch, at most ``max_s``; None when nothing came within ``wait_s``."""
        ...


class Recording(Protocol):
    """What a stream needs of a recording."""

    def reader(self, from_s: float = 0.0) -> Reader:
        """A reader that begins at ``from_s``."""
        ...


def run(
    recording: Recording,
    from_s: float,
    make_recognizer: Callable[[], Recognizer],
    post: Callable[[Event], None],
    utterance: int,
    attempt: int,
    halt: threading.Event,
    gate: bool = True,
    *,
    answer_s: float = ANSWER_S,
) -> None:
    """Read ``recording`` from ``from_s`` to its end mark; never raises.

    Args:
        recording: may still grow.
        from_s: where this attempt begins.
        make_recognizer: makes a fresh one; its errors are those of the attempt.
        post: takes the events, from this thread and from the recogniser's.
        utterance: number of the utterance.
        attempt: number of the attempt.
        halt: set from outside: end within a second and post nothing more.
        gate: whether segments without speech are held back (``history retry``: no).
        answer_s: how long the finals are waited for after the end mark.
    """
    voice = Voice(post, utterance, attempt)
    stream = _Stream(make_recognizer, voice, halt, gate=gate, answer_s=answer_s)
    over = threading.Event()
    watch = threading.Thread(
        target=_abort_when_halted, args=(stream, halt, over), name="stream-halt", daemon=True
    )
    watch.start()
    try:
        stream.follow(recording.reader(from_s))
    except Exception as error:
        stream.fail(as_ours(error))
    finally:
        over.set()
        watch.join()


def _abort_when_halted(stream: "_Stream", halt: threading.Event, over: threading.Event) -> None:
    """Free the stream from a call that blocks; ends with the stream."""
    while not over.wait(_HALT_S):
        if halt.is_set():
            stream.abort()
            return


class _Stream:
    """The state of one attempt."""

    def __init__(
        self,
        make_recognizer: Callable[[], Recognizer],
        voice: Voice,
        halt: threading.Event,
        *,
        gate: bool,
        answer_s: float,
    ) -> None:
        self._make = make_recognizer
        self._voice = voice
        self._halt = halt
        self._gate = gate
        self._answer_s = answer_s
        self._recognizer: Recognizer | None = None
        self._ears = Ears(voice, 0)
        self._sound = bytearray()
        """What may still have to be sent; begins at mark ``_kept_from``."""
        self._kept_from = 0
        self._sent = 0
        self._due = 0
        self._begin = 0
        """The frame of the recording at which mark 0 begins."""
        self._frames = 0

    def follow(self, reader: Reader) -> None:
        """Read to the end mark and wait for the answers.

        Raises:
            DictateError: the attempt failed.
        """
        recognizer = self._open()
        self._voice.opened(recognizer.name)
        segmenter = Segmenter(recognizer.limits, gate=self._gate)
        while not self._halt.is_set():
            piece = reader.read(_READ_S, _WAIT_S)
            self._check()
            if piece is None:
                continue
            self._take(piece, segmenter)
            if piece.end is not None:
                return self._end(piece.end, segmenter)
        return self._goodbye()

    def fail(self, error: DictateError) -> None:
        """Tell that the attempt is over, then clean up."""
        if self._halt.is_set():
            self._voice.hush()
        self._voice.failed(error)
        self._goodbye()

    def abort(self) -> None:
        """Runs in: the watching thread."""
        self._voice.hush()
        recognizer = self._recognizer
        if recognizer is not None:
            recognizer.abort()

    def _take(self, piece: "Piece", segmenter: Segmenter) -> None:
        if piece.pcm:
            # Sound that memory let go of is missing here; the places that follow are right.
            self._begin = frames(piece.at_s) - self._frames
        self._sound += piece.pcm
        self._frames += len(piece.pcm) // SAMPLE_BYTES
        for speech, level in marks_of(piece):
            for step in segmenter.feed(speech, level):
                self._do(step)
        self._flush(least=_SEND_MARKS)
        self._forget(segmenter.needed_from)

    def _end(self, kind: EndKind, segmenter: Segmenter) -> None:
        if kind is EndKind.CANCELLED:
            self._voice.hush()
            return self._goodbye()
        for step in segmenter.finish():
            self._do(step)
        self._voice.read_all(speech=segmenter.speech)
        return self._close(self._answer_s)

    def _do(self, step: Step) -> None:
        match step:
            case Send(upto):
                self._due = upto
            case Commit(upto):
                self._commit(upto)
            case Drop():
                self._ears.deaf = True
                self._close(self._answer_s)
            case Resume(start):
                self._open()
                self._sent = self._due = start

    def _commit(self, upto: int) -> None:
        self._flush(least=1)
        if self._recognizer is not None:
            self._recognizer.commit()
            self._voice.committed((self._begin + self._frame_of(upto)) / RATE_HZ)

    def _flush(self, *, least: int) -> None:
        if self._recognizer is None or self._due - self._sent < least:
            return
        start = (self._sent - self._kept_from) * _MARK_BYTES
        end = (self._due - self._kept_from) * _MARK_BYTES
        sound = bytes(self._sound[start:end])
        self._recognizer.send(sound)
        self._voice.sent_s += seconds(len(sound))
        self._sent = self._due

    def _forget(self, mark: int) -> None:
        mark = min(mark, self._sent) if self._recognizer is not None else mark
        if mark > self._kept_from:
            del self._sound[: (mark - self._kept_from) * _MARK_BYTES]
            self._kept_from = mark

    def _frame_of(self, mark: int) -> int:
        return min(mark * MARK_FRAMES, self._frames)

    def _open(self) -> Recognizer:
        recognizer = self._recognizer = self._make()
        self._ears = Ears(self._voice, self._voice.commits)
        if self._halt.is_set():
            recognizer.abort()
        recognizer.open(self._ears)
        return recognizer

    def _check(self) -> None:
        if self._recognizer is not None and self._ears.failure is not None:
            raise self._ears.failure

    def _close(self, limit_s: float) -> None:
        """Close the recogniser; its failure counts where an answer is missing."""
        recognizer = self._recognizer
        if recognizer is None:
            return
        recognizer.close(limit_s)
        self._recognizer = None
        if self._voice.finals < self._voice.commits:
            raise self._ears.failure or ServiceError(
                "The recogniser did not answer. The recording is safe.",
                "Wait a moment and try again.",
            )

    def _goodbye(self) -> None:
        recognizer, self._recognizer = self._recognizer, None
        if recognizer is None:
            return
        try:
            recognizer.abort() if self._halt.is_set() else recognizer.close(POLITE_S)
        except Exception as error:
            as_ours(error)


def marks_of(piece: "Piece") -> Iterator[tuple[bool, float]]:
    """(speech, level) of each mark; a mark without a verdict counts as speech."""
    import numpy as np

    sound = np.frombuffer(piece.pcm, dtype="<i2").astype(np.float64)
    for number, start in enumerate(range(0, len(sound), MARK_FRAMES)):
        part = sound[start : start + MARK_FRAMES]
        power = float(part @ part) / len(part) / 32768.0**2
        level = max(10 * math.log10(power), SILENCE_DBFS) if power else SILENCE_DBFS
        yield piece.speech[number] if number < len(piece.speech) else True, level


def as_ours(error: Exception) -> DictateError:
    """The error in the user's words; one that nobody thought of is logged without its message."""
    if isinstance(error, DictateError):
        return error
    # Without its message, which may hold words.
    where = "".join(traceback.format_tb(error.__traceback__))
    _log.error("stream failed by %s\n%s", type(error).__name__, where)
    return ServiceError(
        f"Recognition stopped by a mistake of the program ({type(error).__name__}). "
        "The recording is safe.",
        "Try again; the log tells more.",
    )
