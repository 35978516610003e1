"""Key edges: hold, toggle, hybrid, lone modifiers, bounces."""

import pytest

from qwen_dictate.core import trigger
from qwen_dictate.core.trigger import Action, Mode, Trigger

HOLD = Mode("hold", 350, False)
TOGGLE = Mode("toggle", 350, False)
HYBRID = Mode("hybrid", 350, False)
LONE = Mode("hybrid", 350, True)


def play(mode: Mode, edges: list[tuple[str, float]]) -> list[Action]:
    state, recording, seen = Trigger(), False, []
    for kind, at in edges:
        if kind == "other":
            state, action = trigger.used_otherwise(state)
        else:
            move = trigger.press if kind == "down" else trigger.release
            state, action = move(state, mode, at, recording=recording)
        if action is Action.BEGIN:
            recording = True
        elif action in (Action.END, Action.DROP):
            recording = False
        seen.append(action)
    return seen


N, B, E, D = Action.NOTHING, Action.BEGIN, Action.END, Action.DROP


@pytest.mark.parametrize(
    ("mode", "edges", "expected"),
    [
        (HOLD, [("down", 0), ("up", 0.05)], [B, E]),
        (HOLD, [("down", 0), ("up", 2)], [B, E]),
        (TOGGLE, [("down", 0), ("up", 2), ("down", 3), ("up", 3.1)], [B, N, E, N]),
        (HYBRID, [("down", 0), ("up", 0.1), ("down", 2), ("up", 2.1)], [B, N, E, N]),
        (HYBRID, [("down", 0), ("up", 0.36)], [B, E]),
        (HYBRID, [("down", 0), ("up", 0.35)], [B, N]),
        (LONE, [("down", 0), ("up", 0.1), ("down", 2), ("up", 2.1)], [B, N, N, E]),
    ],
)
def test_modes(mode: Mode, edges: list[tuple[str, float]], expected: list[Action]):
    assert play(mode, edges) == expected


def test_a_lone_modifier_used_as_a_modifier_drops_what_its_press_began():
    assert play(LONE, [("down", 0), ("other", 0.2), ("up", 0.5)]) == [B, D, N]


def test_a_lone_modifier_used_as_a_modifier_leaves_a_latched_utterance_alone():
    edges = [("down", 0), ("up", 0.1), ("down", 2), ("other", 2.2), ("up", 2.4)]
    assert play(LONE, edges) == [B, N, N, N, N]


def test_a_bouncing_contact_is_one_press():
    edges = [("down", 0), ("up", 0.004), ("down", 0.010), ("up", 1.0)]
    assert play(HYBRID, edges) == [B, N, N, E]
    assert play(TOGGLE, [*edges, ("down", 2), ("up", 2.1)]) == [B, N, N, N, E, N]


def test_repeated_edges_of_one_direction_mean_nothing():
    assert play(HOLD, [("down", 0), ("down", 0.5), ("up", 1), ("up", 1.1)]) == [B, N, E, N]
    assert play(HOLD, [("other", 0)]) == [N]


def test_in_hold_mode_the_release_ends_what_a_button_began():
    state, action = trigger.press(Trigger(), HOLD, 5.0, recording=True)
    assert action is Action.NOTHING
    _, action = trigger.release(state, HOLD, 5.1, recording=True)
    assert action is Action.END


def test_in_hybrid_mode_the_press_ends_what_a_button_began():
    _, action = trigger.press(Trigger(), HYBRID, 5.0, recording=True)
    assert action is Action.END
