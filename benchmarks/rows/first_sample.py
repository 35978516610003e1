"""Key-down → first sample kept: how much of what is being said at key-down is lost."""

from benchmarks.listening import BareRecorder, Clock, place_of_first
from benchmarks.results import Options, Result, median, middle
from benchmarks.stage import Stage, stage
from tests.support.desktop import RIGHT_CTRL
from tests.support.microphone import load
from tests.support.recordings import recording

HOLD_S = 0.5
REST_S = 0.6
CALM_S = 0.8
"""Until the listening recorder runs evenly."""


def measure(options: Options) -> tuple[Result, ...]:
    times = 2 if options.quick else 9
    cold, ready = _ours("0", times)
    warm, ready_warm = _ours("60", times)
    bare = _bare(times)
    return (
        Result(
            "sound lost at key-down, microphone closed", median(cold), "ms", median(bare),
            "≤ 20 ms", 20.0,
            f"{middle(cold)}; status tells {median(ready):.0f} ms to the first block",
        ),
        Result(
            "sound lost at key-down, microphone warm", max(warm), "ms", None, "nothing", 0.0,
            f"largest of {len(warm)}; negative: what was said before the key is kept; "
            f"status tells {median(ready_warm):.0f} ms",
        ),
    )  # fmt: skip


def _ours(keep_warm_s: str, times: int) -> tuple[list[float], list[float]]:
    lost: list[float] = []
    ready: list[float] = []
    with stage({"audio.keep_warm_s": keep_warm_s}) as on:
        on.service.knobs.texts = ["word"] * (times + 1)
        terminal = on.desktop.terminal()
        terminal.focus()
        if keep_warm_s != "0":
            _press(on)  # opens the microphone
            on.idle()
        spoken = load(recording("en_twocities").path, 16_000)
        ear = BareRecorder(on.desktop)
        for _ in range(times):
            ear.down()
            saying = on.desktop.microphone.say(spoken, wait=False)
            on.settle(CALM_S)
            at = _press(on)
            heard, moments = ear.up()
            on.desktop.microphone.hush()
            saying.wait()
            ready.append(on.idle()["timings"]["mic_ready"])
            place = Clock(spoken, heard, moments).place(at)
            lost.append((place_of_first(_newest(on), spoken) - place) * 1000)
            on.settle(REST_S)
        ear.close()
    return lost, ready


def _press(on: Stage) -> float:
    at = on.hand.press(RIGHT_CTRL)
    on.settle(HOLD_S)
    on.hand.release(RIGHT_CTRL)
    return at


def _newest(on: Stage) -> bytes:
    """The sound of the newest recording, from the program's own file."""
    from qwen_dictate.recording import file

    paths = (on.desktop.home / ".local/share/qwen-dictate/recordings").iterdir()
    newest = max(paths, key=lambda path: path.stat().st_mtime_ns)
    return file.read(newest, 0, file.scan(newest).size)


def _bare(times: int) -> list[float]:
    import time

    lost: list[float] = []
    with stage() as on:
        spoken = load(recording("en_twocities").path, 16_000)
        ear, bare = BareRecorder(on.desktop), BareRecorder(on.desktop)
        for _ in range(times):
            ear.down()
            saying = on.desktop.microphone.say(spoken, wait=False)
            on.settle(CALM_S)
            at = time.monotonic()
            bare.down()
            on.settle(HOLD_S)
            sound, _ = bare.up()
            heard, moments = ear.up()
            on.desktop.microphone.hush()
            saying.wait()
            place = Clock(spoken, heard, moments).place(at)
            lost.append((place_of_first(sound, spoken) - place) * 1000)
            on.settle(REST_S)
        ear.close()
        bare.close()
    return lost
