import pytest

from qwen_dictate.delivery.x11_keys import hotkey_button, hotkey_codes, hotkey_reserved
from qwen_dictate.system.x11.keymap import Reserved
from tests.unit.system.x11.test_keymap import KEYMAP


@pytest.mark.parametrize(
    ("hotkey", "codes"),
    [
        ("a", {10}),
        ("ctrl+shift+v", {13}),
        ("right_ctrl", set()),
        ("ctrl+mouse_x1", set()),
        ("q", None),
        ("nonsense", None),
    ],
)
def test_the_keys_of_a_hotkey_are_found_or_every_key_counts(hotkey, codes):
    assert hotkey_codes(hotkey, KEYMAP) == codes


@pytest.mark.parametrize(
    ("hotkey", "button"),
    [("mouse_middle", 2), ("ctrl+mouse_x1", 8), ("Mouse_X2", 9), ("f9", 0), ("", 0)],
)
def test_the_button_of_a_hotkey(hotkey, button):
    assert hotkey_button(hotkey) == button


@pytest.mark.parametrize(
    ("hotkey", "reserved"),
    [
        ("left_shift", Reserved(alone=frozenset({8, 50}))),
        ("right_ctrl", Reserved(alone=frozenset({105}))),
        ("ctrl+v", Reserved(codes=frozenset({13}), modifiers=frozenset({"ctrl"}))),
        ("a", Reserved(codes=frozenset({10}))),
        ("mouse_x1", Reserved()),
        ("nonsense", Reserved()),
        ("", Reserved()),
    ],
)
def test_the_keys_that_would_start_the_hotkey_are_known(hotkey, reserved):
    assert hotkey_reserved(hotkey, KEYMAP) == reserved
