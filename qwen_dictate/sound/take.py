"""One recording that the microphone writes: what of the stream's blocks belongs to it.

Rule: it begins with the pre-roll before key-down (with a stream that was just opened: with its
first block) and ends behind the last sample heard before key-up, or up to 200 ms later while
speech goes on. A cancelled one ends at once. Each of its events is posted once.
Failure mode: whatever goes wrong, the recording gets its end mark and RecordingFailed is posted.
Runs in: the sound worker.
"""

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from qwen_dictate.core.audio import RATE_HZ, SAMPLE_BYTES, SILENCE_DBFS, seconds
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.core.events import (
    EndKind,
    Event,
    FirstBlock,
    Level,
    RecordingEnded,
    RecordingFailed,
    SoundNotice,
    SpeechHeard,
)
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound.shape import peak_dbfs

MARGIN_S = 0.01
"""ADC times are right to about 6 ms (measured on PulseAudio, early and late)."""
TAIL_S = 0.2
_LATE_S = 0.3
"""Blocks come this late at most; a stream that gives none must not hold up the end."""
_LEVEL_EVERY_S = 1 / 30
_SPEECH_EVERY_S = 1.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the stream: 16 kHz mono s16le, heard from ``at`` on (monotonic)."""

    pcm: bytes = field(repr=False)
    at: float

    @property
    def end(self) -> float:
        """When its last sample was heard."""
        return self.at + seconds(len(self.pcm))


class Take:
    """The writing of one recording.

    Attributes:
        utterance: whose recording it is.
        ended: the end mark is written.
        heard: a block was kept.
    """

    def __init__(
        self,
        utterance: int,
        recording: Recording,
        post: Callable[[Event], None],
        clock: Callable[[], float],
    ) -> None:
        self.utterance = utterance
        self.ended = False
        self.heard = False
        self._recording = recording
        self._post = post
        self._clock = clock
        self._from_at = -math.inf
        self._heard_until = -math.inf
        self._stop_at: float | None = None
        self._stopped_at = 0.0
        self._next_at = math.inf
        self._speech_told_at: float | None = None
        self._disk_told = False
        self._level = SILENCE_DBFS
        self._level_at = -math.inf

    @property
    def deadline(self) -> float:
        """When it ends even though no more blocks come."""
        if self._stop_at is None:
            return math.inf
        return max(self._stop_at, self._stopped_at) + TAIL_S + _LATE_S

    def begin_at(self, at: float) -> None:
        """Nothing that was heard before ``at`` belongs here; told before the first block."""
        self._from_at = at

    def take(self, block: Block) -> None:
        """Keep of a block what belongs here."""
        if self.ended:
            return
        pcm = block.pcm
        if not self.heard and block.at < self._from_at:
            pcm = pcm[max(0, round((self._from_at - block.at) * RATE_HZ)) * SAMPLE_BYTES :]
        self._heard_until = block.end
        if not pcm:
            return
        try:
            self._recording.append(pcm)
        except DiskError as error:
            self.fail(error)
            return
        self._tell(pcm)
        self.end_if_over()

    def stop(self, at: float, kind: EndKind) -> None:
        """The key went up at ``at``, or the utterance is cancelled."""
        if self.ended:
            return
        if kind is EndKind.CANCELLED:
            self.end(kind)
        elif self._stop_at is None:
            self._stop_at = at
            self._stopped_at = self._clock()
            self.end_if_over()

    def let_next_begin(self, at: float) -> None:
        """The next utterance began at ``at``: what is said from then on belongs to it."""
        self._next_at = at

    def end_if_over(self) -> None:
        """Write the end mark if everything is there that belongs here."""
        if self._stop_at is None or self.ended:
            return
        until = self._stop_at + MARGIN_S
        if self._recording.speech_going_on:
            until = max(until, min(self._stop_at + TAIL_S, self._next_at))
        if self._heard_until >= until or self._clock() >= self.deadline:
            self.end(EndKind.COMPLETE)

    def end(self, kind: EndKind) -> None:
        """Write the end mark now."""
        if self.ended:
            return
        self.ended = True
        self._recording.end(kind)
        length_s = self._recording.seconds
        self._post(RecordingEnded(self.utterance, kind, length_s, self._clock()))

    def fail(self, error: DictateError) -> None:
        """The sound went away: keep what was heard."""
        if self.ended:
            return
        self.ended = True
        try:
            self._recording.end(EndKind.COMPLETE)
        except Exception:
            _log.exception("a recording could not be ended")
        self._post(RecordingFailed(self.utterance, error, self._recording.seconds, self._clock()))

    def notice(self, error: DictateError) -> None:
        """Tell the user something while the recording goes on."""
        if self._stop_at is None and not self.ended:
            self._post(SoundNotice(self.utterance, error, self._clock()))

    def _tell(self, pcm: bytes) -> None:
        now = self._clock()
        if not self.heard:
            self.heard = True
            self._post(FirstBlock(self.utterance, now))
        if self._speech_is_news(now):
            self._speech_told_at = now
            self._post(SpeechHeard(self.utterance, now))
        disk_error = self._recording.disk_error
        if disk_error is not None and not self._disk_told:
            self._disk_told = True
            self.notice(disk_error)
        if self._stop_at is None:
            self._tell_level(peak_dbfs(pcm), now)

    def _speech_is_news(self, now: float) -> bool:
        """The first speech at once, more of it once a second (a forgotten toggle is noticed)."""
        if self._speech_told_at is None:
            return self._recording.speech_heard
        return self._recording.speech_going_on and now - self._speech_told_at >= _SPEECH_EVERY_S

    def _tell_level(self, dbfs: float, now: float) -> None:
        self._level = max(self._level, dbfs)
        if now - self._level_at >= _LEVEL_EVERY_S:
            self._post(Level(self.utterance, self._level, now))
            self._level_at = now
            self._level = SILENCE_DBFS
