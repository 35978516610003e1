"""What a reader of a recording gets, whatever still grows behind it.

Rule: a reader has its own position and disturbs nobody; there may be many, in many threads. It
waits for growth without looking again and again.
Failure mode: a recording that was deleted, or whose file was taken away, gives DiskError; one
whose memory was let go (captions that are kept in memory only) goes on at the oldest sound that
is left, and ``Piece.at_s`` tells.
Runs in: any thread; one reader belongs to one.
"""

from dataclasses import dataclass, field
from typing import Protocol

from qwen_dictate.core.audio import BYTES_PER_S, SAMPLE_BYTES, frames, seconds
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.file import WINDOW_BYTES


@dataclass(frozen=True, slots=True)
class Piece:
    """The next stretch of a recording.

    Attributes:
        pcm: 16 kHz mono s16le; whole 512-frame marks, except for the last piece.
        speech: one mark a 512 frames (32 ms): True = speech.
        at_s: where the piece begins in the recording.
        end: set on the last piece (whose ``pcm`` may be empty): how the recording ended.
    """

    pcm: bytes = field(repr=False)
    speech: tuple[bool, ...]
    at_s: float
    end: EndKind | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """Which bytes can be read by now, and how the recording ended (None: it grows)."""

    first: int
    size: int
    end: EndKind | None


class Growing(Protocol):
    """Sound that grows until it has an end; places are bytes from its beginning."""

    def wait_for(self, size: int, wait_s: float) -> Extent:
        """Wait until there are ``size`` bytes or the end; what there is then."""
        ...

    def stretch(self, start: int, upto: int) -> tuple[bytes, tuple[bool, ...]] | None:
        """The sound and its marks; None when it was let go meanwhile.

        Raises:
            DiskError: it cannot be read any more.
        """
        ...


class Reader:
    """Reads a recording from a position and follows it until its end."""

    def __init__(self, source: Growing, from_s: float = 0.0) -> None:
        self._source = source
        self._place = max(0, frames(from_s) * SAMPLE_BYTES) // WINDOW_BYTES * WINDOW_BYTES

    def read(self, max_s: float, wait_s: float) -> Piece | None:
        """The next stretch: what there is, at most ``max_s`` (at least one mark).

        Waits up to ``wait_s`` for it; None when nothing came. The last piece carries the end;
        read again after it, it comes again, empty.

        Raises:
            DiskError: the sound cannot be read any more.
        """
        most = max(1, int(max_s * BYTES_PER_S) // WINDOW_BYTES) * WINDOW_BYTES
        while True:
            extent = self._source.wait_for(self._place + WINDOW_BYTES, wait_s)
            place = min(max(self._place, extent.first), extent.size)
            whole = extent.size if extent.end else extent.size // WINDOW_BYTES * WINDOW_BYTES
            upto = min(whole, place + most)
            if extent.end is None and upto <= place:
                return None
            found = self._source.stretch(place, upto)
            if found is not None:
                self._place = upto
                return Piece(*found, seconds(place), extent.end if upto == extent.size else None)
