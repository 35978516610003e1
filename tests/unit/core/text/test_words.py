"""Replacements, spoken punctuation, sentence case; and all of them off."""

import pytest

from qwen_dictate.core.settings import Text
from qwen_dictate.core.text.finish import finish
from qwen_dictate.core.text.words import replace_words, sentence_case, speak_punctuation


def shout(text: str, mode: str) -> str:
    return f"[{mode}]{text}"


def test_by_default_the_final_is_typed_character_for_character():
    raw = "  new line 逗号 qwen\tx  "
    assert finish(raw, Text(), shout) == raw


def test_the_steps_that_are_set_are_taken_in_order():
    settings = Text(
        chinese="simplified", replacements={"b": "bee"}, spoken_punctuation=True, sentence_case=True
    )
    assert finish("a comma b", settings, shout) == "[simplified]a, bee"
    assert finish("b", Text(replacements={"b": "bee"}, sentence_case=True), shout) == "Bee"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I use qwen dictate daily", "I use Qwen Dictate daily"),
        ("QWEN DICTATE!", "Qwen Dictate!"),
        ("qwen dictates", "qwen dictates"),
        ("我用千文说话", "我用千问说话"),
        ("c++ is c++x", "C plus plus is C plus plusx"),
    ],
)
def test_replacements_take_whole_words(text: str, expected: str):
    table = {"qwen dictate": "Qwen Dictate", "千文": "千问", "c++": "C plus plus"}
    assert replace_words(text, table) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello comma world period", "hello, world."),
        ("hello, comma, world.", "hello, world."),
        ("one new line two", "one\ntwo"),
        ("say open quote hi close quote", "say “hi”"),
        ("你好逗号世界句号", "你好，世界。"),
        ("你好，逗号，世界", "你好，世界"),
    ],
)
def test_spoken_punctuation(text: str, expected: str):
    assert speak_punctuation(text) == expected


def test_sentence_case_touches_only_the_first_letters():
    assert sentence_case("one. two? éa\nfour iPhone") == "One. Two? Éa\nFour iPhone"
