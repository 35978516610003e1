"""The delivery lane as dictation sees it: what goes before the text, the order, the receipt.

Decides the seam to the dictation before (``text.join``), because only here is it known what
stood there last. Runs in: GUI thread; ``_job``: the delivery lane.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.app.own_field import OwnFields, is_own
from qwen_dictate.core.effects import Deliver
from qwen_dictate.core.errors import DeliveryError, DictateError
from qwen_dictate.core.events import (
    Delivered,
    DeliveryStarted,
    Event,
    Outcome,
    Receipt,
    ReceiptKind,
    Target,
)
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.text.join import seam
from qwen_dictate.delivery.deliverer import Deliverer, Order

SEAM_S = 60.0
"""A dictation joins the one before only so soon after it."""


@dataclass(frozen=True, slots=True)
class Before:
    """The delivery before: where, when, and its last characters.

    A window's number is used again by the next window: ``pid`` tells them apart.
    """

    window: int
    pid: int
    at: float
    tail: str = field(repr=False)


class Typist:
    """Hands texts to the deliverer, one at a time."""

    def __init__(
        self,
        jobs: Jobs,
        post: Callable[[object], None],
        settings: Callable[[], Settings],
        fields: OwnFields,
    ) -> None:
        self._fields = fields
        self._jobs = jobs
        self._post = post
        self._settings = settings
        self._deliverer: Deliverer | None = None
        self._before: Before | None = None
        self._cancels = 0

    @property
    def name(self) -> str:
        """The back-end in use, or "" while there is none."""
        return self._deliverer.name if self._deliverer else ""

    def use(self, deliverer: Deliverer) -> None:
        """Take a back-end."""
        self._deliverer = deliverer

    def cancel_pressed(self) -> None:
        """The cancel key was taken by us: it was not typed into any window."""
        self._cancels += 1

    def deliver(
        self,
        effect: Deliver,
        began_at: float,
        halt: threading.Event,
        handle: Callable[[Event], None],
    ) -> None:
        """Deliver the text of an utterance; ``handle`` gets Delivered."""
        number = effect.utterance
        settings = self._settings()

        def started() -> None:
            self._post(DeliveryStarted(number, time.monotonic()))

        def told(receipt: Receipt) -> None:
            handle(Delivered(number, receipt, time.monotonic()))

        def failed(error: Exception) -> None:
            told(_failed(effect.text, error))

        if effect.target is not None and is_own(effect.target):
            started()
            receipt = self._fields.fill(effect.target, effect.text, settings.text.join)
            self._post(Delivered(number, receipt, time.monotonic()))
            return
        self._jobs.run(
            "delivery",
            lambda: self._job(effect.text, effect.target, began_at, settings, halt, started),
            told,
            failed,
        )

    def paste_last(self, text: str, target: Target | None, told: Callable[[Receipt], None]) -> None:
        """Deliver an earlier text again, as it is."""
        settings = self._settings()
        if target is not None and is_own(target):
            told(self._fields.fill(target, text, settings.text.join))
            return
        halt = threading.Event()
        self._jobs.run(
            "delivery",
            lambda: self._job(text, target, time.monotonic(), settings, halt, lambda: None),
            told,
            lambda error: told(_failed(text, error)),
        )

    def close(self) -> None:
        """Give the clipboard back. Runs in: the delivery lane, at the end of the program."""
        if self._deliverer is not None:
            self._deliverer.close()

    def _job(
        self,
        text: str,
        target: Target | None,
        began_at: float,
        settings: Settings,
        halt: threading.Event,
        started: Callable[[], None],
    ) -> Receipt:
        deliverer = self._deliverer
        if deliverer is None:
            raise DeliveryError("There is no way to type on this desktop.", "Copy the text.")
        whole = text + " " if settings.text.join == "trailing_space" else text
        moved = "return" if target and target.behind else settings.delivery.when_focus_moved
        order = Order(
            text=whole,
            target=target,
            lead=self._lead(deliverer, text, target, began_at, settings),
            method=settings.delivery.method,
            when_focus_moved=moved,
            newlines=settings.delivery.newlines,
            applications=settings.delivery.applications,
            hotkey=settings.hotkey.push_to_talk,
            cancel=settings.hotkey.cancel,
        )
        receipt = deliverer.deliver(order, halt, started)
        if receipt.outcome is Outcome.DELIVERED:
            into = receipt.typed_into
            if into is not None:  # else it stands in no window
                self._before = Before(into.window, into.pid, time.monotonic(), whole[-2:])
                self._cancels = 0
            return receipt
        return replace(receipt, rest=text) if receipt.rest == whole else receipt

    def _lead(
        self,
        deliverer: Deliverer,
        text: str,
        target: Target | None,
        began_at: float,
        settings: Settings,
    ) -> str:
        before = self._before
        if settings.text.join != "smart" or before is None or target is None:
            return ""
        same = (before.window, before.pid) == (target.window, target.pid)
        fresh = same and began_at - before.at <= SEAM_S
        if not fresh or not deliverer.untouched_since(before.at, self._cancels):
            return ""
        return seam(before.tail, text)


def _failed(text: str, error: Exception) -> Receipt:
    known = (
        error
        if isinstance(error, DictateError)
        else DeliveryError("Typing failed unexpectedly; the text is kept.", "Copy it, or retry.")
    )
    return Receipt(Outcome.KEPT, ReceiptKind.UNKNOWN, "none", text, known)
