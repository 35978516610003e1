"""A microphone that tests can speak into, and the loudspeakers of the private desktop.

A PulseAudio pipe source, fed in real time by ``voice.py``: every sample is exact and its time is
known. Somebody must always read a pipe source: one that nobody reads stops the writer's clock and
pours what has piled up into the next recorder. So a ``parec`` is kept on it.
"""

import json
import shutil
import subprocess
import sys
import threading
import time
import wave
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.programs import Program
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.support.desktop import PrivateDesktop

VOICE = Path(__file__).with_name("voice.py")
NAME = "microphone"
EAR = "ear"
SPEAKERS = "speakers"
MOUTH = "mouth"
PLACES = (
    "front-left", "front-right", "front-center", "rear-center", "rear-left", "rear-right",
    "side-left", "side-right",
)  # fmt: skip


class Spoken:
    """One thing said into the microphone; times are of the monotonic clock."""

    def __init__(self, seconds: float, before_s: float) -> None:
        self.seconds = seconds
        self._before_s = before_s  # at most so long until it begins
        self.began_at = 0.0
        self.ended_at = 0.0
        self._began = threading.Event()
        self._ended = threading.Event()

    def wait_began(self) -> float:
        assert self._began.wait(self._before_s + 10), "the voice did not begin"
        return self.began_at

    def wait(self, limit_s: float | None = None) -> float:
        """When it has been said to its end; returns ``ended_at``."""
        limit_s = self._before_s + self.seconds + 15 if limit_s is None else limit_s
        assert self._ended.wait(limit_s), "the voice did not end"
        return self.ended_at

    @property
    def over(self) -> bool:
        return self._ended.is_set()

    def told(self, what: str, at: float) -> None:
        if what == "began":
            self.began_at = at
            self._began.set()
        else:
            self.ended_at = at
            self._ended.set()


