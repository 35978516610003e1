"""The running program: every part by its name, and the few decisions that join them.

Events come in by ``receive`` (the bridge), wishes of the views and verbs by their methods; all
of it on the GUI thread. What a part does is in the part; what dictation decides is in core.
Runs in: GUI thread.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QTimer

from qwen_dictate.app import engine_state, ledger, notes, view
from qwen_dictate.app.bridge import Bridge, Call
from qwen_dictate.app.captions import Captions
from qwen_dictate.app.chimes import Chimes
from qwen_dictate.app.dictation import Dictating, Parts
from qwen_dictate.app.engines import Engines
from qwen_dictate.app.facts import Facts
from qwen_dictate.app.file_queue import FileQueue, FileTold
from qwen_dictate.app.first_steps import FirstSteps
from qwen_dictate.app.jobs import JobDone, Jobs, JobTold
from qwen_dictate.app.kept import KeptTexts
from qwen_dictate.app.keyboard import Keyboard
from qwen_dictate.app.keyring_child import KeyringChild
from qwen_dictate.app.keyring_job import KeyFound
from qwen_dictate.app.own_field import OwnFields
from qwen_dictate.app.rows import Rows
from qwen_dictate.app.setting_wishes import SettingWishes, overridden
from qwen_dictate.app.sound import SoundPart
from qwen_dictate.app.timers import Timers
from qwen_dictate.app.told import CopyWanted, Crashed
from qwen_dictate.app.typist import Typist
from qwen_dictate.app.updates import Updates
from qwen_dictate.app.verbs import Verbs
from qwen_dictate.app.weights import Weights, WeightsProgress
from qwen_dictate.app.wishes import ProgramWishes
from qwen_dictate.app.workers import Workers
from qwen_dictate.core import effects as fx
from qwen_dictate.core import events as ev
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import (
    DictateError,
    HotkeyError,
    MicrophoneError,
    SettingsError,
)
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.text.finish import finish
from qwen_dictate.hotkeys.listener import Edge, Taken, Trouble
from qwen_dictate.system import opencc, paths
from qwen_dictate.system.settings_file import Loaded
from qwen_dictate.ui.state import Activity, ViewState

log = logging.getLogger("qwen_dictate.program")

SHOW_SOON_MS = 30
"""While a text is delivered the views wait so long: threads that work at once hold each other up
(there is one interpreter), and the first character came 5 to 10 ms later."""


class Views(Protocol):
    """What the program needs of its views."""

    def show_state(self, state: ViewState) -> None:
        """Show it."""

    def show_level(self, dbfs: float) -> None:
        """Show the level."""

    def place_overlay(self, target: ev.Target | None) -> None:
        """Put the overlay onto the screen of the target."""

    def raise_window(self) -> None:
        """Raise the window."""

    def show_page(self, name: str) -> None:
        """Bring a page of the window into sight."""

    def toggle_captions_overlay(self) -> None:
        """Hide the captions over everything, or show them again."""

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""

    def has_menu_open(self) -> bool:
        """Whether a menu of ours is open."""
        ...

    def report(self, report: str) -> None:
        """Show what failed unexpectedly."""

    def use(self, settings: Settings) -> None:
        """Language, theme, overlay."""


Told = JobTold | Crashed | CopyWanted | FileTold | WeightsProgress | ev.Level


@dataclass(slots=True)
class Places:
    """What the program is given by main."""

    engines: Engines
    load_settings: Callable[[], Loaded]
    hide: Callable[[str], None]
    """Keep a secret out of the log."""
    end: Callable[[], None]


class Program:
    """Joins the parts."""

    def __init__(self, places: Places, settings: Settings) -> None:
        self.places = places
        self.settings = settings
        self.facts = Facts(overridden=overridden())
        self._waited = 0
        self.views: Views | None = None
        self._show_soon = QTimer(singleShot=True, interval=SHOW_SOON_MS)
        self._show_soon.timeout.connect(self._show)
        self.bridge = Bridge(self.receive)
        self.jobs = Jobs(self.bridge.post)
        self.workers = Workers()
        self.engines = places.engines
        self.sound = SoundPart(self.bridge.post, self.workers)
        self.keyring = KeyringChild()
        self.fields = OwnFields()
        self.typist = Typist(self.jobs, self.bridge.post, lambda: self.settings, self.fields)
        self.keyboard = Keyboard(self.jobs, self.bridge.post)
        self.rows = Rows(
            self.jobs, lambda: self.settings, lambda: self.facts.engine, self.show_error
        )
        self.weights = Weights(self.jobs, self.bridge.post, self.engines)
        self.kept = KeptTexts(self)
        self.dictating = Dictating(
            Parts(
                sound=self.sound,
                recognizer=self.engines.maker,
                typist=self.typist,
                rows=self.rows,
                timers=Timers(self.receive),
                workers=self.workers,
                shown=self,
                watch_cancel=self.keyboard.watch_cancel,
                secrets=self.keyboard.secrets,
                finish=lambda raw, used: finish(raw, used.text, opencc.convert),
                audit=self.kept.audit.look,
                account=lambda u, born: ledger.entry(
                    u, born, self.facts.microphone, self.engines.choice().endpoint
                ),
                post=self.bridge.post,
            ),
            self._changed,
        )
        self.chimes = Chimes(self.jobs, lambda: self.settings)
        self.captions = Captions(self)
        self.updates = Updates(self, paths.data_folder() / "updates", paths.settings_file())
        self.files = FileQueue(self)
        self.wishes = ProgramWishes(self)
        self.setting_wishes = SettingWishes(self)
        self.first_steps = FirstSteps(self)
        self.verbs = Verbs(self.wishes)

    @property
    def state(self) -> Dictation:
        """The dictation machine's state."""
        return self.dictating.state

    # Events

    def receive(self, event: object) -> None:
        """Everything that was posted, and every timer."""
        if isinstance(event, JobDone):
            self.jobs.done(event)
        elif self.captions.takes(event) or self.first_steps.takes(event):
            pass
        elif isinstance(event, Edge):
            self._edge(event)
        elif isinstance(event, Trouble):
            self._trouble(event)
        elif isinstance(event, KeyFound | Call):
            event.take()
        elif isinstance(event, Taken):
            self._taken(event)
        elif isinstance(event, Told):
            self._tell(event)
        else:
            self.handle(event)  # type: ignore[arg-type]  # all else are core's events

    def _tell(self, event: Told) -> None:
        """What changes only what is shown."""
        match event:
            case JobTold():
                self.show_error(event.error)
            case WeightsProgress():
                self.weights.progress(event, self)
            case FileTold():
                self.files.told(event)
            case ev.Level() if self.views is not None:
                self.views.show_level(event.dbfs)
                self._show_waiting()
            case CopyWanted() if self.views is not None:
                self.views.copy(event.text)
            case Crashed() if self.views is not None:
                self.views.report(event.report)
            case _:
                pass

    def handle(self, event: ev.Event) -> None:
        """Let the dictation machine decide."""
        before = self.state
        self.dictating.handle(event)
        self._place_overlay(before)
        self.captions.spoken(before, self.state)
        self.chimes.follow(before, self.state)
        if isinstance(event, ev.StreamFailed):
            self.engines.expect_fallback()
            self.kept.network.begin()

    def _edge(self, edge: Edge) -> None:
        if edge.role in ("push_to_talk", "review"):
            review = edge.role == "review"
            if edge.used_otherwise:
                self.handle(ev.KeyUsedOtherwise(edge.at, review))
            else:
                target = edge.target or (self.fields.focused() if edge.down else None)
                self.handle(ev.KeyEdge(edge.down, edge.at, target, review))
        elif edge.role.startswith("captions") and edge.down:
            self.captions.pressed(edge.role)
        elif edge.role == "cancel" and edge.down:
            self.typist.cancel_pressed()
            self.handle(ev.CancelWanted(edge.at))
        elif edge.role == "undo" and edge.down:
            self.wishes.undo()

    def _trouble(self, trouble: Trouble) -> None:
        """A new layout, or the end of the desktop, changed what keys can be had."""
        reason = next(iter(trouble.reasons.values()), "")
        error = HotkeyError(reason, "Choose another key in the settings.") if reason else None
        reasons = dict(trouble.reasons)
        if trouble.ended:
            reasons.setdefault("push_to_talk", reason)
        self.hotkey_told(self.facts.hotkey_backend, reasons, error)

    def _taken(self, taken: Taken) -> None:
        """A menu of our own takes the keyboard as well."""
        if self.views is None or not self.views.has_menu_open():
            self.handle(ev.KeyboardTaken(taken.at))

    def _place_overlay(self, before: Dictation) -> None:
        began = self.state.recording
        if began is None or began == before.recording or self.views is None:
            return
        utterance = self.state.get(began)
        self.views.place_overlay(utterance.target if utterance else None)

    # What is shown

    def use_views(self, views: Views) -> None:
        """The views are there."""
        self.views = views
        self._changed()

    def change_facts(self, **changes: object) -> None:
        """Something beside the dictation changed."""
        self.facts = replace(self.facts, **changes)
        self._changed()

    def _changed(self) -> None:
        self.verbs.changed()
        if view.activity(self.state) is Activity.DELIVERING:
            if not self._show_soon.isActive():
                self._show_soon.start()
        else:
            self._show_soon.stop()
            self._show()

    def _show(self) -> None:
        if self.views is not None:
            shown = view.view(self.state, self.facts, time.monotonic(), self.kept.can_retry)
            self.views.show_state(shown)

    def _show_waiting(self) -> None:
        """While the network is waited for, the seconds kept go on."""
        waited = view.waiting_s(self.state, time.monotonic())
        if waited != self._waited:
            self._waited = waited
            self._changed()

    def began(self, utterance: int, history_id: str) -> None:
        """An utterance has its id; what was noted before it is over."""
        last = self.state.last
        there = {u.number for u in (*self.state.utterances, *((last,) if last else ()))}
        ids = {number: known for number, known in self.facts.ids.items() if number in there}
        self.facts = replace(self.facts, ids={**ids, utterance: history_id}, note=None, playing="")
        self.wishes.playback.stop()

    def noticed(self, history_id: str) -> None:
        """A row of this session has changed."""
        self.kept.noticed(history_id)

    def note(self, note: fx.Note) -> None:
        """A quiet note."""
        self.facts = replace(self.facts, note=notes.NOTES[note])

    def error(self, effect: fx.ShowError) -> None:
        """A failure of a dictation."""
        self.facts = replace(self.facts, error=effect.error)
        if isinstance(effect.error, MicrophoneError):
            self._name_microphone()

    def show_error(self, error: DictateError) -> None:
        """A failure of another part."""
        log.warning("%s: %s", error.kind, error)
        self.change_facts(error=error)

    def clear_error(self, but: DictateError | None) -> None:
        """A success, which leaves ``but`` standing."""
        error = self.facts.error
        self.facts = replace(self.facts, error=error if error is but else None, note=None)
        if isinstance(error, MicrophoneError):
            self._name_microphone()

    # Settings, key, engine

    def use_settings(self, settings: Settings) -> None:
        """Take new settings; what runs keeps those it began with."""
        before, self.settings = self.settings, settings
        self.engines.settings = settings
        self.dictating.set_state(replace(self.state, settings=settings))
        self.captions.use(settings)
        self.refresh_engine()
        if before.hotkey != settings.hotkey or not self.keyboard.started:
            self.keyboard.bind(settings.hotkey, self.hotkey_told)
        if before.audio.device != settings.audio.device or not self.facts.microphone:
            self._name_microphone()
        if settings.updates.check and not before.updates.check:
            self.updates.think()
        seen = (settings.ui, settings.captions_overlay)
        if self.views is not None and (before.ui, before.captions_overlay) != seen:
            self.views.use(settings)

    def take_loaded(self, loaded: Loaded) -> None:
        """The file has changed: take what it says now, and tell what is wrong with it."""
        error = self.facts.error
        if isinstance(error, SettingsError) and error is not self.engines.told:
            self.change_facts(error=None)
        self.use_settings(loaded.settings)
        self.tell_problems(loaded)

    def tell_problems(self, loaded: Loaded) -> None:
        """Tell what was replaced by a default, or set aside."""
        for sentence in loaded.sentences():
            self.show_error(SettingsError(sentence))

    def refresh_engine(self) -> None:
        """Say which engine the next dictation gets."""
        engine_state.refresh(self)

    def weights_there(self) -> None:
        """The embedded engine can run."""
        engine_state.weights_there(self)

    def hotkey_told(
        self, backend: str, reasons: Mapping[str, str], error: DictateError | None
    ) -> None:
        """The hotkey was taken, or could not be had."""
        working = "push_to_talk" not in reasons
        self.change_facts(
            hotkey=self.settings.hotkey.push_to_talk,
            hotkey_mode=self.settings.hotkey.mode,
            hotkey_backend=backend,
            hotkey_working=working,
            hotkey_reasons=reasons,
        )
        if working and isinstance(self.facts.error, HotkeyError):
            self.change_facts(error=None)
        if error is not None:
            self.show_error(error)

    def _name_microphone(self) -> None:
        """Find out which microphone would be heard now."""
        self.sound.find_name(self.settings.audio.device, self.jobs, self.microphone_told)

    def microphone_told(self, name: str) -> None:
        """The microphone that will be heard has a name."""
        self.change_facts(microphone=name)
