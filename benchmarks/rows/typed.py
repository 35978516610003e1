"""The later of (final, all keys up) → characters in the terminal."""

import subprocess
import sys
from pathlib import Path

from benchmarks.results import Options, Result, median, middle
from benchmarks.stage import PAUSE_S, Stage, stage
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import load
from tests.support.recordings import recording
from tests.support.waiting import wait_until

BARE = Path(__file__).parents[1] / "bare"
SPEECH = slice(int(0.4 * 32_000), int(1.4 * 32_000))
COMPLETED = "conversation.item.input_audio_transcription.completed"
ASCII = "the quick brown fox jumps over the lazy dog, twice, quickly."
MIXED = (
    "今天天气很好，我们去公园散步吧。🙂 see you at 3 🎉 "
    "明天下午三点在北京见面，请带上雨伞和🍎水果🚀！谢谢你们"
)


class StampedTerminal:
    """An xterm whose program notes when each byte arrives."""

    def __init__(self, desktop: PrivateDesktop) -> None:
        self.file = desktop.folder / "stamps.txt"
        self.file.touch()
        self._program = desktop.start([
            "xterm", "-u8", "-fa", "DejaVu Sans Mono", "-fs", "11", "-T", "stamps", "-e",
            "sh", "-c", 'stty raw -echo && exec "$0" -I -S "$1" "$2"',
            sys.executable, str(BARE / "stamp.py"), str(self.file),
        ])  # fmt: skip
        self.window = desktop.find_window("stamps", program=self._program)
        self.window.focus()

    def clear(self) -> None:
        with self.file.open("r+") as file:
            file.truncate()

    def wait(self, text: str) -> tuple[float, float]:
        """When the first and the last byte of the text came."""
        wanted = text.encode()
        wait_until(lambda: self._seen()[0] == wanted, 10, lambda: f"{self._seen()[0]!r}")
        times = self._seen()[1]
        return times[0], times[-1]

    def _seen(self) -> tuple[bytes, list[float]]:
        lines = [line.split() for line in self.file.read_text().strip("\0").splitlines()]
        return b"".join(bytes.fromhex(data) for _, data in lines), [float(at) for at, _ in lines]


def measure(options: Options) -> tuple[Result, ...]:
    times = 3 if options.quick else 11
    with stage({"audio.keep_warm_s": "60", "text.join": "none"}) as on:
        terminal = StampedTerminal(on.desktop)
        word = load(recording("en_jfk").path, 16_000)[SPEECH]
        on.service.knobs.final_delay_s = 0.4
        typed = [_dictate(on, terminal, word, ASCII) for _ in range(times + 1)][1:]
        mixed = [_dictate(on, terminal, word, MIXED)[1] for _ in range(times + 1)][1:]
        method = on.app.status()["last"]["method"]
        bare = [_type(on.desktop, terminal, ASCII) for _ in range(times)]
    first = [at for at, _ in typed]
    last = [at for _, at in typed]
    return (
        Result(
            "final → first character in xterm", median(first), "ms",
            median([at for at, _ in bare]), "≤ 5 ms", 5.0, middle(first),
        ),
        Result(
            f"final → {len(ASCII)} ASCII characters in xterm", median(last), "ms",
            median([at for _, at in bare]), "≤ 20 ms", 20.0, middle(last),
        ),
        Result(
            f"final → {len(MIXED)} characters, Chinese and emoji, in xterm", median(mixed), "ms",
            None, "≤ 120 ms", 120.0, f"{middle(mixed)}; method {method}",
        ),
    )  # fmt: skip


def _dictate(on: Stage, terminal: StampedTerminal, sound: bytes, text: str) -> tuple[float, float]:
    terminal.clear()
    on.service.knobs.texts = [text]
    on.hand.press(RIGHT_CTRL)
    on.desktop.microphone.say(sound)
    on.settle(PAUSE_S)
    released = on.hand.release(RIGHT_CTRL)
    first, last = terminal.wait(text)
    final = on.service.connections[-1].times(COMPLETED)[-1]
    on.idle()
    assert on.service.all_left()
    began = max(released, final)
    return (first - began) * 1000, (last - began) * 1000


def _type(desktop: PrivateDesktop, terminal: StampedTerminal, text: str) -> tuple[float, float]:
    terminal.clear()
    process = subprocess.Popen(
        [sys.executable, str(BARE / "type.py")],
        env=desktop.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()
    process.stdin.write(text + "\n")
    process.stdin.flush()
    began = float(process.stdout.readline())
    try:
        first, last = terminal.wait(text)
        return (first - began) * 1000, (last - began) * 1000
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
