"""What each verb does in the running program; CONTRACT of the command line, running half.

A verb that has to wait leaves a *waiter*: a question that is asked again after every change,
until it has an answer or its limit is over. Runs in: GUI thread.
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QTimer

from qwen_dictate.app import view
from qwen_dictate.app.facts import Facts
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.errors import DictateError, MicrophoneError
from qwen_dictate.core.events import (
    BeginWanted,
    CancelWanted,
    DropWanted,
    EndWanted,
    Event,
    Outcome,
    Receipt,
    Target,
)
from qwen_dictate.core.utterance import Phase
from qwen_dictate.ipc.protocol import Argument, Reply, Request, not_there

START_LIMIT_S = 1.0

Answer = Callable[[Reply], None]
Question = Callable[[], Reply | None]
DONE = Reply(0)


class Program(Protocol):
    """What the verbs need of the program."""

    @property
    def state(self) -> Dictation:
        """The dictation machine's state."""
        ...

    @property
    def facts(self) -> Facts:
        """What else is known."""
        ...

    def handle(self, event: Event) -> None:
        """Let it happen."""

    def show_error(self, error: DictateError) -> None:
        """Tell the user what went wrong."""

    def with_target(self, then: Callable[[Target | None], None]) -> None:
        """Find the window that has the focus now, without waiting here."""

    def paste_last(self, told: Callable[[Receipt | None], None]) -> None:
        """Deliver the last text again; None = there is none."""

    def undo(self, told: Callable[[DictateError | None], None]) -> None:
        """Take back what was typed last; None = done."""

    def retry(self, history_id: str, told: Callable[[str | Exception], None]) -> None:
        """Recognise a kept recording again."""

    def delete(self, history_id: str, told: Callable[[Exception | None], None]) -> None:
        """Delete an utterance for good."""

    def reload_settings(self) -> None:
        """The file has changed."""

    def reload_key(self) -> None:
        """The keyring has changed."""

    def examine(self, told: Callable[[str | Exception], None]) -> None:
        """Let the doctor try every part; the answer as JSON."""

    def captions(self, request: Request, answer: Callable[[Reply], None]) -> None:
        """Begin, end or export a meeting."""

    def show_window(self) -> None:
        """Raise the window."""

    def quit(self) -> None:
        """End the program."""


