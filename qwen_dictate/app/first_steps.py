"""What the first steps need of the program: a look at the microphone, a try of the key.

The look is a recording in memory that nobody reads, under a number that no utterance has
(``TRIAL``); it ends by itself. While a key is tried and our window has the focus, its edges only
light up. Runs in: GUI thread.
"""

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from qwen_dictate.core import events as ev
from qwen_dictate.core.events import EndKind
from qwen_dictate.hotkeys.listener import Edge
from qwen_dictate.recording.recording import Recording
from qwen_dictate.ui.state import Hearing

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

TRIAL: Final = 0
"""Utterances are counted from 1."""
_LOOK_MS: Final = 60_000
_KEPT_S: Final = 1.0


class FirstSteps:
    """Implements ``ui.first_steps.wishes.FirstStepsWishes``."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._trying = False
        self._lit = False
        self._limit = QTimer(singleShot=True, interval=_LOOK_MS)
        self._limit.timeout.connect(self._over)

    def hear(self, on: bool) -> None:
        """Open the microphone for a look at its level, and close it again."""
        program = self._program
        if on == (program.facts.hearing is not Hearing.OFF):
            return
        if not on:
            self._over()
            return
        settings = program.settings.audio
        recording = Recording.create(None, keep_s=_KEPT_S)
        program.change_facts(hearing=Hearing.OPENING)
        program.sound.record(TRIAL, recording, settings.device, time.monotonic(), 0, 0)
        self._limit.start()

    def try_key(self, on: bool) -> None:
        """While on and our window has the focus, the hotkey lights up and begins nothing."""
        self._trying = on
        self._light(on=False)

    def begin_here(self) -> None:
        """Begin an utterance for our own field that has the focus."""
        program = self._program
        program.handle(ev.BeginWanted(time.monotonic(), program.fields.focused()))

    def end(self) -> None:
        """End the one being spoken."""
        self._program.wishes.end()

    def install_model(self) -> None:
        """Fetch the embedded engine's weights."""
        self._program.wishes.install_model()

    def takes(self, event: object) -> bool:
        """Whether an event belongs to the first steps and to nobody else."""
        if isinstance(event, Edge):
            return event.role == "push_to_talk" and self._take_edge(event)
        if getattr(event, "utterance", None) != TRIAL or isinstance(event, ev.Level):
            return False
        self._take_trial(event)
        return True

    def _take_edge(self, edge: Edge) -> bool:
        if edge.down and not edge.used_otherwise:
            here = QApplication.activeWindow() is not None and edge.target is None
            if not (self._trying and here and self._program.state.recording is None):
                return False
            self._light(on=True)
            return True
        lit = self._lit
        self._light(on=False)
        return lit

    def _light(self, *, on: bool) -> None:
        if self._lit != on:
            self._lit = on
            self._program.change_facts(key_down=on)

    def _take_trial(self, event: object) -> None:
        match event:
            case ev.FirstBlock():
                self._tell(Hearing.ON)
            case ev.SpeechHeard():
                self._tell(Hearing.HEARD)
            case ev.SoundNotice():
                self._program.show_error(event.error)
            case ev.RecordingFailed():
                self._tell(Hearing.OFF)
                self._program.show_error(event.error)
            case ev.RecordingEnded():
                self._tell(Hearing.OFF)
            case _:
                pass

    def _tell(self, hearing: Hearing) -> None:
        if hearing is not Hearing.OFF and self._program.facts.hearing is Hearing.OFF:
            return  # it was ended meanwhile
        if hearing is Hearing.ON and self._program.facts.hearing is Hearing.HEARD:
            return
        self._program.change_facts(hearing=hearing)

    def _over(self) -> None:
        self._limit.stop()
        self._program.change_facts(hearing=Hearing.OFF)
        self._program.sound.stop(TRIAL, time.monotonic(), EndKind.CANCELLED)
