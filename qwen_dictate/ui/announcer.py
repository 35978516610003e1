"""Tells a screen reader what ``ui.announcing`` finds worth telling. Runs in: GUI thread."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from qwen_dictate.ui.announcing import announcements
from qwen_dictate.ui.state import ViewState
from qwen_dictate.ui.texts import Texts


class Announcer:
    """Tells them, where somebody listens.

    Args:
        speaker: the object in whose name they are told; it may be hidden.
    """

    def __init__(self, speaker: QObject) -> None:
        self._speaker = speaker
        self._state: ViewState | None = None

    def show_state(self, state: ViewState, say: Texts) -> None:
        """Tell what is new; what the first state shows is not."""
        before, self._state = self._state, state
        if before is None or not QAccessible.isActive():
            return
        for told in announcements(before, state, say):
            event = QAccessibleAnnouncementEvent(self._speaker, told.words)
            if told.urgent:
                event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)
