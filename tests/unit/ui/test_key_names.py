import pytest

from qwen_dictate.core.keys import BUTTONS, KEYS, LONE_MODIFIERS, MODIFIERS, parse_keys
from qwen_dictate.ui.key_names import pretty_keys
from qwen_dictate.ui.texts import Texts


@pytest.mark.parametrize(
    ("keys", "english", "chinese"),
    [
        ("right_ctrl", "Right Ctrl", "右 Ctrl"),
        ("ctrl+alt+space", "Ctrl + Alt + Space", "Ctrl + Alt + 空格"),
        ("f9", "F9", "F9"),
        ("super+v", "Super + V", "Super + V"),
        ("mouse_x1", "Back mouse button", "鼠标后退键"),
        ("ctrl+page_up", "Ctrl + Page Up", "Ctrl + Page Up"),
        ("", "", ""),
    ],
)
def test_keys_are_written_as_people_read_them(keys, english, chinese):
    assert pretty_keys(keys, Texts("en")) == english
    assert pretty_keys(keys, Texts("zh_CN")) == chinese


def test_every_key_that_a_setting_may_name_has_a_name_on_the_screen():
    for key in (*KEYS, *BUTTONS, *LONE_MODIFIERS, *(f"{name}+a" for name in MODIFIERS)):
        shown = pretty_keys(str(parse_keys(key)), Texts("en"))
        assert shown
        assert "_" not in shown
