"""A scripted meeting of real recordings: two voices on two sources, overlaps, pauses, noise, echo.

    .venv/bin/python -m benchmarks.meeting [--minutes N] [--engine qwen|local] [--echo DB]

The others play on the loudspeakers, and are heard by the microphone too, ``--echo`` dB below my
voice. The service drops every connection three times, at a quarter, a half and three quarters of
the way. The exports are read back by pysubs2. Memory, threads and descriptors by least squares.
"""

import argparse
import json
import os
import threading
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pysubs2

from benchmarks.accuracy import NUMBERS, WRITTEN
from qwen_dictate.core.meeting import echo
from qwen_dictate.ipc import client
from tests.desktop.application import Application
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import PrivateDesktop
from tests.support.microphone import load
from tests.support.recordings import recording

RATE = 16_000
MINE = ("en_goforward", "en_jfk", "en_cards_005")
THEIRS = ("en_sense_0870", "en_beckett", "en_sense_0880", "zh_aishell_0121")
NOISE_DBFS = -60.0
POLL_S = 0.15
RECONNECTS = (0.25, 0.5, 0.75)
GB = 1024


@dataclass(frozen=True)
class Said:
    """One clip of the script, seconds from its beginning."""

    speaker: str
    name: str
    start: float
    end: float


@dataclass
class Seen:
    """When a line was first seen, and first with its final words."""

    first: float
    text: str = field(repr=False)
    last: float = 0.0


def words(text: str) -> list[str]:
    """The words, with numbers and titles written out."""
    return [WRITTEN.get(NUMBERS.get(w, w), NUMBERS.get(w, w)) for w in echo.words(text)]


def word_errors(wanted: list[str], got: list[str]) -> int:
    """How many words are wrong, missing or too many."""
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(got, 1):
            change = before + (word != other)
            before, row[place] = row[place], min(change, row[place] + 1, row[place - 1] + 1)
    return row[-1]


def script(minutes: float) -> list[Said]:
    """Turns, one after the other, every third one into the end of the one before; long pauses."""
    said: list[Said] = []
    at, turn = 2.0, 0
    while at < minutes * 60 - 20:
        speaker, names = (("Them", THEIRS), ("Me", MINE))[turn % 2]
        name = names[turn // 2 % len(names)]
        length = recording(name).seconds
        begin = at - 1.5 if turn % 3 == 2 and at > 10 else at
        said.append(Said(speaker, name, begin, begin + length))
        at = begin + length + (12.0 if turn % 10 == 9 else 1.2)
        turn += 1
    return said


def sound(said: list[Said], speaker: str, seconds: float, echo_db: float | None) -> bytes:
    """The track of one source, with noise, and for mine the echo of theirs."""
    chance = np.random.default_rng(1)
    track = chance.normal(0, 32768 * 10 ** (NOISE_DBFS / 20), round(seconds * RATE))
    for entry in said:
        gain = 1.0
        if entry.speaker != speaker:
            if speaker == "Them" or echo_db is None:
                continue
            gain = 10 ** (echo_db / 20)
        pcm = np.frombuffer(load(recording(entry.name).path, RATE), "<i2").astype(np.float64)
        late = 0.08 if gain < 1 else 0.0
        begin = round((entry.start + late) * RATE)
        track[begin : begin + len(pcm)] += gain * pcm[: len(track) - begin]
    return track.clip(-32768, 32767).astype("<i2").tobytes()


def process(pid: int) -> dict[str, float]:
    status = Path(f"/proc/{pid}/status").read_text()
    rss = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return {
        "memory_mb": int(rss.split()[1]) / GB,
        "threads": sum(1 for _ in Path(f"/proc/{pid}/task").iterdir()),
        "descriptors": sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()),
    }


