import pytest

from qwen_dictate.delivery.graphemes import graphemes, is_simple

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize("text", ["plain", "你好,世界。", "naïve – é", "\U0001f600", ""])
def test_one_backspace_takes_one_of_these(text):
    assert is_simple(text)
    assert graphemes(text) == list(text)


@pytest.mark.parametrize(
    "text", ["e\u0301", FAMILY, "\U0001f1e9\U0001f1ea", "a\nb", "क्षि", "❤\ufe0f"]
)
def test_of_these_nobody_knows_how_much_it_takes(text):
    assert not is_simple(text)
