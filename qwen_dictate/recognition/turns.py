"""The contract of a recogniser that cuts speech into turns itself: captions.

One object is one attempt, opened once, closed once. ``open``, ``send``, ``close`` come in that
order from one thread, which they may block; ``Listener`` is called from whatever thread the
engine has, and neither blocks nor raises. Places are seconds of the sound that was handed to
``send`` since ``open``.

Rules: a turn that began is closed exactly once, with its words or "", unless the attempt fails;
turns are closed in the order in which they began; after ``close`` has returned nothing comes.
"""

from collections.abc import Sequence
from typing import Protocol

from qwen_dictate.core.errors import DictateError


class TurnListener(Protocol):
    """Where it tells what it hears."""

    def began(self, turn: str, start_s: float) -> None:
        """Somebody begins to speak."""

    def partial(self, turn: str, settled: str, tentative: str) -> None:
        """The words of a turn so far; replaces what was told before."""

    def closed(self, turn: str, start_s: float, end_s: float, text: str, language: str) -> None:
        """The words of a turn for good."""

    def failed(self, error: DictateError) -> None:
        """The attempt is over; told at most once."""


class TurnRecognizer(Protocol):
    """One attempt. Sound is 16 kHz mono signed 16-bit little-endian, in whole marks."""

    name: str
    """``qwen`` or ``local``."""

    counts: bool
    """Whether somebody pays for each second that is sent: then silence is left out."""

    pace: float
    """How many times faster than it was spoken sound may be sent; 0 = as fast as it is taken."""

    def open(self, listener: TurnListener) -> None:
        """Get ready to take sound; blocks until ready.

        Raises:
            DictateError: with the true reason.
        """

    def send(self, pcm: bytes, speech: Sequence[bool], levels: Sequence[float]) -> None:
        """Hand over sound with the marks and levels of its 32 ms.

        Raises:
            DictateError: the attempt is over.
        """

    def close(self, limit_s: float) -> None:
        """What is open is a turn: wait for the words, at most ``limit_s``, and end politely.

        Raises:
            DictateError: words are missing.
        """

    def abort(self) -> None:
        """End at once; from any thread, also while another call blocks."""
