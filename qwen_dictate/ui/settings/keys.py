"""The field that takes a combination by its being pressed.

While it asks, all keys are left to it (``SettingsWishes.leave_keys``): else the hotkey of now
would begin a dictation and never arrive here. A modifier alone counts when it is let go; a press
that has no name is told. Leaving the field or Esc ends the asking; where Esc may be meant, the
button with the same words does. Runs in: GUI thread.
"""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from qwen_dictate.ui.controls import button, name_button, set_flag, set_role
from qwen_dictate.ui.key_events import button_name, chord, key_name, lone_modifier
from qwen_dictate.ui.key_names import pretty_keys
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.editors import Changed, Editor
from qwen_dictate.ui.settings.wishes import SettingsWishes


class KeyField(QPushButton):
    """Shows a combination; pressed, it asks for another one."""

    def __init__(self, look: Look, wishes: SettingsWishes, changed: Changed, *, esc: bool) -> None:
        self.asking = False  # Qt asks ``event`` while it is being made
        super().__init__()
        set_role(self, "keys")
        self.setAutoDefault(False)
        self._look = look
        self._wishes = wishes
        self._changed = changed
        self._esc_is_meant = esc
        self._lone = ""
        self.keys = ""
        self.clicked.connect(self._ask)
        self.show_keys("")

    def show_keys(self, keys: str) -> None:
        """Show a combination."""
        self.keys = keys
        if not self.asking:
            self._say(pretty_keys(keys, self._look.say) if keys else self._look.say("None"))

    def _say(self, words: str) -> None:
        self.setText(words.replace("&", "&&"))

    def _ask(self, _checked: bool = False) -> None:
        if self.asking:
            return
        self.asking = True
        self._lone = ""
        set_flag(self, "asking", on=True)
        self._say(self._look.say("Press the keys now…"))
        self._wishes.leave_keys(True)
        self.setFocus()

    def stop(self) -> None:
        """Ask no longer; what was there stays."""
        if self.asking:
            self.asking = False
            set_flag(self, "asking", on=False)
            self._wishes.leave_keys(False)
            self.show_keys(self.keys)

    def event(self, event: QEvent) -> bool:
        """Take Tab, shortcuts and mnemonics as well while asking."""
        if self.asking and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self.asking and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                self._press(event)
                return True
            if event.type() == QEvent.Type.KeyRelease:
                self._release(event)
                return True
        return super().event(event)

    def _press(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        self._lone = lone_modifier(event.key(), event.nativeVirtualKey())
        if self._lone:
            return
        name = key_name(event.key())
        if name == "esc" and not self._esc_is_meant:
            self.stop()
        elif name:
            self._take(chord(event.modifiers(), name))
        else:
            self._say(self._look.say("This key cannot be used; press another one…"))

    def _release(self, event: QKeyEvent) -> None:
        lone = lone_modifier(event.key(), event.nativeVirtualKey())
        if lone and lone == self._lone and not event.isAutoRepeat():
            self._take(lone)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take a button of the mouse that may be a hotkey."""
        name = button_name(event.button()) if self.asking else ""
        if name:
            self._take(chord(event.modifiers(), name))
        else:
            super().mousePressEvent(event)

    def _take(self, keys: str) -> None:
        self.keys = keys
        self.stop()
        self._changed(keys)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever goes away asks no longer."""
        super().focusOutEvent(event)
        self.stop()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """A page that is left asks no longer."""
        super().hideEvent(event)
        self.stop()


class KeysEditor(Editor):
    """A combination, pressed; it may be none where the option says so."""

    def __init__(
        self, look: Look, wishes: SettingsWishes, changed: Changed, *, none: bool, esc: bool
    ) -> None:
        super().__init__(changed)
        self.field = KeyField(look, wishes, changed, esc=esc)
        self._line.addWidget(self.field)
        self.none = button("quiet", self._clear)
        name_button(self.none, look.say("None"), hint=look.say("Without a key"))
        self._none_allowed = none
        self._line.addWidget(self.none)
        self._line.addStretch(1)

    def parts(self) -> tuple[QWidget, ...]:
        """The field."""
        return (self.field,)

    def name_it(self, words: str, description: str) -> None:
        """The field says its keys as well."""
        super().name_it(f"{words}: {self.field.text()}", description)

    def show_value(self, value: object) -> None:
        """Show it."""
        self.field.show_keys(str(value))
        self.none.setVisible(self._none_allowed and bool(value))

    def _clear(self) -> None:
        self._changed("")
