"""The tray icon: the state at a glance and the few wishes that need no window.

``available`` tells whether there is a tray at all; without one ``app`` shows the window instead.
A click begins or ends a dictation nowhere: it opens the window, the menu does the rest (panels
differ in which click they pass on). Runs in: GUI thread.
"""

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from qwen_dictate.ui import wording
from qwen_dictate.ui.icons import tray_icon
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import Activity, ViewState, Wishes
from qwen_dictate.ui.texts import source
from qwen_dictate.ui.tray_menus import ChoiceMenu, FindMicrophones, MicrophoneMenu

if TYPE_CHECKING:
    from qwen_dictate.core.settings import Settings

_SERVICES: Final = ("auto", "mainland", "international", "local")
_PAGES: Final = {"history": source("&History"), "settings": source("Settin&gs")}


def available() -> bool:
    """Tell whether the desktop has a tray now."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class SettingWishes(Protocol):
    """What the menus need of the settings' wishes."""

    def change(self, key: str, value: object | None, told: Callable[[str], None]) -> None:
        """Store an option."""

    @property
    def find_microphones(self) -> FindMicrophones:
        """Find the microphones of now, as (id, name)."""
        ...


class Tray(QObject):
    """Icon, tool tip and menu; ``pages`` are those that the window has."""

    def __init__(
        self, wishes: Wishes, settings: SettingWishes, look: Look, pages: Collection[str] = ()
    ) -> None:
        super().__init__()
        self._wishes = wishes
        self._settings = settings
        self._state = ViewState()
        self._marked: Settings | None = None
        self._shown: tuple[Activity, bool] | None = None
        self._icons: dict[tuple[Activity, bool], QIcon] = {}
        self.menu = QMenu()
        self.toggle = self._action(self._toggle)
        self.cancel = self._action(wishes.cancel)
        self.copy_last = self._action(self._copy_last)
        self.captions = self._action(wishes.toggle_captions)
        self.undo = self._action(wishes.undo)
        self.menu.addSeparator()
        self.pause = self._action(self._pause)
        self.pause.setCheckable(True)
        self.choices = (
            ChoiceMenu("service.endpoint", source("Recognised &by"), self._change, _SERVICES),
            MicrophoneMenu(source("&Microphone"), self._change, settings.find_microphones),
            ChoiceMenu("service.language", source("&Language you speak"), self._change),
        )
        for made in self.choices:
            self.menu.addMenu(made)
        self.menu.addSeparator()
        self.pages = {
            name: self._action(partial(self._show_page, name)) for name in _PAGES if name in pages
        }
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
        self.pause.setText(say("Pause the hotke&y"))
        for made in self.choices:
            made.use(look)
        for name, action in self.pages.items():
            action.setText(say(_PAGES[name]))
        self.copy_last.setText(say("C&opy last text"))
        self.undo.setText(say("&Undo last dictation"))
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
        self.pause.setChecked(state.hotkey_paused)
        if self._marked != state.settings:
            self._marked = state.settings
            for made in self.choices:
                made.show_settings(state.settings)
        words = wording.headline(state, say)[1]
        if state.notice is not None and state.activity is Activity.IDLE:
            words = say.sentence(state.notice.text)
        tip = f"Qwen Dictate – {words}"
        if tip != self.icon.toolTip():
            self.icon.setToolTip(tip)

    def _change(self, key: str, value: object) -> None:
        self._settings.change(key, value, self._stored)

    def _stored(self, _sentence: str) -> None:
        """What is chosen is marked by the state; what was refused stays as it was."""
        self._marked = None
        self.show_state(self._state)

    def _show_page(self, name: str, _checked: bool = False) -> None:
        self._wishes.show_page(name)
        self._wishes.show_window()

    def _last_text(self) -> str:
        return next((entry.text for entry in self._state.entries if entry.text), "")

    @Slot(bool)
    def _pause(self, on: bool) -> None:
        self._wishes.pause_hotkey(on)

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
