"""How well echoes are told from my own words: mixed real speech, recognised by the embedded engine.

    .venv/bin/python -m benchmarks.echo [--minutes N] [DB…]

My track has theirs in it, so many dB below my voice; both are read by the real readings, as fast
as the engine goes, and decided upon by the real machine.
"""

import argparse
import queue
import threading
from pathlib import Path

from benchmarks.meeting import script, sound, words
from qwen_dictate.core import events as ev
from qwen_dictate.core.events import EndKind
from qwen_dictate.core.meeting import machine
from qwen_dictate.core.meeting.events import Heard, ReadingDone, ReadingFailed, StartWanted
from qwen_dictate.core.meeting.state import Meeting, Side
from qwen_dictate.recognition import captions
from qwen_dictate.recognition.local.client import LocalRecognizer
from qwen_dictate.recognition.local.engine import LocalEngine
from qwen_dictate.recognition.local.turns import LocalTurns
from qwen_dictate.recording.recording import Recording
from tests.support.recordings import recording

MODELS = Path.home() / ".local/share/qwen-dictate/models"


def meeting(minutes: float, echo_db: float, engine: LocalEngine) -> Meeting:
    """The meeting as it stands when both tracks are read."""
    said = script(minutes)
    seconds = minutes * 60
    posted: queue.SimpleQueue = queue.SimpleQueue()
    state, _ = machine.step(Meeting(), StartWanted(0.0))
    for take, speaker in ((1, "Me"), (2, "Them")):
        state, _ = machine.step(state, Heard(ev.FirstBlock(take, 0.0)))
        track = Recording.create(None)
        track.append(sound(said, speaker, seconds, echo_db if speaker == "Me" else None))
        track.end(EndKind.COMPLETE)

        def make() -> LocalTurns:
            return LocalTurns(LocalRecognizer(engine, urgent=False, partials=False))

        threading.Thread(
            target=captions.run,
            args=(track, 0.0, make, posted.put, take, 1, threading.Event()),
            daemon=True,
        ).start()
    done = 0
    while done < 2:
        event = posted.get(timeout=600)
        assert not isinstance(event, ReadingFailed), event
        done += isinstance(event, ReadingDone)
        state, _ = machine.step(state, event)
    return state


def judge(state: Meeting, minutes: float) -> dict[str, int]:
    """Lines of mine: how many are mine, theirs that are left, mine that were dropped."""
    said = script(minutes)
    found = {"mine": 0, "mine dropped": 0, "echoes dropped": 0, "echoes left": 0, "mixed": 0}
    for line in state.closed:
        if line.side is not Side.ME:
            continue
        near = [e for e in said if e.start - 1.5 < line.end_s and e.end + 1.5 > line.start_s]
        own = {w for e in near if e.speaker == "Me" for w in words(recording(e.name).transcript)}
        other = {w for e in near if e.speaker != "Me" for w in words(recording(e.name).transcript)}
        text = words(line.text)
        mine = sum(w in own and w not in other for w in text) / max(1, len(text))
        echo = sum(w in other and w not in own for w in text) / max(1, len(text))
        if mine >= 0.6:
            found["mine dropped" if line.dropped else "mine"] += 1
        elif echo >= 0.6:
            found["echoes dropped" if line.dropped else "echoes left"] += 1
        else:
            found["mixed"] += 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("db", type=float, nargs="*", default=[-6.0, -12.0, -20.0])
    call = parser.parse_args()
    engine = LocalEngine(MODELS)
    try:
        for echo_db in call.db:
            found = judge(meeting(call.minutes, echo_db, engine), call.minutes)
            print(f"echo {echo_db:g} dB: {found}", flush=True)
    finally:
        engine.close()


if __name__ == "__main__":
    main()
