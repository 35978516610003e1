"""An hour of a user's day in real time: a dictation every 20 s; what grows."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.process import written_mb, x_resources
from benchmarks.results import Options, Result, number, slope
from benchmarks.stage import Stage, stage
from qwen_dictate.ipc import client
from tests.support.microphone import load
from tests.support.recordings import recording

EVERY_S = 20.0
SPEECH_S = 2.0
SKIP = 0.25
"""So much of the run fills what has an end: caches, the first list of entries."""
FLAT = {"threads": 0.5, "descriptors": 1.0, "X resources": 3.0, "memory": 3000.0}
"""Growth an hour that is noise; memory in kB."""
ROW_KB = 4.0
"""What a dictation's row, text and index may add to the database."""


@dataclass(frozen=True)
class Sample:
    """What the program had after so many hours and dictations."""

    hours: float
    done: int
    threads: int
    descriptors: int
    memory_kb: float
    resources: int
    database_kb: float


def measure(options: Options) -> tuple[Result, ...]:
    """Growth an hour, by least squares over all but the first quarter."""
    with stage(minimized=True, tray="trayer") as on:
        samples, typed = _run(on, options.minutes)
    kept = samples[int(len(samples) * SKIP) :]
    first, last = kept[0], kept[-1]
    what = f"soak of {options.minutes:.0f} min: "
    named = {
        "threads": [(s.hours, float(s.threads)) for s in kept],
        "descriptors": [(s.hours, float(s.descriptors)) for s in kept],
        "X resources": [(s.hours, float(s.resources)) for s in kept],
        "memory": [(s.hours, s.memory_kb) for s in kept],
    }
    lines = [
        Result(
            f"{what}{name}, growth an hour", slope(points), "kB" if name == "memory" else "", None,
            f"flat (≤ {number(FLAT[name])})", FLAT[name],
            f"{points[0][1]:.0f} after {first.done}, {points[-1][1]:.0f} after {last.done} "
            f"dictations; {typed} of {last.done} typed",
        )
        for name, points in named.items()
    ]  # fmt: skip
    rows = [(float(s.done), s.database_kb) for s in kept]
    told = f"{first.database_kb:.0f} to {last.database_kb:.0f} kB, with its journals"
    lines.append(
        Result(f"{what}database, a dictation", slope(rows), "kB", None, f"≤ {number(ROW_KB)}",
               ROW_KB, told)
    )  # fmt: skip
    return tuple(lines)


def _run(on: Stage, minutes: float) -> tuple[list[Sample], int]:
    """What was seen on the way, and how many were typed."""
    terminal = on.desktop.terminal()
    terminal.focus()
    spoken = load(recording("en_twocities").path, 16_000)[: int(16_000 * (SPEECH_S + 1))]
    socket = next(
        path for path in on.desktop.runtime.rglob("*") if path.is_socket() and "qwen" in str(path)
    )
    began = time.monotonic()
    samples: list[Sample] = []
    count = 0
    while time.monotonic() - began < minutes * 60:
        count += 1
        on.service.knobs.texts = [f"dictation {count}"]
        assert client.call(socket, "start", {}, limit_s=5).status == 0
        saying = on.desktop.microphone.say(spoken, wait=False)
        on.settle(SPEECH_S)
        reply = client.call(socket, "stop", {"wait": True}, limit_s=30)
        assert reply.status == 0, reply.err
        assert saying
        if count % 3 == 0:
            samples.append(_sample(on, count, began))
            print(samples[-1], file=sys.stderr, flush=True)
        on.settle(max(0.0, began + count * EVERY_S - time.monotonic()))
    assert on.service.violations == []
    return samples, terminal.typed().count("dictation")


def _sample(on: Stage, done: int, began: float) -> Sample:
    assert on.service.all_left(10)
    program = on.app.program
    on.settle(1.0)
    _, counts = x_resources(on.desktop.display, program.pid)
    return Sample(
        (time.monotonic() - began) / 3600,
        done,
        program.threads(),
        program.descriptors(),
        written_mb(program.pid) * 1024,
        sum(counts.values()),
        _size(on.desktop.home / ".local/share/qwen-dictate") / 1024,
    )


def _size(folder: Path) -> int:
    """Bytes of the history's files; recordings and weights are counted nowhere here."""
    found = (file for file in folder.glob("history*") if file.is_file())
    return sum(file.stat().st_size for file in found)
