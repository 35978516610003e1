"""The page that says what is heard, what was said and what became of it.

Each part compares what it is shown with what it shows, so that 30 partials a second cost only
the live view. Runs in: GUI thread.
"""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout

from qwen_dictate.ui.card import CardList
from qwen_dictate.ui.download import DownloadBar
from qwen_dictate.ui.entries import SessionTexts
from qwen_dictate.ui.header import Header
from qwen_dictate.ui.live import LiveView
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.notice import NoticeBar
from qwen_dictate.ui.pages import Page
from qwen_dictate.ui.recorder_panel import RecorderPanel
from qwen_dictate.ui.state import ViewState, Wishes
from qwen_dictate.ui.update_bar import UpdateBar


class _Part(Protocol):
    def use(self, look: Look) -> None: ...

    def show_state(self, state: ViewState) -> None: ...


class DictationPage(Page):
    """The first page of the window."""

    always_told = True

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        self._state = ViewState()
        self._alone: bool | None = None
        self.header = Header(look)
        self.panel = RecorderPanel(wishes, look)
        self.live = LiveView(look)
        self.notice = NoticeBar(wishes, look)
        self.download = DownloadBar(wishes, look)
        self.update_bar = UpdateBar(wishes, look)
        self.cards = CardList(wishes, look)
        self.texts = SessionTexts(wishes, look)
        self._lay_out()
        self.use(look)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.cards)
        self._column.addWidget(self.header)
        self._column.addWidget(self.notice)
        self._column.addWidget(self.download)
        self._column.addWidget(self.update_bar)
        self._column.addWidget(self.panel)
        self._column.addWidget(self.live)
        self._column.addWidget(self._scroll, 3)
        self._column.addWidget(self.texts, 2)

    def use(self, look: Look) -> None:
        """Wear another look: the language or the theme has changed."""
        style = look.style
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        self._column.setSpacing(style.gap)
        self._scroll.setMinimumHeight(style.card_height)
        self._scroll.setAccessibleName(look.say("Kept texts"))
        for part in self._parts():
            part.use(look)
        self.show_state(self._state)

    def _parts(self) -> tuple[_Part, ...]:
        return (
            *(self.header, self.notice, self.download, self.update_bar, self.panel),
            *(self.live, self.cards, self.texts),
        )

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        for part in self._parts():
            part.show_state(state)
        self._scroll.setVisible(bool(state.cards))
        self._share_room(alone=not state.cards and not state.entries)

    def show_level(self, dbfs: float) -> None:
        """Show the newest peak of the microphone."""
        self.panel.show_level(dbfs)

    def _share_room(self, *, alone: bool) -> None:
        """Give the live view the room that cards and texts do not need yet."""
        if self._alone is not alone:
            self._alone = alone
            self.live.grow(alone)
            self._column.setStretchFactor(self.live, 1 if alone else 0)
            self._column.setStretchFactor(self.texts, 0 if alone else 2)
