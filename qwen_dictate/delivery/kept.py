"""Receipts that keep the text, and the sentences that every back-end needs. Pure."""

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Outcome, Receipt, ReceiptKind, Target

CARD = "Insert it from its card."
STOPPED = DeliveryError("It was stopped; what was not typed yet is kept.", CARD, retry=False)
STILL_HELD = DeliveryError(
    "Keys were still held, or it was stopped, so nothing was typed; the text is kept.",
    "Let go of all keys and insert it from its card.",
    retry=False,
)
UNREAD = DeliveryError(
    "The window did not take the pasted text; it is kept.",
    "Insert it from its card, or choose another way for this application in the settings.",
)
NO_KEYS = DeliveryError(
    "The keyboard lacks a key of the paste shortcut, so nothing was pasted; the text is kept.",
    "Choose another shortcut for this application in the settings.",
    retry=False,
)
NO_WINDOW = DeliveryError(
    "No window had the focus, so nothing was typed; the text is kept.",
    "Click where it should stand and insert it from its card.",
    retry=False,
)
NO_WINDOW_NOW = DeliveryError(
    "No window has the focus, so nothing was typed; the text is kept.",
    "Click where it should stand and insert it from its card.",
    retry=False,
)
GONE = DeliveryError(
    "The window that the text was meant for is gone; the text is kept.",
    "Click where it should stand and insert it from its card.",
    retry=False,
)
ELSEWHERE = DeliveryError(
    "Another window has the focus now, so the text was not typed there; it is kept.",
    "Insert it from its card, or go back to the window it was meant for.",
    retry=False,
)


def kept(
    rest: str,
    error: DeliveryError | None,
    method: str = "type",
    kind: ReceiptKind = ReceiptKind.UNKNOWN,
    into: Target | None = None,
) -> Receipt:
    """The receipt of a text that was not, or not wholly, delivered."""
    return Receipt(Outcome.KEPT, kind, method, rest, error, into)
