"""What a meeting listens to: one row a source, with its level, its trouble and its name.

Runs in: GUI thread.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qwen_dictate.ui.controls import label, set_flag
from qwen_dictate.ui.level import LevelMeter
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.meeting_state import LineView, SourceState, SourceView
from qwen_dictate.ui.texts import source

_STATES = {
    SourceState.STARTING: source("starting"),
    SourceState.LISTENING: source("listening"),
    SourceState.REJOINING: source("connecting again; nothing is lost"),
    SourceState.PAUSED: source("paused"),
    SourceState.LOST: source("lost"),
    SourceState.ENDED: source("ended"),
}
_KINDS = {"microphone": source("Microphone"), "system": source("What the computer plays")}
_BEHIND_S = 5.0


class SourceRow(QWidget):
    """One source."""

    def __init__(self, kind: str, rename: Callable[[str, str], None], look: Look) -> None:
        super().__init__()
        self._kind = kind
        self._rename = rename
        self._look = look
        self._shown: SourceView | None = None
        self.name = QLineEdit()
        self.name.editingFinished.connect(self._named)
        self.level = LevelMeter(look)
        self.state = label("soft")
        self.problem = label("warn", wrap=True)
        self.live = label(wrap=True)
        self._row = QHBoxLayout()
        self._row.addWidget(self.name, 1)
        self._row.addWidget(self.state)
        self._row.addWidget(self.level, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row)
        self._column.addWidget(self.problem)
        self._column.addWidget(self.live)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        say = look.say
        self._row.setSpacing(look.style.near)
        self._column.setSpacing(look.style.tight)
        kind = say(_KINDS[self._kind])
        self.name.setToolTip(kind)
        self.name.setAccessibleName(say("Name of who speaks: {source}", source=kind))
        self.level.use(look)
        self.level.setAccessibleName(say("Level: {source}", source=kind))
        if self._shown is not None:
            shown, self._shown = self._shown, None
            self.show_source(shown)

    def show_source(self, found: SourceView) -> None:
        """Show how it is."""
        before, self._shown = self._shown, found
        if found.state is SourceState.LISTENING:
            self.level.show_level(found.level_dbfs)
        if before is None or before.speaker != found.speaker:
            self.name.setText(found.speaker)
        say = self._look.say
        words = say(_STATES[found.state])
        if found.behind_s >= _BEHIND_S:
            words = say("{state}, {count} s behind", state=words, count=round(found.behind_s))
        self.state.setText(words)
        set_flag(self.state, "trouble", found.state is SourceState.LOST)
        self.problem.setText(say.sentence(found.problem))
        self.problem.setVisible(bool(found.problem))

    def show_live(self, line: LineView | None) -> None:
        """Show what is being said; its box stays, so that nothing below it jumps."""
        self.live.setText("" if line is None else line.text[-_LIVE:])

    def _named(self) -> None:
        if self._shown is not None and self.name.text().strip() != self._shown.speaker:
            self._rename(self._kind, self.name.text().strip())


_LIVE = 160
"""Characters of what is being said that are shown here; the overlay has room for more."""
