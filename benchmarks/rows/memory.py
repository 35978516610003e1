"""Private memory of the program (not of its child), idle in the tray."""

import sys
from pathlib import Path

from benchmarks.process import children, private_mb
from benchmarks.results import Options, Result
from benchmarks.stage import settle, stage
from tests.support.desktop import PrivateDesktop

BARE = Path(__file__).parents[1] / "bare" / "window.py"
WITHOUT_KEY_MB, WITH_SDK_MB = 60.0, 140.0


def measure(options: Options) -> tuple[Result, ...]:
    rest_s = 5.0 if options.quick else 15.0
    with PrivateDesktop() as desktop:
        program = desktop.start([sys.executable, str(BARE)])
        desktop.find_window("Bare")
        settle(2.0)
        bare = private_mb(program.pid)
    without, child = _tray(rest_s, local=True)
    with_sdk, _ = _tray(rest_s, local=False)
    return (
        Result(
            "private memory in the tray, no key", without, "MB", bare,
            "bare + 60 MB", bare + WITHOUT_KEY_MB,
            f"the engine's child: {child:.0f} MB beside it" if child else "no child process",
        ),
        Result(
            "private memory in the tray, SDK loaded", with_sdk, "MB", bare,
            "bare + 140 MB", bare + WITH_SDK_MB,
        ),
    )  # fmt: skip


def _tray(rest_s: float, *, local: bool) -> tuple[float, float]:
    with stage(local=local, minimized=True, tray="trayer") as on:
        on.settle(rest_s)
        pid = on.app.program.pid
        return private_mb(pid), sum(map(private_mb, children(pid)))
