"""The way to the service breaks at every point of a dictation: typed once, whole, or kept.

Every other point, and each fault, in the normal run; every cell with ``-m matrix``. What the
service itself does wrong is in test_service_faults.
"""

import itertools
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from tests.desktop.breaking import Break, Broken
from tests.integration.emulator.tamper import FAULTS, POINTS

DESKTOPS = 3
ALWAYS = 99
TURNS = itertools.cycle(FAULTS)
PAIRS = [
    *(Break(point, next(TURNS)) for point in POINTS[1::2]),
    Break("transcription.text", "half-open", 1, "wait", refusing_s=10.0),
]
OUTAGES = [
    Break(point, fault, 1, fallback, refusing_s)
    for point, fault, refusing_s in (
        ("transcription.text", "reset", 10.0),
        ("transcription.text", "half-open", 10.0),
        ("sound", "reset", -1.0),
        ("buffer.committed", "reset", -1.0),
    )
    for fallback in ("none", "local", "wait")
]
CELLS = [
    *(Break(point, fault, times) for times in (1, ALWAYS) for fault in FAULTS for point in POINTS),
    *OUTAGES,
]


class Tour:
    """Plays cells on several stages at once; ``outcome`` waits for one of them."""

    def __init__(self, cells: list[Break]) -> None:
        self._left = list(cells)
        self._lock = threading.Lock()
        self._outcomes: dict[Break, Future[str]] = {cell: Future() for cell in cells}
        self._ends: list[Future[None]] = [Future() for _ in range(DESKTOPS)]
        self._threads = [threading.Thread(target=self._work, args=(end,)) for end in self._ends]
        for thread in self._threads:
            thread.start()

    def outcome(self, cell: Break) -> str:
        return self._outcomes[cell].result()

    def well(self) -> None:
        """Every stage was as new at its end."""
        for end in self._ends:
            end.result()

    def close(self) -> None:
        with self._lock:
            self._left.clear()
        for thread in self._threads:
            thread.join()

    def _work(self, end: "Future[None]") -> None:
        try:
            with Broken() as broken:
                while (cell := self._next()) is not None:
                    self._play(broken, cell)
                broken.end()
            end.set_result(None)
        except BaseException as error:
            end.set_exception(error)

    def _next(self) -> Break | None:
        with self._lock:
            return self._left.pop(0) if self._left else None

    def _play(self, broken: Broken, cell: Break) -> None:
        try:
            self._outcomes[cell].set_result(broken.play(cell))
        except BaseException as error:
            self._outcomes[cell].set_exception(error)


@pytest.fixture(scope="module")
def pairs() -> Iterator[Tour]:
    tour = Tour(PAIRS)
    yield tour
    tour.close()


@pytest.fixture(scope="module")
def cells() -> Iterator[Tour]:
    tour = Tour(CELLS)
    yield tour
    tour.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("cell", PAIRS, ids=str)
def test_a_broken_way_costs_no_word(cell: Break, pairs: Tour):
    assert pairs.outcome(cell)


@pytest.mark.timeout(60)
def test_afterwards_nothing_came_twice_and_all_is_well(pairs: Tour):
    pairs.well()


@pytest.mark.matrix
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_every_fault_at_every_point(cell: Break, cells: Tour):
    print(f"CELL {cell}: {cells.outcome(cell)}")
