"""Nothing to do, ``keep_warm_s`` over: processor time, wake-ups, open streams."""

import time

from benchmarks.process import cpu_s, wakeups
from benchmarks.results import Options, Result
from benchmarks.stage import PAUSE_S, stage
from tests.support.desktop import RIGHT_CTRL
from tests.support.microphone import load
from tests.support.recordings import recording
from tests.support.waiting import wait_until


def measure(options: Options) -> tuple[Result, ...]:
    seconds = 5.0 if options.quick else 20.0
    with stage({"audio.keep_warm_s": "1"}, tray="trayer") as on:
        on.service.knobs.texts = ["word"]
        on.desktop.terminal().focus()
        on.hand.press(RIGHT_CTRL)
        on.desktop.microphone.say(load(recording("en_goforward").path, 16_000))
        on.settle(PAUSE_S)
        on.hand.release(RIGHT_CTRL)
        on.idle()
        wait_until(lambda: not on.desktop.microphone.readers(), 10, "the stream stays open")
        on.settle(4.0)
        pid, began = on.app.program.pid, time.monotonic()
        cpu, woken = cpu_s(pid), wakeups(pid)
        on.settle(seconds)
        took = time.monotonic() - began
        share = (cpu_s(pid) - cpu) / took * 100
        rate = (wakeups(pid) - woken) / took
        streams = len(on.desktop.microphone.readers())
    return (
        Result(
            "processor, idle", share, "%", None, "≤ 0.1 % of a core", 0.1,
            f"over {seconds:.0f} s after a dictation; no stream was open" if not streams
            else "a stream was open",
        ),
        Result("wake-ups, idle", rate, "/s", None, "no timer (≤ 0.1/s)", 0.1),
        Result("open streams, idle", streams, "", None, "none", 0.0),
    )  # fmt: skip
