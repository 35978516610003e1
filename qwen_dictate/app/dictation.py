"""Carries out what the dictation machine asks for: the effects at the edge of core/dictation.

Straight down: an event comes from the bridge, core decides, and each effect goes to the part
that does it: microphone, stream, delivery lane, history lane, timers. Nothing here waits.
Runs in: GUI thread.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Protocol

from qwen_dictate.app.rows import Rows
from qwen_dictate.app.secret import SecretFields
from qwen_dictate.app.timers import Timers
from qwen_dictate.app.typist import Typist
from qwen_dictate.app.workers import Workers
from qwen_dictate.core import dictation as machine
from qwen_dictate.core import effects as fx
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.events import EndKind, Event, SecretFound
from qwen_dictate.core.recognising import Finish
from qwen_dictate.core.utterance import Utterance
from qwen_dictate.history.ledger import Entry
from qwen_dictate.recognition import stream
from qwen_dictate.recognition.recognizer import Recognizer
from qwen_dictate.recording.recording import Recording

log = logging.getLogger("qwen_dictate.dictation")

MakeRecognizer = Callable[[], Recognizer]


class Sound(Protocol):
    """What dictation needs of the microphone (sound/microphone)."""

    def record(
        self,
        utterance: int,
        recording: Recording,
        device: str,
        began_at: float,
        preroll_ms: int,
        keep_warm_s: int,
    ) -> None:
        """Let the microphone write into the recording."""

    def stop(self, utterance: int, at: float, kind: EndKind) -> None:
        """Write the end mark behind what was spoken before ``at``."""


class Shown(Protocol):
    """Where notes and errors go (app/facts)."""

    def note(self, note: fx.Note) -> None:
        """Tell something that is no failure."""

    def error(self, effect: fx.ShowError) -> None:
        """Tell what went wrong."""

    def clear_error(self, but: DictateError | None) -> None:
        """What was wrong is over, except ``but``."""

    def began(self, utterance: int, history_id: str) -> None:
        """An utterance has its id."""

    def noticed(self, history_id: str) -> None:
        """A row of this session has changed."""


@dataclass(slots=True)
class Parts:
    """The edges that effects go to."""

    sound: Sound
    recognizer: Callable[[bool, int], MakeRecognizer]
    """(as fallback, attempt) → how to make the recogniser of that attempt."""
    typist: Typist
    rows: Rows
    timers: Timers
    workers: Workers
    shown: Shown
    watch_cancel: Callable[[bool], None]
    secrets: SecretFields
    finish: Finish
    audit: Callable[[Utterance, Recording, str], None]
    """Was all that was spoken in its text?"""
    account: Callable[[Utterance, str], Entry]
    """(utterance, key-down) → what the ledger tells of it."""
    post: Callable[[object], None]


@dataclass(slots=True)
class Live:
    """What belongs to one utterance of this run."""

    history_id: str
    recording: Recording
    born: str = ""
    accounted: bool = False
    judged: bool = True
    """False until it is known that no password is spoken: no recogniser gets it before."""
    waiting: fx.StartStream | None = None
    halt_stream: threading.Event = field(default_factory=threading.Event)
    halt_delivery: threading.Event | None = None


class Dictating:
    """The machine and its edges."""

    def __init__(self, parts: Parts, changed: Callable[[], None]) -> None:
        self.state = Dictation()
        self._parts = parts
        self._changed = changed
        self._live: dict[int, Live] = {}

    def handle(self, event: Event) -> None:
        """Let the machine decide, carry out, show."""
        self.state, effects = machine.step(self.state, event, self._parts.finish)
        self._carry_out(effects)
        self._forget_old()
        self._changed()

    def set_state(self, state: Dictation) -> None:
        """New settings, or another fact for the next utterance."""
        self.state = state
        self._changed()

    def recording_of(self, number: int) -> Recording | None:
        """The recording of an utterance of this run, while it is kept."""
        live = self._live.get(number)
        return live.recording if live else None

    def number_of(self, history_id: str) -> int | None:
        """The utterance of this run that has this id."""
        return next((n for n, live in self._live.items() if live.history_id == history_id), None)

    def end_all(self, at: float) -> None:
        """The program ends: stop what is spoken, let streams and deliveries end."""
        self.state, effects = machine.abandon(self.state, at)
        self._carry_out(effects)
        for live in self._live.values():
            live.halt_stream.set()

    def _carry_out(self, effects: tuple[fx.Effect, ...]) -> None:
        for effect in effects:
            self._carry(effect)

    @singledispatchmethod
    def _carry(self, effect: fx.Effect) -> None:
        """One function an effect, chosen by its type."""
        raise NotImplementedError(type(effect))

    @_carry.register
    def _(self, effect: fx.StartRecording) -> None:
        settings = self.state.settings
        row = self._parts.rows.born(effect.utterance, effect.target)
        asked = self._parts.secrets.can_tell(effect.target)
        recording = Recording.create(None if asked else row.path)
        live = Live(row.history_id, recording, row.when, judged=not asked)
        self._live[effect.utterance] = live
        self._parts.shown.began(effect.utterance, row.history_id)
        self._parts.sound.record(
            effect.utterance,
            recording,
            settings.audio.device,
            effect.at,
            settings.audio.preroll_ms,
            settings.audio.keep_warm_s,
        )
        if asked and effect.target is not None:
            number = effect.utterance
            self._parts.secrets.judge(
                effect.target.pid, recording, row.path, lambda secret: self._judged(number, secret)
            )

    @_carry.register
    def _(self, effect: fx.StopRecording) -> None:
        self._parts.sound.stop(effect.utterance, effect.at, effect.kind)

    @_carry.register
    def _(self, effect: fx.StartStream) -> None:
        live = self._live[effect.utterance]
        if not live.judged:
            live.waiting = effect
            return
        make = self._parts.recognizer(effect.fallback, effect.attempt)
        post = self._parts.post
        self._parts.workers.start(
            f"stream-{effect.utterance}-{effect.attempt}",
            lambda: stream.run(
                live.recording,
                effect.from_s,
                make,
                post,
                effect.utterance,
                effect.attempt,
                live.halt_stream,
                gate=effect.gate,
            ),
        )

    @_carry.register
    def _(self, effect: fx.Deliver) -> None:
        live = self._live[effect.utterance]
        live.halt_delivery = threading.Event()
        utterance = self.state.get(effect.utterance)
        began_at = utterance.began_at if utterance else 0.0
        self._parts.typist.deliver(effect, began_at, live.halt_delivery, self.handle)

    @_carry.register
    def _(self, effect: fx.HaltDelivery) -> None:
        live = self._live.get(effect.utterance)
        if live is not None and live.halt_delivery is not None:
            live.halt_delivery.set()

    @_carry.register
    def _(self, effect: fx.StartTimer) -> None:
        self._parts.timers.start(effect.utterance, effect.name, effect.seconds)

    @_carry.register
    def _(self, effect: fx.StopTimer) -> None:
        self._parts.timers.stop(effect.utterance, effect.name)

    @_carry.register
    def _(self, effect: fx.WriteRow) -> None:
        live = self._live.get(effect.utterance)
        if live is not None:
            self._parts.rows.write(live.history_id, effect.changes, live.recording)
            self._parts.shown.noticed(live.history_id)
            if effect.changes.get("state") in ("delivered", "kept"):
                self._account(effect.utterance, live)

    @_carry.register
    def _(self, effect: fx.RemoveRow) -> None:
        live = self._live.pop(effect.utterance, None)
        if live is not None:
            self._parts.rows.remove(live.history_id, live.recording)

    @_carry.register
    def _(self, effect: fx.ShowNote) -> None:
        self._parts.shown.note(effect.note)

    @_carry.register
    def _(self, effect: fx.ShowError) -> None:
        log.warning("%s: %s", effect.error.kind, effect.error)
        self._parts.shown.error(effect)

    @_carry.register
    def _(self, effect: fx.ClearError) -> None:
        self._parts.shown.clear_error(effect.but)

    @_carry.register
    def _(self, effect: fx.WatchCancel) -> None:
        self._parts.watch_cancel(effect.on)

    def _judged(self, number: int, secret: bool) -> None:
        """Whether it is a password is known now."""
        live = self._live.get(number)
        if live is None:
            return
        live.judged, waiting, live.waiting = True, live.waiting, None
        if secret:
            self.handle(SecretFound(number, time.monotonic()))
        elif waiting is not None:
            self._carry(waiting)

    def _account(self, number: int, live: Live) -> None:
        """The ledger: once an utterance, however often it is kept and delivered."""
        last = self.state.last
        u = self.state.get(number) or (last if last and last.number == number else None)
        if u is None:
            return
        self._parts.rows.timings(live.history_id, u.ledger())
        if not live.accounted:
            live.accounted = True
            if u.raw:
                self._parts.audit(u, live.recording, live.history_id)
            self._parts.rows.enter(self._parts.account(u, live.born))

    def _forget_old(self) -> None:
        """Let go of what belongs to utterances that are over."""
        alive = {u.number for u in self.state.utterances}
        for number in [n for n in self._live if n not in alive]:
            self._live.pop(number)
