"""The one way onto the GUI thread: ``post(event)`` from anywhere, handled in order.

Parts get the plain callable ``post``; only frozen values cross. An event that cannot be handled
is reported and does not stop the next one. Runs in: GUI thread (``post``: any thread).
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot


@dataclass(frozen=True, slots=True)
class Call:
    """Something that another thread wants done here; for what no machine decides about."""

    take: Callable[[], None]


class Bridge(QObject):
    """Hands every posted event to one function on the GUI thread."""

    posted = Signal(object)

    def __init__(self, handle: Callable[[object], None]) -> None:
        super().__init__()
        self._handle = handle
        self._open = True
        self.posted.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def post(self, event: object) -> None:
        """Hand over an event; returns at once, never raises. Runs in: any thread."""
        try:
            self.posted.emit(event)
        except RuntimeError:
            # The program ends: Qt has deleted the object, and nobody listens any more.
            self._open = False

    @Slot(object)
    def _receive(self, event: object) -> None:
        self._handle(event)
