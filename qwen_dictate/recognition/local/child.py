"""The engine's process: it owns the weights, reads sound from its pipe and writes text into it.

Two threads: the pipe's reader fills an inbox; the main thread loads the weights, then decodes
what ``lanes`` chooses. It ends with the program: at the end of its input the
process is over at once, whatever it was doing. A decode that fails ends its stream, not the
process. Spoken words go into the pipe and nowhere else.

Failure mode: weights that cannot be loaded are told (stream 0) and end the process with 3.
"""

import os
import queue
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from qwen_dictate.core.errors import DictateError, EngineError
from qwen_dictate.recognition.local import lanes, wire
from qwen_dictate.recognition.local.spelling import spell
from qwen_dictate.recognition.local.wire import Kind, Message
from qwen_dictate.system import opencc

if TYPE_CHECKING:
    from qwen_dictate.recognition.local.whisper import Care, Heard, Whisper

NICENESS = 5
"""The window and the sound come first."""
VOICE_THRESHOLD = 0.35
"""More sensitive than where it is used to cut: what is no speech is dropped after the decode, a
whisper that is lost is lost."""


class Child:
    """The streams and the weights."""

    def __init__(self, inbox: "queue.SimpleQueue[Message]", out: BinaryIO, idle_s: float) -> None:
        self._inbox = inbox
        self._out = out
        self._idle_s = idle_s
        self._streams: dict[int, lanes.Stream] = {}

    def run(self, whisper: "Whisper") -> None:
        """Decode until the process ends."""
        self.tell(Kind.READY)
        while True:
            self._take_all()
            chosen = lanes.choose(self._streams.values(), time.monotonic())
            if chosen is None:
                self._wait()
                continue
            stream, task = chosen
            try:
                self._decode(whisper, stream, task)
            except Exception as error:
                self._fail(stream, error)

    def tell(self, kind: Kind, stream: int = 0, payload: bytes = b"") -> None:
        """Write a message to the program; only the main thread writes."""
        self._out.write(wire.encode(Message(kind, stream, payload)))
        self._out.flush()

    def log(self, error: BaseException) -> None:
        """Let the program log where it failed: places in the code, never a value."""
        places = traceback.extract_tb(error.__traceback__)
        told = [f"{Path(place.filename).name}:{place.lineno} {place.name}" for place in places]
        self.tell(Kind.LOG, 0, wire.pack_texts(f"{type(error).__name__} at {', '.join(told)}"))

    def _take_all(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._take(self._inbox.get_nowait())

    def _wait(self) -> None:
        """Wait for a message, at most until a partial is due, or until idle for long."""
        idle = not self._streams
        limit = self._idle_s if idle else lanes.wait_s(self._streams.values(), time.monotonic())
        try:
            self._take(self._inbox.get(timeout=limit))
        except queue.Empty:
            if idle:
                self.tell(Kind.IDLE)
                self._take(self._inbox.get())

    def _take(self, message: Message) -> None:
        stream = self._streams.get(message.stream)
        if message.kind is Kind.OPEN:
            self._streams[message.stream] = _opened(message)
        elif stream is None:
            return
        elif message.kind is Kind.AUDIO:
            stream.add(message.payload)
        elif message.kind is Kind.COMMIT:
            stream.commit()
        elif message.kind is Kind.CLOSE:
            del self._streams[message.stream]

    def _decode(self, whisper: "Whisper", stream: lanes.Stream, task: lanes.Task) -> None:
        if task is lanes.Task.FINAL:
            self._give_final(whisper, stream)
            return
        from qwen_dictate.recognition.local.whisper import FINAL, PARTIAL

        segment = stream.segment
        voiced, began = segment.voiced, time.monotonic()
        if task is lanes.Task.PAUSE:
            heard = self._hear(whisper, stream, segment, FINAL)
            segment.careful, segment.text, segment.language = voiced, heard.text, heard.language
        else:
            heard = self._hear(whisper, stream, segment, PARTIAL, segment.guess)
        segment.decoded = voiced
        if segment.tells_language:
            segment.guess = heard.language
        now = time.monotonic()
        stream.decoded_at(now, now - began)
        settled, tentative = segment.agreement.hear(heard.text)
        self.tell(Kind.PARTIAL, stream.number, wire.pack_texts(settled, tentative))

    def _give_final(self, whisper: "Whisper", stream: lanes.Stream) -> None:
        from qwen_dictate.recognition.local.whisper import FINAL

        segment = stream.committed[0]
        segment.mark(stream.voice)
        text, language = segment.text, segment.language
        if not segment.has_voice:
            text, language = "", ""
        elif not segment.known:
            heard = self._hear(whisper, stream, segment, FINAL)
            text, language = heard.text, heard.language
        payload = wire.pack_texts(str(stream.done), text, language)
        self.tell(Kind.FINAL, stream.number, payload)
        stream.committed.popleft()
        stream.done += 1
        stream.spoke = language or stream.spoke

    def _hear(
        self,
        whisper: "Whisper",
        stream: lanes.Stream,
        segment: lanes.Segment,
        care: "Care",
        guess: str = "",
    ) -> "Heard":
        from qwen_dictate.recognition.local.whisper import Heard

        language = stream.language or guess
        heard = whisper.hear(segment.speech(), language, care, spoke=stream.spoke)
        text = spell(heard.text, heard.language, stream.chinese, opencc.convert)
        return Heard(text, heard.language)

    def _fail(self, stream: lanes.Stream, error: Exception) -> None:
        self.log(error)
        self._streams.pop(stream.number, None)
        self.tell(Kind.FAILED, stream.number, _packed(_as_engine_error(error)))


def run(folder: Path, idle_s: float, threads: int) -> int:
    """Be the engine's process until the input ends.

    Args:
        folder: the model's.
        idle_s: tell the program after so long without a stream.
        threads: for one decode.

    Returns:
        The exit status, where the weights cannot be loaded.
    """
    out = _claim_output()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the program
    _step_back()
    inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(inbox,), name="engine's pipe", daemon=True).start()
    child = Child(inbox, out, idle_s)
    try:
        from qwen_dictate.recognition.local.whisper import Whisper

        whisper = Whisper(folder, threads)
    except Exception as error:
        child.log(error)
        child.tell(Kind.FAILED, 0, _packed(_as_engine_error(error)))
        return 3
    child.run(whisper)
    return 0


