"""Whatever order things happen in: no text twice, none after a cancel, order kept, all at rest."""

import copy
import random

import pytest

from qwen_dictate.core import settings as options
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.utterance import Phase
from tests.unit.core.walk import World

CASES = [
    {"hotkey.mode": "hold", "hotkey.push_to_talk": "f9"},
    {"hotkey.mode": "toggle", "hotkey.push_to_talk": "f9", "service.fallback": "wait"},
    {"hotkey.mode": "hybrid", "hotkey.push_to_talk": "right_ctrl", "service.fallback": "none"},
    {"hotkey.mode": "hybrid", "delivery.review": True, "hotkey.review": "f8"},
]


def world(case: dict[str, object], local: bool) -> World:
    settings = Settings()
    for key, value in case.items():
        settings = options.put(settings, key, value)
    return World(Dictation(settings, local_installed=local))


def assert_at_rest(found: World) -> None:
    found.finish()
    assert not found.recording
    assert not found.delivering
    assert found.state.pending == 0
    assert not found.state.watching
    assert not found.timers
    rest = {u.phase for u in found.state.utterances}
    assert rest <= {Phase.KEPT}
    numbers = [number for number, _ in found.deliveries]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.get("hotkey.mode"))
@pytest.mark.parametrize("local", [True, False], ids=["local", "no-local"])
def test_random_orders_come_to_rest_and_keep_the_promises(case: dict[str, object], local: bool):
    for seed in range(250):
        chance = random.Random(seed)
        found = world(case, local)
        for _ in range(chance.randint(5, 60)):
            found.take(chance.choice(found.choices()))
        assert_at_rest(found)


def test_every_order_of_the_first_steps_comes_to_rest():
    """Exhaustive to depth 5 over all that may happen, each followed by a good end."""
    frontier = [world(CASES[0], True)]
    for _ in range(5):
        following: dict[str, World] = {}
        for found in frontier:
            for choice in found.choices():
                branch = copy.deepcopy(found)
                branch.take(choice)
                key = repr((branch.state, sorted(branch.timers), branch.stopped, branch.commits))
                following.setdefault(key, branch)
        frontier = list(following.values())
        for branch in frontier:
            assert_at_rest(copy.deepcopy(branch))
    assert len(frontier) > 100
