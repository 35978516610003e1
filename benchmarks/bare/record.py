"""The least that records: opens a stream at ``down``, closes it at ``up``. Usage: record.py FOLDER.

Orders come as lines on standard input, answers go as JSON lines to standard output.
"""

import json
import sys
import threading
import time
from pathlib import Path

import sounddevice

RATE_HZ = 16_000


def record(path: Path) -> dict:
    blocks: list[bytes] = []
    times: list[tuple[int, float]] = []
    first = threading.Event()

    def heard(data, _frames, when, _status) -> None:
        age = when.currentTime - when.inputBufferAdcTime
        times.append((sum(map(len, blocks)) // 2, time.monotonic() - age))
        blocks.append(bytes(data))
        first.set()

    stream = sounddevice.RawInputStream(
        samplerate=RATE_HZ, channels=1, dtype="int16", latency="low", blocksize=320, callback=heard
    )
    with stream:
        first.wait(5)
        print(json.dumps({"first": time.monotonic()}), flush=True)
        sys.stdin.readline()
    path.write_bytes(b"".join(blocks))
    return {"sound": str(path), "times": times}


def main() -> None:
    folder = Path(sys.argv[1])
    print(json.dumps({"ready": True}), flush=True)
    number = 0
    while sys.stdin.readline():
        number += 1
        path = folder / f"bare-{id(folder)}-{number}.pcm"
        print(json.dumps(record(path)), flush=True)


if __name__ == "__main__":
    main()
