"""A hundred thousand simulated afternoons: no word lost, none typed twice or elsewhere.

A failing seed is printed; ``Simulation(seed, …).run()`` repeats it to the last event.
"""

import pytest

from qwen_dictate.core import settings as options
from qwen_dictate.core.settings import Settings
from tests.integration.core.simulation import Simulation

RUNS = 100_000
PARTS = 8
CASES: tuple[tuple[dict[str, object], bool], ...] = (
    ({"hotkey.mode": "hold", "hotkey.push_to_talk": "f9"}, True),
    ({"hotkey.mode": "hold", "service.fallback": "wait"}, True),
    ({"hotkey.mode": "toggle", "service.fallback": "wait"}, False),
    ({"hotkey.mode": "hybrid", "service.fallback": "none"}, True),
    ({"hotkey.mode": "hybrid", "hotkey.push_to_talk": "ctrl+alt+space"}, False),
    ({"hotkey.mode": "hybrid", "delivery.review": True}, True),
)


def made(case: dict[str, object]) -> Settings:
    settings = Settings()
    for key, value in case.items():
        settings = options.put(settings, key, value)
    return settings


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_happens_the_promises_are_kept(part: int):
    cases = [(made(case), local) for case, local in CASES]
    for seed in range(part, RUNS, PARTS):
        settings, local = cases[seed // PARTS % len(cases)]
        try:
            Simulation(seed, settings, local=local).run()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
