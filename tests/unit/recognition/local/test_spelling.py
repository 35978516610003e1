import pytest

from qwen_dictate.recognition.local.spelling import spell


def told(text: str, characters: str) -> str:
    return f"{characters}:{text}"


def same(text: str, _characters: str) -> str:
    return text


@pytest.mark.parametrize(
    ("chinese", "characters"),
    [("as_is", "simplified"), ("simplified", "simplified"), ("traditional", "traditional")],
)
def test_chinese_is_simplified_unless_it_is_to_be_traditional(chinese: str, characters: str):
    assert spell("你好", "zh", chinese, told) == f"{characters}:你好"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("对,这就是我", "对，这就是我"),
        ("你好吗? 很好.", "你好吗？很好。"),
        ("街道上 仿佛是", "街道上，仿佛是"),
        ("我用 Python 写,你呢", "我用 Python 写，你呢"),
        ("我用Python, 你呢", "我用Python，你呢"),
        ("价格是3.5元", "价格是3.5元"),
        ("时间是10:30", "时间是10:30"),
        ("我想...", "我想……"),
        (" 你好 ", "你好"),
    ],
)
def test_marks_in_chinese_are_full_width_and_pauses_are_commas(said: str, written: str):
    assert spell(said, "zh", "as_is", same) == written


def test_other_languages_stay_as_the_model_writes_them():
    assert spell(" Hello, world. 3.5 ", "en", "traditional", told) == "Hello, world. 3.5"
    assert spell("会議,です", "ja", "simplified", told) == "会議,です"
