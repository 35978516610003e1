import pytest
from hypothesis import given
from hypothesis import strategies as st

from qwen_dictate.core.keys import parse_keys
from qwen_dictate.hotkeys.change import Change, Kind
from qwen_dictate.hotkeys.held import Held, Verdict


def held(cancel: str = "esc", **bound: str) -> Held:
    made = Held()
    made.bind({role: parse_keys(keys) for role, keys in {**bound, "cancel": cancel}.items()})
    return made


def press(board: Held, *keys: str) -> list[Verdict]:
    return [board.event(key, down=True) for key in keys]


def release(board: Held, *keys: str) -> list[Verdict]:
    return [board.event(key, down=False) for key in keys]


DOWN, UP, USED = (Change("talk", kind) for kind in (Kind.DOWN, Kind.UP, Kind.USED_OTHERWISE))


def test_a_chord_is_taken_with_its_repeats_and_its_release():
    board = held(talk="ctrl+alt+space")
    assert press(board, "right_ctrl", "left_alt") == [Verdict(), Verdict()]
    assert press(board, "space") == [Verdict((DOWN,), taken=True)]
    assert press(board, "space", "space") == [Verdict(taken=True)] * 2
    assert release(board, "right_ctrl") == [Verdict((UP,))]
    assert press(board, "space") == [Verdict(taken=True)]
    assert release(board, "space", "left_alt") == [Verdict(taken=True), Verdict()]


def test_more_or_other_modifiers_are_another_combination():
    board = held(talk="ctrl+space")
    press(board, "left_shift", "left_ctrl")
    assert press(board, "space") == [Verdict()]
    release(board, "space", "left_shift")
    assert press(board, "space") == [Verdict((DOWN,), taken=True)]


def test_a_lone_modifier_is_observed_and_spoilt_by_another_key():
    board = held(talk="right_ctrl")
    assert press(board, "right_ctrl") == [Verdict((DOWN,))]
    assert press(board, "c") == [Verdict((USED,))]
    assert press(board, "v") == [Verdict()]
    assert release(board, "right_ctrl") == [Verdict((UP,))]


def test_a_lone_modifier_with_another_kind_of_modifier_or_a_button_begins_nothing():
    for other in ("left_shift", "mouse_x1"):
        board = held(talk="right_ctrl")
        press(board, other)
        assert press(board, "right_ctrl") == [Verdict()]


def test_the_other_side_of_the_same_modifier_spoils_nothing():
    board = held(talk="right_ctrl")
    press(board, "right_ctrl")
    assert press(board, "left_ctrl") == [Verdict()]


def test_cancel_is_taken_only_while_it_is_watched_and_spoils_no_lone_modifier():
    board = held(talk="right_ctrl")
    assert press(board, "esc") == [Verdict()]
    release(board, "esc")
    board.watching_cancel = True
    press(board, "right_ctrl")
    assert press(board, "esc") == [Verdict((Change("cancel", Kind.DOWN),), taken=True)]
    assert release(board, "esc") == [Verdict((Change("cancel", Kind.UP),), taken=True)]
    assert release(board, "right_ctrl") == [Verdict((UP,))]


def test_missed_releases_end_the_hold():
    board = held(talk="ctrl+f9")
    press(board, "left_ctrl", "f9")
    assert board.settle({"f9"}) == (UP,)
    assert not board.any_down


def test_what_is_bound_anew_stays_down_and_anything_else_goes_up():
    board = held(talk="f9")
    press(board, "f9")
    assert board.bind({"talk": parse_keys("f9"), "undo": parse_keys("f8")}) == ()
    assert board.bind({"talk": parse_keys("f8")}) == (UP,)


KEYS = ("left_ctrl", "right_ctrl", "left_alt", "space", "f9", "esc", "c", "mouse_x1")


@pytest.mark.parametrize("keys", ["ctrl+alt+space", "right_ctrl", "f9", "mouse_x1", "ctrl+f9"])
@given(events=st.lists(st.tuples(st.sampled_from(KEYS), st.booleans()), max_size=40))
def test_downs_and_ups_alternate_and_all_ends_when_all_keys_are_up(keys, events):
    board = held(talk=keys)
    board.watching_cancel = True
    told = [
        change
        for key, down in [*events, *((key, False) for key in KEYS)]
        for change in board.event(key, down=down).changes
    ]
    for role in ("talk", "cancel"):
        kinds = [c.kind for c in told if c.role == role and c.kind is not Kind.USED_OTHERWISE]
        assert kinds == [Kind.DOWN, Kind.UP] * (len(kinds) // 2)
    assert not board.any_down
    assert board.event("c", down=True) == Verdict()
