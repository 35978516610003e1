"""Few rows in which every value meets every value of the other factors at least once."""

from collections.abc import Iterable, Sequence
from itertools import combinations, product


def pairwise(*factors: Sequence[str]) -> list[tuple[str, ...]]:
    """Rows of one value a factor; greedy and always the same, near the fewest possible."""
    rows = list(product(*factors))
    open_pairs = {pair for row in rows for pair in _pairs(row)}
    found: list[tuple[str, ...]] = []
    while open_pairs:
        best = max(rows, key=lambda row: len(open_pairs & _pairs(row)))
        open_pairs -= _pairs(best)
        found.append(best)
    return found


def _pairs(row: Iterable[object]) -> set[tuple[int, object, int, object]]:
    numbered = list(enumerate(row))
    return {(i, a, j, b) for (i, a), (j, b) in combinations(numbered, 2)}
