import json

import pytest

from qwen_dictate.core.errors import EngineError
from qwen_dictate.recognition.local import vocabulary

# "Ġ" is GPT-2's letter for a space, "ä½ł" and "å¥½" are the bytes of 你 and 好.
TOKENS = ["Hello", "Ġworld", "ä½", "ł", "å¥½", "<|endoftext|>", "<|zh|>"]


def test_tokens_become_text_and_characters_spread_over_tokens_are_joined():
    words = vocabulary.Vocabulary(TOKENS)
    assert words.text([0, 1]) == "Hello world"
    assert words.text([2, 3, 4]) == "你好"


def test_special_tokens_say_nothing():
    assert vocabulary.Vocabulary(TOKENS).text([6, 0, 5]) == "Hello"


def test_a_character_that_is_cut_is_left_out():
    assert vocabulary.Vocabulary(TOKENS).text([0, 2]) == "Hello"


@pytest.mark.parametrize("name", ["vocabulary.txt", "vocabulary.json"])
def test_both_kinds_of_file_are_read(tmp_path, name):
    text = json.dumps(TOKENS) if name.endswith("json") else "\n".join(TOKENS)
    (tmp_path / name).write_text(text, encoding="utf-8")
    loaded = vocabulary.load(tmp_path)
    assert loaded.number("<|zh|>") == 6
    assert loaded.text([1]) == " world"


@pytest.mark.parametrize("text", [None, "{}", "[", '["a"]'])
def test_a_damaged_vocabulary_is_told_plainly(tmp_path, text):
    if text is not None:
        (tmp_path / "vocabulary.json").write_text(text, encoding="utf-8")
    with pytest.raises(EngineError, match="damaged"):
        vocabulary.load(tmp_path)
