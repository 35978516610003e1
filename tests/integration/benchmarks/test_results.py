"""The table of the benchmarks, from results; and every row that it can have can be loaded."""

import importlib

import pytest

from benchmarks.__main__ import LONG, ROWS
from benchmarks.results import Result, median, slope, table


def test_a_result_is_a_line_with_ratio_and_verdict():
    shown = table([
        Result("start", 300.0, "ms", 250.0, "≤ 1.3 ×", 325.0, "median of 7"),
        Result("memory", 150.25, "MB", 40.0, "≤ 100 MB", 100.0),
        Result("the first | block", 3.0, "ms"),
    ])  # fmt: skip
    assert shown.splitlines() == [
        "| what | ours | bare stack | ratio | budget | met? | how |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| start | 300 ms | 250 ms | 1.2 | ≤ 1.3 × | yes | median of 7 |",
        "| memory | 150 MB | 40 MB | 3.76 | ≤ 100 MB | **no** |  |",
        "| the first / block | 3 ms |  |  |  |  |  |",
    ]


def test_what_could_not_be_measured_is_told_and_has_not_met_its_budget():
    failed = Result("start", None, "ms", None, "≤ 1 s", 1000.0, "no window")
    assert failed.met is False
    assert "| start | failed |  |  | ≤ 1 s | **no** | no window |" in table([failed])


def test_growth_is_a_slope_and_noise_is_none():
    assert slope([(0, 5.0), (10, 5.0), (20, 5.0)]) == 0.0
    assert slope([(0, 5.0), (10, 7.0), (20, 9.0)]) == pytest.approx(0.2)
    assert median([3.0, 1.0, 100.0]) == 3.0


@pytest.mark.parametrize("name", ROWS)
def test_every_row_has_its_function(name):
    assert callable(importlib.import_module(f"benchmarks.rows.{name}").measure)
    assert set(ROWS) >= LONG
