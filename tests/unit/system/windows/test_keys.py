import pytest

from qwen_dictate.core.keys import BUTTONS, KEYS, LONE_MODIFIERS
from qwen_dictate.system.windows import keys
from qwen_dictate.system.windows.keys import Stroke

UP, UNICODE, EXTENDED = 2, 4, 1


def test_every_key_that_settings_may_name_has_a_code():
    assert set(keys.CODES) == {*KEYS, *LONE_MODIFIERS, *BUTTONS}
    assert len(keys.NAMES) == len(keys.CODES)


def test_the_ctrl_that_altgr_brings_along_is_nobody_s_press():
    assert keys.name_of(0xA2, 0x1D) == "left_ctrl"
    assert keys.name_of(0xA2, 0x21D) == ""
    assert keys.name_of(0xFF, 0) == ""


def test_a_text_is_sent_as_it_is_with_surrogates_in_order():
    assert list(keys.text("é🙂", "enter")) == [
        Stroke(0, 0xE9, UNICODE), Stroke(0, 0xE9, UNICODE | UP),
        Stroke(0, 0xD83D, UNICODE), Stroke(0, 0xD83D, UNICODE | UP),
        Stroke(0, 0xDE42, UNICODE), Stroke(0, 0xDE42, UNICODE | UP),
    ]  # fmt: skip


def test_a_newline_is_the_enter_key():
    enter = [Stroke(0x0D, 0, 0), Stroke(0x0D, 0, UP)]
    assert list(keys.text("\n", "enter")) == enter
    shift = (Stroke(0xA0, 0, 0), Stroke(0xA0, 0, UP))
    assert list(keys.text("\n", "shift_enter")) == [shift[0], *enter, shift[1]]


def test_a_chord_goes_down_in_order_and_up_again():
    assert keys.chord("ctrl+shift+v") == [
        Stroke(0xA2, 0, 0), Stroke(0xA0, 0, 0), Stroke(0x56, 0, 0),
        Stroke(0x56, 0, UP), Stroke(0xA0, 0, UP), Stroke(0xA2, 0, UP),
    ]  # fmt: skip
    assert keys.chord("shift+insert")[1] == Stroke(0x2D, 0, EXTENDED)


def test_a_chord_never_presses_the_hotkey_s_own_side():
    assert keys.chord("ctrl+v", "left_ctrl")[0] == Stroke(0xA3, 0, EXTENDED)


@pytest.mark.parametrize("wrong", ["ctrl+nonsense", "hyper+v"])
def test_an_unknown_key_is_no_chord(wrong):
    assert keys.chord(wrong) is None
