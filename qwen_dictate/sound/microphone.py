"""The microphone: a worker that owns the stream and writes every open recording of its source.

What comes in (orders, blocks, what the watch tells) goes through one inbox, in the order of its
coming. A stream is opened by the first ``record`` and stays open ``keep_warm_s`` after the last
recording; then nothing is open and nothing wakes up.

Rule: every order is answered: ``record`` by FirstBlock or RecordingFailed, ``stop`` by
RecordingEnded or RecordingFailed. Two utterances may overlap: each gets what belongs to it. A
stream that the server moved to the loudspeakers' monitor is closed at once.
Failure mode: whatever fails ends the open recordings (what was heard is kept) and the stream, is
posted, and the loop goes on.
Runs in: a thread that calls ``run``; the orders may come from any.
"""

import logging
import math
import queue
import time
from collections.abc import Callable
from typing import assert_never

from qwen_dictate.core.errors import DictateError, MicrophoneError
from qwen_dictate.core.events import EndKind, Event
from qwen_dictate.recording.recording import Recording
from qwen_dictate.recording.speech import load_detector
from qwen_dictate.sound import sentences
from qwen_dictate.sound.opened import (
    Chosen,
    FromStream,
    OpenedSource,
    RawBlock,
    StreamEnded,
    resolve,
)
from qwen_dictate.sound.orders import Order, Quit, Record, Stop, Warm
from qwen_dictate.sound.portaudio import PORTAUDIO, PortAudio
from qwen_dictate.sound.sources import Source
from qwen_dictate.sound.take import MARGIN_S, Take
from qwen_dictate.sound.watch import Reopen, Stay, Watched, judge

_QUIET_S = 1.0
"""So long without a block, and something is wrong (the source is suspended, or hangs)."""
_GONE_S = 5.0

_log = logging.getLogger(__name__)


