"""What a reader of a recording gets, whatever still grows behind it."""

from dataclasses import dataclass, field

from qwen_dictate.core.events import EndKind


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
