"""Texts after their dictation: retry, delete, deliver again, and the list of this session.

An utterance of this run is retried by its machine (the text lands on its card); an older one by
a stream of its own, whose text goes into the history. Runs in: GUI thread.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.app.audit import LossAudit
from qwen_dictate.app.network import NetworkWatch
from qwen_dictate.app.offline import Recognised, recognise, recognise_recording
from qwen_dictate.core.errors import DictateError, DiskError
from qwen_dictate.core.events import Dismissed, Outcome, Receipt, RetryWanted, TextFound
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.text.finish import finish
from qwen_dictate.core.utterance import Phase, Streaming, Utterance
from qwen_dictate.history.row import TAKEN_BACK, Row
from qwen_dictate.history.store import Store
from qwen_dictate.system import opencc
from qwen_dictate.ui.state import Entry, Notice

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

SESSION_ENTRIES = 200
LOOKED_BACK = 100


class KeptTexts:
    """What can be done with a text that was recognised, or was not."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self.audit = LossAudit(program)
        self.network = NetworkWatch(program)
        self._session: list[str] = []
        self._reading = False
        self._read_again = False

    def can_retry(self, utterance: Utterance) -> bool:
        """Whether there is sound to be recognised again."""
        recording = self._program.dictating.recording_of(utterance.number)
        return recording is not None and utterance.streaming is not Streaming.READING

    def offered(self, rows: tuple[Row, ...]) -> None:
        """A start found these unfinished: they stand first in the list, and nothing is typed."""
        self._session = ([row.id for row in rows] + self._session)[-SESSION_ENTRIES:]
        self.refresh()

    def noticed(self, history_id: str) -> None:
        """An utterance of this session has changed."""
        if history_id not in self._session:
            self._session.append(history_id)
            del self._session[:-SESSION_ENTRIES]
        self.refresh()

    def refresh(self) -> None:
        """Read the session's rows again, for the list; changes that come meanwhile, together."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        wanted = tuple(reversed(self._session))

        def read(store: Store) -> tuple[Row, ...]:
            return tuple(row for row in map(store.get, wanted) if row is not None)

        self._program.rows.ask(read, self._show, lambda _error: self._read())

    def retry(self, history_id: str, told: Callable[[str | Exception], None] | None) -> None:
        """Recognise again; a text of this run lands on its card."""
        program = self._program
        number = program.dictating.number_of(history_id)
        utterance = program.state.get(number) if number is not None else None
        if told is None and utterance is not None and utterance.phase is Phase.KEPT:
            program.handle(RetryWanted(utterance.number, time.monotonic()))
            return
        self.recognise(history_id, program.settings, "", told or self._silently)

    def recognise(
        self,
        history_id: str,
        settings: Settings,
        engine: str,
        told: Callable[[str | Exception], None],
    ) -> None:
        """Recognise again, with settings and an engine ("": theirs) chosen for this once."""
        self._program.rows.ask(
            lambda store: store.get(history_id),
            lambda row: self._again(row, settings, engine, told),
            told,
        )

    def delete(self, history_id: str, told: Callable[[Exception | None], None] | None) -> None:
        """Delete a row, its words and its recording."""
        program = self._program
        number = program.dictating.number_of(history_id)
        if number is not None:
            program.handle(Dismissed(number, time.monotonic()))

        answer = told or self._told_of_failure

        def hide(store: Store) -> str:
            row = store.get(history_id)
            return row.id if row is not None and store.hide(row.id) else ""

        def hidden(row_id: str) -> None:
            self._forget(row_id)
            if row_id:
                program.rows.upkeep.purge(lambda: answer(None), answer)
            else:
                answer(DiskError(f"There is no dictation “{history_id}”."))

        program.rows.ask(hide, hidden, answer)

    def _forget(self, row_id: str) -> None:
        """What was deleted is not in the list, nor the last one, which could be pasted again."""
        program = self._program
        if row_id in self._session:
            self._session.remove(row_id)
        last = program.state.last
        if last is not None and program.facts.ids.get(last.number) == row_id:
            program.dictating.set_state(replace(program.state, last=None))
        self.refresh()

    def _told_of_failure(self, error: Exception | None) -> None:
        if isinstance(error, DictateError):
            self._program.show_error(error)

    def dismiss(self, utterance: int) -> None:
        """Close a card; the text stays in the history."""
        self._program.handle(Dismissed(utterance, time.monotonic()))

    def paste_last(self, told: Callable[[Receipt | None], None]) -> None:
        """Deliver the newest text again into the focused window."""
        program = self._program
        last = program.state.last
        if last is not None and last.text and last.phase is not Phase.CANCELLED:
            self._paste(last.text, told, last.number)
            return
        program.rows.ask(
            _newest_text,
            lambda text: self._paste(text, told) if text else told(None),
            lambda _error: told(None),
        )

    def insert_again(self, history_id: str) -> None:
        """Deliver an earlier text into the foreign window that was used last."""
        program = self._program

        def told(receipt: Receipt) -> None:
            if receipt.outcome is Outcome.KEPT and receipt.error is not None:
                program.show_error(receipt.error)

        def found(row: Row | None) -> None:
            if row is not None and row.text:
                program.keyboard.with_last_foreign(
                    lambda target: program.typist.paste_last(row.text, target, told)
                )

        program.rows.ask(lambda store: store.get(history_id), found, self._silently)

    def take_back(self, told: Callable[[DictateError | None], None] | None) -> None:
        """Undo: remove what was typed last, if it still is the last thing there."""
        program = self._program

        def done(number: int) -> None:
            self._mark(number, TAKEN_BACK)
            program.change_facts(
                note=Notice("", "The last text was taken back."), taken_back=number
            )
            if told is not None:
                told(None)

        def refused(error: DictateError) -> None:
            program.change_facts(note=Notice("", error.user_text, error.remedy))
            if told is not None:
                told(error)

        program.typist.take_back(done, refused)

    def _mark(self, number: int, reason: str) -> None:
        """Say in its row that a text was taken back, or that it stands there again."""
        history_id = self._program.facts.ids.get(number)
        if history_id is not None:
            self._program.rows.ask(
                lambda store: store.update(history_id, reason=reason),
                lambda _none: self.noticed(history_id),
                lambda _error: None,
            )

    def _paste(self, text: str, told: Callable[[Receipt | None], None], number: int = 0) -> None:
        program = self._program

        def done(receipt: Receipt) -> None:
            if receipt.outcome is Outcome.DELIVERED and program.facts.taken_back == number:
                program.change_facts(taken_back=None)
                self._mark(number, "")
            told(receipt)

        program.keyboard.with_focused(
            lambda target: program.typist.paste_last(text, target, done, number)
        )

    def _again(
        self,
        row: Row | None,
        settings: Settings,
        engine: str,
        told: Callable[[str | Exception], None],
    ) -> None:
        if row is None:
            told(DiskError("There is no such dictation."))
            return
        program = self._program
        number = program.dictating.number_of(row.id)
        sound = program.dictating.recording_of(number) if number is not None else None
        in_memory = sound is not None and sound.path is None and sound.ended is not None
        if not row.audio and not in_memory:
            told(DiskError("Its recording is no longer kept, so it cannot be recognised again."))
            return
        make = program.engines.maker(engine == "local", chosen=settings)
        halt, join = threading.Event(), settings.text.join

        def work() -> Recognised:
            if sound is not None and in_memory:
                return recognise_recording(sound, make, halt, join)
            return recognise(Path(row.recording), make, halt, join)

        program.jobs.run(
            "retry",
            work,
            lambda found: self._recognised(row, found, told),
            told,
        )

    def _recognised(
        self, row: Row, found: Recognised, told: Callable[[str | Exception], None]
    ) -> None:
        settings = self._program.settings
        text = finish(found.raw, settings.text, opencc.convert)
        changes: dict[str, object] = {"raw": found.raw, "text": text, "language": found.language}
        if found.engine:
            changes["engine"] = found.engine
        self._program.rows.ask(
            lambda store: store.update(row.id, **changes), lambda _none: told(text), told
        )
        number = self._program.dictating.number_of(row.id)
        if number is not None:
            self._program.handle(TextFound(number, found.raw, text, time.monotonic()))
        self.refresh()

    def _silently(self, result: str | Exception) -> None:
        if isinstance(result, DictateError):
            self._program.show_error(result)

    def _show(self, rows: tuple[Row, ...]) -> None:
        program = self._program
        entries = tuple(
            Entry(
                history_id=row.id,
                when=row.when,
                text=row.text,
                app=row.app,
                state=row.state,
                method=row.method,
                audio=row.audio,
            )
            for row in rows
        )
        program.change_facts(entries=entries)
        self._read()

    def _read(self) -> None:
        self._reading = False
        if self._read_again:
            self._read_again = False
            self.refresh()


def _newest_text(store: Store) -> str:
    """What was dictated last: a cancelled dictation, which was not to be typed, is passed over."""
    rows = (row for row in store.list(LOOKED_BACK) if row.kind == "dictation" and row.text)
    return next((row.text for row in rows if row.state in ("delivered", "kept")), "")