class Watcher(threading.Thread):
    """Looks at the open lines as an export gives them."""

    def __init__(self, app: Application, socket: Path, began: float) -> None:
        super().__init__(daemon=True)
        self.app, self.socket, self.began = app, socket, began
        self.over = threading.Event()
        self.lines: dict[tuple[str, float], Seen] = {}
        self.samples: list[tuple[float, dict[str, float]]] = []
        self.error = ""

    def run(self) -> None:
        pid = json.loads(client.call(self.socket, "status", {}, 10.0).out)["pid"]
        while not self.over.wait(POLL_S):
            try:
                self.look(pid)
            except Exception as error:
                self.error = repr(error)

    def look(self, pid: int) -> None:
        args = {"action": "export", "format": "json"}
        reply = client.call(self.socket, "captions", args, 10.0)
        now = time.monotonic() - self.began
        for line in json.loads(reply.out or "[]"):
            key = (line["speaker"], line["start"])
            known = next((k for k in self.lines if k[0] == key[0] and abs(k[1] - key[1]) < 1), key)
            seen = self.lines.setdefault(known, Seen(now, ""))
            if seen.text != line["text"]:
                seen.text, seen.last = line["text"], now
        if not self.samples or now - self.samples[-1][0] > 5:
            self.samples.append((now, process(pid)))


