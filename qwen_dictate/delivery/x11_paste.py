"""Pastes a text: lends the selections to it, presses the chord, and waits for the receipt.

Rule: a receipt is that the *text* was handed to the target's own program after the chord; a
clipboard manager that reads along is none. Without a receipt nothing is claimed.
A program that answers pings is waited for as long as it is busy; one that has read the chord and
does not ask for the text has not understood it. A read is not the end of a paste: xfce4-terminal
and Chromium read twice, and Chromium drops a paste during which a key comes (measured). So the
text stays until the program has read as often as it did before, or has been quiet for a time that
grows with how slow it is just now; nothing more is typed or pasted until then (``rest``).
Failure: no receipt, or the focus moved → the outcome says so; the selections come back anyway,
after a while in which they are empty: a program that reads very late must paste nothing.
Runs in: the delivery lane.
"""

from enum import Enum
from queue import Empty
from threading import Event
from time import monotonic

from Xlib.display import Display

from qwen_dictate.core.events import Target
from qwen_dictate.delivery.x11_lending import QUIET_S, Loan
from qwen_dictate.delivery.x11_ping import Ping
from qwen_dictate.delivery.x11_selection import SelectionOwner
from qwen_dictate.delivery.x11_typing import X11Typist
from qwen_dictate.system.x11 import windows

_BUSY_LIMIT_S = 8.0  # for a program that has not answered a ping yet
_READ_LIMIT_S = 1.5  # for one that has
_MUTE_LIMIT_S = 4.0  # for one that knows no pings
_STEP_S = 0.02
# From the chord to the first read it took 6 to 110 ms, to the second one at most 3.3 times as long.
_SLOWNESS = 4
_QUIET_AT_MOST_S = 2.0
_READS_AT_MOST = 2
_PATIENCE_S = 1.5  # for reads that came the last time
_UNKNOWN_QUIET_S = 0.6  # of a program that was not seen to paste before
_WITHDRAWN_S = 2.0


class Pasted(Enum):
    """What became of one paste."""

    READ = "read"
    UNREAD = "unread"
    LOST = "lost"
    HALTED = "halted"
    NO_KEYS = "no keys"


class _Waiting:
    """How long a program may take: as long as it is busy, then a little."""

    def __init__(self, ping: Ping) -> None:
        self._ping = ping
        self._number = ping.send() if ping.answers else 0
        self._busy = bool(self._number)
        self._since = monotonic()

    def is_over(self, *, transferring: bool) -> bool:
        """Whether it is time to give up; a large text on its way is never given up here."""
        answered = self._busy and self._ping.answered(self._number, 0.0)
        if answered or transferring:
            self._busy, self._since = False, monotonic()
        limit = _READ_LIMIT_S if self._ping.answers else _MUTE_LIMIT_S
        if self._busy:
            limit = _BUSY_LIMIT_S
        return monotonic() - self._since > limit


class X11Paster:
    """One way to paste: a chord, and the selections that it reads."""

    def __init__(self, display: Display, owner: SelectionOwner, typist: X11Typist) -> None:
        self._display = display
        self._owner = owner
        self._typist = typist
        self._reads: dict[int, int] = {}  # by program: how often it reads one paste
        self._last: tuple[int, Loan] | None = None

    def lend(self, text: str, chord: str) -> Loan:
        """Save what the selections hold and offer the text in them.

        Raises:
            CannotSaveError: what they hold would be lost.

        PRIMARY is only taken where the chord reads it: a text field that loses PRIMARY drops
        what the user has marked, and the paste would no longer replace it.
        """
        both = "insert" in chord.split("+")
        return self._owner.lend(text, ("CLIPBOARD", "PRIMARY") if both else ("CLIPBOARD",))

    def give_back(self, loan: Loan, outcome: Pasted | None) -> None:
        """Let the selections come back; None = the chord was not pressed."""
        match outcome:
            case Pasted.READ:
                self._owner.give_back(loan, loan.quiet_s)
            case Pasted.UNREAD | Pasted.HALTED:
                self._owner.withdraw(loan, _WITHDRAWN_S)
            case _:
                self._owner.give_back(loan, 0.0)

    def rest(self) -> None:
        """Return when the paste before is over."""
        self._owner.rest()

    def paste(self, loan: Loan, chord: str, target: Target, ping: Ping, halt: Event) -> Pasted:
        """Press the chord and wait until the target's program has the text."""
        self._learn()
        while not loan.reads.empty():
            loan.reads.get_nowait()  # a clipboard manager's, or one before the chord
        pressed = monotonic()
        if not self._typist.chord(chord):
            return Pasted.NO_KEYS
        waiting = _Waiting(ping)
        while not halt.is_set():
            if loan.lost.is_set():
                return Pasted.LOST
            if self._is_read(loan, target):
                self._await_more(loan, target, monotonic() - pressed)
                return Pasted.READ
            if waiting.is_over(transferring=self._owner.busy):
                return Pasted.UNREAD
        return Pasted.HALTED

    def _await_more(self, loan: Loan, target: Target, took_s: float) -> None:
        """Say how many reads there will be, and how long to wait for more."""
        known = self._reads.get(target.pid)
        quiet = QUIET_S if known else _UNKNOWN_QUIET_S
        loan.quiet_s = min(_QUIET_AT_MOST_S, quiet + _SLOWNESS * took_s)
        loan.expected, loan.patience_s = known or 1, _PATIENCE_S
        self._last = (target.pid, loan)

    def _learn(self) -> None:
        """Remember how often the program of the paste before has read it."""
        if self._last is not None:
            pid, loan = self._last
            # The most, because Chromium reads once or twice: some layouts make the difference.
            self._reads[pid] = max(self._reads.get(pid, 1), min(loan.count, _READS_AT_MOST))
            self._last = None

    def _is_read(self, loan: Loan, target: Target) -> bool:
        try:
            reader = loan.reads.get(timeout=_STEP_S)
        except Empty:
            return False
        if not self._same_client(reader, target.window):
            return False
        loan.client = reader
        return True

    def _same_client(self, reader: int, window: int) -> bool:
        mask: int = self._display.display.info.resource_id_mask
        if reader & ~mask == window & ~mask:
            return True
        pid = windows.client_pid(self._display, reader)
        return pid != 0 and pid == windows.client_pid(self._display, window)
