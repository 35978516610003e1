"""Undo and paste-last, as the key and the verbs do them."""

from collections.abc import Iterator

import pytest

from tests.desktop.contract import Contract
from tests.support.waiting import stays, wait_until
from tests.support.windows import Target

DEL = "\x7f"


@pytest.fixture(scope="module")
def stage() -> Iterator[Contract]:
    with Contract() as stage:
        stage.config("hotkey.undo", "ctrl+alt+u")
        yield stage


@pytest.fixture(scope="module")
def field(stage: Contract) -> Target:
    return stage.desktop.qt_field()


def test_what_was_dictated_is_taken_back_once(stage: Contract, field: Target):
    before = field.typed()
    stage.dictate("Take this back.", field)
    assert field.typed() == before + "Take this back."
    assert stage.verb("undo") == (0, "", "")
    field.wait_typed(before)
    last = stage.status()["last"]
    assert (last["text"], last["delivered"], last["taken_back"]) == ("Take this back.", True, True)
    status, _out, why = stage.verb("undo")
    assert (status, "already" in why) == (1, True)
    row = stage.last_row()
    assert (row["state"], row["taken_back"]) == ("delivered", True)


def test_paste_last_puts_it_in_again_and_undo_takes_that(stage: Contract, field: Target):
    before = field.typed()
    stage.dictate("Once more.", field)
    assert stage.verb("undo")[0] == 0
    field.wait_typed(before)
    assert stage.verb("paste-last") == (0, "", "")
    field.wait_typed(before + "Once more.")
    assert "taken_back" not in stage.status()["last"]
    assert "taken_back" not in stage.last_row()
    assert stage.verb("undo")[0] == 0
    field.wait_typed(before)


def test_of_two_dictations_the_newest_goes_with_its_space_and_no_other(
    stage: Contract, field: Target
):
    stage.dictate("First.", field)
    first = field.typed()
    stage.dictate("Second.", field)
    assert field.typed() == first + " Second."
    assert stage.verb("undo")[0] == 0
    field.wait_typed(first)
    assert stage.verb("undo")[0] == 1
    stays(lambda: field.typed() == first, 0.2)
    assert stage.verb("paste-last")[0] == 0
    field.wait_typed(first + " Second.")


def test_the_key_takes_back_and_reaches_no_window(stage: Contract):
    newly = len(stage.terminal.typed())
    stage.dictate("Typed here.")
    stage.desktop.tap("ctrl+alt+u")
    wait_until(lambda: stage.terminal.typed()[newly:].count(DEL), 10, stage.app.log)
    stage.terminal.wait_typed(stage.terminal.typed()[:newly] + "Typed here." + 11 * DEL)


def test_what_the_user_did_since_is_not_touched(stage: Contract, field: Target):
    stage.dictate("Some words.", field)
    stage.desktop.xdotool("type", "x")
    stands = wait_until(lambda: field.typed() if field.typed().endswith("x") else "", 5)
    status, _out, why = stage.verb("undo")
    assert (status, "typed or clicked since" in why) == (1, True)
    stage.dictate("Other words.", field)
    stands = field.typed()
    stage.terminal.focus()
    status, _out, why = stage.verb("undo")
    assert (status, "Another window" in why) == (1, True)
    assert field.typed() == stands


def test_a_pasted_text_goes_too(stage: Contract, field: Target):
    stage.config("delivery.method", "paste")
    before = field.typed()
    stage.dictate("你好，世界。", field)
    assert stage.verb("undo")[0] == 0
    field.wait_typed(before)
    stage.config("delivery.method", None)
