"""What users and scripts may ask of the running program: the views' and the verbs' wishes.

Each is one line to the part that does it; nothing is decided here. Runs in: GUI thread.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.app import doctor_job, keyring_job
from qwen_dictate.app.facts import Facts
from qwen_dictate.app.playback import Playback
from qwen_dictate.core import events as ev
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import DictateError
from qwen_dictate.ipc.protocol import Reply, Request
from qwen_dictate.ui.state import UpdateAnswer

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program


class ProgramWishes:
    """Implements ``ui.state.Wishes`` and what the verbs need."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self.playback = Playback(program)

    @property
    def state(self) -> Dictation:
        """The dictation machine's state."""
        return self._program.state

    @property
    def facts(self) -> Facts:
        """What else is known."""
        return self._program.facts

    def handle(self, event: ev.Event) -> None:
        """Let it happen."""
        self._program.handle(event)

    def show_error(self, error: DictateError) -> None:
        """Tell what went wrong beside the machine."""
        self._program.show_error(error)

    def begin(self) -> None:
        """Record button, tray."""
        own = self._program.fields.focused()
        if own is not None:  # a key of the window, pressed while writing into a field of ours
            self.handle(ev.BeginWanted(time.monotonic(), own))
            return
        self._program.keyboard.with_last_foreign(
            lambda target: self.handle(ev.BeginWanted(time.monotonic(), target))
        )

    def end(self) -> None:
        """Record button, tray."""
        self.handle(ev.EndWanted(time.monotonic()))

    def cancel(self) -> None:
        """Cancel button, tray."""
        self.handle(ev.CancelWanted(time.monotonic()))

    def insert(self, utterance: int) -> None:
        """A card's button."""
        offer = self._program.kept.audit.offered(utterance)
        if offer is not None:
            self._program.kept.audit.insert(offer)
            return
        self._program.keyboard.with_last_foreign(
            lambda target: self.handle(ev.InsertWanted(utterance, target, time.monotonic()))
        )

    def insert_reviewed(self, utterance: int) -> None:
        """Enter on the review's card: back into the window that it was meant for."""
        found = self.state.get(utterance)
        if found is None or found.target is None or found.target.own:
            self.insert(utterance)
            return
        target = replace(found.target, behind=True)  # our card has the focus now
        self.handle(ev.InsertWanted(utterance, target, time.monotonic()))

    def edit(self, utterance: int, text: str) -> None:
        """A key in the field of the review's card."""
        self.handle(ev.Edited(utterance, text, time.monotonic()))

    def open_card(self, utterance: int, wanted: bool) -> None:
        """A card's button, the review's window."""
        self.handle(ev.CardWanted(utterance, wanted, time.monotonic()))

    def drop(self, utterance: int) -> None:
        """Esc on the review's card: like the cancel key, it was pressed for us."""
        self._program.typist.cancel_pressed()
        self.handle(ev.Dropped(utterance, time.monotonic()))

    def take_focus(self, window: int) -> None:
        """The review's card."""
        self._program.keyboard.activate(window)

    def copy(self, text: str) -> None:
        """Any copy button."""
        if self._program.views is not None:
            self._program.views.copy(text)

    def play(self, history_id: str) -> None:
        """A card's button."""
        self.playback.toggle(history_id)

    def dismiss(self, utterance: int) -> None:
        """A card's button."""
        self._program.kept.audit.dismiss(utterance)
        self._program.kept.dismiss(utterance)

    def dismiss_notice(self) -> None:
        """The notice's button."""
        self._program.change_facts(error=None, note=None)

    def install_model(self) -> None:
        """Fetch the embedded engine's weights."""
        self._program.weights.install(self._program)

    def answer_update(self, answer: UpdateAnswer) -> None:
        """The bar about new versions."""
        self._program.updates.answer(answer)

    def show_window(self) -> None:
        """Raise the window."""
        self._program.updates.think()
        if self._program.views is not None:
            self._program.views.raise_window()

    def quit(self) -> None:
        """End the program."""
        self._program.places.end()

    def with_target(self, then: Callable[[ev.Target | None], None]) -> None:
        """Find the focused window, or the field of ours that has the focus."""
        own = self._program.fields.focused()
        self._program.keyboard.with_judged(lambda found: then(found or own))

    def paste_last(self, told: Callable[[ev.Receipt | None], None]) -> None:
        """Deliver the last text again."""
        self._program.kept.paste_last(told)

    def insert_again(self, history_id: str) -> None:
        """A button of the session's texts."""
        self._program.kept.insert_again(history_id)

    def undo(self, told: Callable[[DictateError | None], None] | None = None) -> None:
        """Take back what was typed last."""
        self._program.kept.take_back(told)

    def retry(self, history_id: str, told: Callable[[str | Exception], None] | None = None) -> None:
        """Recognise a kept recording again."""
        self._program.kept.retry(history_id, told)

    def delete(
        self, history_id: str, told: Callable[[Exception | None], None] | None = None
    ) -> None:
        """Delete for good."""
        self._program.kept.delete(history_id, told)

    def examine(self, told: Callable[[str | Exception], None]) -> None:
        """Let the doctor try every part, in a process of its own; the answer as JSON."""
        self._program.jobs.run("doctor", doctor_job.examine, told, told)

    def check_up(self) -> None:
        """The page "Check-up"."""
        doctor_job.check_up(self._program)

    def transcribe(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the window."""
        self.show_page("files")
        self._program.files.add_files(paths)

    def toggle_captions(self) -> None:
        """Tray."""
        self._program.captions.toggle_captions()

    def captions(self, request: Request, answer: Callable[[Reply], None]) -> None:
        """The verb of meetings."""
        self._program.captions.verb(request, answer)

    def pause_hotkey(self, on: bool) -> None:
        """The tray's menu."""
        self._program.keyboard.pause(on)
        self._program.change_facts(hotkey_paused=on)

    def show_page(self, name: str) -> None:
        """A button that leads to another page."""
        if self._program.views is not None:
            self._program.views.show_page(name)

    def reload_settings(self) -> None:
        """The file has changed."""
        self._program.jobs.run(
            "settings", self._program.places.load_settings, self._program.take_loaded
        )

    def reload_key(self) -> None:
        """The keyring has changed."""
        keyring_job.key_changed(self._program)
