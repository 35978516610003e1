"""Delivery where the system takes Unicode text as key events: Windows and macOS.

Rule: the order of steps is the delivery contract (deliverer.py). The focused window is compared
before every batch; what the system would drop without a word (a privileged window, a password
field) is told before anything is sent. A paste counts as read when the text was asked for.
Failure: a ``Receipt`` that keeps the text. Runs in: the delivery lane.
"""

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from time import monotonic
from typing import Any, Protocol

from qwen_dictate.core import typing
from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Outcome, Receipt, ReceiptKind, Target
from qwen_dictate.core.keys import BUTTONS, LONE_MODIFIERS, parse_keys
from qwen_dictate.delivery.aim import Aim, Focus
from qwen_dictate.delivery.applications import Rule, rule_for
from qwen_dictate.delivery.deliverer import Order, Typed
from qwen_dictate.delivery.kept import CARD, NO_KEYS, STILL_HELD, STOPPED, UNREAD, kept

BATCH = 30
"""Characters between two comparisons of the target."""
READ_LIMIT_S = 3.0
SETTLE_S = 0.2
"""Programs read twice, or after a moment; then the clipboard is given back."""
_STEP_S = 0.01

_BLOCKED = DeliveryError(
    "Another program keeps keys from being typed; what may be missing is kept.", CARD
)
_NO_CLIPBOARD = DeliveryError(
    "Another program holds the clipboard, so nothing was pasted; the text is kept.", CARD
)


class Hands(Protocol):
    """What a system's keyboard does for us."""

    name: str

    def obstacle(self, target: Target) -> DeliveryError | None:
        """Why the system would not pass keys on to the target."""
        ...

    def is_down(self, key: str) -> bool:
        """Whether a key of ``core.keys`` is physically down; one that is unknown is not."""
        ...

    def send_text(self, batch: str, newlines: str) -> bool:
        """Send a batch as key events; False: not all of it was taken."""
        ...

    def send_chord(self, keys: str, hotkey: str) -> bool:
        """Press a chord, without any key of the hotkey; False: it has a key that is unknown."""
        ...

    def rested_since(self, at: float) -> bool:
        """Whether the user has pressed and clicked nothing since ``at`` (monotonic)."""
        ...


