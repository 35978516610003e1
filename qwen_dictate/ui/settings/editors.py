"""The plain editors of options: a choice, a switch, a number, a line, days, several, lines.

Each shows a value and calls ``changed`` with the one that the user gave; showing changes nothing.
The wheel scrolls the page and never changes a value. Runs in: GUI thread.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from qwen_dictate.core.options.option import Option
from qwen_dictate.ui.calm_fields import CalmCombo, CalmSpin
from qwen_dictate.ui.check_box import CheckBox
from qwen_dictate.ui.look import Look

if TYPE_CHECKING:
    from qwen_dictate.core.setting_checks import Choice, Integer, Keep, SomeOf

Changed = Callable[[object], None]
_DAYS = "days"


class Editor(QWidget):
    """What every editor is."""

    def __init__(self, changed: Changed) -> None:
        super().__init__()
        self._changed = changed
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)

    def show_value(self, value: object) -> None:
        """Show the value of now."""
        raise NotImplementedError

    def name_it(self, words: str, description: str) -> None:
        """Give the control its name for screen readers."""
        for part in self.parts():
            part.setAccessibleName(words)
            part.setAccessibleDescription(description)

    def parts(self) -> tuple[QWidget, ...]:
        """The controls inside."""
        return ()


class ChoiceEditor(Editor):
    """One of some words."""

    def __init__(self, option: Option, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self.combo = CalmCombo()
        for value, label in cast("Choice", option.test).labels.items():
            self.combo.addItem(look.say(label), value)
        self._line.addWidget(self.combo, 1)
        self.combo.activated.connect(self._chosen)

    def parts(self) -> tuple[QWidget, ...]:
        """The list."""
        return (self.combo,)

    def show_value(self, value: object) -> None:
        """Show it."""
        self.combo.setCurrentIndex(self.combo.findData(value))

    def _chosen(self, _place: int) -> None:
        self._changed(self.combo.currentData())


class FlagEditor(Editor):
    """On or off; the label of the option is the box's own."""

    def __init__(self, option: Option, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self.box = CheckBox(look.say(option.label))
        self._line.addWidget(self.box)
        self._line.addStretch(1)
        self.box.clicked.connect(changed)

    def parts(self) -> tuple[QWidget, ...]:
        """The box."""
        return (self.box,)

    def show_value(self, value: object) -> None:
        """Show it."""
        self.box.setChecked(bool(value))


class NumberEditor(Editor):
    """A whole number with its unit."""

    def __init__(self, option: Option, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        test = cast("Integer", option.test)
        self.spin = CalmSpin()
        self.spin.setRange(test.low, test.high)
        self.spin.setSuffix(f" {look.say(option.unit)}")
        self._line.addWidget(self.spin)
        self._line.addStretch(1)
        self.spin.valueChanged.connect(changed)

    def parts(self) -> tuple[QWidget, ...]:
        """The number."""
        return (self.spin,)

    def show_value(self, value: object) -> None:
        """Show it."""
        with QSignalBlocker(self.spin):
            self.spin.setValue(cast("int", value))


class LineEditor(Editor):
    """One line of text, stored when it is left or with Enter."""

    def __init__(self, changed: Changed, placeholder: str = "") -> None:
        super().__init__(changed)
        self.field = QLineEdit()
        self.field.setPlaceholderText(placeholder)
        self._line.addWidget(self.field)
        self._shown = ""
        self.field.editingFinished.connect(self._finished)

    def parts(self) -> tuple[QWidget, ...]:
        """The field."""
        return (self.field,)

    def show_value(self, value: object) -> None:
        """Show it, unless something else is being typed."""
        if self.field.text() == self._shown or not self.field.hasFocus():
            self.field.setText(str(value))
        self._shown = str(value)

    def _finished(self) -> None:
        if self.field.text() != self._shown:
            self._changed(self.field.text().strip())


class KeepEditor(Editor):
    """So many days, or one of some words."""

    def __init__(self, option: Option, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self.combo = CalmCombo()
        self.combo.addItem(look.say("So many days"), _DAYS)
        for value, label in cast("Keep", option.test).labels.items():
            self.combo.addItem(look.say(label), value)
        self.days = CalmSpin()
        self.days.setRange(1, 99_999)
        self.days.setSuffix(f" {look.say('days')}")
        self.days.setValue(7)
        self._line.addWidget(self.combo, 1)
        self._line.addWidget(self.days)
        self.combo.activated.connect(self._told)
        self.days.valueChanged.connect(self._told)

    def parts(self) -> tuple[QWidget, ...]:
        """The list and the number."""
        return self.combo, self.days

    def show_value(self, value: object) -> None:
        """Show it."""
        name, _, days = str(value).partition(":")
        with QSignalBlocker(self.days):
            if days:
                self.days.setValue(int(days))
        self.combo.setCurrentIndex(self.combo.findData(name))
        self.days.setVisible(bool(days))

    def _told(self, _number: int) -> None:
        chosen: str = self.combo.currentData()
        self.days.setVisible(chosen == _DAYS)
        self._changed(f"days:{self.days.value()}" if chosen == _DAYS else chosen)


class SomeEditor(Editor):
    """Several of some words."""

    def __init__(self, option: Option, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self.boxes: dict[str, CheckBox] = {}
        for value, label in cast("SomeOf", option.test).labels.items():
            box = self.boxes[value] = CheckBox(look.say(label))
            box.clicked.connect(self._told)
            self._line.addWidget(box)
        self._line.addStretch(1)

    def name_it(self, words: str, description: str) -> None:
        """Each box is called by its own words."""
        self.setAccessibleName(words)
        for box in self.boxes.values():
            box.setAccessibleDescription(description)

    def show_value(self, value: object) -> None:
        """Show it."""
        for name, box in self.boxes.items():
            box.setChecked(name in cast("tuple[str, ...]", value))

    def _told(self, _checked: bool) -> None:
        self._changed(tuple(name for name, box in self.boxes.items() if box.isChecked()))


class WholeText(QPlainTextEdit):
    """Several lines, given when they are left."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self._left = left
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """It is left."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._left()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """The page is left."""
        super().hideEvent(event)
        self._left()


class LinesEditor(Editor):
    """A list of texts, one a line."""

    def __init__(self, look: Look, changed: Changed) -> None:
        super().__init__(changed)
        self.field = WholeText(self._leave)
        self.field.setFixedHeight(look.style.px(5))
        self._line.addWidget(self.field)
        self._shown: tuple[str, ...] = ()

    def parts(self) -> tuple[QWidget, ...]:
        """The field."""
        return (self.field,)

    def show_value(self, value: object) -> None:
        """Show it, unless something else is being typed."""
        shown = cast("tuple[str, ...]", value)
        if shown != self._shown and (not self.field.hasFocus() or self._typed() == self._shown):
            self.field.setPlainText("\n".join(shown))
        self._shown = shown

    def _typed(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.field.toPlainText().splitlines())
        return tuple(line for line in lines if line)

    def _leave(self) -> None:
        if self._typed() != self._shown:
            self._changed(self._typed())
