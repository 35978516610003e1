"""Eight hours of captions at once: the machine, its lines, their view, and what each costs.

    .venv/bin/python -m benchmarks.eight_hours [--hours N]

Two sources speak in turns of five seconds, each with ten partials; every tenth turn is an echo.
Tells time and memory by the hour: both must not grow but for the lines themselves.
"""

import argparse
import time
import tracemalloc

from qwen_dictate.app.meeting_view import MeetingShow
from qwen_dictate.core import events as ev
from qwen_dictate.core.meeting import machine, saved
from qwen_dictate.core.meeting.events import Heard, StartWanted, TurnBegan, TurnClosed, TurnText
from qwen_dictate.core.meeting.state import Meeting

TURN_S = 5.0
PARTIALS = 10


def turn(state: Meeting, take: int, number: int, text: str) -> Meeting:
    """One turn of one source."""
    start, end = number * TURN_S, number * TURN_S + 4.0
    key = f"{number}"
    state, _ = machine.step(state, TurnBegan(take, 1, key, start))
    for part in range(PARTIALS):
        words = text[: len(text) * part // PARTIALS]
        state, _ = machine.step(state, TurnText(take, 1, key, words, "", start + 0.4 * part))
    state, _ = machine.step(state, TurnClosed(take, 1, key, start, end, text, "en"))
    return state


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=8)
    call = parser.parse_args()
    state, _ = machine.step(Meeting(), StartWanted(0.0))
    for take in (1, 2):
        state, _ = machine.step(state, Heard(ev.FirstBlock(take, 0.0)))
    show, number = MeetingShow(), 0
    tracemalloc.start()
    for hour in range(1, call.hours + 1):
        began, turns = time.process_time(), round(3600 / TURN_S)
        for _ in range(turns):
            theirs = f"they say sentence number {number} of a long afternoon"
            mine = theirs if number % 10 == 0 else f"and I answer with my own {number} words"
            state = turn(state, 2, number, theirs)
            state = turn(state, 1, number, mine)
            number += 1
        step_us = (time.process_time() - began) / (turns * 2 * (PARTIALS + 2)) * 1e6
        began = time.process_time()
        for _ in range(20):
            show.view(state, "x", saved.names(state.settings.captions), 3600.0 * hour)
        view_ms = (time.process_time() - began) / 20 * 1e3
        memory_mb = tracemalloc.get_traced_memory()[0] / 1e6
        lines = len(state.closed)
        dropped = sum(bool(line.dropped) for line in state.closed)
        print(
            f"hour {hour}: {lines} lines ({dropped} echoes), {step_us:.0f} µs an event,"
            f" {view_ms:.1f} ms a view, {memory_mb:.1f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
