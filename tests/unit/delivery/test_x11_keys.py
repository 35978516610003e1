import pytest

from qwen_dictate.delivery.x11_keys import hotkey_button, hotkey_codes
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
