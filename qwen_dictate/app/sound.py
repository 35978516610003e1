"""The microphone's worker thread, started with the first recording.

sounddevice, soxr and numpy load in that thread, so the window stands before them; what is put
into the inbox meanwhile waits there. Runs in: GUI thread.
"""

from collections.abc import Callable

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.app.workers import Worker, Workers
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.recording import Recording
from qwen_dictate.sound.microphone import Microphone


class SoundPart:
    """One microphone and its thread."""

    def __init__(
        self, post: Callable[[object], None], workers: Workers, name: str = "microphone"
    ) -> None:
        self._microphone = Microphone(post)
        self._workers = workers
        self._name = name
        self._worker: Worker | None = None

    def record(
        self,
        utterance: int,
        recording: Recording,
        device: str,
        began_at: float,
        preroll_ms: int,
        keep_warm_s: int,
    ) -> None:
        """Let the microphone write into the recording."""
        self.start()
        self._microphone.record(utterance, recording, device, began_at, preroll_ms, keep_warm_s)

    def start(self) -> None:
        """Start the thread, so that the first key-down need not."""
        if self._worker is None:
            self._worker = self._workers.start(self._name, self._microphone.run)

    def stop(self, utterance: int, at: float, kind: EndKind) -> None:
        """Write the end mark behind what was spoken before ``at``."""
        self._microphone.stop(utterance, at, kind)

    def quit(self) -> None:
        """End the thread; open recordings get their end mark."""
        self._microphone.quit()

    def terminate(self) -> None:
        """Give the sound system back, after the thread has ended; ≤ 1 s."""
        if self._worker is not None and self._worker.isFinished():
            from qwen_dictate.sound.portaudio import PORTAUDIO

            PORTAUDIO.terminate()

    def find_name(self, device: str, jobs: Jobs, then: Callable[[str], None]) -> None:
        """Find the name of the microphone that will be heard."""
        jobs.run("devices", lambda: _name_of(device), then, lambda _error: then(""))


def _name_of(device: str) -> str:
    from qwen_dictate.sound.devices import list_devices

    microphones = [found for found in list_devices() if found.kind == "microphone"]
    for found in microphones:
        if found.id == device or (not device and found.default):
            return found.name
    return microphones[0].name if microphones and not device else ""
