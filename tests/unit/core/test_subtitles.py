from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.core.subtitles import APART_S, LONGEST_S, SHORTEST_S, Line, cues

JFK = (
    "And so, my fellow Americans, ask not what your country can do for you, "
    "ask what you can do for your country."
)
VOICED = ((0.3, 2.0), (3.2, 4.4), (5.3, 7.6), (8.1, 10.5))
CHINESE = "但是首先我想说的是，今天我们要讨论的问题非常重要，它关系到我们每一个人的生活。"


def texts(lines):
    return [" ".join(cue.rows) for cue in cues(lines)]


def test_a_short_line_is_one_cue_with_its_own_times():
    (cue,) = cues([Line(1.0, 3.0, "Good morning.", "Me")])
    assert (cue.start_s, cue.end_s, cue.rows, cue.speaker) == (1.0, 3.0, ("Good morning.",), "Me")


def test_a_long_line_is_divided_where_its_clauses_end():
    assert texts([Line(0.3, 10.5, JFK, voiced=VOICED)]) == [
        "And so, my fellow Americans, ask not what your country can do for you,",
        "ask what you can do for your country.",
    ]


def test_a_division_near_a_pause_is_at_the_pause():
    first, second = cues([Line(0.3, 10.5, JFK, voiced=VOICED)])
    assert (first.start_s, first.end_s) == (0.3, 7.3)  # 7 s at most
    assert (second.start_s, second.end_s) == (8.1, 10.5)


def test_sentences_are_not_mixed_where_they_do_not_fit_together():
    text = "This is the first sentence of all that were said today. " * 2
    assert texts([Line(0, 9, text + "Really?")]) == [
        "This is the first sentence of all that were said today.",
        "This is the first sentence of all that were said today. Really?",
    ]


def test_rows_are_about_equally_long():
    (cue,) = cues([Line(0, 5, "one two three four five six seven eight nine ten eleven")])
    assert cue.rows == ("one two three four five six", "seven eight nine ten eleven")


def test_chinese_rows_have_18_characters_at_most_and_never_begin_with_a_mark():
    rows = [row for cue in cues([Line(0, 30, CHINESE * 4)]) for row in cue.rows]
    assert all(len(row) <= 19 for row in rows)
    assert not any(row[0] in "，。" for row in rows)
    assert "".join(rows) == CHINESE * 4


def test_a_short_cue_stays_as_long_as_it_takes_to_read_it():
    one, two = cues([Line(1, 1.2, "Yes."), Line(9, 9.1, "No.")])
    assert (one.end_s, two.end_s) == pytest.approx((1 + SHORTEST_S, 9 + SHORTEST_S))


def test_cues_of_one_speaker_never_overlap_and_those_of_two_may():
    lines = [Line(1, 2, "I say.", "Me"), Line(1.5, 3, "No, I!", "Them"), Line(2, 3, "Well.", "Me")]
    first, other, last = cues(lines)
    assert first.end_s == pytest.approx(last.start_s - APART_S)
    assert other.start_s == 1.5


def test_a_line_without_words_gives_no_cue():
    assert cues([Line(0, 1, " \n ")]) == ()


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 60), st.text(max_size=300)), max_size=5),
    st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)).map(sorted).map(tuple), max_size=4),
)
def test_whatever_is_said_no_character_is_lost_and_every_cue_is_acceptable(said, voiced):
    voiced = tuple(stretch for stretch in sorted(voiced) if stretch[0] < stretch[1])
    lines = [Line(start, start + more, text, voiced=voiced) for start, more, text in said]
    for line in lines:
        made = cues([line])
        assert "".join("".join(cue.rows) for cue in made).replace(" ", "") == "".join(
            line.text.split()
        ).replace(" ", "")
        assert all(1 <= len(cue.rows) <= 2 for cue in made)
    for before, after in pairwise(cues(lines)):
        assert before.start_s <= after.start_s
    for cue in cues(lines):
        assert 0 < cue.end_s - cue.start_s <= LONGEST_S + 0.001
