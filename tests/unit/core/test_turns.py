"""Where speech is cut into turns, and which silence is not sent."""

import itertools

import pytest

from qwen_dictate.core.segments import LEAD_MARKS, Limits
from qwen_dictate.core.turns import MARK_S, Begin, End, Gate, Turns, Upto

LIMITS = Limits(look_from_s=12.0, cut_by_s=20.0)


def cut(marks: list[bool], levels: list[float] | None = None) -> list[tuple[int, int]]:
    """The turns, after checking that each is asked for whole, in order, once."""
    turns = Turns(LIMITS)
    found: list[tuple[int, int]] = []
    asked = start = -1
    steps = []
    for number, mark in enumerate(marks):
        before = turns.needed_from
        new = turns.feed(mark, levels[number] if levels else (-20.0 if mark else -60.0))
        assert all(step.at >= before for step in new if isinstance(step, Begin))
        steps += new
    for step in (*steps, *turns.finish()):
        match step:
            case Begin(at):
                assert not found or at >= found[-1][1]
                start = asked = at
            case Upto(mark):
                assert mark >= asked
                asked = mark
            case End(at):
                assert asked == at
                found.append((start, at))
    return found


def marks(*stretches: tuple[bool, float]) -> list[bool]:
    return [mark for mark, seconds in stretches for _ in range(round(seconds / MARK_S))]


def test_silence_has_no_turn():
    assert cut(marks((False, 30.0))) == []
    assert cut([]) == []


def test_a_single_mark_is_a_click():
    assert cut([False] * 20 + [True] + [False] * 40) == []


def test_a_turn_has_room_before_it_and_ends_after_a_pause():
    ((start, end),) = cut(marks((False, 2.0), (True, 3.0), (False, 2.0)))
    assert 1.5 <= start * MARK_S <= 1.8
    assert 5.2 <= end * MARK_S <= 5.5


def test_a_short_pause_is_inside_a_turn():
    assert len(cut(marks((True, 2.0), (False, 0.2), (True, 2.0), (False, 1.0)))) == 1
    assert len(cut(marks((True, 2.0), (False, 0.6), (True, 2.0), (False, 1.0)))) == 2


def test_what_is_open_at_the_end_is_a_turn():
    assert len(cut(marks((False, 1.0), (True, 1.0)))) == 1


def test_a_long_turn_is_cut_at_its_quietest_and_nothing_is_left_out():
    speech = marks((True, 60.0))
    levels = [-20.0] * len(speech)
    quiet = round(15.5 / MARK_S)
    levels[round(12.5 / MARK_S)], levels[quiet] = -50.0, -45.0
    turns = cut(speech, levels)
    assert turns[0][1] in (quiet + 1, quiet + 2)
    for before, after in itertools.pairwise(turns):
        assert before[1] == after[0]
    assert all((end - start) * MARK_S <= 20.1 for start, end in turns)
    assert turns[-1][1] == len(speech)


@pytest.mark.parametrize("gap_s", [1.0, 1.9])
def test_pauses_in_speech_are_sent(gap_s: float):
    assert _sent(marks((True, 2.0), (False, gap_s), (True, 2.0))) == pytest.approx(
        4.0 + gap_s, abs=0.1
    )


def test_long_silence_is_not_sent_but_what_is_before_speech_is():
    sent = _sent(marks((True, 2.0), (False, 60.0), (True, 2.0), (False, 60.0)))
    assert 4.0 + 2 * 1.9 + LEAD_MARKS * MARK_S - 0.2 <= sent <= 4.0 + 2 * 2.1 + 0.6


def test_a_voice_that_the_detector_misses_is_sent_by_its_loudness():
    gate = Gate()
    for _ in range(400):
        gate.feed(False, -70.0)
    assert not gate.open
    sent = [gate.feed(False, -50.0) for _ in range(10)]
    assert gate.open
    assert LEAD_MARKS in sent


def _sent(speech: list[bool]) -> float:
    gate = Gate()
    unsent = sent = 0
    for mark in speech:
        unsent += 1
        wanted = min(gate.feed(mark, -20.0 if mark else -60.0), unsent)
        sent += wanted
        unsent = 0 if wanted else unsent
    return sent * MARK_S
