"""One text on its way into one window: batches typed, or pieces pasted.

Rule: before each batch: halted? still the right window? What is left when one says no is in the
receipt. A batch during which the focus moved counts as not delivered: nobody knows who took it.
Runs in: the delivery lane.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from Xlib.display import Display

from qwen_dictate.core import typing
from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Outcome, Receipt, ReceiptKind, Target
from qwen_dictate.delivery.applications import Rule
from qwen_dictate.delivery.kept import CARD, NO_KEYS, STOPPED, UNREAD, kept
from qwen_dictate.delivery.x11_aim import Aim
from qwen_dictate.delivery.x11_lending import CannotSaveError
from qwen_dictate.delivery.x11_paste import Pasted, X11Paster
from qwen_dictate.delivery.x11_ping import Ping
from qwen_dictate.delivery.x11_typing import X11Typist

_MOVED = DeliveryError(
    "The focus moved while the text was typed; what may be missing is kept.", CARD, retry=False
)
_LOST = DeliveryError(
    "Another program took the clipboard before the text was pasted; it is kept.", CARD
)
_UNSAVED = DeliveryError(
    "The clipboard holds something that could not be saved, so nothing was pasted; "
    "the text is kept.",
    "Close the program that was copied from if it hangs, or copy something else.",
)
_WHY = {
    Pasted.UNREAD: UNREAD,
    Pasted.LOST: _LOST,
    Pasted.HALTED: STOPPED,
    Pasted.NO_KEYS: NO_KEYS,
}


@dataclass(slots=True)
class Job:
    """What a delivery works with, once it knows its window."""

    display: Display
    typist: X11Typist
    paster: X11Paster
    aim: Aim
    rule: Rule
    halt: Event
    composing: bool = False

    def run(self, text: str, target: Target, started: Callable[[], None]) -> Receipt:
        """Choose how, and do it."""
        if not text:
            return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "none", typed_into=target)
        now = self._circumstances(text)
        with Ping(self.display, target, self.halt) as ping:
            if typing.choose_method(self.rule.method, now) == "type":
                return self._type(text, ping, started)
            receipt = self._paste(text, ping, started)
            untouched = receipt.error is _UNSAVED and receipt.rest == text
            if untouched and self.rule.method == "auto" and now.typeable and not now.composing:
                return self._type(text, ping, started)
            return receipt

    def _circumstances(self, text: str) -> typing.Circumstances:
        on_layout = all(self.typist.on_layout(character) for character in set(text))
        return typing.Circumstances(
            characters=len(text),
            on_layout=on_layout,
            composing=self.composing,
            typeable=on_layout or self.typist.spares > 0,
        )

    # Typing

    def _type(self, text: str, ping: Ping, started: Callable[[], None]) -> Receipt:
        pace_ms = typing.key_ms(len(text))
        done = 0
        self.paster.rest()
        started()
        try:
            for batch in typing.batches(text, self.typist.on_layout, self._spares(ping), pace_ms):
                problem = STOPPED if self.halt.is_set() else self.aim.take()
                if problem is not None:
                    return kept(text[done:], problem, into=self.aim.target)
                if done and not pace_ms and ping.answers:
                    ping.caught_up()  # never more than a batch ahead of the window
                self._send(batch, pace_ms, ping)
                if self._was_lost(batch):
                    return kept(text[done:], _MOVED, into=self.aim.target)
                done += len(batch)
        finally:
            self.typist.end(lambda: _ignore(ping.caught_up()))
        return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "type", typed_into=self.aim.target)

    def _was_lost(self, batch: str) -> bool:
        """Whether the focus moved away from under a batch.

        Not after Enter, which sends a chat message or ends a dialog.
        """
        return not (batch.endswith("\n") or self.aim.is_safe())

    def _send(self, batch: str, pace_ms: int, ping: Ping) -> None:
        self.typist.send(batch, pace_ms, self.rule.newlines, lambda: _ignore(ping.caught_up()))

    def _spares(self, ping: Ping) -> int:
        """Half of them where nobody tells when the window has caught up: two sets in turn."""
        spares = self.typist.spares
        return spares if ping.answers else max(1, spares // 2)

    # Pasting

    def _paste(self, text: str, ping: Ping, started: Callable[[], None]) -> Receipt:
        target = self.aim.target
        one_paste = self.rule.pastes_lines and self.rule.newlines != "shift_enter"
        done = 0
        for piece in typing.pieces(text, one_paste=one_paste):
            if piece == "\n":
                self.paster.rest()
                self._send(piece, 0, ping)
            else:
                error = self._paste_piece(piece, ping, started if not done else _nothing)
                if error is not None:
                    return kept(text[done:], error, "paste", into=target)
            done += len(piece)
        return Receipt(Outcome.DELIVERED, ReceiptKind.READ, "paste", typed_into=target)

    def _paste_piece(
        self, piece: str, ping: Ping, started: Callable[[], None]
    ) -> DeliveryError | None:
        try:
            loan = self.paster.lend(piece, self.rule.paste)
        except CannotSaveError:
            return _UNSAVED
        outcome: Pasted | None = None
        try:
            problem = STOPPED if self.halt.is_set() else self.aim.take()
            if problem is not None or self.aim.target is None:
                return problem
            started()
            outcome = self.paster.paste(loan, self.rule.paste, self.aim.target, ping, self.halt)
        finally:
            self.typist.end(_nothing)
            self.paster.give_back(loan, outcome)
        return _WHY.get(outcome) if outcome else None


def _ignore(_answer: bool) -> None:
    """Take an answer that changes nothing: typing goes on at its own pace."""


def _nothing() -> None:
    """Do nothing."""
