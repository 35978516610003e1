"""The one way to PortAudio: opening, closing, starting it again after the sound server died.

On Linux PortAudio knows the sound server as one device ("pulse"). Which source it opens is told
by PULSE_SOURCE, read at each opening; PULSE_PROP_OVERRIDE gives the stream a name for the mixer
and the tag by which the watch finds it again. Both are set under a lock around the opening.

Rule: the callback copies the block, reads the clock and puts both away: no lock, no log, nothing
that may raise. PortAudio is started again only when no stream is open.
Failure mode: what PortAudio refuses is a MicrophoneError; a closing that hangs is left behind
after its limit.
Runs in: the sound workers; the callback in PortAudio's thread.
"""

import atexit
import importlib
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from qwen_dictate.core.audio import RATE_HZ
from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound.pulse import TAG_PROPERTY

if TYPE_CHECKING:
    from types import ModuleType

_BLOCK_S = 0.02
_CLOSE_LIMIT_S = 1.0
_MOST_DELAY_S = 1.0

_log = logging.getLogger(__name__)

OnBlock = Callable[[bytes, float], None]
"""Takes a block and the monotonic time at which its first frame was heard."""


class _Raw(Protocol):
    def start(self) -> None: ...
    def abort(self, ignore_errors: bool = True) -> None: ...
    def close(self, ignore_errors: bool = True) -> None: ...


class _CallbackTime(Protocol):
    currentTime: float  # noqa: N815 - PortAudio's name
    inputBufferAdcTime: float  # noqa: N815 - PortAudio's name


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be opened.

    Attributes:
        source: the sound server's source (Linux) or PortAudio's device; "" = the default.
        tag: marks the stream for the watch.
    """

    source: str
    tag: str


@dataclass(frozen=True, slots=True)
class OpenStream:
    """A running stream and what it gives: interleaved s16le."""

    raw: _Raw
    rate_hz: int
    channels: int


class _RawOutput(_Raw, Protocol):
    latency: float

    def write(self, data: bytes) -> bool: ...
    def stop(self, ignore_errors: bool = True) -> None: ...


class Output:
    """A running output; one thread."""

    def __init__(
        self,
        stream: OpenStream,
        raw: _RawOutput,
        errors: tuple[type[Exception], ...],
        close: Callable[[OpenStream], None],
    ) -> None:
        self._stream = stream
        self._raw = raw
        self._close = close
        self.errors = errors
        """What ``write`` and ``drain`` may raise."""
        self.latency_s = float(raw.latency)

    def write(self, pcm: bytes) -> None:
        """Play this next; waits until there is room for it."""
        self._raw.write(pcm)

    def drain(self) -> None:
        """Wait until all of it was heard."""
        self._raw.stop(ignore_errors=False)

    def close(self) -> None:
        """Give it back, at once."""
        self._close(self._stream)


class PortAudio:
    """PortAudio, of which a process has only one: share ``PORTAUDIO``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._library: ModuleType | None = None
        self._open: list[OpenStream] = []

    def get_ready(self) -> "ModuleType":
        """Load the library, so that the first opening is fast; the library.

        Raises:
            MicrophoneError: it is not installed.
        """
        with self._lock:
            return self._load()

    def open(self, wish: Wish, on_block: OnBlock, on_end: Callable[[], None]) -> OpenStream:
        """Open and start a stream.

        Args:
            wish: which source.
            on_block: called in PortAudio's thread with every block.
            on_end: called in PortAudio's thread when the stream ends, for whatever reason.

        Raises:
            MicrophoneError: the source cannot be opened.
        """
        with self._lock:
            library = self._load()
            try:
                stream = _open_any(library, wish, on_block, on_end)
            except (library.PortAudioError, ValueError) as error:
                if self._open:
                    raise _refused(error) from error
                # After the sound server was restarted the list of devices is stale.
                self._start_again(library)
                try:
                    stream = _open_any(library, wish, on_block, on_end)
                except (library.PortAudioError, ValueError) as again:
                    raise _refused(again) from again
            self._open.append(stream)
            return stream

    def close(self, stream: OpenStream) -> None:
        """Close a stream within a second."""

        def close() -> None:
            stream.raw.abort()
            stream.raw.close()

        _within(_CLOSE_LIMIT_S, close)
        with self._lock:
            if stream in self._open:
                self._open.remove(stream)

    def open_output(self, rate_hz: int) -> "Output":
        """Open the default output for mono s16le, to be written to piece by piece.

        Raises:
            MicrophoneError: there is none.
        """
        with self._lock:
            library = self._load()
            try:
                with _environment(Wish("", "playing")):
                    raw = library.RawOutputStream(
                        samplerate=rate_hz, channels=1, dtype="int16", device=_device(library, "")
                    )
                    raw.start()
            except (library.PortAudioError, ValueError) as error:
                raise MicrophoneError(
                    f"The sound could not be played ({_reason(error)}).", "See the sound settings."
                ) from error
            stream = OpenStream(raw, rate_hz, 1)
            self._open.append(stream)
        return Output(stream, raw, (library.PortAudioError,), self.close)

    def terminate(self) -> None:
        """Let go of the sound system, within a second; for the end of the program."""
        with self._lock:
            library, self._library = self._library, None
        if library is not None:
            _within(_CLOSE_LIMIT_S, _own(library, "_terminate"))

    def _load(self) -> "ModuleType":
        if self._library is None:
            try:
                self._library = importlib.import_module("sounddevice")
            except OSError as error:
                raise MicrophoneError(
                    "The sound library PortAudio is missing; nothing can be recorded.",
                    "Install it (Debian, Ubuntu: apt install libportaudio2) and start again.",
                    retry=False,
                ) from error
            # WORKAROUND: sounddevice terminates PortAudio in an exit handler, which may hang for
            # ever where a stream is still open; ``terminate`` does the same with a limit.
            atexit.unregister(_own(self._library, "_exit_handler"))
        return self._library

    def _start_again(self, library: "ModuleType") -> None:
        _log.info("starting PortAudio again")
        _own(library, "_terminate")()
        _own(library, "_initialize")()


