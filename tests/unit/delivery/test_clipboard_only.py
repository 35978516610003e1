from threading import Event

from qwen_dictate.core.events import Outcome
from qwen_dictate.delivery.clipboard_only import create
from qwen_dictate.delivery.deliverer import Order, Surroundings


def test_the_text_is_left_in_the_clipboard_and_counts_as_delivered():
    copied = []
    began = []
    deliverer = create(Surroundings(1, copied.append))
    receipt = deliverer.deliver(Order("word", None), Event(), lambda: began.append(1))
    assert (copied, began) == (["word"], [1])
    assert (receipt.outcome, receipt.method) == (Outcome.DELIVERED, "clipboard")


def test_none_copies_nothing():
    copied = []
    deliverer = create(Surroundings(1, copied.append))
    receipt = deliverer.deliver(Order("word", None, "none"), Event(), lambda: None)
    assert (copied, receipt.outcome, receipt.method) == ([], Outcome.DELIVERED, "none")


def test_a_halted_delivery_keeps_the_text():
    copied = []
    halt = Event()
    halt.set()
    receipt = create(Surroundings(1, copied.append)).deliver(
        Order("word", None), halt, lambda: None
    )
    assert (copied, receipt.outcome, receipt.rest) == ([], Outcome.KEPT, "word")


def test_nothing_is_known_about_keys():
    assert not create(Surroundings(1, lambda text: None)).untouched_since(0.0)
