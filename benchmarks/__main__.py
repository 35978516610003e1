"""Measures every row of the budgets and prints them as a Markdown table.

    .venv/bin/python -m benchmarks [--quick] [--only ROW]… [--many N] [--minutes N] [--list]

Everything runs on a private virtual desktop with its own sound server; nothing of this machine's
session is touched. The service is the emulator of the tests. Other load spoils the numbers: the
line above the table tells how busy the machine was.
"""

import argparse
import importlib
import os
import platform
import sys
import time
import traceback

from benchmarks.results import Options, Result, table

ROWS = {
    "first_sample": "key-down → first sample kept",
    "commit": "key-up → commit",
    "typed": "final → characters in the terminal",
    "partial": "partial on the wire → painted",
    "black_hole": "text, card or error when the network swallows everything",
    "start": "window shown",
    "memory": "private memory in the tray",
    "idle": "CPU and wake-ups when idle",
    "engine": "the embedded engine's final",
    "verbs": "wall time of verbs",
    "many": "many dictations in a row",
    "history": "a million utterances",
    "loss": "cut texts that the loss audit finds",
    "soak": "an hour in real time",
}
LONG = {"black_hole", "many", "history", "engine", "soak"}
"""Left out by --quick."""
ASKED = {"soak"}
"""Only when named: they take longer than all others together."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures the budgets beside a bare stack.")
    parser.add_argument("--quick", action="store_true", help="the short rows, fewer repetitions")
    parser.add_argument("--only", action="append", choices=ROWS, metavar="ROW", default=[])
    parser.add_argument("--many", type=int, default=400, help="how many dictations in a row")
    parser.add_argument(
        "--minutes", type=float, default=60, help="how long the soak takes, at least 4"
    )
    parser.add_argument("--list", action="store_true", help="the rows by their names")
    args = parser.parse_args()
    if args.list:
        print("\n".join(f"{name:14}{told}" for name, told in ROWS.items()))
        return 0
    left_out = LONG if args.quick else ASKED
    chosen = args.only or [name for name in ROWS if name not in left_out]
    options = Options(quick=args.quick, many=args.many, minutes=args.minutes)
    busy = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the beginning"
    results = [result for name in chosen for result in _measure(name, options)]
    print(
        f"\nPython {platform.python_version()}, {platform.system()} {platform.machine()}, {busy}, "
        f"{os.getloadavg()[0]:.1f} at the end\n"
    )
    print(table(results))
    return 0 if all(result.met is not False for result in results) else 1


def _measure(name: str, options: Options) -> tuple[Result, ...]:
    """One row; what cannot be measured is a line that says so."""
    began = time.monotonic()
    print(f"{name}: {ROWS[name]} …", file=sys.stderr, flush=True)
    try:
        results = importlib.import_module(f"benchmarks.rows.{name}").measure(options)
    except Exception as error:
        traceback.print_exc()
        first = (str(error).splitlines() or [""])[0]
        results = (Result(ROWS[name], None, "", how=f"{type(error).__name__}: {first}"[:200]),)
    # At once as well: a run that is cut short has then said what it knew.
    told = f"{table(results)}\n    {time.monotonic() - began:.0f} s"
    print(told, file=sys.stderr, flush=True)
    return results


if __name__ == "__main__":
    sys.exit(main())
