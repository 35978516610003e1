"""Review before typing, in the running program: look, edit, speak into it, insert, drop."""

import threading
from collections.abc import Iterator

import pytest

from tests.desktop.contract import Contract
from tests.desktop.speaking import some_words
from tests.support.desktop import RIGHT_CTRL
from tests.support.waiting import wait_until
from tests.support.windows import Target, Window

TITLE = "Review before typing"


@pytest.fixture(scope="module")
def running() -> Iterator[Contract]:
    with Contract() as made:
        yield made


@pytest.fixture
def contract(running) -> Iterator[Contract]:
    running.config("delivery.review", "true")
    yield running
    for key in ("delivery.review", "hotkey.review", "hotkey.mode"):
        running.config(key, None)


def card(contract: Contract) -> Window:
    """The review's window, when it has the focus."""

    def there() -> list[Window]:
        return [w for w in contract.desktop.windows(TITLE) if w.visible and w.has_focus]

    return wait_until(there, 10, lambda: f"no card with the focus: {contract.status()}")[0]


def text_of(contract: Contract) -> str:
    return contract.status()["last"]["text"]


def reviewed(contract: Contract, text: str) -> Window:
    contract.dictate(text, meanwhile=lambda: None)
    last = contract.idle()["last"]
    assert (last["text"], last["delivered"], last["method"]) == (text, False, "none")
    return card(contract)


def wait_added(terminal: Target, before: str, text: str) -> None:
    """Wait until it stands there; what joins it to the text before depends on what was pressed."""
    wait_until(
        lambda: terminal.typed() in (before + text, f"{before} {text}"),
        10,
        lambda: f"wanted {text!r} behind {before!r}: {terminal.typed()!r}",
    )


def press(contract: Contract, *keys: str) -> None:
    contract.desktop.xdotool("key", *keys)


def test_a_text_is_looked_at_edited_and_inserted_where_it_was_meant_for(contract):
    before = contract.terminal.typed()
    reviewed(contract, "Go forward.")
    assert contract.terminal.typed() == before
    assert contract.last_row()["state"] == "kept"
    press(contract, "Home", "o", "k", "space")
    wait_until(lambda: text_of(contract) == "ok Go forward.", 5, "not edited")
    press(contract, "Return")
    wait_added(contract.terminal, before, "ok Go forward.")
    assert contract.idle()["last"]["delivered"]
    row = contract.last_row()
    assert (row["state"], row["raw"], row["text"]) == (
        "delivered",
        "Go forward.",
        "ok Go forward.",
    )
    wait_until(lambda: contract.terminal.has_focus, 5, "the focus did not go back")


def test_esc_drops_it_and_nothing_is_typed(contract):
    before = contract.terminal.typed()
    window = reviewed(contract, "Never mind.")
    press(contract, "Escape")
    wait_until(lambda: not window.visible, 5, "the card is still there")
    assert contract.last_row()["state"] == "cancelled"
    assert contract.terminal.typed() == before


def test_it_can_be_spoken_into_where_its_cursor_is(contract):
    before = contract.terminal.typed()
    reviewed(contract, "Go forward.")
    with contract.desktop.held(RIGHT_CTRL):
        contract.say("Ten meters.")
    last = contract.idle()["last"]
    assert (last["text"], last["delivered"], last["method"]) == ("Ten meters.", True, "window")
    press(contract, "Return")
    wait_added(contract.terminal, before, "Go forward. Ten meters.")


def test_edits_made_while_speaking_survive_later_finals(contract):
    before = contract.terminal.typed()
    contract.terminal.focus()
    contract.config("hotkey.mode", "toggle")
    contract.emulator.knobs.texts = ["call Mister Wong today"]
    contract.desktop.tap(RIGHT_CTRL)
    sound = contract.desktop.microphone.say(some_words() * 3, wait=False)
    shown = wait_until(lambda: contract.desktop.windows(TITLE), 5, "no card")[0]
    wait_until(lambda: contract.status()["partial"].startswith("call"), 5, "nothing heard")
    shown.focus()
    press(contract, "Home", "S", "o", "space")
    while not sound.over:
        threading.Event().wait(0.1)
    contract.desktop.tap(RIGHT_CTRL)
    contract.idle()
    card(contract)
    wait_until(lambda: text_of(contract) == "So call Mister Wong today", 5, text_of(contract))
    press(contract, "Return")
    wait_added(contract.terminal, before, "So call Mister Wong today")


def test_only_the_key_for_review_is_reviewed(contract):
    contract.config("delivery.review", None)
    contract.config("hotkey.review", "f8")
    assert contract.dictate("At once.").strip() == "At once."
    before = contract.terminal.typed()
    with contract.desktop.held("F8"):
        contract.say("Look first.")
    assert contract.idle()["last"]["delivered"] is False
    card(contract)
    press(contract, "Return")
    wait_added(contract.terminal, before, "Look first.")