class Microphone:
    """The default source of the desktop. Plugged in when made.

    Attributes:
        rate_hz, channels: the format of the source from the next ``plug`` on; what is said is
            heard in all channels.
    """

    def __init__(
        self,
        desktop: "PrivateDesktop",
        rate_hz: int = 16_000,
        *,
        name: str = NAME,
        channels: int = 1,
    ) -> None:
        self.name = name
        self.rate_hz = rate_hz
        self.channels = channels
        self._desktop = desktop
        self._pipe = desktop.runtime / f"{name}.pipe"
        self._module = ""
        self._spoken: dict[int, Spoken] = {}
        self._ear: Program | None = None
        self._voice: subprocess.Popen[str] | None = None
        self._answers: threading.Thread | None = None
        self.plug()

    def plug(self) -> None:
        """Make the source, the default one, and let the voice hum silence into it."""
        self._pipe.unlink(missing_ok=True)  # a server that was killed leaves it behind
        self._module = self._desktop.run([
            "pactl", "load-module", "module-pipe-source",
            f"source_name={self.name if self.channels == 1 else MOUTH}", f"file={self._pipe}",
            "format=s16le", f"rate={self.rate_hz}", "channels=1",
            f"source_properties=device.description={self.name.capitalize()}",
        ]).strip()  # fmt: skip
        if self.channels > 1:
            self._spread()
        self._desktop.run(["pactl", "set-default-source", self.name])
        self._ear = self._desktop.start(
            ["parec", f"--device={self.name}", f"--client-name={EAR}", "--raw",
             "--latency-msec=200", "/dev/null"],
            name=EAR,
        )  # fmt: skip
        self._voice = subprocess.Popen(
            [sys.executable, "-I", "-S", str(VOICE), str(self._pipe), str(self.rate_hz)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._answers = threading.Thread(target=self._hear_answers, args=(self._voice,))
        self._answers.start()
        wait_until(self._is_read, 5, "nobody reads the microphone")

    def _spread(self) -> None:
        """A source of many channels, all of which hear the mouth; it leaves with it."""
        # A pipe source of 3, 5, 6 or 7 channels would end PulseAudio 16: it reads parts of frames.
        self._desktop.run([
            "pactl", "load-module", "module-remap-source", f"source_name={self.name}",
            f"master={MOUTH}", f"channels={self.channels}",
            f"channel_map={','.join(PLACES[:self.channels])}", "remix=yes",
            f"source_properties=device.description={self.name.capitalize()}",
        ])  # fmt: skip

    def unplug(self) -> None:
        """Take it away as a USB device goes away; ``plug`` brings it back."""
        self._desktop.run(["pactl", "unload-module", self._module])
        self.close()

    def say(self, sound: Path | bytes, *, wait: bool = True, gain: float = 1.0) -> Spoken:
        """Say a WAV file, or raw PCM (mono 16 bit at the microphone's rate).

        Returns when it has been said to its end, with ``wait=False`` when it has begun. What is
        said while something is being said follows it.
        """
        pcm = sound if isinstance(sound, bytes) else load(sound, self.rate_hz)
        if gain != 1.0:
            pcm = _louder(pcm, gain)
        number = len(self._spoken)
        file = self._desktop.folder / f"say{number}.pcm"
        file.write_bytes(pcm)
        before_s = sum(before.seconds for before in self._spoken.values() if not before.over)
        spoken = self._spoken[number] = Spoken(len(pcm) / 2 / self.rate_hz, before_s)
        self._order({"id": number, "path": str(file)})
        if wait:
            spoken.wait()
        elif not before_s:
            spoken.wait_began()
        return spoken

    def hush(self) -> None:
        """Fall silent in the middle of a word."""
        self._order({"hush": True})
        for spoken in self._spoken.values():
            spoken.wait(5)

    def mute(self, on: bool = True) -> None:
        self._desktop.run(["pactl", "set-source-mute", self.name, "1" if on else "0"])

    def suspend(self, on: bool = True) -> None:
        self._desktop.run(["pactl", "suspend-source", self.name, "1" if on else "0"])

    @property
    def plugged(self) -> bool:
        return self._voice is not None

    def readers(self) -> list[str]:
        """The programs that record from it, besides the harness itself."""
        return [name for name in self._desktop.recorders(self.name) if name != EAR]

    def close(self) -> None:
        self._end_voice()
        if self._ear is not None:
            self._ear.stop()

    def _is_read(self) -> bool:
        listing = self._desktop.run(["pactl", "list", "short", "sources"])
        return any(self.name in line and "RUNNING" in line for line in listing.splitlines())

    def _order(self, order: dict[str, object]) -> None:
        assert self._voice is not None, "the microphone is unplugged"
        assert self._voice.stdin is not None
        self._voice.stdin.write(json.dumps(order) + "\n")
        self._voice.stdin.flush()

    def _hear_answers(self, voice: "subprocess.Popen[str]") -> None:
        assert voice.stdout is not None
        for line in voice.stdout:
            heard = json.loads(line)
            self._spoken[heard["id"]].told(heard["what"], heard["at"])

    def _end_voice(self) -> None:
        voice, self._voice = self._voice, None
        if voice is None:
            return
        assert voice.stdin is not None
        assert voice.stdout is not None
        voice.kill()  # it may be blocked in its pipe
        voice.wait()
        if self._answers is not None:
            self._answers.join()
        for spoken in self._spoken.values():
            if not spoken.over:  # nobody hears the rest of it
                spoken.told("ended", time.monotonic())
        voice.stdout.close()
        try:
            voice.stdin.close()
        except BrokenPipeError:
            pass


class Speakers:
    """The default sink: what is played there can be recorded from its monitor."""

    def __init__(self, desktop: "PrivateDesktop") -> None:
        self._desktop = desktop
        desktop.run([
            "pactl", "load-module", "module-null-sink", f"sink_name={SPEAKERS}", "rate=48000",
            "channels=2", "sink_properties=device.description=Speakers",
        ])  # fmt: skip
        desktop.run(["pactl", "set-default-sink", SPEAKERS])
        # An idle null sink works in blocks of 2 s: somebody has to play all the time. (Not record:
        # PulseAudio moves a recorder from one default source to the next, even when it asked for
        # the first by name.)
        desktop.start(
            ["pacat", f"--device={SPEAKERS}", "--raw", "--latency-msec=20", "/dev/zero"],
            name="hum",
        )

    def play(self, file: Path, *, wait: bool = True) -> Program:
        """Play a WAV file as another program would."""
        program = self._desktop.start(["paplay", f"--device={SPEAKERS}", str(file)], name="paplay")
        if wait:
            assert program.wait(120) == 0, program.output()
        return program


def load(path: Path, rate_hz: int) -> bytes:
    """The PCM of a mono 16 bit WAV file at ``rate_hz``."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2), f"{path}: mono 16 bit wanted"
        pcm = file.readframes(file.getnframes())
        source_hz = file.getframerate()
    if source_hz == rate_hz:
        return pcm
    import numpy as np
    import soxr

    return soxr.resample(np.frombuffer(pcm, np.int16), source_hz, rate_hz).tobytes()


def _louder(pcm: bytes, gain: float) -> bytes:
    import numpy as np

    louder = np.frombuffer(pcm, np.int16).astype(np.float32) * gain
    return louder.clip(-32768, 32767).astype(np.int16).tobytes()


def pulseaudio_argv(runtime: Path) -> list[str]:
    """A private PulseAudio without any device of its own."""
    socket = runtime / "pulse" / "native"
    socket.parent.mkdir(mode=0o700, exist_ok=True)
    program = shutil.which("pulseaudio")
    assert program, "pulseaudio is not installed"
    return [
        program, "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
        "--realtime=no", "--high-priority=no", "--log-target=stderr", "--log-time=yes",
        "-L", f"module-native-protocol-unix socket={socket}",
    ]  # fmt: skip


def pulseaudio_is_up(runtime: Path) -> bool:
    return (runtime / "pulse" / "native").exists()
