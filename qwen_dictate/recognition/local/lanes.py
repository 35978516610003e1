"""What the engine's child decodes next: its streams, their open segments, and whose turn it is.

Finals before partials, dictation before captions and files. A partial is due when there is new
speech and ``PARTIAL_EVERY_S`` (or twice the cost of the last one, if that is more) have passed;
while a final waits there are none. When the speaker pauses, the partial is decoded with a final's
care: if the segment is committed with no word more, its final is there already.

Pure state; time is handed in. Runs in: the engine's child, decoding thread.
"""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum

from qwen_dictate.core.audio import MARK_FRAMES, SAMPLE_BYTES
from qwen_dictate.recognition.local.agreement import Agreement
from qwen_dictate.recognition.local.pauses import silent_s, spoken, voiced_s

PARTIAL_EVERY_S = 0.6
PAUSE_S = 0.3
LEAST_VOICE_S = 0.2
"""With less voice than that a segment is silence: never decoded."""

LANGUAGE_VOICE_S = 2.0

MARK_BYTES = MARK_FRAMES * SAMPLE_BYTES

Voice = Callable[[bytes], bool]
"""Whether there is a voice in the next 32 ms of a stream."""


class Segment:
    """Sound between two commits, with its marks and what partials made of it.

    Attributes:
        decoded: how much voice the last partial had, in marks.
        careful: the same for the last one that was decoded with a final's care.
        text: what that one said.
        language: in which language.
        guess: the language of its partials, once there was enough to tell.
    """

    def __init__(self) -> None:
        self.pcm = bytearray()
        self.marks: list[bool] = []
        self.agreement = Agreement()
        self.decoded = 0
        self.careful = 0
        self.text = ""
        self.language = ""
        self.guess = ""

    def mark(self, voice: Voice) -> None:
        """Mark the sound that has come since the last time."""
        while len(self.pcm) >= (len(self.marks) + 1) * MARK_BYTES:
            at = len(self.marks) * MARK_BYTES
            self.marks.append(voice(bytes(self.pcm[at : at + MARK_BYTES])))

    @property
    def voiced(self) -> int:
        """How much voice there is, in marks."""
        return sum(self.marks)

    @property
    def has_voice(self) -> bool:
        """Whether that is enough to be speech."""
        return voiced_s(self.marks) >= LEAST_VOICE_S

    @property
    def tells_language(self) -> bool:
        """Whether there is enough voice to be sure of its language."""
        return voiced_s(self.marks) >= LANGUAGE_VOICE_S

    @property
    def known(self) -> bool:
        """Whether ``text`` is what a final would say: no word came since."""
        return 0 < self.careful == self.voiced

    def speech(self) -> bytes:
        """The sound with its silence left out."""
        pieces = [
            self.pcm[first * MARK_BYTES : end * MARK_BYTES] for first, end in spoken(self.marks)
        ]
        return b"".join(pieces)


class Task(Enum):
    """What is to be decoded."""

    FINAL = "final"
    PAUSE = "pause"
    PARTIAL = "partial"


@dataclass(slots=True, eq=False)
class Stream:
    """One recogniser of the program.

    Attributes:
        urgent: somebody waits for the text: dictation.
        partials: the text is wanted while it is spoken.
        language: as set, or "" to find out.
        chinese: the setting ``text.chinese``.
        voice: marks the sound; has the memory of this stream.
        segment: what is being spoken.
        committed: segments that wait for their finals.
        done: how many finals were given.
        spoke: the language of the last final.
        due_at: no partial before that.
    """

    number: int
    urgent: bool
    partials: bool
    language: str
    chinese: str
    voice: Voice
    segment: Segment = field(default_factory=Segment)
    committed: deque[Segment] = field(default_factory=deque[Segment])
    done: int = 0
    spoke: str = ""
    due_at: float = 0.0

    def add(self, pcm: bytes) -> None:
        """Take sound. Marked at once only for partials: files can wait for their turn."""
        self.segment.pcm += pcm
        if self.partials:
            self.segment.mark(self.voice)

    def commit(self) -> None:
        """The segment is complete; the next one begins."""
        self.committed.append(self.segment)
        self.segment = Segment()
        self.due_at = 0.0

    def decoded_at(self, now: float, cost_s: float) -> None:
        """A partial was decoded until ``now``, at that cost."""
        self.due_at = now - cost_s + max(PARTIAL_EVERY_S, 2 * cost_s)

    def task(self, now: float) -> Task | None:
        """The partial that is due now, if one is."""
        segment = self.segment
        if not self.partials or not segment.has_voice:
            return None
        paused = silent_s(segment.marks) >= PAUSE_S
        if paused and segment.voiced > segment.careful and now >= self.due_at - PAUSE_S:
            return Task.PAUSE
        return Task.PARTIAL if segment.voiced > segment.decoded and now >= self.due_at else None


def choose(streams: Iterable[Stream], now: float) -> tuple[Stream, Task] | None:
    """The next thing to decode."""
    ordered = sorted(streams, key=lambda stream: not stream.urgent)
    for stream in ordered:
        if stream.committed:
            return stream, Task.FINAL
    due = [(stream, task) for stream in ordered if (task := stream.task(now))]
    if not due:
        return None
    return min(due, key=lambda pair: (not pair[0].urgent, pair[0].due_at))


def wait_s(streams: Iterable[Stream], now: float) -> float | None:
    """How long nothing is due if nothing comes; None: until something comes."""
    waiting = [
        stream.due_at - now
        for stream in streams
        if stream.partials and stream.segment.has_voice
        if stream.segment.voiced > stream.segment.decoded
    ]
    return max(0.0, min(waiting)) if waiting else None