class Clipboard(Protocol):
    """What a system's clipboard does for us; ``OSError`` where another program holds it."""

    def lend(self, text: str) -> tuple[Any, int]:
        """Promise a text; what was there, and the clipboard's number from now on."""
        ...

    def was_read_by(self, process: int) -> bool:
        """Whether that process (or one that cannot be told) has asked for the text."""
        ...

    def give_back(self, saved: Any, number: int) -> None:
        """Put back what was there, unless somebody has copied since."""
        ...

    def keep(self, text: str) -> None:
        """Put a text there to stay."""
        ...

    def pump(self, seconds: float) -> None:
        """Let the system ask for the text."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class NativeDeliverer:
    """Types and pastes into the window that has the focus."""

    def __init__(self, own_pid: int, hands: Hands, focus: Focus, clipboard: Clipboard) -> None:
        self.name = hands.name
        self._own_pid = own_pid
        self._hands = hands
        self._focus = focus
        self._clipboard = clipboard
        self._ended_at = 0.0

    def deliver(self, order: Order, halt: Event, started: Callable[[], None]) -> Receipt:
        """Deliver, and tell what became of it. Runs in: the delivery lane."""
        rule = _rule(order, order.target)
        if rule.method == "none":
            return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "none")
        try:
            if rule.method == "clipboard":
                started()
                self._clipboard.keep(order.text)
                return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "clipboard")
            return self._into_window(order, halt, started)
        except OSError:
            return kept(order.text, _NO_CLIPBOARD, "paste")
        finally:
            self._ended_at = monotonic()

    def untouched_since(self, at: float, cancelled: int = 0) -> bool:
        """Whether the user did nothing since the newest delivery.

        The system tells when there was input, not which: after the hotkey of a next dictation
        nothing is known any more, so it is False then.
        """
        del at, cancelled
        return self._ended_at > 0 and self._hands.rested_since(self._ended_at)

    def take_back(self, typed: Typed, halt: Event) -> DeliveryError | None:
        """Nothing: what was pressed since, and what stands there, is not known well enough."""
        del typed, halt
        return DeliveryError(
            "On this system it cannot be seen what stands before the cursor; "
            "so nothing was taken back.",
            "Use the undo of the window itself.",
        )

    def close(self) -> None:
        """Give the clipboard back."""
        self._clipboard.close()

    def _into_window(self, order: Order, halt: Event, started: Callable[[], None]) -> Receipt:
        if not self._hands_are_off(order.hotkeys, halt):
            return kept(order.text, STILL_HELD)
        aim = Aim(self._focus, self._own_pid, order.target, order.when_focus_moved, halt)
        problem = aim.take()
        target = aim.target
        if problem is not None or target is None:
            return kept(order.text, problem)
        obstacle = self._hands.obstacle(target)
        if obstacle is not None:
            return kept(order.text, obstacle)
        rule = _rule(order, target)
        joins = order.target is not None and target.window == order.target.window
        whole = typing.clean((order.lead if joins else "") + order.text, rule.newlines)
        if not whole:
            return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "none", typed_into=target)
        # Every character can be sent as it is: only the length decides.
        now = typing.Circumstances(characters=len(whole), on_layout=True)
        if typing.choose_method(rule.method, now) == "type":
            receipt = self._type(whole, rule, aim, halt, started)
        else:
            receipt = self._paste(whole, rule, aim, halt, (started, order.hotkey))
        return replace(receipt, rest=order.text) if receipt.rest == whole else receipt

    def _hands_are_off(self, hotkeys: tuple[str, ...], halt: Event) -> bool:
        keys = [*LONE_MODIFIERS, *(key for hotkey in hotkeys for key in _keys_of(hotkey))]
        while any(self._hands.is_down(key) for key in keys):
            if halt.wait(_STEP_S):
                return False
        return not halt.is_set()

    def _type(
        self, whole: str, rule: Rule, aim: Aim, halt: Event, started: Callable[[], None]
    ) -> Receipt:
        started()
        for done in range(0, len(whole), BATCH):
            problem = STOPPED if halt.is_set() else aim.take()
            if problem is not None:
                return kept(whole[done:], problem, into=aim.target)
            if not self._hands.send_text(whole[done : done + BATCH], rule.newlines):
                return kept(whole[done:], _BLOCKED, into=aim.target)
        return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "type", typed_into=aim.target)

    def _paste(
        self, whole: str, rule: Rule, aim: Aim, halt: Event, how: tuple[Callable[[], None], str]
    ) -> Receipt:
        started, hotkey = how
        saved, number = self._clipboard.lend(whole)
        try:
            problem = STOPPED if halt.is_set() else aim.take()
            target = aim.target
            if problem is not None or target is None:
                return kept(whole, problem, "paste", into=target)
            started()
            if not self._hands.send_chord(rule.paste, hotkey):
                return kept(whole, NO_KEYS, "paste", into=target)
            if not self._was_read(target, halt):
                return kept(whole, UNREAD, "paste", into=target)
            self._clipboard.pump(SETTLE_S)
        finally:
            self._clipboard.give_back(saved, number)
        return Receipt(Outcome.DELIVERED, ReceiptKind.READ, "paste", typed_into=target)

    def _was_read(self, target: Target, halt: Event) -> bool:
        limit = monotonic() + READ_LIMIT_S
        while not self._clipboard.was_read_by(target.pid):
            if monotonic() > limit or halt.is_set():
                return False
            self._clipboard.pump(_STEP_S)
        return True


def _rule(order: Order, target: Target | None) -> Rule:
    return rule_for(target, order.applications, method=order.method, newlines=order.newlines)


def _keys_of(hotkey: str) -> list[str]:
    try:
        keys = parse_keys(hotkey) if hotkey else None
    except ValueError:
        return []
    return [keys.key] if keys is not None and keys.key not in BUTTONS else []
