"""The loss audit: after a dictation, was all that was spoken in its text?

Off the critical path and unseen, as a rule. Where core/text/coverage doubts, the recording is
recognised again, by the embedded engine where the service was first and that can be had; only a
reading that says the same and more is offered, on a card. It is never typed by itself.
Failure: nothing is offered; the text and the recording are as they were.
Runs in: GUI thread; the work in lane "audit".
"""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from qwen_dictate.app.offline import recognise_recording
from qwen_dictate.core.events import Receipt
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.text import coverage
from qwen_dictate.core.text.finish import finish
from qwen_dictate.core.utterance import Utterance
from qwen_dictate.recognition.recognizer import Recognizer
from qwen_dictate.recording.recording import Recording
from qwen_dictate.system import opencc
from qwen_dictate.ui.state import Card

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

log = logging.getLogger("qwen_dictate.audit")

_OFFERS_AT_MOST = 5
REASON = "Words may be missing in what was typed. A second reading of the recording has more."


class LossAudit:
    """Doubts, reads again, and offers."""

    def __init__(self, program: "Program") -> None:
        self._program = program

    def look(self, utterance: Utterance, recording: Recording, history_id: str) -> None:
        """An utterance has its text; returns at once."""
        program = self._program
        local = utterance.engine == "qwen" and utterance.local_installed
        make = program.engines.maker(local, live=False, chosen=utterance.settings)

        def offer(text: str) -> None:
            if text:
                self._offer(utterance, history_id, text)

        program.jobs.run(
            "audit", lambda: _longer(utterance, recording, make), offer, lambda _error: None
        )

    def insert(self, card: Card) -> None:
        """The user wants the longer text: where the cursor is."""
        program = self._program

        def told(receipt: Receipt) -> None:
            if receipt.error is None:
                self.dismiss(card.utterance)
            else:
                program.show_error(receipt.error)

        program.keyboard.with_last_foreign(
            lambda target: program.typist.paste_last(card.text, target, told)
        )

    def offered(self, number: int) -> Card | None:
        """The card of that number, if it is one of these."""
        return next((card for card in self._program.facts.offers if card.utterance == number), None)

    def dismiss(self, number: int) -> None:
        """The user has seen it."""
        offers = self._program.facts.offers
        self._program.change_facts(offers=tuple(o for o in offers if o.utterance != number))

    def _offer(self, utterance: Utterance, history_id: str, text: str) -> None:
        card = Card(
            utterance=-utterance.number,  # its own number may have a card as well
            history_id=history_id,
            text=text,
            reason=REASON,
            can_retry=False,
            app=utterance.target.app if utterance.target else "",
        )
        offers = (*self._program.facts.offers, card)[-_OFFERS_AT_MOST:]
        self._program.change_facts(offers=offers)


def _longer(utterance: Utterance, recording: Recording, make: Callable[[], Recognizer]) -> str:
    """The longer text; "" where nothing is missing. Runs in: lane "audit"."""
    reason = _doubt(utterance, recording)
    if not reason:
        return ""
    log.info("utterance %d is recognised again: %s", utterance.number, reason)
    join = utterance.settings.text.join
    again = recognise_recording(recording, make, threading.Event(), join).raw
    if not coverage.longer(utterance.raw, again):
        return ""
    return _finished(again, utterance.settings)


def _doubt(utterance: Utterance, recording: Recording) -> str:
    """Why there may be more; no words in it."""
    if coverage.too_little(utterance.raw, recording.speech_s):
        return "little text for so much speech"
    transcript = utterance.transcript
    for segment in (*transcript.row, *transcript.segments):
        if coverage.missing(segment.heard, segment.text or ""):
            return "a final has less than its partial"
    return ""


def _finished(raw: str, settings: Settings) -> str:
    return finish(raw, settings.text, opencc.convert)
