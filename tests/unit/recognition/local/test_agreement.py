import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.recognition.local.agreement import Agreement, split_words


def test_the_first_decode_settles_nothing():
    assert Agreement().hear("And so my") == ("", "And so my")


def test_what_two_decodes_agree_on_is_settled_and_the_rest_is_tentative():
    agreement = Agreement()
    agreement.hear("And so my fellow")
    assert agreement.hear("And so my friend is") == ("And so my", " friend is")


def test_the_last_word_is_never_settled():
    agreement = Agreement()
    agreement.hear("go forward")
    assert agreement.hear("go forward") == ("go", " forward")


def test_a_mark_behind_a_word_makes_it_another_word():
    agreement = Agreement()
    agreement.hear("ask not. And")
    assert agreement.hear("ask not what your") == ("ask", " not what your")


def test_chinese_characters_settle_one_by_one():
    agreement = Agreement()
    agreement.hear("欢迎大家来")
    assert agreement.hear("欢迎大家都来") == ("欢迎大家", "都来")


def test_a_later_decode_takes_nothing_back():
    agreement = Agreement()
    agreement.hear("one two three")
    agreement.hear("one two three four")
    assert agreement.hear("nine") == ("one two three", "")


@given(st.lists(st.text("ab好，。 \n", max_size=12), max_size=8))
def test_settled_text_only_grows(decodes: list[str]):
    agreement = Agreement()
    before = ""
    for text in decodes:
        settled, _ = agreement.hear(text)
        assert settled.startswith(before)
        before = settled


@given(st.text("abc 好，。!\n"))
def test_words_joined_are_the_text(text: str):
    assert "".join(split_words(text)).rstrip() == text.rstrip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("go forward", ["go", " forward"]),
        ("用 Python 写", ["用", " Python", " 写"]),
        ("你好world", ["你", "好", "world"]),
        ("对，是", ["对", "，", "是"]),
    ],
)
def test_words_are_split_by_script(text: str, words: list[str]):
    assert split_words(text) == words