class Microphone:
    """One source of sound: the microphone, or (``SYSTEM_SOUND``) what the loudspeakers play."""

    def __init__(
        self,
        post: Callable[[Event], None],
        portaudio: PortAudio = PORTAUDIO,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._post = post
        self._portaudio = portaudio
        self._clock = clock
        self._inbox: queue.SimpleQueue[Order | FromStream] = queue.SimpleQueue()
        self._opened: OpenedSource | None = None
        self._takes: list[Take] = []
        self._last_stop_at = -math.inf
        self._warm_until = -math.inf
        self._keep_warm_s = 0.0

    def record(
        self,
        utterance: int,
        recording: Recording,
        device: str,
        began_at: float,
        preroll_ms: int,
        keep_warm_s: int,
    ) -> None:
        """Write into ``recording`` what is heard from ``began_at`` on (monotonic)."""
        order = Record(utterance, recording, device, began_at, preroll_ms / 1000, keep_warm_s)
        self._inbox.put(order)

    def stop(self, utterance: int, at: float, kind: EndKind) -> None:
        """End it behind what was heard before ``at``; a cancelled one at once."""
        self._inbox.put(Stop(utterance, at, kind))

    def warm(self, device: str, keep_warm_s: int) -> None:
        """Open the stream ahead of a key-down; it is closed after ``keep_warm_s``."""
        self._inbox.put(Warm(device, keep_warm_s))

    def quit(self) -> None:
        """End ``run``; open recordings get their end mark."""
        self._inbox.put(Quit())

    def run(self) -> None:
        """Work until ``quit``; blocks."""
        self._get_ready()
        while self._work():
            pass

    def _get_ready(self) -> None:
        """Load what the first key-down would have to wait for."""
        try:
            self._portaudio.get_ready()
            load_detector()
            resolve("")
        except DictateError as error:
            _log.info("no microphone yet: %s", error.user_text)
        except Exception:
            _log.exception("the sound libraries could not be loaded")

    def _work(self) -> bool:
        """Carry out one message, or what is due; False when it is over."""
        try:
            message = self._inbox.get(timeout=self._patience_s())
        except queue.Empty:
            message = None
        try:
            if message is not None:
                self._carry_out(message)
            self._look_at_clock()
        except Exception as error:
            self._fail(_told(error))
        return not isinstance(message, Quit)

    def _carry_out(self, message: Order | FromStream) -> None:
        match message:
            case RawBlock():
                self._hear(message)
            case StreamEnded() | Watched():
                self._follow(message)
            case Record():
                self._begin(message)
            case Stop():
                self._stop(message)
            case Warm():
                self._open(message.device)
                self._keep_warm_s = message.keep_warm_s
                self._warm_until = self._clock() + message.keep_warm_s
            case Quit():
                self._leave()
            case _:
                assert_never(message)

    def _follow(self, news: StreamEnded | Watched) -> None:
        """What PortAudio and the server tell about the open stream; old news is dropped."""
        if self._opened is None or news.tag != self._opened.tag:
            return
        if isinstance(news, StreamEnded):
            raise sentences.stream_ended()
        self._learn(self._opened, news)

    def _hear(self, raw: RawBlock) -> None:
        if self._opened is None or raw.tag != self._opened.tag:
            return
        block = self._opened.shape(raw)
        for take in self._takes:
            take.take(block)
        self._forget_ended()

    def _begin(self, order: Record) -> None:
        was_open = self._opened
        take = Take(order.utterance, order.recording, self._post, self._clock)
        try:
            opened = self._open(order.device)
        except Exception as error:
            take.fail(_told(error))
            return
        self._keep_warm_s = order.keep_warm_s
        opened.keep_preroll(order.preroll_s)
        for earlier in self._takes:
            earlier.let_next_begin(order.began_at)
        self._takes.append(take)
        if opened is was_open:
            # What belongs to the utterance before, up to its key-up, is no pre-roll of this one.
            begins_at = max(order.began_at - order.preroll_s, self._last_stop_at)
            take.begin_at(begins_at - MARGIN_S)
            for block in opened.recent():
                take.take(block)
        if opened.chosen.is_substitute:
            take.notice(sentences.substitute(opened.source.title))
        if opened.source.muted:
            take.notice(sentences.muted(opened.source.title))

    def _stop(self, order: Stop) -> None:
        for take in self._takes:
            if take.utterance == order.utterance:
                self._last_stop_at = order.at
                take.stop(order.at, order.kind)
        self._forget_ended()

    def _open(self, device: str) -> OpenedSource:
        """The stream for that setting, the one that is open where it fits."""
        if self._opened is not None and self._opened.fits(device, _QUIET_S):
            return self._opened
        for take in self._takes:
            take.end(EndKind.COMPLETE)
        self._forget_ended()
        self._close()
        return self._open_chosen(resolve(device))

    def _open_chosen(self, chosen: Chosen) -> OpenedSource:
        self._opened = OpenedSource(chosen, self._portaudio, self._inbox.put, self._clock)
        return self._opened

    def _learn(self, opened: OpenedSource, watched: Watched) -> None:
        """Follow what the server did to the stream."""
        now = watched.source
        if now is None:
            return
        chosen = opened.chosen
        try:
            verdict = judge(opened.source, chosen.device, system=chosen.system, watched=watched)
        except MicrophoneError as error:
            raise error if chosen.system else sentences.taken_away() from error
        if isinstance(verdict, Reopen):
            self._close()
            if self._takes:
                self._open_chosen(Chosen(chosen.device, verdict.source, chosen.system))
                self._notice_change(opened.source, verdict.source)
        elif isinstance(verdict, Stay) and not self._takes and chosen.is_outdated(watched.sources):
            self._close()
        else:
            self._notice_change(opened.source, now)
            opened.source = now

    def _notice_change(self, before: Source, now: Source) -> None:
        if now.name != before.name:
            self._notice(sentences.moved(now.title))
        if now.muted and not (before.muted and now.name == before.name):
            self._notice(sentences.muted(now.title))

    def _look_at_clock(self) -> None:
        now = self._clock()
        for take in self._takes:
            take.end_if_over()
        self._forget_ended()
        if self._opened is None:
            return
        if not self._takes:
            if now >= self._warm_until:
                self._close()
            return
        quiet_s = now - self._opened.last_block_at
        # A key-down without sound is told at once; loudspeakers may have nothing to say at first.
        patient = self._opened.chosen.system or all(take.heard for take in self._takes)
        if quiet_s >= (_GONE_S if patient else _QUIET_S):
            raise sentences.gone_quiet()
        if quiet_s >= _QUIET_S and not self._opened.quiet_told:
            self._opened.quiet_told = True
            if not self._opened.chosen.system:
                self._notice(sentences.quiet())

    def _patience_s(self) -> float | None:
        """How long to wait for a message before something is due; None = nothing is."""
        due = min((take.deadline for take in self._takes), default=math.inf)
        if self._opened is not None and not self._takes:
            due = self._warm_until
        elif self._opened is not None:
            quiet_s = _GONE_S if self._opened.quiet_told else _QUIET_S
            due = min(due, self._opened.last_block_at + quiet_s)
        return None if math.isinf(due) and due > 0 else max(0.0, due - self._clock())

    def _forget_ended(self) -> None:
        if any(take.ended for take in self._takes):
            self._takes = [take for take in self._takes if not take.ended]
            self._warm_until = self._clock() + self._keep_warm_s

    def _notice(self, error: DictateError) -> None:
        for take in self._takes:
            take.notice(error)

    def _fail(self, error: DictateError) -> None:
        takes, self._takes = self._takes, []
        for take in takes:
            take.fail(sentences.outcome(error, heard=take.heard))
        self._close()

    def _leave(self) -> None:
        for take in self._takes:
            take.end(EndKind.COMPLETE)
        self._takes.clear()
        self._close()

    def _close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()


def _told(error: Exception) -> DictateError:
    """The error in the user's words."""
    if isinstance(error, DictateError):
        return error
    _log.error("the microphone's worker failed", exc_info=error)
    return sentences.worker_failed(error)
