"""What is owned of the selections, and on whose behalf: a text on loan, or what was saved.

Rule: before a text is offered, everything that the selection holds is saved; it comes back after
the text was read and nobody has read for a while, unless somebody copied meanwhile: what the
user copies is never overwritten. Giving back means to own and to serve what was saved.
Failure: a selection that cannot be saved (its owner hangs, or has too much) is not taken:
``CannotSaveError``, after 3 s at most. Else as the X requests raise.
Runs in: the selection owner's thread, on its connection.
"""

import logging
import select
import threading
from dataclasses import dataclass, field
from queue import SimpleQueue
from time import monotonic
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import XError

from qwen_dictate.delivery.x11_formats import Content, text_content
from qwen_dictate.delivery.x11_reading import Reader
from qwen_dictate.delivery.x11_serving import Serving

QUIET_S = 0.2  # some programs read a paste twice within this time
_LATEST_S = 1.0  # after it: a clipboard manager that reads again and again does not hold it up
_HANDOVER_S = 0.8
_log = logging.getLogger(__name__)


class CannotSaveError(Exception):
    """What a selection holds would be lost, so it was not taken."""


@dataclass(slots=True)
class Loan:
    """A text that is offered for one paste.

    Attributes:
        mask: the bits of a window's number that are its program's own.
        reads: windows whose programs were handed the text, as they come.
        lost: somebody else took the selection.
        client: a window of the program that is to have the text, once it has read.
        expected, patience_s: so often it will read, and how long that may take.
        quiet_s: so long after that it may still ask again.
    """

    selections: tuple[int, ...]
    mask: int
    reads: "SimpleQueue[int]" = field(default_factory=SimpleQueue[int])
    lost: threading.Event = field(default_factory=threading.Event)
    client: int = 0
    expected: int = 1
    patience_s: float = 0.0
    quiet_s: float = QUIET_S
    readers: list[int] = field(default_factory=list[int])
    last_read: float = 0.0
    give_back_after: float | None = None
    latest: float = 0.0

    @property
    def count(self) -> int:
        """How often the program has read."""
        return sum(reader & ~self.mask == self.client & ~self.mask for reader in self.readers)

    @property
    def due(self) -> float:
        """When to give back: some time after the last read, and not later than ``latest``."""
        wait = self.give_back_after or 0.0
        if wait and self.count < self.expected:
            wait = max(wait, self.patience_s)
        return min(self.latest, self.last_read + wait)


