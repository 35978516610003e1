from qwen_dictate.hotkeys.change import Change, Kind
from qwen_dictate.hotkeys.x11_codes import BUTTON, Codes
from qwen_dictate.hotkeys.x11_presses import Presses

CTRL, ALT = 4, 8
LEFT_CTRL, RIGHT_CTRL, LEFT_ALT, LEFT_SHIFT = 37, 105, 64, 50
SPACE, F9, ESC, C = 65, 75, 9, 54
CTRL_KEYS, ALT_KEYS = frozenset({37, 105}), frozenset({64})

CHORD = Codes((SPACE,), CTRL | ALT, (CTRL_KEYS, ALT_KEYS))
LONE = Codes((RIGHT_CTRL,), CTRL, lone=True, kin=CTRL_KEYS)
CANCEL = Codes((ESC,))


class Board:
    """A keyboard that knows what is down, and the presses that are told of it."""

    def __init__(self, **bound: Codes) -> None:
        self.down: frozenset[int] = frozenset()
        self.presses = Presses(lambda: self.down)
        self.presses.bind(bound, CTRL | ALT, CTRL_KEYS | ALT_KEYS | {LEFT_SHIFT})

    def seen(self, *codes: int) -> list[Change]:
        changes: list[Change] = []
        for code in codes:
            self.down |= {code}
            changes += self.presses.seen_press(code)
        return changes

    def grabbed(self, code: int, state: int = 0) -> list[Change]:
        self.down |= {code}
        return self.presses.grabbed_press(code, state)

    def release(self, *codes: int) -> list[Change]:
        changes: list[Change] = []
        for code in codes:
            self.down -= {code}
            changes += self.presses.release(code)
        return changes


def down(role: str = "talk") -> list[Change]:
    return [Change(role, Kind.DOWN)]


def up(role: str = "talk") -> list[Change]:
    return [Change(role, Kind.UP)]


def used(role: str = "talk") -> list[Change]:
    return [Change(role, Kind.USED_OTHERWISE)]


def test_repeats_are_one_press():
    board = Board(talk=Codes((F9,)))
    assert board.grabbed(F9) == down()
    assert board.grabbed(F9) == []
    assert board.release(F9) == up()
    assert board.grabbed(F9) == down()


def test_first_key_up_ends_a_chord():
    for first in (SPACE, LEFT_CTRL, LEFT_ALT):
        board = Board(talk=CHORD)
        board.seen(LEFT_CTRL, LEFT_ALT)
        assert board.grabbed(SPACE, CTRL | ALT) == down()
        assert board.release(first) == up()
        assert board.release(*{SPACE, LEFT_CTRL, LEFT_ALT} - {first}) == []
        assert not board.presses.any_down


def test_key_that_still_repeats_does_not_begin_again():
    board = Board(talk=CHORD)
    board.seen(LEFT_CTRL, LEFT_ALT)
    board.grabbed(SPACE, CTRL | ALT)
    board.release(LEFT_CTRL)
    board.seen(LEFT_CTRL)
    assert board.grabbed(SPACE, CTRL | ALT) == []


def test_other_modifiers_and_unknown_bits():
    board = Board(talk=CHORD)
    assert board.grabbed(SPACE, CTRL) == []
    board.release(SPACE)
    assert board.grabbed(SPACE, CTRL | ALT | 2 | 16 | 0x2000) == down()


def test_sticky_modifier_is_no_key_that_could_go_up():
    board = Board(talk=CHORD)
    assert board.grabbed(SPACE, CTRL | ALT) == down()
    assert board.presses.settle(board.presses.snapshot(), board.down) == []
    assert board.release(SPACE) == up()


def test_modifier_that_is_up_before_we_ask_ends_the_chord():
    board = Board(talk=CHORD)
    board.seen(LEFT_CTRL, LEFT_ALT)
    board.down -= {LEFT_CTRL}  # its event is still to come
    board.grabbed(SPACE, CTRL | ALT)
    assert board.release(LEFT_CTRL) == up()


def test_lone_modifier():
    board = Board(talk=LONE)
    assert board.presses.wants_seen
    assert board.seen(RIGHT_CTRL) == down()
    assert board.seen(RIGHT_CTRL) == []
    assert board.release(RIGHT_CTRL) == up()


