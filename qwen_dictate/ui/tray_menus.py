"""The menus inside the tray's menu: each chooses the value of one setting, and shows it chosen.

Values and words come from the option's own definition; the microphones of now are asked for when
their menu opens. What cannot be stored is the settings page's to explain. Runs in: GUI thread.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from qwen_dictate.core.setting_checks import Choice
from qwen_dictate.core.settings import DEFINITIONS, Settings, get
from qwen_dictate.ui.look import Look

Change = Callable[[str, object], None]
"""(option, value)"""
Found = tuple[tuple[str, str], ...]
FindMicrophones = Callable[[Callable[[Found], None]], None]


class ChoiceMenu(QMenu):
    """One setting, as a menu of its values.

    Args:
        key: the option.
        title: as a marked text.
        values: those that are offered; empty: all.
    """

    def __init__(self, key: str, title: str, change: Change, values: Sequence[str] = ()) -> None:
        super().__init__()
        self._key = key
        self._title = title
        self._change = change
        self._group = QActionGroup(self)
        self._chosen = ""
        test = DEFINITIONS[key].test
        labels: Mapping[str, str] = test.labels if isinstance(test, Choice) else {}
        self._labels = {value: labels[value] for value in values or labels}

    @property
    def values(self) -> dict[str, QAction]:
        """The actions by their values."""
        return {str(action.data()): action for action in self._group.actions()}

    def use(self, look: Look) -> None:
        """Speak another language."""
        self.setTitle(look.say(self._title))
        self._offer([(value, look.say(label)) for value, label in self._labels.items()])

    def show_settings(self, settings: Settings) -> None:
        """Mark what is chosen."""
        self._chosen = str(get(settings, self._key))
        for value, action in self.values.items():
            action.setChecked(value == self._chosen)

    def _offer(self, found: Sequence[tuple[str, str]]) -> None:
        self.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
            action.deleteLater()
        for value, words in found:
            action = QAction(words, self)
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value == self._chosen)
            action.triggered.connect(partial(self._choose, value))
            self._group.addAction(action)
            self.addAction(action)

    def _choose(self, value: str, _checked: bool = False) -> None:
        if value != self._chosen:
            self._change(self._key, value)


class MicrophoneMenu(ChoiceMenu):
    """The microphones of now, found when the menu is about to open."""

    def __init__(self, title: str, change: Change, find: FindMicrophones) -> None:
        super().__init__("audio.device", title, change)
        self._find = find
        self._look: Look | None = None
        self._found: Found = ()
        self.aboutToShow.connect(self._ask)

    def use(self, look: Look) -> None:
        """Speak another language."""
        self._look = look
        self.setTitle(look.say(self._title))
        self._show_found(self._found)

    def _ask(self) -> None:
        self._find(self._show_found)

    def _show_found(self, found: Found) -> None:
        self._found = found
        words = self._look.say("System default") if self._look else ""
        self._offer([("", words), *((value, name.replace("&", "&&")) for value, name in found)])
