import pytest

from qwen_dictate.core.errors import KeyRefused, SettingsError
from qwen_dictate.recognition.qwen.session import check_key, is_echo, options, tokens


def test_auto_leaves_the_language_out() -> None:
    assert options("auto", "").language is None
    assert options("zh", "").language == "zh"


def test_an_empty_context_is_left_out() -> None:
    assert options("auto", "  \n").context is None
    assert options("auto", " Qwen, Kubernetes ").context == "Qwen, Kubernetes"


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("word", 1), ("words", 2), ("阿里云", 3), ("云cloud 2", 4)]
)
def test_tokens_are_estimated(text: str, count: int) -> None:
    assert tokens(text) == count


def test_a_context_that_is_too_long_is_refused_without_being_quoted() -> None:
    options("auto", "云" * 10_000)
    with pytest.raises(SettingsError) as caught:
        options("auto", "云" * 10_001)
    assert "云" not in str(caught.value)
    assert not caught.value.retry


def test_the_context_does_not_appear_in_a_repr() -> None:
    assert "secret" not in repr(options("auto", "secret"))


@pytest.mark.parametrize(
    ("transcript", "context", "echo"),
    [
        ("Qwen, Bailian", "Qwen,  Bailian\n", True),
        ("Qwen", "Qwen, Bailian", False),
        ("", "", False),
    ],
)
def test_a_final_equal_to_the_context_is_an_echo(transcript: str, context: str, echo: bool) -> None:
    assert is_echo(transcript, context) is echo


@pytest.mark.parametrize("key", ["sk-1\r\nX-Evil: 1", "sk- 1", "sk-钥匙", "sk-\t1"])
def test_what_cannot_stand_in_a_header_is_no_key(key: str) -> None:
    check_key("sk-ws-0123.abc_DEF")
    with pytest.raises(KeyRefused) as caught:
        check_key(key)
    assert key not in str(caught.value)
