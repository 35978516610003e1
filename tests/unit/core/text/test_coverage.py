import pytest

from qwen_dictate.core.text.coverage import longer, missing, too_little, words


def test_words_have_no_case_and_no_punctuation_and_each_chinese_character_is_one():
    assert words("It’s 3 o'clock, 你好。World!") == ["it’s", "3", "o'clock", "你", "好", "world"]


@pytest.mark.parametrize(
    ("partial", "final", "head", "tail"),
    [
        ("go forward ten meters", "Go forward.", (), ("ten", "meters")),
        ("go forward ten meters", "Ten meters.", ("go", "forward"), ()),
        ("go forward ten metres", "Go forward ten meters.", (), ()),
        ("go forward", "Go forward ten meters.", (), ()),
        ("今天天气很好", "今天天气。", (), ("很", "好")),
        ("so we went", "Something else entirely was said here", (), ()),
        ("go forward", "", (), ("go", "forward")),
    ],
)
def test_a_final_that_lost_an_end_of_its_partial_is_seen(partial, final, head, tail):
    found = missing(partial, final)
    assert (found.head, found.tail) == (head, tail)


def test_too_few_letters_for_so_much_speech():
    assert too_little("Go forward.", 2.5)
    assert not too_little("Go forward ten meters.", 1.8)
    assert too_little("今天", 2.0)
    assert not too_little("今天天气很好", 2.0)
    assert not too_little("", 0.5)


def test_only_the_same_and_more_is_offered():
    assert longer("Go forward.", "Go forward ten meters.")
    assert not longer("Go forward ten meters.", "Go forward.")
    assert not longer("Go forward ten meters.", "Go forward, ten metres.")
    assert not longer("Go forward ten meters.", "Thanks for watching, see you next time.")
