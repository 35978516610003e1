"""What a user has edited survives what is recognised later."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.core.text.merge import merge

WORDS = st.lists(st.sampled_from(["go", "forward", "ten", "meters", "，", "你好", "."]), max_size=8)
TEXTS = WORDS.map(" ".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("I want to", "I wish to", "I want to go home", "I wish to go home"),
        ("I want to", "I wish", "I want to go home", "I wish go home"),
        ("I want too", "I want to", "I want two apples", "I want to apples"),
        ("see you", "see you soon,", "see you tomorrow", "see you soon, tomorrow"),
        ("its a test", "It's a test", "its a test of it.", "It's a test of it."),
        ("call Mister Wong now", "call Mr Wong now", "call Mister Wang now", "call Mr Wang now"),
        ("one two three", "one three", "One, two three.", "One, three."),
        ("今天天汽", "今天很好天汽", "今天天气不错", "今天很好天气不错"),
        ("今天天汽", "今天天气", "今天天汽不错", "今天天气不错"),
        ("", "note: ", "hello", "note: hello"),
        ("a b c", "", "a b c d", " d"),
    ],
)
def test_both_sides_have_their_changes(base, mine, theirs, merged):
    assert merge(base, mine, theirs) == merged


@given(TEXTS, TEXTS)
def test_who_changed_nothing_gets_what_the_other_has(base, other):
    assert merge(base, base, other) == other
    assert merge(base, other, base) == other


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_said_afterwards_follows_the_edited_text(base, mine, more):
    if mine != base + more:
        assert merge(base, mine, base + more) == mine + more


@given(TEXTS, TEXTS, st.integers(0, 80))
def test_what_the_user_put_in_is_never_lost(base, theirs, place):
    assert "new" in merge(base, f"{base[:place]}new{base[place:]}", theirs)


def test_an_hour_of_speech_is_merged_in_a_moment():
    hour = "so this is a sentence that somebody said in a meeting " * 900
    mine = hour.replace("meeting", "party", 1)
    assert merge(hour + "and the", mine + "and the", hour + "and then we") == mine + "and then we"
