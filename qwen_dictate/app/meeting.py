"""Carries out what a meeting's machine asks for: sources, readings, lines in the history.

Each source has a microphone worker and a stream worker of its own, beside those of dictation, so
that neither disturbs the other. Nothing is open and no timer runs while no meeting is on.
Runs in: GUI thread.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from typing import Protocol

from PySide6.QtCore import QTimer

from qwen_dictate.app.meeting_rows import MeetingRows
from qwen_dictate.app.meeting_view import MeetingShow
from qwen_dictate.app.sound import SoundPart
from qwen_dictate.app.timers import Timers
from qwen_dictate.app.workers import Workers
from qwen_dictate.core import subtitles
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.events import EndKind, TimerFired
from qwen_dictate.core.meeting import effects as fx
from qwen_dictate.core.meeting import events as ev
from qwen_dictate.core.meeting import machine, saved
from qwen_dictate.core.meeting.state import Line, Meeting, Side
from qwen_dictate.core.settings import Settings
from qwen_dictate.recognition import captions
from qwen_dictate.recognition.turns import TurnRecognizer
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound.sources import SYSTEM_SOUND
from qwen_dictate.ui.meeting_state import MeetingView

log = logging.getLogger("qwen_dictate.meeting")

SHOW_EVERY_MS = 100
TICK_MS = 1000
SAVE_OPEN_S = 3.0
"""An open line is written so often; a crash takes no more words than that."""
MEMORY_S = 600.0
"""So much of each source stays readable where no sound may get onto the disk."""


class Shown(Protocol):
    """Where a meeting is seen."""

    def show_meeting(self, view: MeetingView | None) -> None:
        """Show it."""


@dataclass(slots=True)
class Parts:
    """The edges that effects go to."""

    rows: MeetingRows
    workers: Workers
    turns: Callable[[bool, int], Callable[[], TurnRecognizer]]
    """(embedded engine, attempt) → how to make the recogniser."""
    finish: Callable[[str, Settings], str]
    price: Callable[[], float]
    post: Callable[[object], None]
    tell: Callable[[DictateError], None]
    solved: Callable[[DictateError], None]
    changed: Callable[[], None]
    """``captions`` of the status may have changed."""


@dataclass(slots=True)
class LiveTake:
    """What belongs to one take."""

    recording: Recording
    halt: threading.Event = field(default_factory=threading.Event)


class Meetings:
    """The machine and its edges."""

    def __init__(self, parts: Parts) -> None:
        self.state = Meeting()
        self.history_id = ""
        self._parts = parts
        self._views: Shown | None = None
        self._show = MeetingShow()
        self._sounds: dict[Side, SoundPart] = {}
        self._takes: dict[int, LiveTake] = {}
        self._timers = Timers(self._timed)
        self._saved_at: dict[int, float] = {}
        self._soon = QTimer(singleShot=True, interval=SHOW_EVERY_MS)
        self._soon.timeout.connect(self._push)
        self._tick = QTimer(interval=TICK_MS)
        self._tick.timeout.connect(self._push)

    @property
    def names(self) -> saved.Names:
        """What the sides are called now."""
        return saved.names(self.state.settings.captions)

    @property
    def lines(self) -> tuple[subtitles.Line, ...]:
        """What was said so far, as exports take it."""
        return saved.shown(self.state, self.names)

    def use_views(self, views: Shown) -> None:
        """The views are there."""
        self._views = views

    def use(self, settings: Settings, *, local_installed: bool) -> None:
        """What the next meeting takes; names count at once."""
        if self.state.running:
            captions_now = replace(
                self.state.settings.captions,
                me=settings.captions.me,
                them=settings.captions.them,
                cap=settings.captions.cap,
            )
            settings = replace(self.state.settings, captions=captions_now)
        self.state = replace(self.state, settings=settings, local_installed=local_installed)
        self._changed()

    def handle(self, event: ev.MeetingEvent) -> None:
        """Let the machine decide, carry out, show."""
        if isinstance(event, ev.TurnClosed) and event.text:
            event = replace(event, text=self._parts.finish(event.text, self.state.settings))
        was_running = self.state.running
        if isinstance(event, ev.StartWanted) and not was_running:
            self.state = replace(self.state, price=self._parts.price())
        self.state, effects = machine.step(self.state, event)
        self._carry_out(effects)
        if isinstance(event, ev.TurnText):
            self._save_open()
        if was_running != self.state.running:
            self._parts.changed()
        self._changed()

    def end_all(self, at: float) -> None:
        """The program ends."""
        self.state, effects = machine.abandon(self.state, at)
        self._carry_out(effects)
        for sound in self._sounds.values():
            sound.quit()

    def terminate(self) -> None:
        """Stop what could still wake up."""
        self._soon.stop()
        self._tick.stop()

    # Effects

    def _carry_out(self, effects: tuple[fx.MeetingEffect, ...]) -> None:
        for effect in effects:
            self._carry(effect)

    @singledispatchmethod
    def _carry(self, effect: fx.MeetingEffect) -> None:
        """One function an effect, chosen by its type."""
        raise NotImplementedError(type(effect))

    @_carry.register
    def _(self, effect: fx.BeginMeeting) -> None:
        del effect
        self._show.forget()
        self._saved_at.clear()
        self.history_id = self._parts.rows.born(self.state.count)
        self._tick.start()
        log.info("captions begin")

    @_carry.register
    def _(self, effect: fx.StartSource) -> None:
        offset_s = self.state.seconds_at(effect.at)
        path = self._parts.rows.sound(self.history_id, effect.take, effect.side.value, offset_s)
        recording = Recording.create(path, keep_s=None if path else MEMORY_S)
        self._takes[effect.take] = LiveTake(recording)
        settings = self.state.settings
        device = settings.audio.device if effect.side is Side.ME else SYSTEM_SOUND
        self._sound(effect.side).record(effect.take, recording, device, effect.at, 0, 0)

    def _sound(self, side: Side) -> SoundPart:
        if side not in self._sounds:
            post = self._parts.post
            self._sounds[side] = SoundPart(
                lambda event: post(ev.Heard(event)),  # type: ignore[arg-type]  # sound's events
                self._parts.workers,
                f"captions {side.value}",
            )
        return self._sounds[side]

    @_carry.register
    def _(self, effect: fx.StopSource) -> None:
        self._sound(effect.side).stop(effect.take, effect.at, EndKind.COMPLETE)

    @_carry.register
    def _(self, effect: fx.StartReading) -> None:
        live = self._takes[effect.take]
        make = self._parts.turns(effect.local, effect.attempt)
        post = self._parts.post
        self._parts.workers.start(
            f"captions-{effect.take}-{effect.attempt}",
            lambda: captions.run(
                live.recording,
                effect.from_s,
                make,
                post,
                effect.take,
                effect.attempt,
                live.halt,
            ),
        )

    @_carry.register
    def _(self, effect: fx.HaltReading) -> None:
        live = self._takes.get(effect.take)
        if live is not None:
            live.halt.set()

    @_carry.register
    def _(self, effect: fx.SaveLine) -> None:
        self._saved_at.pop(effect.line.id, None)
        self._save(effect.line)

    def _save(self, line: Line) -> None:
        self._parts.rows.save(self.history_id, line.id, saved.encode(line, self.names))

    def _save_open(self) -> None:
        """Write the open lines now and then."""
        now = time.monotonic()
        for line in self.state.open:
            if line.text.strip() and now - self._saved_at.get(line.id, 0.0) >= SAVE_OPEN_S:
                self._saved_at[line.id] = now
                self._save(line)

    @_carry.register
    def _(self, effect: fx.EndMeeting) -> None:
        raw = "\n".join(saved.encode(line, self.names) for line in self.state.closed)
        text = saved.text_of(self.lines)
        self._parts.rows.end(self.history_id, raw, text, effect.seconds, effect.error)
        for sound in self._sounds.values():
            sound.quit()
        self._sounds.clear()
        self._takes.clear()
        self._tick.stop()
        log.info("captions end: %d lines", len(self.state.closed))

    @_carry.register
    def _(self, effect: fx.SetTimer) -> None:
        self._timers.start(effect.take, effect.name, effect.seconds)

    @_carry.register
    def _(self, effect: fx.StopTimer) -> None:
        self._timers.stop(effect.take, effect.name)

    @_carry.register
    def _(self, effect: fx.Tell) -> None:
        self._parts.tell(effect.error)

    @_carry.register
    def _(self, effect: fx.Solved) -> None:
        self._parts.solved(effect.error)

    def _timed(self, fired: TimerFired) -> None:
        self.handle(ev.Timed(fired.utterance, fired.name, fired.at))

    # What is shown

    def _changed(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _push(self) -> None:
        if self._views is not None:
            now = time.monotonic()
            self._views.show_meeting(self._show.view(self.state, self.history_id, self.names, now))
