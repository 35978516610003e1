"""One opened source: its stream, its watch, its blocks, and the last moments before now.

Rule: it lives from one opening to one closing; its tag tells its blocks from those of streams
that were closed before. While nobody records, only the pre-roll is kept, in memory.
Failure mode: what cannot be opened is a MicrophoneError, and nothing stays open.
Runs in: the sound worker; ``_put_block`` and ``_put_end`` in PortAudio's thread, ``put`` of the
watch in the watch's.
"""

import secrets
import sys
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from qwen_dictate.sound import pulse
from qwen_dictate.sound.portaudio import PortAudio, Wish
from qwen_dictate.sound.shape import Shaper
from qwen_dictate.sound.sources import SYSTEM_SOUND, Source, Sources, choose, is_system
from qwen_dictate.sound.take import Block
from qwen_dictate.sound.watch import SourceWatch, Watched

_ON_ITS_WAY_S = 0.3
"""A key-down may reach the worker this late; the ring holds that much beyond the pre-roll."""


@dataclass(frozen=True, slots=True)
class RawBlock:
    """What the callback puts into the inbox."""

    tag: str
    data: bytes = field(repr=False)
    at: float


@dataclass(frozen=True, slots=True)
class StreamEnded:
    """PortAudio ended the stream."""

    tag: str


FromStream = RawBlock | StreamEnded | Watched
Put = Callable[[FromStream], None]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which source a setting means now."""

    device: str
    source: Source
    system: bool

    @property
    def is_substitute(self) -> bool:
        """Whether the setting names a device that is not there."""
        return self.device not in ("", SYSTEM_SOUND, self.source.name)

    def is_outdated(self, sources: Sources) -> bool:
        """Whether the setting means another source now."""
        return choose(sources, self.device, system=self.system).name != self.source.name


def resolve(device: str) -> Chosen:
    """The source that a setting means now; the sound server is asked where there is one.

    Raises:
        MicrophoneError: there is nothing of that kind, or no sound server.
    """
    if sys.platform != "linux":
        return Chosen(device, Source(device, device), system=False)
    with pulse.connection("Qwen Dictate") as server:
        sources = pulse.read_sources(server)
    system = is_system(device, sources)
    return Chosen(device, choose(sources, device, system=system), system)


class OpenedSource:
    """A running stream.

    Attributes:
        chosen: what it was opened for; ``source`` is what it hears now.
        last_block_at: when the last block arrived, at first when it was opened.
        quiet_told: that no blocks come was told.
    """

    def __init__(
        self, chosen: Chosen, portaudio: PortAudio, put: Put, clock: Callable[[], float]
    ) -> None:
        """Open it.

        Raises:
            MicrophoneError: it cannot be opened.
        """
        self.chosen = chosen
        self.source = chosen.source
        self.tag = secrets.token_hex(8)
        self.quiet_told = False
        self._portaudio = portaudio
        self._put = put
        self._clock = clock
        self._ring: deque[Block] = deque()
        self._ring_s = _ON_ITS_WAY_S
        self._watch: SourceWatch | None = None
        wish = Wish(chosen.source.name, self.tag)
        self._stream = portaudio.open(wish, self._put_block, self._put_end)
        self._shaper = Shaper(self._stream.rate_hz, self._stream.channels)
        self.last_block_at = clock()
        if sys.platform == "linux":
            self._watch = SourceWatch(self.tag, put)

    def fits(self, device: str, quiet_s: float) -> bool:
        """Whether it can be used for that setting: it is the same, and blocks do come."""
        return self.chosen.device == device and self._clock() - self.last_block_at < quiet_s

    def shape(self, raw: RawBlock) -> Block:
        """The block in the program's format, also put into the ring."""
        self.last_block_at = self._clock()
        self.quiet_told = False
        heard_s = len(raw.data) / (2 * self._stream.channels * self._stream.rate_hz)
        pcm = self._shaper.shape(raw.data)
        ends_at = raw.at + heard_s - self._shaper.delay_s
        block = Block(pcm, ends_at - len(pcm) / 32_000)
        self._ring.append(block)
        while block.end - self._ring[0].end > self._ring_s:
            self._ring.popleft()
        return block

    def recent(self) -> Iterable[Block]:
        """What was heard just before now."""
        return tuple(self._ring)

    def keep_preroll(self, preroll_s: float) -> None:
        """How much is kept from now on for the next key-down."""
        self._ring_s = preroll_s + _ON_ITS_WAY_S

    def close(self) -> None:
        """Close it; what still comes has its tag."""
        if self._watch is not None:
            self._watch.stop()
        self._portaudio.close(self._stream)

    def _put_block(self, data: bytes, at: float) -> None:
        self._put(RawBlock(self.tag, data, at))

    def _put_end(self) -> None:
        self._put(StreamEnded(self.tag))
