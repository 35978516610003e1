"""Delivery on an X11 desktop: types or pastes into the window that was meant.

Rule: the order of steps in ``deliver`` is the delivery contract (deliverer.py); this file
composes them and decides what is told. The clipboard is touched only by pasting.
Failure: whatever happens to a window, the keyboard or the clipboard ends in a ``Receipt`` that
keeps the text that was not delivered.
Runs in: the delivery lane (``untouched_since``: any thread).
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event

from Xlib.display import Display
from Xlib.error import XError

from qwen_dictate.core import typing
from qwen_dictate.core.errors import DeliveryError, Unavailable
from qwen_dictate.core.events import Outcome, Receipt, ReceiptKind
from qwen_dictate.delivery.activity import Activity
from qwen_dictate.delivery.applications import rule_for
from qwen_dictate.delivery.deliverer import Order, Surroundings, Typed
from qwen_dictate.delivery.input_method import is_composing
from qwen_dictate.delivery.kept import STILL_HELD, kept
from qwen_dictate.delivery.x11_aim import Aim
from qwen_dictate.delivery.x11_job import Job
from qwen_dictate.delivery.x11_keys import all_reserved, wait_for_release
from qwen_dictate.delivery.x11_paste import X11Paster
from qwen_dictate.delivery.x11_selection import SelectionOwner
from qwen_dictate.delivery.x11_taking_back import TakingBack
from qwen_dictate.delivery.x11_typing import X11Typist
from qwen_dictate.system.x11 import display as x_display

_SERVER_GONE = DeliveryError(
    "The X server did not take the text; it is kept.",
    "Insert it from its card.",
)


class X11Deliverer:
    """Types and pastes by XTEST, with receipts from the selection."""

    name = "x11"

    def __init__(
        self,
        own_pid: int,
        connect: Callable[[], Display] = x_display.connect,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._own_pid = own_pid
        self._environ = environ
        self._display = connect()
        try:
            self._typist = X11Typist(self._display)
            self._owner = SelectionOwner(connect)
        except BaseException:
            x_display.close(self._display)
            raise
        self._paster = X11Paster(self._display, self._owner, self._typist)
        self._activity = Activity(own_pid, connect)

    def deliver(self, order: Order, halt: Event, started: Callable[[], None]) -> Receipt:
        """Deliver, and tell what became of it. Runs in: the delivery lane."""
        rule = rule_for(
            order.target, order.applications, method=order.method, newlines=order.newlines
        )
        if rule.method == "none":
            return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "none")
        try:
            if rule.method == "clipboard":
                started()
                self._owner.keep(order.text)
                return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "clipboard")
            return self._into_window(order, halt, started)
        except (XError, TimeoutError, *x_display.GONE):
            return kept(order.text, _SERVER_GONE, order.method, ReceiptKind.UNKNOWN)

    def untouched_since(self, at: float, cancelled: int = 0) -> bool:
        """Whether nothing was typed or clicked since ``at`` but the hotkey and us."""
        return self._activity.untouched_since(at, cancelled)

    def take_back(self, typed: Typed, halt: Event) -> DeliveryError | None:
        """Remove what was typed if it still is the last thing there; else say why not."""
        self._typist.refresh()
        keymap = self._typist.keymap
        self._typist.avoid(all_reserved(typed.hotkeys, keymap))
        try:
            return TakingBack(
                self._display, self._typist, self._activity, self._environ, typed, halt
            ).run()
        except (XError, TimeoutError, *x_display.GONE):
            return DeliveryError("The X server did not answer, so nothing more was taken back.")
        finally:
            self._activity.watch_again(typed.hotkeys, typed.cancel, keymap)

    def close(self) -> None:
        """Give the clipboard back or to a clipboard manager, and end; ≤ 1 s."""
        self._activity.close()
        self._owner.close()
        x_display.close(self._display)

    def _into_window(self, order: Order, halt: Event, started: Callable[[], None]) -> Receipt:
        composing = is_composing(self._environ)
        self._typist.refresh()
        if not wait_for_release(self._display, self._typist.keymap, order.hotkeys, halt):
            return kept(order.text, STILL_HELD)
        self._typist.avoid(all_reserved(order.hotkeys, self._typist.keymap))
        aim = Aim(self._display, self._own_pid, order.target, order.when_focus_moved, halt)
        problem = aim.take()
        if problem is not None or aim.target is None:
            return kept(order.text, problem)
        rule = rule_for(
            aim.target, order.applications, method=order.method, newlines=order.newlines
        )
        job = Job(self._display, self._typist, self._paster, aim, rule, halt, composing)
        joins = order.target is not None and aim.target.window == order.target.window
        whole = typing.clean((order.lead if joins else "") + order.text, rule.newlines)
        try:
            receipt = job.run(whole, aim.target, started)
            if receipt.outcome is Outcome.DELIVERED:
                return replace(receipt, typed=whole)
            return replace(receipt, rest=order.text) if receipt.rest == whole else receipt
        finally:
            self._activity.watch_again(order.hotkeys, order.cancel, self._typist.keymap)


def create(surroundings: Surroundings) -> X11Deliverer:
    """Make one here.

    Raises:
        Unavailable: no X desktop, or one that lacks what typing needs.
    """
    if os.environ.get("WAYLAND_DISPLAY") and os.environ.get("XDG_SESSION_TYPE") != "x11":
        raise Unavailable(
            "This is a Wayland desktop, whose windows take no keys from other programs over X11.",
            "Texts are left in the clipboard: paste them with Ctrl+V, or log in with Xorg.",
        )
    return X11Deliverer(surroundings.own_pid)
