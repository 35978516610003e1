"""core/text/matches: the words of a search, found as the index finds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.core.text.matches import find_spans


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The quick brown fox", "quick bro", ["quick brown"]),
        ("The quick brown fox", "uick", []),
        ("Naïve CAFÉ, café", "cafe", ["CAFÉ", "café"]),
        ("我用听写写代码", "写", ["写", "写"]),
        ("我用听写写代码", "听写", ["听写"]),
        ("code 代码 code", "代码 co", ["代码 code"]),
        ("one, two", "one two", ["one, two"]),
        ("walrus", "", []),
        ("walrus", "***", []),
        ("aa aa aa", "aa aa", ["aa aa"]),
    ],
)
def test_what_is_marked(text, words, found):
    assert [text[start:end] for start, end in find_spans(text, words)] == found


@given(st.text(max_size=60), st.text(max_size=5))
def test_places_are_inside_in_order_and_apart(text, words):
    spans = find_spans(text, words)
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)
