"""The seam between two texts, as text.join defines it."""

import pytest

from qwen_dictate.core.text.join import is_cjk, join_finals, seam


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("One.", "Two", " "),
        ("one", "two", " "),
        ("one", ", two", ""),
        ("one", ".", ""),
        ("fifty", "%", ""),
        ("(", "one", ""),
        ("“", "one", ""),
        ("one", ")", ""),
        ("one", "”", ""),
        ("one ", "two", ""),
        ("one\n", "two", ""),
        ("one", " two", ""),
        ("你好", "world", ""),
        ("你好。", "world", ""),
        ("hello", "世界", ""),
        ("hello", "，世界", ""),
        ("カタカナ", "abc", ""),
        ("안녕", "하세요", " "),
        ("", "one", ""),
        ("one", "", ""),
        ("😀", "one", " "),
    ],
)
def test_seam(left: str, right: str, expected: str):
    assert seam(left, right) == expected


def test_finals_are_joined_as_the_setting_says():
    assert join_finals(["One.", "Two."], "smart") == "One. Two."
    assert join_finals(["One.", "Two."], "trailing_space") == "One. Two."
    assert join_finals(["One.", "Two."], "none") == "One.Two."
    assert join_finals([], "smart") == ""


def test_cjk_covers_the_extensions():
    assert is_cjk("𠮷")
    assert not is_cjk("é")
