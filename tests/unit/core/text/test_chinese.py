import pytest

from qwen_dictate.core.text.chinese import convert, is_han


def shout(text: str, mode: str) -> str:
    return f"{mode}:{text}"


def test_the_wanted_characters_are_asked_for():
    assert convert("語音", "simplified", shout) == "simplified:語音"
    assert convert("语音", "traditional", shout) == "traditional:语音"


@pytest.mark.parametrize("text", ["", "Hello, world.", "안녕하세요", "，。！"])
def test_a_text_without_chinese_characters_never_asks_the_converter(text: str):
    assert convert(text, "simplified", shout) == text


def test_as_is_changes_nothing():
    assert convert("語音", "as_is", shout) == "語音"


def test_japanese_is_not_taken_for_chinese():
    assert convert("会議を始めます", "traditional", shout) == "会議を始めます"


@pytest.mark.parametrize(("character", "han"), [("语", True), ("あ", False), ("，", False)])
def test_han_are_characters_and_no_marks(character: str, *, han: bool):
    assert is_han(character) is han
