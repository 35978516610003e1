"""Key-up → commit, and what was spoken before key-up and is missing in it."""

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.listening import BareRecorder, Clock, place_of_last
from benchmarks.results import Options, Result, median, middle
from benchmarks.stage import PAUSE_S, Stage, stage
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import load
from tests.support.recordings import recording

SPEECH = slice(int(0.4 * 32_000), int(1.6 * 32_000))
COMMIT = "input_audio_buffer.commit"
BARE = Path(__file__).parents[1] / "bare" / "dictate.py"


def measure(options: Options) -> tuple[Result, ...]:
    times = 3 if options.quick else 11
    with stage({"audio.keep_warm_s": "60"}) as on:
        on.desktop.terminal().focus()
        word = load(recording("en_jfk").path, 16_000)[SPEECH]
        _press(on, word, PAUSE_S)  # loads what loads once
        quiet = [_press(on, word, PAUSE_S) for _ in range(times)]
        busy, missing = _while_speaking(on, max(3, times // 2))
        bare = _bare(on.desktop, on.service, times)
    return (
        Result(
            "key-up → commit on the wire, nobody speaks", median(quiet), "ms", median(bare),
            "≤ 60 ms", 60.0, middle(quiet),
        ),
        Result(
            "key-up → commit on the wire, in the middle of a word", median(busy), "ms", None,
            "≤ 260 ms (200 of them tail)", 260.0, middle(busy),
        ),
        Result(
            "sound spoken before key-up that the commit lacks", max(missing), "ms", None,
            "nothing", 0.0, f"largest of {len(missing)}; negative: the tail after key-up",
        ),
    )  # fmt: skip


def _press(on: Stage, sound: bytes, pause_s: float) -> float:
    on.service.knobs.texts = ["word"]
    on.hand.press(RIGHT_CTRL)
    on.desktop.microphone.say(sound)
    on.settle(pause_s)
    at = on.hand.release(RIGHT_CTRL)
    return _committed(on, at)


def _committed(on: Stage, at: float) -> float:
    on.idle()
    assert on.service.all_left()
    return (on.service.connections[-1].times(COMMIT)[-1] - at) * 1000


def _while_speaking(on: Stage, times: int) -> tuple[list[float], list[float]]:
    spoken = load(recording("en_twocities").path, 16_000)
    ear = BareRecorder(on.desktop)
    late: list[float] = []
    missing: list[float] = []
    for _ in range(times):
        on.service.knobs.texts = ["word"]
        ear.down()
        saying = on.desktop.microphone.say(spoken, wait=False)
        on.settle(0.5)
        on.hand.press(RIGHT_CTRL)
        on.settle(1.6)
        at = on.hand.release(RIGHT_CTRL)
        on.settle(0.3)
        heard, moments = ear.up()
        on.desktop.microphone.hush()
        saying.wait()
        late.append(_committed(on, at))
        place = Clock(spoken, heard, moments).place(at)
        sound = b"".join(on.service.connections[-1].segments)
        missing.append((place - place_of_last(sound, spoken)) * 1000)
    ear.close()
    return late, missing


def _bare(desktop: PrivateDesktop, service: Emulator, times: int) -> list[float]:
    """The same with the script, which is told by a pipe instead of a key."""
    process = subprocess.Popen(
        [sys.executable, str(BARE), service.url, KEY],
        env=desktop.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    late: list[float] = []
    for _ in range(times):
        service.knobs.texts = ["word"]
        for word, pause_s in (("down", 0.6), ("up", 0.0)):
            at = time.monotonic()
            process.stdin.write(word + "\n")
            process.stdin.flush()
            process.stdout.readline()
            time.sleep(pause_s)
        late.append((service.connections[-1].times(COMMIT)[-1] - at) * 1000)
    process.stdin.close()
    process.wait(10)
    process.stdout.close()
    return late
