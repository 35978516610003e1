"""How long we wait for the service, each wait once. Pure."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Limits in seconds; tests shorten them.

    Attributes:
        connect: name, proxy, TCP, TLS and handshake together.
        ready: from the handshake to ``session.updated``.
        answer: from a commit to its final while the stream goes on.
        finish: from ``session.finish`` to ``session.finished`` when nothing is outstanding.
        close: the WebSocket's closing handshake.
        ping_every: between an answer to a ping and the next ping.
        pong: from a ping to its answer.
    """

    connect: float = 5.0
    ready: float = 5.0
    answer: float = 20.0
    finish: float = 2.0
    close: float = 0.5
    ping_every: float = 5.0
    pong: float = 3.0


TIMEOUTS = Timeouts()

PATIENT = replace(TIMEOUTS, connect=10.0)
"""Of an attempt after a failed one: a way that needs 8 s each time must not fail each time."""
