"""The tray icon: the state at a glance and the few wishes that need no window.

``available`` tells whether there is a tray at all; without one ``app`` shows the window instead.
A click begins or ends a dictation nowhere: it opens the window, the menu does the rest (panels
differ in which click they pass on). Runs in: GUI thread.
"""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from qwen_dictate.ui import wording
from qwen_dictate.ui.icons import tray_icon
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Activity, ViewState, Wishes


def available() -> bool:
    """Tell whether the desktop has a tray now."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """Icon, tool tip and menu."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._state = ViewState()
        self._shown: tuple[Activity, bool] | None = None
        self._icons: dict[tuple[Activity, bool], QIcon] = {}
        self.menu = QMenu()
        self.toggle = self._action(self._toggle)
        self.cancel = self._action(wishes.cancel)
        self.copy_last = self._action(self._copy_last)
        self.captions = self._action(wishes.toggle_captions)
        self.menu.addSeparator()
        self.open = self._action(wishes.show_window)
        self.quit = self._action(wishes.quit)
        self.icon = QSystemTrayIcon()
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.use(look)

    def _action(self, chosen: object) -> QAction:
        action = self.menu.addAction("")
        action.triggered.connect(chosen)
        return action

    def use(self, look: Look) -> None:
        """Speak another language."""
        self._look = look
        say = look.say
        self.cancel.setText(say("&Cancel"))
        self.copy_last.setText(say("C&opy last text"))
        self.open.setText(say("Open &window"))
        self.quit.setText(say("&Quit"))
        self.show_state(self._state)

    def show(self) -> None:
        """Put the icon into the tray."""
        self.icon.show()

    def hide(self) -> None:
        """Take it out: the program ends."""
        self.icon.hide()

    def show_state(self, state: ViewState) -> None:
        """Show a state."""
        self._state = state
        say = self._look.say
        trouble = state.notice is not None and bool(state.notice.kind)
        if self._shown != (state.activity, trouble):
            self._shown = (state.activity, trouble)
            if self._shown not in self._icons:
                self._icons[self._shown] = tray_icon(state.activity, trouble=trouble)
            self.icon.setIcon(self._icons[self._shown])
        recording = state.activity is Activity.RECORDING
        self.toggle.setText(say("&Stop dictation") if recording else say("&Start dictation"))
        self.cancel.setEnabled(state.activity is not Activity.IDLE)
        self.captions.setText(say("Stop ca&ptions") if state.captions else say("Start ca&ptions"))
        self.copy_last.setEnabled(bool(self._last_text()))
        words = wording.headline(state, say)[1]
        if state.notice is not None and state.activity is Activity.IDLE:
            words = say.sentence(state.notice.text)
        tip = f"Qwen Dictate – {words}"
        if tip != self.icon.toolTip():
            self.icon.setToolTip(tip)

    def _last_text(self) -> str:
        return next((entry.text for entry in self._state.entries if entry.text), "")

    @Slot()
    def _toggle(self) -> None:
        if self._state.activity is Activity.RECORDING:
            self._wishes.end()
        else:
            self._wishes.begin()

    @Slot()
    def _copy_last(self) -> None:
        text = self._last_text()
        if text:
            self._wishes.copy(text)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self._wishes.show_window()
