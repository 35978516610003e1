import pytest

from qwen_dictate.core.keys import KEYS, LONE_MODIFIERS
from qwen_dictate.system.macos import keys

LACKING = {"pause", "print", "scroll_lock", "f21", "f22", "f23", "f24"}


def test_every_key_that_a_mac_has_has_one_code():
    assert set(keys.CODES) == {*KEYS, *LONE_MODIFIERS} - LACKING
    assert len(keys.NAMES) == len(keys.CODES)
    assert set(keys.FLAGS) == set(LONE_MODIFIERS)


def test_the_flags_say_which_side_went_down_or_up():
    right = keys.CODES["right_ctrl"]
    assert keys.modifier_event(right, 0x2000) == ("right_ctrl", True)
    assert keys.modifier_event(right, 0x0001) == ("right_ctrl", False)  # the left one is still down
    assert keys.modifier_event(keys.CODES["a"], 0) is None


def test_chords():
    assert keys.chord("super+v") == (0x09, 0x100000)
    assert keys.chord("ctrl+shift+v") == (0x09, 0x60000)
    assert keys.chord("ctrl+nonsense") is None


@pytest.mark.parametrize("text", ["", "short", "x" * 61, "你好🙂" * 20, "👨‍👩‍👧" * 9])
def test_pieces_hold_what_an_event_carries_and_no_half_character(text):
    cut = keys.pieces(text)
    assert "".join(cut) == text
    assert all(0 < len(piece.encode("utf-16-le")) // 2 <= 20 for piece in cut)