class Verbs:
    """Answers requests, at once or when what they wait for has come."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._waiters: list[tuple[Question, Answer]] = []
        self._table: Mapping[str, Callable[[Request, Answer], None]] = {
            "start": self._start,
            "stop": self._stop,
            "toggle": self._toggle,
            "cancel": self._cancel,
            "undo": self._undo,
            "paste-last": self._paste_last,
            "status": self._status,
            "history-retry": self._retry,
            "history-delete": self._delete,
            "settings-changed": self._settings_changed,
            "key-changed": self._key_changed,
            "doctor": self._doctor,
            "captions": self._program.captions,
            "show": self._show,
            "quit": self._quit,
        }

    def handle(self, request: Request, answer: Answer) -> None:
        """Answer a request."""
        verb = self._table.get(request.verb)
        if verb is None:
            answer(not_there(request.verb))
        else:
            verb(request, answer)

    def changed(self) -> None:
        """Something happened: ask the waiters' questions again."""
        for waiter in list(self._waiters):
            question, answer = waiter
            reply = question()
            if reply is not None and waiter in self._waiters:
                self._waiters.remove(waiter)
                answer(reply)

    def _wait(self, question: Question, answer: Answer) -> None:
        self._waiters.append((question, answer))
        self.changed()

    def _start(self, _request: Request, answer: Answer) -> None:
        if self._program.state.recording is not None:
            answer(DONE)
            return
        self._program.with_target(lambda target: self._begin(target, answer))

    def _begin(self, target: Target | None, answer: Answer) -> None:
        program = self._program
        if program.state.recording is not None:
            answer(DONE)
            return
        program.handle(BeginWanted(time.monotonic(), target))
        number = program.state.recording
        if number is None:
            note = view.notice(program.facts)
            answer(_failed(note.text if note else "Nothing is recorded in this window."))
            return
        begun = _Begun(program, number)
        self._wait(begun.ask, answer)
        QTimer.singleShot(round(START_LIMIT_S * 1000), begun.late)

    def _stop(self, request: Request, answer: Answer) -> None:
        program = self._program
        number = program.state.recording
        if number is not None:
            program.handle(EndWanted(time.monotonic()))
        if not request.args.get("wait"):
            answer(DONE)
            return
        newest = max((u.number for u in program.state.utterances if u.pending), default=None)
        waited = number if number is not None else newest
        if waited is None:
            answer(DONE)
        else:
            self._wait(lambda: _ended(program, waited), answer)

    def _toggle(self, request: Request, answer: Answer) -> None:
        if self._program.state.recording is None:
            self._start(request, answer)
        else:
            self._stop(Request("stop"), answer)

    def _cancel(self, _request: Request, answer: Answer) -> None:
        self._program.handle(CancelWanted(time.monotonic()))
        answer(DONE)

    def _paste_last(self, _request: Request, answer: Answer) -> None:
        def told(receipt: Receipt | None) -> None:
            if receipt is None:
                answer(_failed("There is no dictation to deliver again."))
            elif receipt.outcome is Outcome.DELIVERED:
                answer(DONE)
            else:
                answer(_failed(str(receipt.error or "The text could not be delivered.")))

        self._program.paste_last(told)

    def _undo(self, _request: Request, answer: Answer) -> None:
        def told(error: DictateError | None) -> None:
            answer(DONE if error is None else _failed(str(error)))

        self._program.undo(told)

    def _status(self, _request: Request, answer: Answer) -> None:
        status = view.status(
            self._program.state, self._program.facts, os.getpid(), time.monotonic()
        )
        answer(Reply(0, json.dumps(status, ensure_ascii=False) + "\n"))

    def _retry(self, request: Request, answer: Answer) -> None:
        def told(result: str | Exception) -> None:
            if isinstance(result, Exception):
                answer(_failed(str(result)))
            else:
                answer(Reply(0, result + "\n"))

        self._program.retry(_text(request.args.get("id")), told)

    def _delete(self, request: Request, answer: Answer) -> None:
        def told(error: Exception | None) -> None:
            answer(DONE if error is None else _failed(str(error)))

        self._program.delete(_text(request.args.get("id")), told)

    def _settings_changed(self, _request: Request, answer: Answer) -> None:
        self._program.reload_settings()
        answer(DONE)

    def _key_changed(self, _request: Request, answer: Answer) -> None:
        self._program.reload_key()
        answer(DONE)

    def _doctor(self, _request: Request, answer: Answer) -> None:
        def told(found: str | Exception) -> None:
            answer(_failed(str(found)) if isinstance(found, Exception) else Reply(0, found))

        self._program.examine(told)

    def _show(self, _request: Request, answer: Answer) -> None:
        self._program.show_window()
        answer(DONE)

    def _quit(self, _request: Request, answer: Answer) -> None:
        answer(DONE)
        self._program.quit()


class _Begun:
    """Whether the first block of an utterance is kept; gives up after the limit."""

    def __init__(self, program: Program, number: int) -> None:
        self._program = program
        self._number = number
        self._before = program.facts.error
        self._late = False

    def ask(self) -> Reply | None:
        utterance = self._program.state.get(self._number)
        if utterance is not None and utterance.times.first_block is not None:
            return DONE
        if self._late:
            return _failed(str(_too_late()))
        if utterance is None:
            error = self._program.facts.error
            return _failed(str(_too_late() if error in (None, self._before) else error))
        return None

    def late(self) -> None:
        recording = self._program.state.recording
        if recording in (self._number, None) and self.ask() is None:
            self._late = True
            if recording is not None:
                self._program.show_error(_too_late())
            self._program.handle(DropWanted(time.monotonic()))


def _too_late() -> MicrophoneError:
    return MicrophoneError(
        "The microphone gave no sound within a second; nothing is recorded.",
        "See the sound settings, and try again.",
    )


def _ended(program: Program, number: int) -> Reply | None:
    utterance = program.state.get(number)
    if utterance is not None and utterance.pending:
        return None
    if utterance is not None and utterance.phase is Phase.KEPT:
        return _failed(str(utterance.reason or "The text is kept."))
    return DONE


def _failed(sentence: str) -> Reply:
    return Reply(1, err=sentence + "\n")


def _text(value: Argument) -> str:
    return value if isinstance(value, str) else ""
