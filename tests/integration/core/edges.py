"""The edges of the dictation machine in a simulated afternoon: clock, microphone, streams, lane.

The microphone may fail and records numbered words; streams hear exactly the words between where
they begin and where they commit, late, twice, out of order or never; the delivery lane types and
may stop half-way.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import ClassVar

from qwen_dictate.core import dictation
from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import (
    DeliveryError,
    DictateError,
    EngineError,
    MicrophoneError,
    NetworkError,
)
from qwen_dictate.core.settings import Settings

WORD_S = 0.4
ANSWER_S = 15.0
TARGETS = (ev.Target(7, 1, "XTerm", "xterm"), ev.Target(8, 2, "Gedit", "gedit"), None)
UNFINISHED = ("recording", "recognising", "delivering", "kept")
_NETWORK = NetworkError("no way")
_REFUSED = NetworkError("no", retry=False)
_ENGINE = EngineError("broken")
_GONE = MicrophoneError("gone")
_MOVED = DeliveryError("The focus moved.")


def plain(raw: str, _settings: Settings) -> str:
    return raw


@dataclass(slots=True)
class Take:
    """What the microphone records for one utterance."""

    number: int
    target: ev.Target | None
    began: float
    talks: bool
    heard: bool = False
    dropped: bool = False
    stop_kind: ev.EndKind | None = None
    stop_at: float | None = None
    seconds: float | None = None
    kind: ev.EndKind = ev.EndKind.COMPLETE
    waiting: "list[Stream]" = field(default_factory=list)

    def words(self, from_s: float, upto_s: float) -> list[str]:
        """The words that begin in that stretch."""
        if not self.talks:
            return []
        first, last = round(from_s / WORD_S + 0.499), round(upto_s / WORD_S + 0.499)
        return [f"w{self.number}n{k}" for k in range(first, last)]


@dataclass(slots=True)
class Stream:
    """One attempt; ``dead`` when it has failed: nothing comes of it any more."""

    number: int
    attempt: int
    upto_s: float
    hangs: bool
    commits: int = 0
    opened: bool = False
    dead: bool = False


class Edges:
    """Time, and the edges of the machine; what must never be asked for is asserted on the way."""

    def __init__(self, seed: int, settings: Settings, *, local: bool) -> None:
        self.chance = Random(seed)
        self.state = Dictation(settings, local_installed=local)
        self.at = 0.0
        self.weather = self.chance.choice((0.0, 0.0, 0.2, 0.6, 1.0))
        self.slow_s = self.chance.choice((1.5, 1.5, 1.5, 16.0))
        self.key_down = False
        self.released = 0.0
        self.takes: dict[int, Take] = {}
        self.rows: dict[int, str] = {}
        self.typed: dict[int, str] = {}
        self.into: dict[int, ev.Target | None] = {}
        self.chosen: dict[int, ev.Target | None] = {}
        self.removed: set[int] = set()
        self.forgiven: set[int] = set()
        self.cancelled: set[int] = set()
        self.steps = 0
        self.timers: dict[tuple[int, str], int] = {}
        self._queue: list[tuple[float, int, Callable[..., None], tuple[object, ...]]] = []
        self._count = 0
        self.lane: int | None = None
        self._halted = False

    # Time

    def after(self, seconds: float, what: Callable[..., None], *given: object) -> int:
        self._count += 1
        heapq.heappush(self._queue, (self.at + seconds, self._count, what, given))
        return self._count

    def play(self, limit_s: float) -> None:
        """Let everything happen that is due until then, or until nothing is left."""
        while self._queue and self._queue[0][0] <= limit_s:
            self.at, _, what, given = heapq.heappop(self._queue)
            what(*given)
        self.at = max(self.at, limit_s)

    def tell(self, event: ev.Event) -> None:
        self.steps += 1
        self.state, orders = dictation.step(self.state, event, plain)
        for order in orders:
            carry = self._CARRY.get(type(order))
            if carry is not None:
                carry(self, order)

    # The microphone

    def _start_recording(self, order: fx.StartRecording) -> None:
        assert order.utterance not in self.takes, "a number is used once"
        recording = [t for t in self.takes.values() if t.seconds is None and t.stop_kind is None]
        assert not recording, "one owner of the microphone"
        number, chance = order.utterance, self.chance
        take = Take(number, order.target, self.at, chance.random() < 0.85)
        self.takes[number] = take
        self.rows[number] = "recording"
        self.chosen[number] = order.target
        luck = chance.random()
        if luck < 0.04:
            self.after(chance.uniform(0, 3), self._microphone_fails, take)
        if luck < 0.98:
            self.after(0.02, self._sound, ev.FirstBlock(number, self.at + 0.02), take)
            if take.talks:
                self.after(0.3, self._sound, ev.SpeechHeard(number, self.at + 0.3), take)
        else:
            take.talks = False  # the sound server hangs

    def _sound(self, event: ev.Event, take: Take) -> None:
        if take.seconds is None:
            take.heard = take.heard or isinstance(event, ev.SpeechHeard)
            self.tell(event)

    def _microphone_fails(self, take: Take) -> None:
        if take.seconds is None:
            take.seconds = self.chance.choice((0.0, self.at - take.began))
            self.tell(ev.RecordingFailed(take.number, _GONE, take.seconds, self.at))
            self._read_on(take)

    def _stop_recording(self, order: fx.StopRecording) -> None:
        take = self.takes[order.utterance]
        if take.seconds is not None:
            return  # it failed, and this was not told yet
        again = take.stop_kind
        assert again is None or order.kind is ev.EndKind.CANCELLED, "stopped once"
        take.stop_kind = order.kind
        if again is None:
            take.stop_at = order.at
            self.after(self.chance.uniform(0.01, 0.4), self._end_mark, take, order.at)

    def _end_mark(self, take: Take, at: float) -> None:
        if take.seconds is None:
            assert take.stop_kind is not None
            take.seconds, take.kind = max(at - take.began, 0.01), take.stop_kind
            self.tell(ev.RecordingEnded(take.number, take.kind, take.seconds, self.at))
            self._read_on(take)

    # Streams

    def _start_stream(self, order: fx.StartStream) -> None:
        take = self.takes[order.utterance]
        assert order.from_s == 0 or order.from_s <= (take.seconds or self.at - take.began)
        bad = 0.1 if order.fallback else self.weather
        luck = self.chance.random()
        stream = Stream(order.utterance, order.attempt, order.from_s, luck < bad * 0.3)
        if luck < bad:
            error = (
                _ENGINE if order.fallback else self.chance.choice((_NETWORK, _NETWORK, _REFUSED))
            )
            self.after(self.chance.uniform(0.05, 9), self._stream_fails, stream, error)
        if luck > bad * 0.6 or stream.hangs:
            self.after(self.chance.uniform(0.05, self.slow_s), self._stream_opens, stream)

    def _stream_fails(self, stream: Stream, error: DictateError) -> None:
        if not stream.dead:
            stream.dead = True
            self.tell(ev.StreamFailed(stream.number, stream.attempt, error, self.at))

    def _stream_opens(self, stream: Stream) -> None:
        if stream.dead:
            return
        stream.opened = True
        take = self.takes[stream.number]
        self.tell(ev.StreamOpened(stream.number, stream.attempt, self.at, "qwen"))
        take.waiting.append(stream)
        if take.seconds is not None:
            self._read_on(take)
        elif self.chance.random() < 0.2:
            self.after(self.chance.uniform(0.1, 2), self._cut, stream, take)

    def _cut(self, stream: Stream, take: Take) -> None:
        """The 55 s rule: a segment is committed while its utterance is still spoken."""
        upto = (take.stop_at or self.at) - take.began
        if not stream.dead and take.seconds is None and take.words(stream.upto_s, upto):
            self._commit(stream, take, upto)

    def _read_on(self, take: Take) -> None:
        """The end mark is there: each stream reads to it."""
        assert take.seconds is not None
        streams, take.waiting = take.waiting, []
        for stream in streams:
            if not stream.dead and take.kind is ev.EndKind.COMPLETE:
                self._read_all(stream, take, take.seconds)

    def _read_all(self, stream: Stream, take: Take, end_s: float) -> None:
        number, attempt = stream.number, stream.attempt
        speech = bool(take.words(stream.upto_s, end_s)) or stream.commits > 0
        while take.words(stream.upto_s, end_s):
            far = self.chance.random() < 0.8
            upto = end_s if far else min(stream.upto_s + self.chance.uniform(0.4, 3), end_s)
            self._commit(stream, take, upto)
        self.tell(ev.ReadAll(number, attempt, stream.commits, speech, self.at))
        if stream.hangs:
            self.after(ANSWER_S, self._stream_fails, stream, _NETWORK)

    def _commit(self, stream: Stream, take: Take, upto: float) -> None:
        words = " ".join(take.words(stream.upto_s, upto))
        stream.upto_s = upto
        segment, stream.commits = stream.commits, stream.commits + 1
        self.tell(ev.Committed(stream.number, stream.attempt, segment, upto, self.at))
        if not stream.hangs:
            delay = self.chance.uniform(0.02, self.slow_s)
            self.after(delay, self._final, stream, segment, words)
            if self.chance.random() < 0.1:
                self.after(delay + 0.1, self._final, stream, segment, "twice")

    def _final(self, stream: Stream, segment: int, words: str) -> None:
        if not stream.dead:
            self.tell(ev.Final(stream.number, stream.attempt, segment, words, "en", self.at))

    # The delivery lane

    def _deliver(self, order: fx.Deliver) -> None:
        number = order.utterance
        assert order.text.strip(), "nothing empty is delivered"
        assert self.lane is None, "one delivery at a time"
        assert order.target == self.chosen[number], "only into a window that was chosen"
        assert number not in self.cancelled, "nothing is typed after a cancel"
        assert not self.state.away, "nothing is typed for a user who is away"
        self._in_order(number)
        self.lane, self._halted = number, False
        self.after(0.01, self._lane_waits, number, order.text)

    def _in_order(self, number: int) -> None:
        earlier = [u for u in self.state.utterances if u.number < number and u.pending]
        assert not earlier, "the order of key-down is kept"

    def _lane_waits(self, number: int, text: str) -> None:
        if self._halted:
            self._done(number, text, text)
        elif self.key_down:
            self.after(0.2, self._lane_waits, number, text)
        else:
            self.tell(ev.DeliveryStarted(number, self.at))
            whole = self.chance.random() < 0.85
            upto = len(text) if whole else self.chance.randint(0, len(text) - 1)
            self.after(self.chance.uniform(0.01, 0.3), self._lane_types, number, text, upto)

    def _lane_types(self, number: int, text: str, upto: int) -> None:
        if self._halted:
            upto = min(upto, len(text) // 2)
        assert self.rows[number] == "delivering", "a kill now must be doubted at the next start"
        self.typed[number] = self.typed.get(number, "") + text[:upto]
        self._done(number, text, text[upto:])

    def _done(self, number: int, text: str, rest: str) -> None:
        self.lane = None
        kept = ev.Outcome.KEPT if rest else ev.Outcome.DELIVERED
        error = _MOVED if rest else None
        receipt = ev.Receipt(kept, ev.ReceiptKind.ACCEPTED, "type", rest, error)
        self.tell(ev.Delivered(number, receipt, self.at))

    def _halt(self, order: fx.HaltDelivery) -> None:
        if order.utterance == self.lane:
            self._halted = True

    # Timers and rows

    def _start_timer(self, order: fx.StartTimer) -> None:
        key = order.utterance, order.name
        self.timers[key] = self.after(order.seconds, self._fire, key, self._count + 1)

    def _fire(self, key: tuple[int, str], number: int) -> None:
        if self.timers.get(key) == number:
            del self.timers[key]
            self.tell(ev.TimerFired(*key, self.at))

    def _stop_timer(self, order: fx.StopTimer) -> None:
        self.timers.pop((order.utterance, order.name), None)

    def _write(self, order: fx.WriteRow) -> None:
        state = order.changes.get("state")
        if isinstance(state, str):
            self.rows[order.utterance] = state
            if state == "cancelled":
                self.cancelled.add(order.utterance)

    def _remove(self, order: fx.RemoveRow) -> None:
        take = self.takes[order.utterance]
        assert take.seconds is not None, "the recording has its end mark"
        lost = take.words(0, take.seconds)
        assert not lost or take.dropped, "no recording with words is thrown away"
        self.removed.add(order.utterance)
        self.rows.pop(order.utterance)

    _CARRY: ClassVar[dict[type, Callable[..., None]]] = {
        fx.StartRecording: _start_recording,
        fx.StopRecording: _stop_recording,
        fx.StartStream: _start_stream,
        fx.Deliver: _deliver,
        fx.HaltDelivery: _halt,
        fx.StartTimer: _start_timer,
        fx.StopTimer: _stop_timer,
        fx.WriteRow: _write,
        fx.RemoveRow: _remove,
    }