PORTAUDIO = PortAudio()
"""The process's one PortAudio: the library keeps its state process-wide, so this does too."""


def input_names() -> list[tuple[str, bool]]:
    """PortAudio's own input devices (not on Linux): the name to open each by, and the default.

    Raises:
        MicrophoneError: the library is missing.
    """
    library = PORTAUDIO.get_ready()
    devices = cast("Sequence[Mapping[str, object]]", library.query_devices())
    apis = cast("Sequence[Mapping[str, object]]", library.query_hostapis())
    # The same device stands in the list once for every host API: the first API is PortAudio's
    # own choice for this system.
    return [
        (f"{device['name']}, {apis[0]['name']}", apis[0]["default_input_device"] == number)
        for number, device in enumerate(devices)
        if device["hostapi"] == 0 and cast("int", device["max_input_channels"]) > 0
    ]


def _own(library: "ModuleType", name: str) -> Callable[[], None]:
    """A function that sounddevice keeps to itself: it has no public one that does this."""
    return cast("Callable[[], None]", getattr(library, name))


def _open_any(
    library: "ModuleType", wish: Wish, on_block: OnBlock, on_end: Callable[[], None]
) -> OpenStream:
    """Open at 16 kHz mono, or at the device's own rate, or in stereo: whatever it takes."""
    device = _device(library, wish.source)
    own_hz = int(library.query_devices(device, "input")["default_samplerate"])
    shapes = dict.fromkeys((rate, channels) for channels in (1, 2) for rate in (RATE_HZ, own_hz))
    refusal: Exception | None = None
    for rate_hz, channels in shapes:
        try:
            with _environment(wish):
                raw = library.RawInputStream(
                    samplerate=rate_hz,
                    blocksize=round(rate_hz * _BLOCK_S),  # 0 would give ragged blocks of 1 to 415
                    channels=channels,
                    dtype="int16",
                    device=device,
                    latency="low",
                    callback=_callback(on_block),
                    finished_callback=on_end,
                )
                raw.start()
            return OpenStream(raw, rate_hz, channels)
        except library.PortAudioError as error:
            refusal = error
    raise refusal or ValueError("no shape")


def _callback(on_block: OnBlock) -> Callable[[object, int, _CallbackTime, object], None]:
    def put(data: object, _frames: int, when: _CallbackTime, _status: object) -> None:
        now = time.monotonic()
        delay_s = when.currentTime - when.inputBufferAdcTime
        if not 0 <= delay_s <= _MOST_DELAY_S:
            delay_s = _BLOCK_S  # some host APIs do not tell
        on_block(bytes(cast("bytes", data)), now - delay_s)

    return put


def _device(library: "ModuleType", source: str) -> str | None:
    if sys.platform != "linux":
        return source or None
    names = [str(device["name"]) for device in library.query_devices()]
    return "pulse" if "pulse" in names else None


@contextmanager
def _environment(wish: Wish) -> Generator[None]:
    """What libpulse reads when a stream is opened. Source: pulse client-conf.c, proplist.c."""
    names = {
        "PULSE_SOURCE": wish.source,
        "PULSE_PROP_OVERRIDE": f"application.name='Qwen Dictate' {TAG_PROPERTY}={wish.tag}",
    }
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _reason(error: Exception) -> str:
    return str(error.args[0]) if error.args else type(error).__name__


def _refused(error: Exception) -> MicrophoneError:
    return MicrophoneError(
        f"The microphone could not be opened ({_reason(error)}); nothing was recorded.",
        "See whether another program uses it alone, or choose another one in the settings.",
    )


def _within(limit_s: float, act: Callable[[], None]) -> None:
    """Do something that may hang, and go on after the limit."""

    def run() -> None:
        try:
            act()
        except Exception as error:
            _log.warning("PortAudio: %s", error)

    thread = threading.Thread(target=run, name="sound close", daemon=True)
    thread.start()
    thread.join(limit_s)
    if thread.is_alive():
        _log.warning("PortAudio did not answer within %g s and was left behind", limit_s)
