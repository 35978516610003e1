"""Partial on the wire → painted: the pixels of the overlay's last line, looked at every 2 ms."""

import sys
import time
from pathlib import Path

from benchmarks.pixels import Eye, Rectangle
from benchmarks.results import Options, Result, median, middle
from benchmarks.stage import Stage, stage
from tests.integration.emulator import KEY
from tests.support.desktop import RIGHT_CTRL
from tests.support.microphone import load
from tests.support.recordings import recording
from tests.support.waiting import wait_until

BARE = Path(__file__).parents[1] / "bare" / "window.py"
PARTIAL = "conversation.item.input_audio_transcription.text"
WORDS = " ".join(f"w{number}" for number in range(60))
EVERY_S = 0.34
"""So much sound a partial, so that each has a new word."""
LINE = (6, 26)
"""The last line of words: so far above the pill's lower edge."""


def measure(options: Options) -> tuple[Result, ...]:
    seconds = 4.0 if options.quick else 8.0
    with stage(minimized=True) as on:
        on.service.knobs.partial_every_s = EVERY_S
        on.desktop.terminal().focus()
        ours = _ours(on, seconds)
        on.idle()
        bare = _bare(on, seconds)
    return (
        Result(
            "partial on the wire → painted in the overlay", median(ours), "ms", median(bare),
            "≤ 33 ms", 33.0, middle(ours),
        ),
    )  # fmt: skip


def _ours(on: Stage, seconds: float) -> list[float]:
    on.service.knobs.texts = [WORDS]
    eye = Eye(on.desktop.display)
    spoken = load(recording("en_twocities").path, 16_000)
    on.hand.press(RIGHT_CTRL)
    saying = on.desktop.microphone.say(spoken, wait=False)
    seen = on.service.connections
    wait_until(lambda: seen and len(seen[-1].times(PARTIAL)) >= 2, 10, "no partials")
    on.settle(0.2)
    pill = eye.pill()
    assert pill is not None, "no overlay is shown"
    low, high = LINE
    place = Rectangle(pill.x + 4, pill.y + pill.height - high, pill.width - 8, high - low)
    changes = eye.changes(place, time.monotonic() + seconds)
    on.hand.release(RIGHT_CTRL)
    on.desktop.microphone.hush()
    saying.wait()
    eye.close()
    return _delays(seen[-1].times(PARTIAL), changes)


def _bare(on: Stage, seconds: float) -> list[float]:
    on.service.knobs.texts = [WORDS]
    eye = Eye(on.desktop.display)
    count = len(on.service.connections)
    program = on.desktop.start([sys.executable, str(BARE), on.service.url, KEY])
    window = on.desktop.find_window("Bare")
    wait_until(
        lambda: (
            len(on.service.connections) > count
            and len(on.service.connections[-1].times(PARTIAL)) >= 2
        )
    )
    x, y, width, height = window.geometry()
    changes = eye.changes(Rectangle(x, y, width, height), time.monotonic() + seconds)
    program.stop()
    eye.close()
    return _delays(on.service.connections[-1].times(PARTIAL), changes)


def _delays(sent: list[float], changes: list[float]) -> list[float]:
    """For each partial the first change before the next one; ms."""
    found: list[float] = []
    for at, following in zip(sent, [*sent[1:], sent[-1] + 0.3], strict=True):
        painted = next((change for change in changes if at <= change < following), None)
        if painted is not None and changes[0] < at:
            found.append((painted - at) * 1000)
    assert found, "nothing was painted"
    return found
