"""Every character arrives, whatever the text, the window, the way and the layout."""

import random

import pytest

from qwen_dictate.core.events import Outcome, ReceiptKind
from tests.integration.delivery.conftest import Lane, Newly
from tests.support.x11 import CAPS_LOCK, NUM_LOCK, Hand

TEXTS = {
    "english": "The quick brown fox jumps over the lazy dog, and 60 chars!!",
    "accents": "Émile naïvely ate crème brûlée; Zoë’s façade — «ça va?» ñ ß Å",
    "chinese": "今天天气很好，我们去公园散步吧。你想吃什么？",
    "emoji": "family 👨‍👩‍👧‍👦 flag 🏳️‍🌈 ok 👍🏽 e\u0301",
    "russian": "Съешь же ещё этих мягких французских булок",
    "symbols": r"""~`!@#$%^&*()_-+={}[]|\:;"'<,>.?/ 0123456789 aa AA --""",
}
_WORDS = ("hello ", "Wort ", "été ", "天气", "很好", "👍🏽", "x = 1; ", "Ж", "A", "aa", "LL", "ß~")
_RANDOM = random.Random(7)
MIXED = "".join(_RANDOM.choice(_WORDS) for _ in range(400))[:1000]


@pytest.fixture(params=["terminal", "gtk_field", "qt_field"])
def window(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("method", ["type", "paste", "auto"])
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_is_exact_in_every_window(lane: Lane, window, name, method):
    aimed = lane.aim_at(window)
    newly = Newly(window)
    receipt = lane.deliver(TEXTS[name], aimed, method=method)
    newly.stands(TEXTS[name])
    assert (receipt.outcome, receipt.rest, receipt.error) == (Outcome.DELIVERED, "", None)
    read = receipt.method == "paste"
    assert receipt.kind is (ReceiptKind.READ if read else ReceiptKind.ACCEPTED)
    assert receipt.typed_into == aimed


def test_a_thousand_mixed_characters_are_exact(lane: Lane, window):
    newly = Newly(window)
    assert lane.deliver(MIXED, lane.aim_at(window), method="type").outcome is Outcome.DELIVERED
    newly.stands(MIXED)
    newly = Newly(window)
    assert lane.deliver(MIXED, lane.aim_at(window)).method == "paste"
    newly.stands(MIXED)


def test_two_hundred_characters_without_a_pause_are_exact(lane: Lane, window):
    aimed = lane.aim_at(window)
    text = (TEXTS["english"] + TEXTS["symbols"] + " ") * 2
    assert 180 < len(text) <= 200 + 60
    for _ in range(3):
        newly = Newly(window)
        assert lane.deliver(text[:200], aimed).method == "type"
        newly.stands(text[:200])


@pytest.mark.parametrize("layout", ["fr", "de", "ru", "us,ru", "gr", "us -variant dvorak"])
def test_the_keyboard_layout_changes_nothing(lane: Lane, terminal, layout):
    aimed = lane.aim_at(terminal)
    lane.desktop.run(["setxkbmap", *layout.split()])
    try:
        # One text for all: every change of the keymap costs the window manager 0.1 s.
        text = f"Azerty qwertz, yawl; ё Жук é ç ß Ω {TEXTS['symbols']}"
        newly = Newly(terminal)
        lane.deliver(text, aimed, method="type")
        newly.stands(text)
        newly = Newly(terminal)
        lane.deliver("Straße Ж", aimed, method="paste")
        newly.stands("Straße Ж")
    finally:
        lane.desktop.run(["setxkbmap", "us"])


def test_a_field_pastes_on_a_layout_without_the_letter_v(lane: Lane, gtk_field):
    aimed = lane.aim_at(gtk_field)
    lane.desktop.run(["setxkbmap", "us,ru", "-option", "grp:shifts_toggle"])
    try:
        for text in ("one 天", "two 天"):
            newly = Newly(gtk_field)
            assert lane.deliver(text, aimed).method == "paste"
            newly.stands(text)
            lane.desktop.tap("Shift_L+Shift_R")  # from now on the Russian group
    finally:
        lane.desktop.run(["setxkbmap", "-option", "", "us"])


@pytest.mark.parametrize("lock", [CAPS_LOCK, NUM_LOCK])
@pytest.mark.parametrize("layout", ["us", "fr"])
def test_locks_change_nothing_and_stay_as_they_were(
    lane: Lane, gtk_field, hand: Hand, lock, layout
):
    aimed = lane.aim_at(gtk_field)
    lane.desktop.run(["setxkbmap", layout])
    hand.tap(lock)
    try:
        for method in ("type", "paste"):
            newly = Newly(gtk_field)
            lane.deliver("Été 12 àç aB", aimed, method=method)
            newly.stands("Été 12 àç aB")
        leds = lane.desktop.run(["xset", "q"])
        assert ("Caps Lock:   on" in leds) == (lock == CAPS_LOCK)
        assert ("Num Lock:    on" in leds) == (lock == NUM_LOCK)
    finally:
        hand.tap(lock)
        lane.desktop.run(["setxkbmap", "us"])


def test_spare_keycodes_are_given_back(lane: Lane, qt_field):
    before = lane.desktop.run(["xmodmap", "-pke"])
    lane.deliver(TEXTS["chinese"], lane.aim_at(qt_field), method="type")
    assert lane.desktop.run(["xmodmap", "-pke"]) == before


@pytest.mark.parametrize("method", ["type", "paste"])
def test_newlines_are_keys_or_spaces_as_wanted(lane: Lane, terminal, gtk_field, method):
    aimed = lane.aim_at(terminal)
    for newlines, wanted in (("space", "a b c"), ("enter", "a\rb\rc")):
        newly = Newly(terminal)
        lane.deliver("a\nb\r\nc", aimed, method=method, newlines=newlines)
        newly.stands(wanted)
    aimed = lane.aim_at(gtk_field)
    for newlines in ("enter", "shift_enter"):
        newly = Newly(gtk_field)
        lane.deliver("a\nb\r\nc", aimed, method=method, newlines=newlines)
        newly.stands("a\nb\nc")


@pytest.mark.parametrize("method", ["type", "paste"])
def test_control_characters_never_arrive(lane: Lane, terminal, method):
    newly = Newly(terminal)
    lane.deliver("a\x03\x1b[31m\x04\u202eb\tc\x7f", lane.aim_at(terminal), method=method)
    newly.stands("a[31mb c")


def test_the_table_by_application_goes_first(lane: Lane, terminal):
    aimed = lane.aim_at(terminal)
    table = {"xterm": {"method": "paste", "newlines": "enter"}}
    newly = Newly(terminal)
    receipt = lane.deliver("a\nb", aimed, method="type", applications=table)
    newly.stands("a\rb")
    assert receipt.method == "paste"
