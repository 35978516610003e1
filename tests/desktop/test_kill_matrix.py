"""Whatever is killed at whatever moment: delivered once, or offered with its whole recording.

Half of the steps in the normal run, with each victim in turn; every cell with ``-m matrix``.
"""

import itertools
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.desktop import killing

DESKTOPS = 3
PAIRS = [
    ("first_block", "program"),
    ("mid_sentence", "program"),
    ("backing_off", "display"),
    ("recognising", "service"),
    ("mid_sentence", "engine"),
    ("typing", "program"),
    ("pasting", "program"),
    ("first_partial", "sound"),
]
CELLS = list(itertools.product(killing.STEPS, killing.VICTIMS))


def playing(cells: list[tuple[str, str]]) -> Iterator[dict[tuple[str, str], "Future[str]"]]:
    with ThreadPoolExecutor(DESKTOPS) as pool:
        yield {cell: pool.submit(killing.run, *cell) for cell in cells}
        pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="module")
def pairs() -> Iterator[dict[tuple[str, str], "Future[str]"]]:
    yield from playing(PAIRS)


@pytest.fixture(scope="module")
def cells() -> Iterator[dict[tuple[str, str], "Future[str]"]]:
    yield from playing(CELLS)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("cell", PAIRS, ids="-".join)
def test_a_kill_costs_no_word(cell: tuple[str, str], pairs: dict[tuple[str, str], "Future[str]"]):
    assert pairs[cell].result()


@pytest.mark.matrix
@pytest.mark.timeout(900)
@pytest.mark.parametrize("cell", CELLS, ids="-".join)
def test_every_victim_at_every_step(
    cell: tuple[str, str],
    cells: dict[tuple[str, str], "Future[str]"],
    record_property: pytest.FixtureRequest,
):
    outcome = cells[cell].result()
    record_property("outcome", outcome)  # type: ignore[operator]
    print(f"CELL {cell[0]} {cell[1]}: {outcome}")
