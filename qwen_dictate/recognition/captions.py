"""One reading of a take: a recording is read to its end mark, and its turns are posted.

The rule: every sample up to the end mark is read; where a service counts the seconds, silence
stays here (core/turns, ``Gate``) and the connection is kept alive by a tenth of a second of it
now and then. What is behind is sent at the recogniser's pace. Places that are posted are places
in the recording, whatever was left out.
Failure mode: exactly one ``ReadingFailed``, after which nothing comes. A halted one ends without
a word.

Runs in: a stream worker of its own, blocking; the recogniser tells from its own thread.
"""

import bisect
import threading
import time
from collections import deque
from collections.abc import Callable

from qwen_dictate.core.audio import MARK_FRAMES, SAMPLE_BYTES, seconds
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.meeting.events import (
    ReadingDone,
    ReadingEvent,
    ReadingFailed,
    ReadingOpened,
    SoundSent,
    TurnBegan,
    TurnClosed,
    TurnText,
)
from qwen_dictate.core.segments import LEAD_MARKS
from qwen_dictate.core.turns import MARK_S, Gate
from qwen_dictate.recognition.stream import Reader, Recording, as_ours, marks_of
from qwen_dictate.recognition.turns import TurnRecognizer

ANSWER_S = 15.0
KEEP_ALIVE_S = 45.0
"""Source: the service closes a connection after 60 s without sound; others keep it open with
100 ms of silence every 50 s."""
_KEEP_ALIVE = bytes(3 * MARK_FRAMES * SAMPLE_BYTES)
_READ_S = 0.5
_WAIT_S = 0.2
_HALT_S = 0.2
_BEHIND_S = 0.45
"""A piece of that length: there was more to be read than has just been spoken."""
_GATHER_S = 0.06
_COUNT_S = 1.0
_MARK_BYTES = MARK_FRAMES * SAMPLE_BYTES


def run(
    recording: Recording,
    from_s: float,
    make_recognizer: Callable[[], TurnRecognizer],
    post: Callable[[ReadingEvent], None],
    take: int,
    attempt: int,
    halt: threading.Event,
) -> None:
    """Read ``recording`` from ``from_s`` to its end mark; never raises."""
    voice = _Voice(post, take, attempt)
    reading = _Reading(make_recognizer, voice, halt)
    over = threading.Event()
    watch = threading.Thread(
        target=_abort_when_halted, args=(reading, halt, over), name="captions-halt", daemon=True
    )
    watch.start()
    try:
        reading.follow(recording.reader(from_s))
    except Exception as error:
        reading.fail(as_ours(error))
    finally:
        over.set()
        watch.join()


def _abort_when_halted(reading: "_Reading", halt: threading.Event, over: threading.Event) -> None:
    while not over.wait(_HALT_S):
        if halt.is_set():
            reading.abort()
            return


class _Places:
    """From places in what was sent to places in the recording."""

    def __init__(self) -> None:
        self._sent: list[float] = [0.0]
        self._recorded: list[float] = [0.0]

    def jump(self, sent_s: float, recorded_s: float) -> None:
        """What is sent from ``sent_s`` on was recorded from ``recorded_s`` on."""
        self._sent.append(sent_s)
        self._recorded.append(recorded_s)

    def recorded(self, sent_s: float) -> float:
        """Where in the recording that was; a place in the left-out silence is before it."""
        at = max(0, bisect.bisect_right(self._sent, sent_s) - 1)
        return self._recorded[at] + sent_s - self._sent[at]


class _Voice:
    """Posts what the recogniser tells, with places in the recording."""

    def __init__(self, post: Callable[[ReadingEvent], None], take: int, attempt: int) -> None:
        self._post = post
        self._ids = (take, attempt)
        self._lock = threading.Lock()
        self._over = False
        self.places = _Places()
        self.read_s = 0.0
        self.failure: DictateError | None = None

    def began(self, turn: str, start_s: float) -> None:
        """As the contract says."""
        self.say(TurnBegan(*self._ids, turn, self.places.recorded(start_s)))

    def partial(self, turn: str, settled: str, tentative: str) -> None:
        """As the contract says."""
        self.say(TurnText(*self._ids, turn, settled, tentative, self.read_s))

    def closed(self, turn: str, start_s: float, end_s: float, text: str, language: str) -> None:
        """As the contract says."""
        start, end = self.places.recorded(start_s), self.places.recorded(end_s)
        self.say(TurnClosed(*self._ids, turn, start, end, text, language))

    def failed(self, error: DictateError) -> None:
        """The reading looks at it before its next step."""
        self.failure = error

    def opened(self, engine: str) -> None:
        """The recogniser takes sound."""
        self.say(ReadingOpened(*self._ids, engine, time.monotonic()))

    def sent(self, sent_s: float) -> None:
        """So much was sent to a service that counts."""
        self.say(SoundSent(*self._ids, sent_s))

    def end(self, error: DictateError | None) -> None:
        """The last that is said."""
        now = time.monotonic()
        over = ReadingFailed(*self._ids, error, now) if error else ReadingDone(*self._ids, now)
        self.say(over)
        self.hush()

    def hush(self) -> None:
        """Nobody wants to hear more."""
        with self._lock:
            self._over = True

    def say(self, event: ReadingEvent) -> None:
        """Post, while it is not over."""
        with self._lock:
            if not self._over:
                self._post(event)


