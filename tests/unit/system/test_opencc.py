import pytest

from qwen_dictate.system import opencc


@pytest.mark.parametrize(
    ("text", "characters", "converted"),
    [
        ("語音識別和頭髮", "simplified", "语音识别和头发"),
        ("享受著涼爽的秋風，著名的著作", "simplified", "享受着凉爽的秋风，著名的著作"),
        ("语音识别和头发，发展", "traditional", "語音識別和頭髮，發展"),
        ("語音 Hello", "as_is", "語音 Hello"),
        ("语音识别", "simplified", "语音识别"),
    ],
)
def test_characters_become_the_wanted_ones(text: str, characters: str, converted: str):
    assert opencc.convert(text, characters) == converted
