"""The last candidate: leaves the text in the clipboard and says so.

Rule: works wherever the program has a window system at all, because copying is the GUI's own.
``none`` is obeyed; every other method becomes ``clipboard``. Nothing is watched, so
``untouched_since`` never claims to know.
Runs in: the delivery lane.
"""

from collections.abc import Callable
from threading import Event

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Outcome, Receipt, ReceiptKind
from qwen_dictate.delivery.deliverer import Order, Surroundings, Typed


class ClipboardOnly:
    """Copies; pasting is up to the user."""

    name = "clipboard"

    def __init__(self, copy: Callable[[str], None]) -> None:
        self._copy = copy

    def deliver(self, order: Order, halt: Event, started: Callable[[], None]) -> Receipt:
        """Copy the text, unless the user wants nothing done with it."""
        if order.method == "none":
            return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "none")
        if halt.is_set():
            return Receipt(Outcome.KEPT, ReceiptKind.UNKNOWN, "clipboard", order.text)
        started()
        self._copy(order.text)
        return Receipt(Outcome.DELIVERED, ReceiptKind.ACCEPTED, "clipboard")

    def untouched_since(self, at: float, cancelled: int = 0) -> bool:
        """Nothing is watched here, so nothing is known."""
        del at, cancelled
        return False

    def take_back(self, typed: Typed, halt: Event) -> DeliveryError | None:
        """Nothing was typed."""
        del typed, halt
        return DeliveryError("Texts are only copied on this desktop, so nothing can be taken back.")

    def close(self) -> None:
        """Nothing to give back."""


def create(surroundings: Surroundings) -> ClipboardOnly:
    """Make one; never fails."""
    return ClipboardOnly(surroundings.copy)
