"""The ledger as a plain table: how long each step took and what it cost, by week and more.

Runs in: GUI thread.
"""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import label
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.texts import source

_COLUMNS: Final = (
    source("Dictations"),
    source("Spoken"),
    source("Microphone, ms"),
    source("Connected, ms"),
    source("First words, ms"),
    source("Text, ms"),
    source("Delivered, ms"),
    source("Retries"),
    source("Sent, s"),
    source("Price, CNY"),
)
_STEPS: Final = ("mic_ready", "connect", "first_partial", "final", "delivered")
_GROUPS: Final = {
    "total": source("All"),
    "weeks": source("Week {name}"),
    "microphones": source("Microphone: {name}"),
    "applications": source("Window: {name}"),
}
Values = Mapping[str, object]


class Figures(QWidget):
    """A sentence and a table."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._told: Values = {}
        self.hint = label("soft", wrap=True)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.table, 1)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        say = look.say
        self._column.setSpacing(look.style.near)
        self.hint.setText(
            say(
                "Half of all dictations were as fast as the first number, 95 of 100 as the "
                "second. No words are kept here; the figures stay when a text is deleted."
            )
        )
        self.table.setAccessibleName(say("Times and costs"))
        self.show_figures(self._told)

    def show_figures(self, told: Values) -> None:
        """Show what ``history.ledger.summary`` gave."""
        self._told = told
        say = self._look.say
        self.table.clear()
        self.table.setColumnCount(len(_COLUMNS))
        self.table.setHorizontalHeaderLabels([say(_COLUMNS[at]) for at in range(len(_COLUMNS))])
        groups = [
            (say(_GROUPS[kind], name=group["name"] or say("unknown")), group)
            for kind in _GROUPS
            for group in _groups(told, kind)
        ]
        self.table.setRowCount(len(groups))
        self.table.setVerticalHeaderLabels([name for name, _ in groups])
        for row, (_, group) in enumerate(groups):
            for column, words in enumerate(_cells(group)):
                item = QTableWidgetItem(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()


def _groups(told: Values, kind: str) -> Sequence[Values]:
    found = told.get(kind, ())
    if isinstance(found, Mapping):
        return (cast("Values", found),)
    return cast("Sequence[Values]", found)


def _cells(group: Values) -> list[str]:
    steps = cast("Mapping[str, Mapping[str, int]]", group["steps"])
    measured = [
        f"{steps[step]['p50']} / {steps[step]['p95']}" if step in steps else "–" for step in _STEPS
    ]
    return [
        str(group["dictations"]),
        wording.clock(float(str(group["seconds"]))),
        *measured,
        str(group["retries"]),
        str(group["sent_s"]),
        f"{float(str(group['price_cny'])):.4f}",
    ]
