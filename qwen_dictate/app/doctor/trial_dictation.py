"""The child that recognises the bundled clip and tells what came of it; then it ends.

Rule: its answer holds the words of the clip, never the user's. Runs in: a process of its own.
"""

import difflib
import json
import os
import sys
import threading
import time
import wave
from contextlib import closing
from pathlib import Path

from qwen_dictate import credentials
from qwen_dictate.app.engines import Engines
from qwen_dictate.app.offline import recognise_recording
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.recording import Recording
from qwen_dictate.system import paths, settings_file

CLIP = Path(__file__).with_name("clip.wav")
"""John F. Kennedy, inaugural address, 1961 (public domain): its first seconds."""
WORDS = ("and", "so", "my", "fellow", "americans")
_BLOCK = 3200


def run(which: str) -> int:
    """Recognise the clip with the engine in ``used`` or the ``local`` one; print one line."""
    settings = settings_file.load(paths.settings_file(), os.environ).settings
    engines = Engines(paths.models_folder(), paths.data_folder() / "region")
    engines.settings = settings
    local = which == "local"
    with closing(engines):
        engines.use_key(credentials.find(os.environ))
        endpoint = "local" if local else engines.choice().endpoint.url
        answer: dict[str, object] = {"endpoint": endpoint}
        answer["missing"] = endpoint == "local" and not engines.local_installed
        try:
            answer |= _recognise(engines, local=local)
        except DictateError as error:
            answer |= {"error": error.user_text, "remedy": error.remedy}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    os._exit(0)  # a thread of the SDK may still be in C code


def clip() -> Recording:
    """The clip as a recording in memory, ended."""
    recording = Recording.create(None)
    with wave.open(str(CLIP)) as sound:
        pcm = sound.readframes(sound.getnframes())
    for start in range(0, len(pcm), _BLOCK):
        recording.append(pcm[start : start + _BLOCK])
    recording.end(EndKind.COMPLETE)
    return recording


def heard(text: str) -> int:
    """How many words of the clip are in a text, in their order."""
    words = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    blocks = difflib.SequenceMatcher(None, WORDS, words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _recognise(engines: Engines, *, local: bool) -> dict[str, object]:
    recording = clip()
    began = time.monotonic()
    found = recognise_recording(recording, engines.maker(local), threading.Event())
    return {
        "text": found.raw,
        "heard": heard(found.raw),
        "said": len(WORDS),
        "seconds": time.monotonic() - began,
        "clip_s": recording.seconds,
    }
