"""A world for the dictation machine: it answers effects as the edges may, in any order.

The walker keeps the facts that the invariants speak of: what was begun, what was delivered,
which timers run, which streams and recordings are open.
"""

from dataclasses import dataclass, field, replace

from qwen_dictate.core import dictation, review
from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import DeliveryError, MicrophoneError, NetworkError
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.utterance import Phase, Streaming

COMPLETE_THEN_CANCELLED = (ev.EndKind.COMPLETE, ev.EndKind.CANCELLED)
HERE = ev.Target(7, 1, "XTerm", "xterm")


def plain(raw: str, settings: Settings) -> str:
    return raw


@dataclass
class World:
    state: Dictation = field(default_factory=Dictation)
    at: float = 0.0
    done: list[fx.Effect] = field(default_factory=list)
    timers: dict[tuple[int, str], float] = field(default_factory=dict)
    recording: set[int] = field(default_factory=set)
    streams: dict[int, tuple[int, float]] = field(default_factory=dict)
    commits: dict[int, int] = field(default_factory=dict)
    delivering: dict[int, str] = field(default_factory=dict)
    deliveries: list[tuple[int, str]] = field(default_factory=list)
    cancelled: set[int] = field(default_factory=set)
    rows: dict[int, dict[str, object]] = field(default_factory=dict)
    stopped: dict[int, ev.EndKind] = field(default_factory=dict)

    def tell(self, event: ev.Event) -> None:
        before = self.state
        self.state, orders = dictation.step(self.state, event, plain)
        for order in orders:
            self.done.append(order)
            self._carry_out(order)
        self._check(before)

    def _carry_out(self, order: fx.Effect) -> None:
        match order:
            case fx.StartRecording():
                assert order.utterance not in self.rows, "a number is used once"
                self.rows[order.utterance] = {"state": "recording"}
                self.recording.add(order.utterance)
            case fx.StopRecording():
                assert order.utterance in self.recording, "only an open recording is stopped"
                before = self.stopped.get(order.utterance)
                assert before is None or (before, order.kind) == COMPLETE_THEN_CANCELLED
                self.stopped[order.utterance] = order.kind
            case fx.StartStream():
                self.streams[order.utterance] = (order.attempt, order.from_s)
                self.commits[order.utterance] = 0
            case fx.Deliver():
                self._begin_delivery(order)
            case fx.StartTimer():
                self.timers[order.utterance, order.name] = self.at + order.seconds
            case fx.StopTimer():
                self.timers.pop((order.utterance, order.name), None)
            case fx.WriteRow():
                self.rows[order.utterance].update(order.changes)
                if order.changes.get("state") == "cancelled":
                    self.cancelled.add(order.utterance)
            case fx.RemoveRow():
                assert order.utterance not in self.recording, "the recording has its end mark"
                self.rows.pop(order.utterance)
            case _:
                pass

    def _begin_delivery(self, order: fx.Deliver) -> None:
        assert order.text.strip(), "nothing empty is delivered"
        assert order.utterance not in self.cancelled, "nothing is delivered after a cancel"
        assert not self.delivering, "one delivery at a time"
        earlier = [u for u in self.state.utterances if u.number < order.utterance and u.pending]
        assert not earlier, "the order of key-down is kept"
        self.delivering[order.utterance] = order.text

    def _check(self, before: Dictation) -> None:
        hearing = [u for u in self.state.utterances if u.phase is Phase.HEARING]
        assert len([u for u in hearing if u.released_at is None]) <= 1, "one owner"
        if self.state.recording is not None:
            owner = self.state.get(self.state.recording)
            assert owner is not None
            assert owner.released_at is None
        over = {"delivered", "cancelled"}
        for number, name in self.timers:
            state = self.rows.get(number, {}).get("state", "gone")
            assert state not in over | {"gone"}, f"a stray timer: {name}"
        if not self.state.pending and self.state.recording is None:
            left = {name for _, name in self.timers}
            assert left <= {"wait", "retry", "edited"}, f"idle, but timers run: {left}"
        assert before.count <= self.state.count

    # What the edges may do now

    def choices(self) -> list[tuple[str, ev.Event]]:
        at = self.at
        found: list[tuple[str, ev.Event]] = [
            ("press", ev.KeyEdge(True, at, HERE)),
            ("release", ev.KeyEdge(False, at)),
            ("cancel", ev.CancelWanted(at)),
            ("otherwise", ev.KeyUsedOtherwise(at)),
        ]
        if self.state.settings.hotkey.review:
            found += [
                ("review press", ev.KeyEdge(True, at, HERE, review=True)),
                ("review release", ev.KeyEdge(False, at, review=True)),
            ]
        for n in sorted(self.recording):
            found += [("block", ev.FirstBlock(n, at)), ("speech", ev.SpeechHeard(n, at))]
            if n in self.stopped:
                found.append(("end", ev.RecordingEnded(n, self.stopped[n], 2.0, at)))
            else:
                found.append(("mic", ev.RecordingFailed(n, MicrophoneError("gone"), 1.0, at)))
        for n, (attempt, _) in sorted(self.streams.items()):
            found += self._stream_choices(n, attempt)
        for n, text in sorted(self.delivering.items()):
            found += [
                ("typing", ev.DeliveryStarted(n, at)),
                ("typed", ev.Delivered(n, _receipt(""), at)),
                ("held", ev.Delivered(n, _receipt(text), at)),
            ]
        found += [("timer", ev.TimerFired(n, name, at)) for n, name in sorted(self.timers)]
        for u in self.state.utterances:
            if review.is_open(u):
                found += [
                    ("edit", ev.Edited(u.number, f"edited {review.words(u)}"[:40], at)),
                    ("drop", ev.Dropped(u.number, at)),
                    ("aside", ev.CardWanted(u.number, False, at)),
                ]
                if not self.state.pending or u.phase is not Phase.KEPT:
                    found.append(("approve", ev.InsertWanted(u.number, HERE, at)))
            if u.phase is Phase.KEPT and not self.delivering:
                found += [
                    ("insert", ev.InsertWanted(u.number, HERE, at)),
                    ("retry", ev.RetryWanted(u.number, at)),
                    ("dismiss", ev.Dismissed(u.number, at)),
                ]
        return found

    def _stream_choices(self, n: int, attempt: int) -> list[tuple[str, ev.Event]]:
        at, count = self.at, self.commits[n]
        found: list[tuple[str, ev.Event]] = [
            ("partial", ev.Partial(n, attempt, f"u{n}", " maybe", at)),
            ("failed", ev.StreamFailed(n, attempt, NetworkError("no way"), at)),
            ("refused", ev.StreamFailed(n, attempt, NetworkError("no", retry=False), at)),
        ]
        if count < 2:
            found.append(("commit", ev.Committed(n, attempt, count, 1.0 + count, at)))
        if count:
            found.append(("final", ev.Final(n, attempt, count - 1, f"words {n}", "en", at)))
        if n not in self.recording and self.stopped.get(n) is not ev.EndKind.CANCELLED:
            found.append(("all", ev.ReadAll(n, attempt, count, bool(count), at)))
        return found

    def take(self, choice: tuple[str, ev.Event]) -> None:
        _name, event = choice
        self.at += 0.4
        if isinstance(event, ev.RecordingEnded | ev.RecordingFailed):
            self.recording.discard(event.utterance)
        if isinstance(event, ev.Committed):
            self.commits[event.utterance] += 1
        if isinstance(event, ev.StreamFailed):
            self.streams.pop(event.utterance, None)
        if isinstance(event, ev.TimerFired):
            self.timers.pop((event.utterance, event.name), None)
        if isinstance(event, ev.Delivered):
            text = self.delivering.pop(event.utterance)
            if event.receipt.outcome is ev.Outcome.DELIVERED:
                self.deliveries.append((event.utterance, text))
        self.tell(replace(event, at=self.at))

    def finish(self) -> None:
        """Let everything end well; then nothing may be open."""
        for _ in range(200):
            if not self._one_good_step():
                return
        raise AssertionError("it never comes to rest")

    def _one_good_step(self) -> bool:
        at = self.at
        if self.state.trigger.down_at is not None:
            self.take(("release", ev.KeyEdge(False, at)))
        elif self.state.review.down_at is not None:
            self.take(("release", ev.KeyEdge(False, at, review=True)))
        elif self.state.recording is not None:
            self.tell(ev.EndWanted(at))
        elif self.recording:
            n = min(self.recording)
            self.take(("end", ev.RecordingEnded(n, self.stopped[n], 2.0, at)))
        elif self.delivering:
            n = min(self.delivering)
            self.take(("typed", ev.Delivered(n, _receipt(""), at)))
        else:
            return self._one_good_stream_step()
        return True

    def _one_good_stream_step(self) -> bool:
        for u in self.state.utterances:
            if u.streaming is Streaming.READING and u.phase not in (Phase.REMOVED, Phase.CANCELLED):
                self._recognise_all(u.number, u.attempt)
                return True
        waiting = [(n, name) for n, name in self.timers if name in ("retry", "wait", "edited")]
        for n, name in waiting:
            self.take(("timer", ev.TimerFired(n, name, self.at)))
            return True
        return False

    def _recognise_all(self, n: int, attempt: int) -> None:
        while self.commits[n] < 1:
            self.take(("commit", ev.Committed(n, attempt, self.commits[n], 2.0, self.at)))
        for segment in range(self.commits[n]):
            self.take(("final", ev.Final(n, attempt, segment, f"words {n}", "en", self.at)))
        self.take(("all", ev.ReadAll(n, attempt, self.commits[n], True, self.at)))
        self.streams.pop(n, None)


def _receipt(rest: str) -> ev.Receipt:
    if rest:
        error = DeliveryError("The focus moved.")
        return ev.Receipt(ev.Outcome.KEPT, ev.ReceiptKind.UNKNOWN, "none", rest, error)
    return ev.Receipt(ev.Outcome.DELIVERED, ev.ReceiptKind.ACCEPTED, "type")