def _read(inbox: "queue.SimpleQueue[Message]") -> None:
    """Fill the inbox; the end of the pipe is the end of the process, in the middle of a decode."""
    with suppress(Exception):
        while message := wire.receive(sys.stdin.buffer.read):
            inbox.put(message)
    os._exit(0)


def _claim_output() -> BinaryIO:
    """Take standard output for the pipe; what libraries print goes to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _step_back() -> None:
    if sys.platform != "win32":  # there the program starts it with a low priority
        with suppress(OSError):
            os.nice(NICENESS)


def _opened(message: Message) -> lanes.Stream:
    from qwen_dictate.recording.speech import load_detector

    detector = load_detector()
    language, chinese, urgent, partials = wire.unpack_texts(message.payload, 4)
    return lanes.Stream(
        number=message.stream,
        urgent=bool(urgent),
        partials=bool(partials),
        language=language,
        chinese=chinese,
        voice=lambda window: detector(window) >= VOICE_THRESHOLD,
    )


def _as_engine_error(error: Exception) -> DictateError:
    if isinstance(error, DictateError):
        return error
    return EngineError(
        f"The embedded engine could not recognise this ({type(error).__name__}); "
        "the recording is kept.",
        "Try again.",
    )


def _packed(error: DictateError) -> bytes:
    return wire.pack_texts(error.user_text, error.remedy, "retry" if error.retry else "")