def slopes(samples: list[tuple[float, dict[str, float]]]) -> dict[str, float]:
    kept = samples[len(samples) // 4 :]
    hours = np.array([at / 3600 for at, _ in kept])
    found = {}
    for name in samples[0][1]:
        values = np.array([value[name] for _, value in kept])
        found[name + "_an_hour"] = round(float(np.polyfit(hours, values, 1)[0]), 2)
        found[name + "_last"] = round(float(values[-1]), 1)
    return found


def measure(minutes: float, engine: str, echo_db: float | None) -> Iterator[tuple[str, object]]:
    said = script(minutes)
    seconds = minutes * 60
    with Emulator() as service, PrivateDesktop() as desktop:
        app = begin(desktop, service, engine)
        mine = sound(said, "Me", seconds, echo_db)
        theirs = wav(desktop.folder / "theirs.wav", sound(said, "Them", seconds, None))
        assert app.call("captions", "start").returncode == 0
        desktop.speakers.play(theirs, wait=False)
        spoken = desktop.microphone.say(mine, wait=False)
        watcher = Watcher(app, desktop.runtime / "qwen-dictate/socket", spoken.wait_began())
        watcher.start()
        for share in RECONNECTS:
            while time.monotonic() - watcher.began < share * seconds:
                time.sleep(0.5)
            drop(service, engine)
        spoken.wait(seconds + 60)
        ended = time.monotonic()
        app.call("captions", "stop")
        path = desktop.folder / "meeting.json"
        app.call("captions", "export", str(path))
        yield "seconds until the end was recognised", round(time.monotonic() - ended, 1)
        watcher.over.set()
        watcher.join()
        lines = json.loads(path.read_text())
        yield from judge(said, lines, watcher)
        yield from read_back(app, lines)
        yield from dropped(app, said)
        sent_s = sum(len(seen.sound) for seen in service.connections) / 32_000
        yield "connections", len(service.connections)
        yield "sound committed, s of s", (round(sent_s), round(2 * seconds))
        yield "violations", service.violations
        yield "slopes", slopes(watcher.samples)
        yield "watcher, last error", (watcher.error, app.status()["error"])
        yield "machine load", os.getloadavg()
        app.quit()


def begin(desktop: PrivateDesktop, service: Emulator, engine: str) -> Application:
    qwen = {"service.endpoint": "custom", "service.url": service.url}
    settings = qwen if engine == "qwen" else {"service.endpoint": "local"}
    env = {"DASHSCOPE_API_KEY": KEY} if engine == "qwen" else {}
    settings = {**settings, "service.fallback": "wait"}
    return Application(desktop, weights=True, settings=settings, env=env, minimized=True).ready()


def wav(path: Path, pcm: bytes) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(pcm)
    return path


def drop(service: Emulator, engine: str) -> None:
    """The service drops every connection for two seconds."""
    if engine == "qwen":
        service.knobs.close_at, service.knobs.close_code = "input_audio_buffer.append", 1006
        time.sleep(2)
        service.knobs.close_at = ""


def read_back(app: Application, lines: list[dict]) -> Iterator[tuple[str, object]]:
    """Whether a parser that is not ours finds the same words."""
    told = [word for line in lines for word in words(line["text"])]
    for ending in ("srt", "vtt"):
        file = app.desktop.folder / f"meeting.{ending}"
        app.call("captions", "export", str(file))
        read = pysubs2.load(str(file))
        text = " ".join(
            event.plaintext.replace("\n", " ").removeprefix("Me: ").removeprefix("Them: ")
            for event in read
        )
        same = sorted(words(text)) == sorted(told)
        yield f"{ending}: cues, words as in the JSON", (len(read), same)


def dropped(app: Application, said: list[Said]) -> Iterator[tuple[str, object]]:
    raw = app.history()[0]["raw"].splitlines()
    echoes = [json.loads(entry) for entry in raw if '"dropped"' in entry]
    theirs = [words(recording(e.name).transcript) for e in said if e.speaker == "Them"]
    wrong = [entry for entry in echoes if not _among(words(entry["text"]), theirs)]
    yield "lines dropped as echo, of them my own", (len(echoes), len(wrong))


def _among(said: list[str], others: list[list[str]]) -> bool:
    return any(sum(w in other for w in said) >= 0.7 * len(said) for other in others)


def judge(said: list[Said], lines: list[dict], watcher: Watcher) -> Iterator[tuple[str, object]]:
    wrong_side = 0
    for speaker in ("Me", "Them"):
        wanted = [
            w for e in said if e.speaker == speaker for w in words(recording(e.name).transcript)
        ]
        got = [w for line in lines if line["speaker"] == speaker for w in words(line["text"])]
        yield (
            f"{speaker}: words said, got, wrong",
            (
                len(wanted),
                len(got),
                word_errors(wanted, got),
            ),
        )
        lost = [
            e
            for e in said
            if e.speaker == speaker
            and not any(
                line["speaker"] == speaker
                and line["start"] < e.end + 1.5
                and line["end"] > e.start - 1.5
                for line in lines
            )
        ]
        yield f"{speaker}: clips said, lost", (sum(e.speaker == speaker for e in said), len(lost))
    for line in lines:
        mine = [e for e in said if e.start - 2 < line["end"] and e.end + 2 > line["start"]]
        own = [
            w
            for e in mine
            if e.speaker == line["speaker"]
            for w in words(recording(e.name).transcript)
        ]
        other = [
            w
            for e in mine
            if e.speaker != line["speaker"]
            for w in words(recording(e.name).transcript)
        ]
        wrong_side += sum(w not in own and w in other for w in words(line["text"]))
    yield "words on the wrong side (echo left)", wrong_side
    first, last = [], []
    for (speaker, start), seen in watcher.lines.items():
        near = [e for e in said if e.speaker == speaker and abs(e.start - start) < 2]
        if near:
            first.append(seen.first - near[0].start)
            last.append(seen.last - near[0].end)
    if first:
        yield "first words after they were begun, s: median, p90, worst", _three(first)
        yield "final words after the end, s: median, p90, worst", _three(last)


def _three(values: list[float]) -> tuple[float, ...]:
    return tuple(round(float(np.percentile(values, p)), 2) for p in (50, 90, 100))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--engine", choices=("qwen", "local"), default="qwen")
    parser.add_argument("--echo", type=float, default=-12.0, help="dB below my voice; 0 = none")
    call = parser.parse_args()
    for name, value in measure(call.minutes, call.engine, call.echo or None):
        print(f"{name}: {value}", flush=True)


if __name__ == "__main__":
    main()
