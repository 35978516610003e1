"""history/search: what goes into the index and how it is asked."""

import pytest

from qwen_dictate.history.search import question, spaced


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", "plain words"),
        ("用Qwen听写", " 用 Qwen 听  写 "),
        ("カタ ひら 한글 𠀀", " カ  タ   ひ  ら   한  글   𠀀 "),
        ("", ""),
    ],
)
def test_every_cjk_character_stands_between_spaces(text, expected):
    assert spaced(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hello wor", '"hello wor"*'),
        ("hello ", '"hello"'),
        ("你好", '"你  好"'),
        ('say "it"', '"say ""it"""'),
        ("a\0b", '"a b"*'),
        ("qwen 3", '"qwen 3"*'),
        ("…!?", ""),
        ("", ""),
    ],
)
def test_a_question_is_a_phrase_whose_last_word_may_be_unfinished(words, expected):
    assert question(words) == expected