class _Reading:
    """The state of one reading."""

    def __init__(
        self, make_recognizer: Callable[[], TurnRecognizer], voice: _Voice, halt: threading.Event
    ) -> None:
        self._make = make_recognizer
        self._voice = voice
        self._halt = halt
        self._recognizer: TurnRecognizer | None = None
        self._gate = Gate()
        self._kept: deque[tuple[bytes, bool, float, float]] = deque(maxlen=LEAD_MARKS)
        """The last marks that were not sent: sound, mark, level, place."""
        self._sent_s = 0.0
        self._counted_s = 0.0
        self._shut = True
        self._sent_at = time.monotonic()

    def follow(self, reader: Reader) -> None:
        """Read to the end mark and wait for the words.

        Raises:
            DictateError: the attempt failed.
        """
        recognizer = self._open()
        while not self._halt.is_set():
            piece = reader.read(_READ_S, _WAIT_S)
            self._check()
            if piece is not None:
                began, length_s = time.monotonic(), seconds(len(piece.pcm))
                self._take(recognizer, piece.pcm, list(marks_of(piece)), piece.at_s)
                self._voice.read_s = piece.at_s + length_s
                if piece.end is not None:
                    recognizer.close(ANSWER_S)
                    self._count(recognizer, least_s=0.0)
                    return self._voice.end(None)
                self._slow_down(recognizer, length_s, began)
            self._keep_alive(recognizer)
        return self._goodbye()

    def fail(self, error: DictateError) -> None:
        """Tell that the attempt is over, then clean up."""
        if self._halt.is_set():
            self._voice.hush()
        self._voice.end(error)
        self._goodbye()

    def abort(self) -> None:
        """Runs in: the watching thread."""
        self._voice.hush()
        if self._recognizer is not None:
            self._recognizer.abort()

    def _open(self) -> TurnRecognizer:
        recognizer = self._recognizer = self._make()
        if self._halt.is_set():
            recognizer.abort()
        recognizer.open(self._voice)
        self._sent_at = time.monotonic()
        self._voice.opened(recognizer.name)
        return recognizer

    def _take(
        self,
        recognizer: TurnRecognizer,
        pcm: bytes,
        marks: list[tuple[bool, float]],
        at_s: float,
    ) -> None:
        """Send a piece, or what of it must be."""
        due: list[tuple[bytes, bool, float, float]] = []
        for number, (speech, level) in enumerate(marks):
            sound = pcm[number * _MARK_BYTES : (number + 1) * _MARK_BYTES]
            self._kept.append((sound, speech, level, at_s + number * MARK_S))
            wanted = self._gate.feed(speech, level) if recognizer.counts else 1
            if not wanted:
                self._send(recognizer, due)
                due, self._shut = [], True
                continue
            due += list(self._kept)[-wanted:]
            self._kept.clear()
        self._send(recognizer, due)

    def _send(
        self, recognizer: TurnRecognizer, due: list[tuple[bytes, bool, float, float]]
    ) -> None:
        if not due:
            return
        if self._shut:
            self._voice.places.jump(self._sent_s, due[0][3])
            self._shut = False
        pcm = b"".join(entry[0] for entry in due)
        recognizer.send(pcm, [entry[1] for entry in due], [entry[2] for entry in due])
        self._sent_s += seconds(len(pcm))
        self._sent_at = time.monotonic()
        self._count(recognizer, least_s=_COUNT_S)

    def _count(self, recognizer: TurnRecognizer, *, least_s: float) -> None:
        new_s = self._sent_s - self._counted_s
        if recognizer.counts and new_s > least_s:
            self._voice.sent(new_s)
            self._counted_s = self._sent_s

    def _keep_alive(self, recognizer: TurnRecognizer) -> None:
        """A tenth of a second of silence, where nothing was sent for long."""
        if not recognizer.counts or time.monotonic() - self._sent_at < KEEP_ALIVE_S:
            return
        marks = len(_KEEP_ALIVE) // _MARK_BYTES
        recognizer.send(_KEEP_ALIVE, [False] * marks, [-96.0] * marks)
        self._sent_s += seconds(len(_KEEP_ALIVE))
        self._sent_at = time.monotonic()
        self._shut = True

    def _slow_down(self, recognizer: TurnRecognizer, length_s: float, began: float) -> None:
        """What is behind goes at the pace that the recogniser takes; else not mark by mark."""
        if length_s < _BEHIND_S:
            self._halt.wait(_GATHER_S)
        elif recognizer.pace and not self._shut:
            self._halt.wait(max(0.0, length_s / recognizer.pace - (time.monotonic() - began)))

    def _check(self) -> None:
        if self._voice.failure is not None:
            raise self._voice.failure

    def _goodbye(self) -> None:
        recognizer, self._recognizer = self._recognizer, None
        if recognizer is None:
            return
        try:
            recognizer.abort()
        except Exception as error:
            as_ours(error)
