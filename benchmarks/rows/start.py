"""Start of the process → the window shows more than its background. Warm: files are in memory."""

import sys
import time
from pathlib import Path

from benchmarks.pixels import Eye
from benchmarks.results import Options, Result, median, middle
from benchmarks.stage import settle
from tests.desktop.application import COMMAND, MODELS
from tests.support.desktop import PrivateDesktop

BARE = Path(__file__).parents[1] / "bare" / "window.py"
RATIO, MORE_MS = 1.3, 150.0
REST_S = 1.5
"""Until the program has loaded what it loads behind the window."""


def measure(options: Options) -> tuple[Result, ...]:
    times = 2 if options.quick else 7
    with PrivateDesktop() as desktop:
        _lend_weights(desktop)
        eye = Eye(desktop.display)
        ours, bare = [], []
        for number in range(times + 1):
            mine = _start(desktop, eye, [str(COMMAND)], "Qwen Dictate")
            theirs = _start(desktop, eye, [sys.executable, str(BARE)], "Bare")
            if number:  # the first ones fetch the files
                ours.append(mine)
                bare.append(theirs)
        eye.close()
    limit = max(median(bare) * RATIO, median(bare) + MORE_MS)
    return (
        Result(
            "window shown, warm", median(ours), "ms", median(bare),
            "≤ 1.3 × bare or + 150 ms", limit, middle(ours),
        ),
    )  # fmt: skip


def _start(desktop: PrivateDesktop, eye: Eye, argv: list[str], title: str) -> float:
    began = time.monotonic()
    program = desktop.start(argv)
    painted = eye.wait_painted(title)
    settle(REST_S)
    program.stop(5)
    return (painted - began) * 1000


def _lend_weights(desktop: PrivateDesktop) -> None:
    """So that nothing is downloaded."""
    models = desktop.home / ".local/share/qwen-dictate/models"
    models.parent.mkdir(parents=True)
    models.symlink_to(MODELS)
