"""What the emulated service does differently from its strict default; may be turned any time."""

from dataclasses import dataclass, field


@dataclass
class Knobs:
    """All of them, with the strict default.

    Attributes:
        statuses: HTTP status of the next handshakes, one each; 101 = let in.
        status: HTTP status of every handshake; 0 = let in.
        body_code: the ``code`` in the body of a refused handshake.
        redirect_to: answer handshakes with 302 to there.
        handshake_delay_s: wait before answering a handshake.
        connections_a_second: more get 429.
        ready_delay_s: wait before ``session.updated``.
        never_ready: no ``session.updated``.
        update_error: answer ``session.update`` with this error code.
        partials: ``before`` the commit as sound arrives, ``after`` it, or ``none``.
        partial_every_s: so much new sound for each partial.
        item_ids: ``always``, ``late`` (from ``committed`` on) or ``never``.
        item_created: ``after`` committed, ``before`` it, on the first ``append``, or ``never``.
        disjoint: a partial has either text or stash, never both.
        final_delay_s: from the commit to ``completed``.
        out_of_order: the answer to the first commit comes after that to the second.
        unanswered: numbers of commits without an answer.
        failing: numbers of commits answered with ``.failed``.
        doubled: every ``completed`` comes twice.
        blank: every transcript is empty.
        echo_on_silence: a segment in which nothing is recognised gives back the corpus.
        error_on_finish: type of an ``error`` that answers ``session.finish``; "" = none.
        finishes: whether ``session.finished`` is sent.
        close_at: event type on which the service closes (``connect``: at once, ``finished``:
            instead of ``session.finished``); ``close_count`` of them are let by.
        close_code: how: a close code, 1006 = abort (RST), 0 = the TCP connection just ends.
        stall_after: stop reading (and answering pings) after so many appends; 0 = never.
        nonsense: send what no client expects after each event.
        huge: before each answer to a commit, an unknown event with so many characters.
        idle_s: without ``append`` for so long: close 1011.
        segment_limit_s: longest manual segment.
        texts: scripted answers, in order; while there are any, nothing is recognised.
    """

    statuses: list[int] = field(default_factory=list)
    status: int = 0
    body_code: str = ""
    redirect_to: str = ""
    handshake_delay_s: float = 0.0
    connections_a_second: int = 20
    ready_delay_s: float = 0.0
    never_ready: bool = False
    update_error: str = ""
    partials: str = "before"
    partial_every_s: float = 0.3
    item_ids: str = "always"
    item_created: str = "after"
    disjoint: bool = False
    final_delay_s: float = 0.0
    out_of_order: bool = False
    unanswered: set[int] = field(default_factory=set)
    failing: set[int] = field(default_factory=set)
    doubled: bool = False
    blank: bool = False
    echo_on_silence: bool = False
    error_on_finish: str = ""
    finishes: bool = True
    close_at: str = ""
    close_count: int = 0
    close_code: int = 1011
    stall_after: int = 0
    nonsense: bool = False
    huge: int = 0
    idle_s: float = 60.0
    segment_limit_s: float = 60.0
    texts: list[str] = field(default_factory=list)
