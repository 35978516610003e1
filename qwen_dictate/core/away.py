"""The user has left: what is spoken is stopped and kept, what waits is not typed. Pure.

A locked screen must get no text, and a text must not type itself into whatever stands there when
the user is back: it waits on its card.
"""

from dataclasses import replace

from qwen_dictate.core import utterance as machine
from qwen_dictate.core.effects import HaltDelivery
from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.utterance import Phase, Utterance

LOCKED = "The screen was locked, so it was stopped and kept."
ASLEEP = "The computer went to sleep, so it was stopped and kept."


def leave(utterance: Utterance, why: str, at: float) -> machine.Step:
    """Its user has left; ``why`` stands on its card."""
    if not utterance.pending:
        return utterance, ()
    left = replace(utterance, left=why)
    if left.phase is Phase.READY:
        return machine.keep(left, DeliveryError(why))
    if left.phase is Phase.DELIVERING:
        return left, (HaltDelivery(left.number),)
    return machine.end(left, at)
