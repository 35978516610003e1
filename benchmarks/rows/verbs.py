"""Verbs, from the start of their process to its end."""

import sys
import time
from pathlib import Path

from benchmarks.results import Options, Result, median, middle
from benchmarks.stage import Stage, stage
from tests.desktop.application import COMMAND

BARE = Path(__file__).parents[1] / "bare" / "verb.py"
LIMIT_MS = 200.0


def measure(options: Options) -> tuple[Result, ...]:
    times = 5 if options.quick else 15
    with stage({"audio.keep_warm_s": "60"}) as on:
        on.desktop.terminal().focus()
        bare = [_call(on, [sys.executable, str(BARE), "status"]) for _ in range(times)]
        taken: dict[str, list[float]] = {"status": [], "start": [], "stop": []}
        for _ in range(times):
            for verb, found in taken.items():
                found.append(_call(on, [str(COMMAND), verb]))
            on.settle(0.1)
            on.app.call("cancel")
            on.idle()
    return tuple(
        Result(
            f"verb {verb}", median(found), "ms", median(bare), "≤ 200 ms", LIMIT_MS, middle(found)
        )
        for verb, found in taken.items()
    )


def _call(on: Stage, argv: list[str]) -> float:
    began = time.monotonic()
    done = on.desktop.call(argv, on.app.env)
    assert done.returncode == 0, done.stderr
    return (time.monotonic() - began) * 1000