def test_lone_modifier_with_another_key_is_told_once():
    for other in (C, BUTTON + 5, LEFT_SHIFT):
        board = Board(talk=LONE)
        board.seen(RIGHT_CTRL)
        assert board.seen(other) == used()
        assert board.seen(F9) == []
        assert board.release(RIGHT_CTRL) == up()


def test_its_other_side_is_no_other_use():
    board = Board(talk=LONE)
    assert board.seen(LEFT_CTRL, RIGHT_CTRL) == down()
    board.release(LEFT_CTRL)
    assert board.seen(LEFT_CTRL) == []


def test_lone_modifier_in_a_chord_is_nothing():
    for other in (LEFT_SHIFT, BUTTON + 1):
        board = Board(talk=LONE)
        board.seen(other)
        assert board.seen(RIGHT_CTRL, C) == []
        assert board.release(RIGHT_CTRL) == []


def test_letter_that_is_still_down_from_typing_does_not_matter():
    board = Board(talk=LONE)
    assert board.seen(C, RIGHT_CTRL) == down()


def test_missed_release_of_a_modifier_spoils_one_press_only():
    board = Board(talk=LONE)
    board.seen(LEFT_SHIFT)
    board.down -= {LEFT_SHIFT}
    assert board.seen(RIGHT_CTRL) == []
    board.release(RIGHT_CTRL)
    assert board.seen(RIGHT_CTRL) == down()


def test_key_that_was_down_at_binding_counts():
    board = Board()
    board.down = frozenset({LEFT_SHIFT})
    board.presses.bind({"talk": LONE}, CTRL | ALT, CTRL_KEYS | {LEFT_SHIFT})
    assert board.seen(RIGHT_CTRL) == []


def test_cancel_only_while_watched():
    board = Board(talk=LONE, cancel=CANCEL)
    assert board.grabbed(ESC) == []
    board.release(ESC)
    board.presses.watching_cancel = True
    assert board.grabbed(ESC) == down("cancel")
    board.presses.watching_cancel = False
    assert board.grabbed(ESC) == []
    assert board.release(ESC) == up("cancel")


def test_cancel_while_another_combination_is_held():
    board = Board(talk=LONE, cancel=CANCEL)
    board.presses.watching_cancel = True
    board.seen(RIGHT_CTRL)
    assert board.seen(ESC) == []
    assert board.grabbed(ESC, CTRL) == down("cancel")


def test_exact_combination_goes_before_cancel():
    board = Board(talk=Codes((ESC,), CTRL, (CTRL_KEYS,)), cancel=CANCEL)
    board.presses.watching_cancel = True
    assert board.grabbed(ESC, CTRL) == down()


def test_settle_ends_what_the_keyboard_says_is_up():
    board = Board(talk=CHORD)
    board.seen(LEFT_CTRL, LEFT_ALT)
    board.grabbed(SPACE, CTRL | ALT)
    before = board.presses.snapshot()
    assert board.presses.settle(before, board.down) == []
    assert board.presses.settle(before, frozenset({LEFT_CTRL, LEFT_ALT})) == up()
    assert not board.presses.any_down


def test_settle_leaves_a_newer_press_alone():
    board = Board(talk=Codes((F9,)))
    board.grabbed(F9)
    before = board.presses.snapshot()
    board.release(F9)
    board.grabbed(F9)
    assert board.presses.settle(before, frozenset()) == []


def test_seen_events_are_wanted_only_when_needed():
    board = Board(talk=Codes((BUTTON + 8,), CTRL, (CTRL_KEYS,)), cancel=CANCEL)
    assert not board.presses.wants_seen
    board.grabbed(BUTTON + 8, CTRL)
    assert board.presses.wants_seen
    board.release(BUTTON + 8)
    assert not board.presses.wants_seen
    lone_cancel = Board(cancel=LONE)
    assert not lone_cancel.presses.wants_seen
    lone_cancel.presses.watching_cancel = True
    assert lone_cancel.presses.wants_seen


def test_binding_keeps_what_stays_and_ends_the_rest():
    board = Board(talk=Codes((F9,)), undo=LONE)
    board.seen(RIGHT_CTRL)
    board.grabbed(F9)
    assert board.presses.bind({"talk": Codes((F9,))}, CTRL | ALT, CTRL_KEYS) == up("undo")
    assert board.release(F9) == up()


def test_end_all():
    board = Board(talk=Codes((F9,)))
    board.grabbed(F9)
    assert board.presses.end_all() == up()
    assert not board.presses.any_down
