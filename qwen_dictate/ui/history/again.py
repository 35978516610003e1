"""Recognise a recording again: with which engine, in which language, with which words in mind.

Hidden until it is asked for. Runs in: GUI thread.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit

from qwen_dictate.core.options.hearing import LANGUAGE_NAMES
from qwen_dictate.ui.controls import button, label, name_button, surface
from qwen_dictate.ui.history.wishes import How
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.texts import source

_ENGINES: Final = {
    "": source("As in the settings"),
    "qwen": source("Qwen"),
    "local": source("Embedded engine"),
}


class AgainPanel:
    """Three choices and a button; ``frame`` is what is shown."""

    def __init__(self, look: Look, chosen: Callable[[How], None]) -> None:
        self.chosen = chosen
        self.frame = surface("note")
        self.engine = QComboBox()
        self.language = QComboBox()
        self.context = QLineEdit()
        self._names = [label("caption") for _ in range(3)]
        self.go = button("main", self._go)
        self.leave = button("quiet", self.frame.hide)
        self._form = QFormLayout(self.frame)
        for name, field in zip(
            self._names, (self.engine, self.language, self.context), strict=True
        ):
            self._form.addRow(name, field)
            name.setBuddy(field)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.leave)
        row.addStretch(1)
        self._form.addRow(row)
        self.frame.hide()
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        style, say = look.style, look.say
        self._form.setContentsMargins(style.gap, style.near, style.gap, style.near)
        self._form.setSpacing(style.tight)
        words = (say("Engine"), say("Language"), say("Words to expect"))
        fields = (self.engine, self.language, self.context)
        for name, field, word in zip(self._names, fields, words, strict=True):
            name.setText(word)
            field.setAccessibleName(word)
        self.context.setPlaceholderText(say("As in the settings"))
        _fill(self.engine, {value: say(_ENGINES[value]) for value in _ENGINES})
        languages = {"": say("As in the settings"), "auto": say("Found out by itself")}
        languages |= {code: say(LANGUAGE_NAMES[code]) for code in LANGUAGE_NAMES}
        _fill(self.language, languages)
        name_button(self.go, say("Recognise &now"))
        name_button(self.leave, say("Lea&ve it"))

    def open(self) -> None:
        """Show it, the focus on the first choice."""
        self.frame.show()
        self.engine.setFocus()

    def _go(self) -> None:
        self.frame.hide()
        self.chosen(
            How(
                str(self.engine.currentData() or ""),
                str(self.language.currentData() or ""),
                self.context.text().strip(),
            )
        )


def _fill(box: QComboBox, choices: dict[str, str]) -> None:
    chosen = box.currentIndex()
    box.clear()
    for value, words in choices.items():
        box.addItem(words, value)
    box.setCurrentIndex(max(0, chosen))