class Lending:
    """The selections of one connection."""

    def __init__(self, display: Display) -> None:
        self._display = display
        screen = display.screen()
        self._window: Any = screen.root.create_window(
            -1, -1, 1, 1, 0, screen.root_depth, event_mask=X.PropertyChangeMask
        )
        display.sync()
        self._serving = Serving(display)
        self._saved: dict[int, Content] = {}  # what is to be given back, by selection
        self._loan: Loan | None = None

    @property
    def busy(self) -> bool:
        """Whether a large text or image is on its way to somebody."""
        return self._serving.busy

    @property
    def idle(self) -> bool:
        """Whether nothing is owned and nothing is on its way."""
        return not (self._serving.contents or self._serving.busy or self._loan)

    def pause(self) -> float | None:
        """How long nothing is due; None = for ever."""
        if self._serving.busy:
            return 1.0
        loan = self._loan
        if loan is None or loan.give_back_after is None:
            return None
        return max(0.001, loan.due - monotonic())

    def read_events(self) -> None:
        """Take in what the server has told."""
        while self._display.pending_events():
            self._handle(self._display.next_event())
        self._serving.drop_stalled()
        self._finish_loan()

    def server_is_gone(self) -> None:
        """Tell whoever waits for a loan."""
        if self._loan is not None:
            self._loan.lost.set()

    def lend(self, text: str, selections: tuple[str, ...]) -> Loan:
        """Save what is there, then offer the text.

        Raises:
            CannotSaveError: what is there would be lost.
        """
        atoms = tuple(self._display.get_atom(name) for name in selections)
        self.rest()
        self._display.sync()
        self.read_events()  # with the news that the selections are no longer ours
        saved = {selection: self._read(selection) for selection in atoms}
        self._saved |= saved
        loan = self._loan = Loan(atoms, self._display.display.info.resource_id_mask)
        loan.last_read = monotonic()
        content = text_content(text, self._display.get_atom, secret=True)
        for selection in atoms:
            self._own(selection, content)
        self._display.sync()
        return loan

    def rest(self) -> None:
        """Wait for the end of the loan: a second read must not get the next text."""
        while (loan := self._loan) is not None:
            if loan.give_back_after is None or monotonic() >= loan.due:
                self._give_back_now(loan)
            elif not self._display.pending_events():
                wait = max(0.001, loan.due - monotonic())
                select.select([self._display.fileno()], [], [], wait)
            self.read_events()

    def _read(self, selection: int) -> Content:
        if selection in self._serving.contents:
            return self._serving.contents[selection]
        reader = Reader(self._display, self._window, self._handle)
        found: Content | None = None
        for _ in range(3):
            owner: Any = self._display.get_selection_owner(selection)
            found = reader.read(selection)
            if self._display.get_selection_owner(selection) == owner:
                break  # else somebody copied while it was read: that is what counts
        if found is None:
            raise CannotSaveError
        return found

    def _own(self, selection: int, content: Content) -> None:
        time = self._server_time()
        self._window.set_selection_owner(selection, time)
        self._serving.contents[selection] = content
        self._serving.times[selection] = time

    def end_loan(self, loan: Loan, after_s: float) -> None:
        """Give back once nobody has read the text for ``after_s``."""
        if loan is self._loan:
            loan.give_back_after = after_s
            loan.latest = monotonic() + max(after_s, loan.patience_s) + _LATEST_S

    def withdraw(self, loan: Loan, after_s: float) -> None:
        """Offer nothing instead of the text, and give back after that."""
        if loan is self._loan:
            nothing = text_content("", self._display.get_atom, secret=True)
            for selection in loan.selections:
                if selection in self._serving.contents:
                    self._serving.contents[selection] = nothing
            loan.last_read = monotonic()
            self.end_loan(loan, after_s)

    def _finish_loan(self) -> None:
        loan = self._loan
        if loan is None or loan.give_back_after is None or self._serving.busy:
            return
        if monotonic() >= loan.due:
            self._give_back_now(loan)

    def _give_back_now(self, loan: Loan) -> None:
        self._loan = None
        for selection in loan.selections:
            saved = self._saved.pop(selection, None)
            if saved is None or not self._is_ours(selection):
                self._serving.contents.pop(selection, None)
            elif saved.formats:
                self._own(selection, saved)
            else:
                self._serving.contents.pop(selection, None)
                nobody: Any = self._display.create_resource_object("window", X.NONE)
                nobody.set_selection_owner(selection, self._server_time())
        self._display.sync()

    def _is_ours(self, selection: int) -> bool:
        owner: Any = self._display.get_selection_owner(selection)
        return owner != X.NONE and owner.id == self._window.id

    def keep(self, text: str) -> None:
        """Own the clipboard for good, as a copy by the user would."""
        if self._loan is not None:
            self._give_back_now(self._loan)
        content = text_content(text, self._display.get_atom, secret=False)
        self._own(self._display.get_atom("CLIPBOARD"), content)
        self._display.sync()

    def hand_over(self) -> None:
        """Ask the clipboard manager to take what we own, and serve it while it does."""
        if self._loan is not None:
            self._give_back_now(self._loan)
        atom = self._display.get_atom
        held = self._serving.contents.get(atom("CLIPBOARD"))
        manager = atom("CLIPBOARD_MANAGER")
        if held is None or self._display.get_selection_owner(manager) == X.NONE:
            return
        place = atom("QWEN_DICTATE_SAVE")
        self._window.change_property(place, Xatom.ATOM, 32, list(held.formats))
        self._window.convert_selection(manager, atom("SAVE_TARGETS"), place, X.CurrentTime)
        self._display.flush()
        end = monotonic() + _HANDOVER_S
        while (left := end - monotonic()) > 0:
            while self._display.pending_events():
                found = self._display.next_event()
                if found.type == X.SelectionNotify and found.selection == manager:
                    return
                self._handle(found)
            select.select([self._display.fileno()], [], [], left)

    def _server_time(self) -> int:
        """The X server's clock, which ownership is decided by."""
        place = self._display.get_atom("QWEN_DICTATE_TIME")
        self._window.change_property(place, Xatom.STRING, 8, b"", X.PropModeAppend)
        self._display.sync()
        others: list[Any] = []
        time = 0
        while not time:
            found = self._display.next_event()
            if found.type == X.PropertyNotify and found.atom == place:
                time = int(found.time)
            else:
                others.append(found)
        for found in others:
            self._handle(found)
        return time

    def _handle(self, found: Any) -> None:
        if found.type == X.SelectionRequest:
            try:
                self._serving.answer(found, lambda target, by: self._was_read(found, target, by))
            except XError as problem:
                _log.debug("a program that pasted is gone: %s", type(problem).__name__)
        elif found.type == X.SelectionClear:
            self._lose(int(found.atom))
        elif found.type == X.PropertyNotify and found.state == X.PropertyDelete:
            self._serving.property_deleted(found.window.id, found.atom)

    def _was_read(self, request: Any, target: int, by: int) -> None:
        loan = self._loan
        content = self._serving.contents.get(request.selection)
        if loan is None or content is None or request.selection not in loan.selections:
            return
        if target in content.texts:
            loan.last_read = monotonic()
            loan.readers.append(by)
            loan.reads.put(by)

    def _lose(self, selection: int) -> None:
        """Somebody copied: what was saved is out of date."""
        if self._is_ours(selection):
            return  # from before we took it last; the two may bear the same millisecond
        self._serving.contents.pop(selection, None)
        self._saved.pop(selection, None)
        if self._loan is not None and selection in self._loan.selections:
            self._loan.lost.set()
