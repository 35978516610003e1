"""core/text/finish: the steps together."""

from qwen_dictate.core.settings import Text
from qwen_dictate.core.text.finish import finish

TRADITIONAL = str.maketrans("问汉语", "問漢語")


def convert(text: str, mode: str) -> str:
    return text.translate(TRADITIONAL) if mode == "traditional" else text


def test_by_default_nothing_changes():
    assert finish("hello comma 千问 汉语", Text(), convert) == "hello comma 千问 汉语"


def test_a_replacement_is_found_in_the_characters_before_and_after():
    table = {"千问": "Qwen", "漢語": "汉语"}
    text = finish("千问汉语", Text(replacements=table, chinese="traditional"), convert)
    assert text == "Qwen汉语"


def test_every_step_follows_the_one_before():
    wanted = Text(replacements={"bob": "Bob"}, spoken_punctuation=True, sentence_case=True)
    assert finish("hello comma bob period yes", wanted, convert) == "Hello, Bob. Yes"
