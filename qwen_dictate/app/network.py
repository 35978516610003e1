"""The network is back: what waits for it is tried at once, not when its timer fires.

Rule: the system is asked to tell (QNetworkInformation: NetworkManager, ConnMan, GLib; the like
on Windows and macOS) only from the first failure of a stream on; nothing polls. It may tell too
early, or not at all: the timers of core/attempts go on beside it.
Runs in: GUI thread.
"""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtNetwork import QNetworkInformation

from qwen_dictate.core.events import TimerFired
from qwen_dictate.core.utterance import Streaming

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program


class NetworkWatch(QObject):
    """Tries again what waits, when the way out is there again."""

    def __init__(self, program: "Program") -> None:
        super().__init__()
        self._program = program
        self._begun = False

    def begin(self) -> None:
        """Let the system tell from now on; again does nothing."""
        if self._begun:
            return
        self._begun = True
        if QNetworkInformation.loadDefaultBackend():
            QNetworkInformation.instance().reachabilityChanged.connect(self._changed)

    @Slot(QNetworkInformation.Reachability)
    def _changed(self, now: QNetworkInformation.Reachability) -> None:
        if now not in (
            QNetworkInformation.Reachability.Online,
            QNetworkInformation.Reachability.Site,
        ):
            return
        for u in self._program.state.utterances:
            if u.streaming is Streaming.PAUSED:
                self._program.handle(TimerFired(u.number, "wait", time.monotonic()))
