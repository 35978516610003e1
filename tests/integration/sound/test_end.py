import subprocess
import sys
import time

LEFT_OPEN = """
import sys, time, threading
from qwen_dictate.core.events import FirstBlock
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound.microphone import Microphone
from qwen_dictate.sound.portaudio import PORTAUDIO

heard = threading.Event()
worker = Microphone(lambda event: heard.set() if isinstance(event, FirstBlock) else None)
threading.Thread(target=worker.run, daemon=True).start()
worker.record(1, Recording.create(None), "", time.monotonic(), 0, 0)
assert heard.wait(5)
assert "numpy" not in sys.modules and "PySide6" not in sys.modules
print("heard", flush=True)
sys.stdin.readline()
PORTAUDIO.terminate()
"""


def test_the_end_of_the_program_does_not_hang_on_an_open_stream(sound):
    with subprocess.Popen(
        [sys.executable, "-c", LEFT_OPEN],
        env=sound.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        assert program.stdout.readline() == "heard\n"
        began = time.monotonic()
        program.stdin.close()
        assert program.wait(10) == 0
        assert time.monotonic() - began < 2
