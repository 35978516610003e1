"""Many dictations in a row, by verbs, with scripted texts: what grows."""

import sys
from dataclasses import dataclass

from benchmarks.process import written_mb, x_resources
from benchmarks.results import Options, Result, number, slope
from benchmarks.stage import Stage, stage
from qwen_dictate.ipc import client
from tests.support.microphone import load
from tests.support.recordings import recording

SPEECH_S = 0.5
SAMPLES = 20
SKIP = 0.5
"""So much of the run fills what has an end: the list of this session holds 200 entries."""
FLAT = {"threads": 0.005, "descriptors": 0.005, "X resources": 0.02, "memory": 4.0}
"""Growth a dictation that is noise; memory in kB."""


@dataclass(frozen=True)
class Sample:
    """What the program had after so many dictations."""

    done: int
    threads: int
    descriptors: int
    memory_kb: float
    resources: int
    connections: int


def measure(options: Options) -> tuple[Result, ...]:
    with stage({"audio.keep_warm_s": "600", "history.keep_audio": "until_delivered"}) as on:
        samples, typed = _run(on, options.many)
    kept = samples[int(len(samples) * SKIP) :]
    first, last = kept[0], kept[-1]
    named = {
        "threads": [(s.done, float(s.threads)) for s in kept],
        "descriptors": [(s.done, float(s.descriptors)) for s in kept],
        "X resources": [(s.done, float(s.resources)) for s in kept],
        "memory": [(s.done, s.memory_kb) for s in kept],
    }
    return tuple(
        Result(
            f"{options.many} dictations: {name}, growth each", slope(points),
            "kB" if name == "memory" else "", None, f"flat (≤ {number(FLAT[name])})", FLAT[name],
            f"{points[0][1]:.0f} after {first.done}, {points[-1][1]:.0f} after {last.done}; "
            f"{typed} were typed, the others had no speech",
        )
        for name, points in named.items()
    )  # fmt: skip


def _run(on: Stage, many: int) -> tuple[list[Sample], int]:
    """What was seen on the way, and how many were typed (one without speech is not)."""
    terminal = on.desktop.terminal()
    terminal.focus()
    spoken = load(recording("en_twocities").path, 16_000)
    socket = next(
        path for path in on.desktop.runtime.rglob("*") if path.is_socket() and "qwen" in str(path)
    )
    every = max(1, many // SAMPLES)
    samples: list[Sample] = []
    saying = on.desktop.microphone.say(spoken, wait=False)
    for count in range(1, many + 1):
        if saying.over:
            saying = on.desktop.microphone.say(spoken, wait=False)
        on.service.knobs.texts = [f"dictation {count}"]
        assert client.call(socket, "start", {}, limit_s=5).status == 0
        on.settle(SPEECH_S)
        reply = client.call(socket, "stop", {"wait": True}, limit_s=30)
        assert reply.status == 0, reply.err
        if count % every == 0:
            samples.append(_sample(on, count))
            print(samples[-1], file=sys.stderr, flush=True)
    assert on.service.violations == []
    return samples, terminal.typed().count("dictation")


def _sample(on: Stage, done: int) -> Sample:
    assert on.service.all_left(10)
    program = on.app.program
    on.settle(1.0)
    connections, counts = x_resources(on.desktop.display, program.pid)
    return Sample(
        done,
        program.threads(),
        program.descriptors(),
        written_mb(program.pid) * 1024,
        sum(counts.values()),
        connections,
    )
