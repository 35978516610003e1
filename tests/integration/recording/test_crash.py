import subprocess
import sys

from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.recording import Recording

WRITER = """
import os, signal, sys
from pathlib import Path
from qwen_dictate.recording.recording import Recording

recording = Recording.create(Path(sys.argv[1]))
for number in range(137):
    recording.append(bytes([number]) * 640)
os.kill(os.getpid(), signal.SIGKILL)
"""

LIMITED = """
import resource, signal, sys
from pathlib import Path
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.recording import Recording

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
recording = Recording.create(Path(sys.argv[1]))
for number in range(137):
    recording.append(bytes([number]) * 640)
assert "File too large" in recording.disk_error.user_text, recording.disk_error
recording.end(EndKind.COMPLETE)
reader, parts = recording.reader(), []
while True:
    piece = reader.read(1.0, 0)
    parts.append(piece.pcm)
    if piece.end:
        break
assert b"".join(parts) == b"".join(bytes([number]) * 640 for number in range(137))
"""


def run(script, path):
    return subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
    )


def sound_of(recording):
    return recording.reader().read(60, 0).pcm


def test_a_killed_program_loses_nothing_that_was_appended(tmp_path):
    path = tmp_path / "one.rec"
    assert run(WRITER, path).returncode == -9
    loaded = Recording.load(path)
    assert sound_of(loaded) == b"".join(bytes([number]) * 640 for number in range(137))
    assert (loaded.ended, loaded.recovered) == (EndKind.COMPLETE, True)


def test_a_file_that_the_system_does_not_let_grow_stops_no_recording(tmp_path):
    path = tmp_path / "one.rec"
    done = run(LIMITED, path)
    assert done.returncode == 0, done.stderr
    assert path.stat().st_size == 30_000
    loaded = Recording.load(path)
    assert (
        sound_of(loaded) == b"".join(bytes([n]) * 640 for n in range(137))[: len(sound_of(loaded))]
    )
    assert len(sound_of(loaded)) > 29_000
