"""How well and how fast the embedded engine recognises a folder of recordings.

    python benchmarks/accuracy.py FOLDER [--fast] [--models FOLDER] [--show]

The folder has ``manifest.tsv`` with the columns file, language and transcript, and 16 kHz mono
WAV files. They go through the real recogniser and its child process, at the speed of speech
unless ``--fast``. Error rates are word errors for languages with spaces, character errors for
Chinese, after case, marks, digits and kinds of characters are made equal.
"""

import argparse
import array
import csv
import re
import sys
import threading
import time
import unicodedata
import wave
from dataclasses import dataclass, field
from pathlib import Path

from qwen_dictate.core.audio import BYTES_PER_S, RATE_HZ
from qwen_dictate.core.segments import Limits
from qwen_dictate.recognition.local.client import LocalRecognizer
from qwen_dictate.recognition.local.engine import LocalEngine
from qwen_dictate.system import opencc, paths

BLOCK_BYTES = 3200
NUMBERS = dict(
    zip(
        "0 1 2 3 4 5 6 7 8 9 10".split(),
        "zero one two three four five six seven eight nine ten".split(),
        strict=True,
    )
)
WRITTEN = {"mr": "mister", "mrs": "missis", "dr": "doctor"}


@dataclass
class Listened:
    """What the recogniser told, with times."""

    partials: list[tuple[float, str]] = field(default_factory=list)
    finals: list[tuple[float, str, str]] = field(default_factory=list)
    error: str = ""
    told: threading.Condition = field(default_factory=threading.Condition)

    def partial(self, settled, tentative):
        self.partials.append((time.monotonic(), settled + tentative))

    def final(self, _segment, text, language):
        with self.told:
            self.finals.append((time.monotonic(), text, language))
            self.told.notify_all()

    def failed(self, error):
        with self.told:
            self.error = str(error)
            self.told.notify_all()


@dataclass
class Result:
    """One file."""

    seconds: float
    text: str
    languages: str
    first_partial_s: float | None
    final_s: float


def units(text: str, language: str) -> list[str]:
    """Words or characters, made equal."""
    text = unicodedata.normalize("NFKC", text).lower()
    if language.startswith("zh"):
        return [c for c in opencc.convert(text, "simplified") if c.isalnum()]
    words = re.sub(r"[^\w]+", " ", text.replace("'", "").replace("’", "")).split()
    return [WRITTEN.get(word, NUMBERS.get(word, word)) for word in words]


def distance(expected: list[str], got: list[str]) -> int:
    """Levenshtein's: insertions, deletions and substitutions."""
    row = list(range(len(got) + 1))
    for at, wanted in enumerate(expected, 1):
        corner, row[0] = row[0], at
        for other, unit in enumerate(got, 1):
            change = corner + (wanted != unit)
            corner, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, change)
    return row[-1]


def cuts(pcm: bytes, limits: Limits) -> list[bytes]:
    """Segments as the program cuts them: at the quietest 200 ms between the limits."""
    segments = []
    while len(pcm) > limits.cut_by_s * BYTES_PER_S:
        samples = array.array("h", pcm)
        window = RATE_HZ // 5
        first, last = (int(s * RATE_HZ) for s in (limits.look_from_s, limits.cut_by_s))
        starts = range(first, last - window, window // 4)
        at = min(starts, key=lambda s: sum(abs(v) for v in samples[s : s + window : 8]))
        cut = (at + window // 2) * 2
        segments.append(pcm[:cut])
        pcm = pcm[cut:]
    return [*segments, pcm]


def recognise(engine: LocalEngine, pcm: bytes, *, fast: bool) -> Result:
    """Run one file through a recogniser of its own."""
    heard = Listened()
    recognizer = LocalRecognizer(engine)
    recognizer.open(heard)
    began, sent = time.monotonic(), 0
    clock = threading.Event()
    segments = cuts(pcm, recognizer.limits)
    committed = began
    for segment in segments:
        for at in range(0, len(segment), BLOCK_BYTES):
            block = segment[at : at + BLOCK_BYTES]
            sent += len(block)
            if not fast:
                clock.wait(max(0.0, began + sent / BYTES_PER_S - time.monotonic()))
            recognizer.send(block)
        committed = time.monotonic()
        recognizer.commit()
    with heard.told:
        heard.told.wait_for(lambda: heard.error or len(heard.finals) == len(segments), 60)
    recognizer.close(1.0)
    if heard.error or len(heard.finals) != len(segments):
        sys.exit(heard.error or "no answer within a minute")
    first = next((at - began for at, text in heard.partials if text), None)
    return Result(
        len(pcm) / BYTES_PER_S,
        " ".join(text for _, text, _ in heard.finals),
        ",".join(sorted({language for _, _, language in heard.finals})),
        first,
        heard.finals[-1][0] - committed,
    )


def status_mb(pid: int, name: str) -> str:
    """A line of /proc/PID/status in MB; nothing where there is no /proc."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return "?"
    found = next(line for line in lines if line.startswith(name))
    return f"{int(found.split()[1]) / 1024:.0f}"


def load(engine: LocalEngine) -> float:
    """Start the child; gives how long it takes until the weights are there."""
    began = time.monotonic()
    engine.prepare()
    clock = threading.Event()
    while not engine.ready and time.monotonic() - began < 60:
        clock.wait(0.01)
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, default=paths.models_folder())
    parser.add_argument("--fast", action="store_true", help="not at the speed of speech")
    parser.add_argument("--show", action="store_true", help="print what was recognised")
    args = parser.parse_args()
    engine = LocalEngine(args.models)
    if not engine.installed:
        sys.exit("the model is not installed: qwen-dictate models install whisper-base")
    print(f"load {load(engine):.2f} s")
    with (args.folder / "manifest.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    sums: dict[str, list[int]] = {}
    print(f"{'file':24} {'s':>5} {'errors':>8} {'rate':>6} {'1st partial':>11} {'final':>6}")
    for row in rows:
        path = args.folder / row["file"]
        if not path.exists():
            continue
        with wave.open(str(path)) as opened:
            pcm = opened.readframes(opened.getnframes())
        result = recognise(engine, pcm, fast=args.fast)
        expected = units(row["transcript"], row["language"])
        errors = distance(expected, units(result.text, row["language"]))
        total = sums.setdefault(row["language"], [0, 0])
        total[0] += errors
        total[1] += len(expected)
        first = f"{result.first_partial_s:.2f}" if result.first_partial_s is not None else "-"
        print(
            f"{row['file']:24} {result.seconds:5.1f} {errors:3}/{len(expected):<4} "
            f"{100 * errors / len(expected):5.1f}% {first:>11} {result.final_s:6.2f} "
            f"{result.languages}"
        )
        if args.show:
            print(f"    {result.text}")
    for language, (errors, count) in sums.items():
        print(f"{language}: {100 * errors / count:.1f} % of {count}")
    child = engine.pid
    if child:
        print(f"child: {status_mb(child, 'VmRSS')} MB now, {status_mb(child, 'VmHWM')} MB at most")
    engine.close()


if __name__ == "__main__":
    main()
