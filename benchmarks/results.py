"""One measured line, and the table of them. Pure."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADER = ("what", "ours", "bare stack", "ratio", "budget", "met?", "how")


@dataclass(frozen=True)
class Options:
    """What the caller asked for.

    Attributes:
        quick: fewer repetitions.
        many: how many dictations in a row.
        minutes: how long the soak takes.
    """

    quick: bool = False
    many: int = 400
    minutes: float = 60


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes:
        what: was measured.
        ours: the number; None: it could not be measured.
        unit: of ``ours`` and ``bare``.
        bare: the same, done by the least that can do it.
        budget: in words.
        limit: the budget as a number in ``unit``; None: there is none for this line.
        how: in a few words: how often, which number of them, what else was seen.
    """

    what: str
    ours: float | None
    unit: str
    bare: float | None = None
    budget: str = ""
    limit: float | None = None
    how: str = ""

    @property
    def met(self) -> bool | None:
        if self.limit is None:
            return None
        return self.ours is not None and self.ours <= self.limit

    @property
    def ratio(self) -> float | None:
        if self.ours is None or not self.bare or self.bare < 0 or self.ours < 0:
            return None
        return self.ours / self.bare


def table(results: Iterable[Result]) -> str:
    """A Markdown table."""
    rows = [HEADER, tuple("---" for _ in HEADER), *map(_cells, results)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def middle(values: Sequence[float], unit: str = "ms") -> str:
    """The spread in words, beside the median that the line shows."""
    low, high = min(values), max(values)
    return f"median of {len(values)}, {number(low)} to {number(high)} {unit}"


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much y grows with each x, by least squares."""
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def number(value: float) -> str:
    """Three digits that count."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
    shown = f"{value:.{digits}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _cells(result: Result) -> tuple[str, ...]:
    met = {None: "", True: "yes", False: "**no**"}[result.met]
    ours = "failed" if result.ours is None else f"{number(result.ours)} {result.unit}"
    bare = "" if result.bare is None else f"{number(result.bare)} {result.unit}"
    ratio = "" if result.ratio is None else number(result.ratio)
    return tuple(
        cell.replace("|", "/").replace("\n", " ")
        for cell in (result.what, ours, bare, ratio, result.budget, met, result.how)
    )
