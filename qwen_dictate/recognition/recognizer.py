"""The recogniser contract: what every engine promises, the cloud's and the embedded one.

One recogniser object is one attempt: opened once, closed once, never reused. ``open``, ``send``,
``commit`` and ``close`` are called in that order from one thread, the stream's worker, and may
block there. What comes back goes through ``Listener``, from whatever thread the engine has; a
listener never blocks and never raises.

Rules:
1. Every commit is answered by exactly one ``final`` or by ``failed`` (which ends the attempt).
2. Finals come in the order of their commits, numbered 0, 1, … within the attempt.
3. After ``close`` has returned nothing comes any more.
4. A final equal to the context text is the engine's echo of silence: it is given as "".
5. ``close`` and ``abort`` always return within their limit, whatever the other side does.
"""

from typing import Protocol

from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.segments import Limits


class Listener(Protocol):
    """Where a recogniser tells what it hears. Called from the recogniser's own thread."""

    def partial(self, settled: str, tentative: str) -> None:
        """Text of the segment that is being recognised; replaces what was told before."""

    def final(self, segment: int, text: str, language: str) -> None:
        """The answer to commit number ``segment``."""

    def failed(self, error: DictateError) -> None:
        """The attempt is over; told at most once."""


class Recognizer(Protocol):
    """One attempt at recognising. Sound is 16 kHz mono signed 16-bit little-endian."""

    name: str
    """``qwen`` or ``local``: the ``engine`` of the public contract."""

    limits: Limits
    """How long one segment may become."""

    def open(self, listener: Listener) -> None:
        """Get ready to take sound; blocks until ready.

        Raises:
            DictateError: with the true reason, as soon as it is known.
        """

    def send(self, pcm: bytes) -> None:
        """Hand over sound.

        Raises:
            DictateError: the attempt is over.
        """

    def commit(self) -> None:
        """Say that the segment is complete.

        Raises:
            DictateError: the attempt is over.
        """

    def close(self, limit_s: float) -> None:
        """Wait for the outstanding finals, at most ``limit_s``, and end politely."""

    def abort(self) -> None:
        """End at once; may be called from any thread, also while another call blocks."""
