"""The embedded engine's weights: how far they have come, or a button that fetches them.

Runs in: GUI thread.
"""

from typing import Protocol

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import button, label, name_button, set_role
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Download, ViewState

_PARTS = 1000
"""Steps of the bar: bytes would not fit into Qt's 32 bits."""


class _Fetches(Protocol):
    def install_model(self) -> None: ...


class DownloadBar(QFrame):
    """Hidden when the engine is ready or not needed."""

    def __init__(self, wishes: _Fetches, look: Look) -> None:
        super().__init__()
        set_role(self, "note")
        self.words = label(wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _PARTS)
        self.bar.setTextVisible(False)
        self.fetch = button("main", wishes.install_model)
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self.fetch)
        self._column.addLayout(self._row)
        self._column.addWidget(self.bar)
        self.hide()
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style = look.style
        self._column.setContentsMargins(style.gap, style.near, style.near, style.near)
        self._column.setSpacing(style.near)
        self._row.setSpacing(style.near)
        name_button(self.fetch, look.say("&Fetch it"))
        self.bar.setAccessibleName(look.say("Progress of the download"))

    def show_state(self, state: ViewState) -> None:
        """Show the download of a state, or that one is needed."""
        progress = state.download
        missing = progress is None and state.engine == "local" and not state.engine_ready
        self.setVisible(missing or progress is not None)
        self.fetch.setVisible(missing)
        self.bar.setVisible(progress is not None)
        if progress is not None:
            self._show_progress(progress)
        elif missing:
            self.words.setText(
                self._look.say(
                    "The embedded engine is not on this computer yet. "
                    "It works without a key and without the network."
                )
            )

    def _show_progress(self, progress: Download) -> None:
        self.words.setText(wording.download(progress, self._look.say))
        self.bar.setMaximum(_PARTS if progress.total > 0 else 0)
        if progress.total > 0:
            self.bar.setValue(_PARTS * progress.done // progress.total)
