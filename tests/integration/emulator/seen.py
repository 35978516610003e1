"""What a connection brought, for tests to look at."""

from dataclasses import dataclass, field


@dataclass
class Seen:
    """What one connection brought; times are of the monotonic clock.

    Attributes:
        headers: of the handshake, names in lower case; ``authorization`` is left out.
        authorized: whether the key was the right one.
        path: with the query.
        session: the options of the last accepted ``session.update``.
        events: (time, type) of everything received.
        sent: (time, type) of everything sent.
        segments: the sound of each commit.
        open_sound: sound that was not committed.
        finished: ``session.finish`` came.
        close_code: how the connection ended; None = still open.
        polite: finished, answered, and closed by the client with 1000.
    """

    headers: dict[str, str]
    authorized: bool
    path: str
    opened_at: float
    session: dict | None = None
    events: list[tuple[float, str]] = field(default_factory=list)
    sent: list[tuple[float, str]] = field(default_factory=list)
    segments: list[bytes] = field(default_factory=list)
    open_sound: bytes = b""
    finished: bool = False
    told_finished: bool = False
    close_code: int | None = None
    over: bool = False

    @property
    def sound(self) -> bytes:
        """All sound of the connection."""
        return b"".join(self.segments) + self.open_sound

    @property
    def polite(self) -> bool:
        return self.finished and self.told_finished and self.close_code == 1000

    def times(self, event: str) -> list[float]:
        """When events of this type came, or were sent."""
        return [at for at, name in (*self.events, *self.sent) if name == event]
