"""A sound server of its own, and a microphone worker that runs in this process."""

import array
import json
import math
import os
import subprocess
import threading
import time
import wave
from pathlib import Path

from qwen_dictate.core.events import EndKind, FirstBlock, RecordingEnded, RecordingFailed
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound.microphone import Microphone as Worker
from tests.support.microphone import Microphone, Speakers, pulseaudio_argv, pulseaudio_is_up
from tests.support.session import Session
from tests.support.waiting import wait_until

RATE = 16_000


class PrivateSound(Session):
    """PulseAudio with a microphone and loudspeakers; this process's sound goes there."""

    def __enter__(self):
        self._before = {name: os.environ.get(name) for name in ("PULSE_SERVER", "HOME")}
        os.environ["PULSE_SERVER"] = f"unix:{self.runtime}/pulse/native"
        os.environ["HOME"] = str(self.home)
        self.serve_sound()
        return self

    def serve_sound(self):
        self.serve(pulseaudio_argv(self.runtime), "pulseaudio")
        wait_until(lambda: pulseaudio_is_up(self.runtime), 10, "no PulseAudio")
        wait_until(lambda: self.call(["pactl", "info"]).returncode == 0, 10, "no answer")
        self.microphone = Microphone(self)
        self.speakers = Speakers(self)

    def kill_sound(self):
        self._services[-1].kill()
        self.microphone.close()
        (self.runtime / "pulse" / "native").unlink(missing_ok=True)
        (self.runtime / "microphone.pipe").unlink()

    def __exit__(self, *_):
        for name, value in self._before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        self.microphone.close()
        self.close()

    def pactl(self, *words):
        return self.run(["pactl", *words]).strip()

    def sources(self):
        return json.loads(self.run(["pactl", "--format=json", "list", "sources"]))

    def recorders(self, source):
        index = next(s["index"] for s in self.sources() if s["name"] == source)
        outputs = json.loads(self.run(["pactl", "--format=json", "list", "source-outputs"]))
        return [o["properties"]["application.name"] for o in outputs if o["source"] == index]

    def add_microphone(self, name, sink_rate=48_000, channels=2):
        """A second microphone that hears what is played to the sink ``name``_feed."""
        self.pactl(
            "load-module", "module-null-sink", f"sink_name={name}_feed",
            f"rate={sink_rate}", f"channels={channels}",
        )  # fmt: skip
        # An idle null sink works in blocks of 2 s; see ``wait_for_sound``.
        self.start(
            ["pacat", f"--device={name}_feed", "--raw", "--latency-msec=20", "/dev/zero"],
            name="hum",
        )
        return self.pactl(
            "load-module", "module-remap-source", f"source_name={name}",
            f"master={name}_feed.monitor", "remix=no",
            f"source_properties=device.description={name}",
        )  # fmt: skip

    def wait_for_sound(self, source):
        """Wait until a source gives blocks without delay: a new null sink's first takes 2 s."""
        with subprocess.Popen(
            ["parec", f"--device={source}", "--raw", "--latency-msec=20"],
            env=self.env, stdout=subprocess.PIPE,
        ) as ear:  # fmt: skip
            assert len(ear.stdout.read(4096)) == 4096
            ear.kill()


class Dictation:
    """A microphone worker, its events, and the recordings it writes."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.events = []
        self._changed = threading.Condition()
        self.worker = Worker(self._post)
        self._thread = threading.Thread(target=self.worker.run)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.worker.quit()
        self._thread.join(5)
        assert not self._thread.is_alive()

    def _post(self, event):
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def begin(self, number, device="", *, preroll_ms=100, keep_warm_s=0):
        """The key goes down; when, and the recording."""
        recording = Recording.create(self.folder / f"{number}-{time.monotonic_ns()}.rec")
        at = time.monotonic()
        self.worker.record(number, recording, device, at, preroll_ms, keep_warm_s)
        return at, recording

    def end(self, number, kind=EndKind.COMPLETE):
        """The key goes up."""
        at = time.monotonic()
        self.worker.stop(number, at, kind)
        return at

    def all(self, kind, number):
        return [e for e in list(self.events) if isinstance(e, kind) and e.utterance == number]

    def wait(self, kind, number, limit_s=5.0):
        with self._changed:
            came = self._changed.wait_for(lambda: self.all(kind, number), limit_s)
            assert came, f"no {kind.__name__} of {number}: {self.events}"
            return came[0]

    def wait_first(self, number, limit_s=2.0):
        return self.wait(FirstBlock, number, limit_s)

    def wait_ended(self, number, limit_s=3.0):
        return self.wait(RecordingEnded, number, limit_s)

    def wait_failed(self, number, limit_s=8.0):
        return self.wait(RecordingFailed, number, limit_s)


def sound_of(recording):
    reader = recording.reader()
    parts = []
    while True:
        piece = reader.read(60, 0)
        parts.append(piece.pcm)
        if piece.end:
            return array.array("h", b"".join(parts))


def ramp(seconds):
    """Sound whose every sample tells its number (1, 2, …; up to 2 s are unambiguous)."""
    count = int(seconds * RATE)
    return array.array("h", range(1, count + 1))


def numbers(samples):
    """The ramp's samples found in a recording."""
    return [sample for sample in samples if sample]


def write_tone(path):
    """A loud tone of 1 kHz as a file, 5 s long."""
    samples = [round(12_000 * math.sin(2 * math.pi * k / 48)) for k in range(48)] * 5_000
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(array.array("h", samples).tobytes())
    return path


def is_tone(samples):
    """Whether most of it is the loud tone of 1 kHz."""
    import numpy as np

    spectrum = np.abs(np.fft.rfft(np.array(samples, float)))
    peak_hz = spectrum.argmax() * RATE / len(samples)
    return abs(peak_hz - 1_000) < 10 and np.abs(samples).max() > 8_000
