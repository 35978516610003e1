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
from qwen_dictate.delivery.deliverer import Deliverer, Order, Typed

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


@dataclass(frozen=True, slots=True)
class Newest:
    """What was put into a window last, and can be taken back.

    Attributes:
        utterance: whose text it is; 0 = one of an earlier run.
        text: exactly what stands there because of it.
        joins: what it was joined to by a space of ours, which goes with it.
    """

    utterance: int
    target: Target
    at: float
    text: str = field(repr=False)
    joins: Before | None = None


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
        self._newest: Newest | None = None
        self._nothing = "Nothing has been typed yet, so there is nothing to take back."

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
            self._remember(number, receipt, None)
            self._post(Delivered(number, receipt, time.monotonic()))
            return
        self._jobs.run(
            "delivery",
            lambda: self._job(
                number, effect.text, effect.target, began_at, settings, halt, started
            ),
            told,
            failed,
        )

    def paste_last(
        self, text: str, target: Target | None, told: Callable[[Receipt], None], utterance: int = 0
    ) -> None:
        """Deliver an earlier text again, as it is."""
        settings = self._settings()
        if target is not None and is_own(target):
            receipt = self._fields.fill(target, text, settings.text.join)
            self._remember(utterance, receipt, None)
            told(receipt)
            return
        halt = threading.Event()
        self._jobs.run(
            "delivery",
            lambda: self._job(
                utterance, text, target, time.monotonic(), settings, halt, lambda: None
            ),
            told,
            lambda error: told(_failed(text, error)),
        )

    def take_back(
        self, done: Callable[[int], None], refused: Callable[[DictateError], None]
    ) -> None:
        """Remove what was typed last, if it still is the last thing there (undo).

        ``done`` gets the utterance whose text it was; a second call does nothing and says so.
        """
        newest, settings, halt = self._newest, self._settings(), threading.Event()
        if newest is None:
            refused(DeliveryError(self._nothing))
            return

        def told(error: DeliveryError | None) -> None:
            if error is None:
                done(newest.utterance)
            else:
                refused(error)

        if is_own(newest.target):
            told(self._taken_back(newest, self._fields.take_back(newest.target, newest.text)))
            return
        self._jobs.run(
            "delivery",
            lambda: self._take_back(newest, settings, halt),
            told,
            lambda _error: refused(DeliveryError("Taking it back failed unexpectedly.")),
        )

    def _take_back(
        self, newest: Newest, settings: Settings, halt: threading.Event
    ) -> DeliveryError | None:
        deliverer = self._deliverer
        if self._newest is not newest or deliverer is None:
            return DeliveryError("Another text was typed meanwhile, so nothing was taken back.")
        typed = Typed(
            text=newest.text,
            target=newest.target,
            at=newest.at,
            cancelled=self._cancels,
            hotkeys=(settings.hotkey.push_to_talk, *_other_keys(settings)),
            cancel=settings.hotkey.cancel,
        )
        return self._taken_back(newest, deliverer.take_back(typed, halt))

    def _taken_back(self, newest: Newest, error: DeliveryError | None) -> DeliveryError | None:
        """What can be taken back and joined from now on."""
        if error is not None and error.retry:
            return error  # it still stands there, whole
        self._newest = None
        self._nothing = "The last text was taken back already."
        joins = newest.joins
        self._before = replace(joins, at=time.monotonic()) if joins and error is None else None
        self._cancels = 0
        return error

    def close(self) -> None:
        """Give the clipboard back. Runs in: the delivery lane, at the end of the program."""
        if self._deliverer is not None:
            self._deliverer.close()

    def _job(
        self,
        number: int,
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
        lead = self._lead(deliverer, text, target, began_at, settings)
        order = Order(
            text=whole,
            target=target,
            lead=lead,
            method=settings.delivery.method,
            when_focus_moved=moved,
            newlines=settings.delivery.newlines,
            applications=settings.delivery.applications,
            hotkey=settings.hotkey.push_to_talk,
            other_keys=_other_keys(settings),
            cancel=settings.hotkey.cancel,
        )
        receipt = deliverer.deliver(order, halt, started)
        self._remember(
            number, receipt, self._before if lead else None, partly=receipt.rest != whole
        )
        if receipt.outcome is Outcome.DELIVERED:
            into = receipt.typed_into
            if into is not None:  # else it stands in no window
                self._before = Before(into.window, into.pid, time.monotonic(), whole[-2:])
                self._cancels = 0
            return receipt
        return replace(receipt, rest=text) if receipt.rest == whole else receipt

    def _remember(
        self, number: int, receipt: Receipt, joins: Before | None, *, partly: bool = False
    ) -> None:
        """What undo would take back: the newest that stands somewhere."""
        if receipt.outcome is Outcome.DELIVERED:
            into, self._newest = receipt.typed_into, None
            self._nothing = "The last text was not typed into a window; nothing can be taken back."
            if into is not None and receipt.typed:
                self._newest = Newest(number, into, time.monotonic(), receipt.typed, joins)
        elif partly:
            self._newest = None
            self._nothing = "The last text was typed only in part; nothing was taken back."

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


def _other_keys(settings: Settings) -> tuple[str, ...]:
    """What we take from all windows beside push-to-talk; Esc only while we need it."""
    keys = settings.hotkey
    return tuple(
        key for key in (keys.undo, keys.captions, keys.captions_overlay, keys.review) if key
    )


def _failed(text: str, error: Exception) -> Receipt:
    known = (
        error
        if isinstance(error, DictateError)
        else DeliveryError("Typing failed unexpectedly; the text is kept.", "Copy it, or retry.")
    )
    return Receipt(Outcome.KEPT, ReceiptKind.UNKNOWN, "none", text, known)
