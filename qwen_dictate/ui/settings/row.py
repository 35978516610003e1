"""One option on the page: its name, what it does, its default with a reset, and its editor.

What went wrong stands at the field, until another value is taken. An option that the environment
sets for this start is shown and cannot be changed. Runs in: GUI thread.
"""

from collections.abc import Mapping
from typing import Final, cast

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from qwen_dictate.core import setting_checks as check
from qwen_dictate.core.options.option import Option
from qwen_dictate.core.settings import DEFINITIONS, variable_of
from qwen_dictate.ui.controls import button, label, name_button, set_role, while_alive
from qwen_dictate.ui.key_names import pretty_keys
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.context import ContextEditor
from qwen_dictate.ui.settings.editors import (
    Changed,
    ChoiceEditor,
    Editor,
    FlagEditor,
    KeepEditor,
    LineEditor,
    LinesEditor,
    NumberEditor,
    SomeEditor,
)
from qwen_dictate.ui.settings.keys import KeysEditor
from qwen_dictate.ui.settings.microphone import MicrophoneEditor
from qwen_dictate.ui.settings.tables import ApplicationsEditor, ReplacementsEditor
from qwen_dictate.ui.settings.wishes import SettingsWishes

_KEYS: Final = (check.keys, check.keys_or_empty)


class OptionRow(QFrame):
    """One option; ``brief``: without its default and the way back to it."""

    def __init__(
        self, key: str, look: Look, wishes: SettingsWishes, *, brief: bool = False
    ) -> None:
        super().__init__()
        set_role(self, "option")
        self._brief = brief
        self.key = key
        self.option = DEFINITIONS[key]
        self._look = look
        self._wishes = wishes
        self._value: object = None
        say, style = look.say, look.style
        self.name = label("title", wrap=True)
        self.name.setText(say(self.option.label))
        self.explanation = label("caption", wrap=True)
        self.default = label("caption", wrap=True)
        self.default.setText(
            say("Default: {value}", value=in_words(key, self.option.default, look))
        )
        self.reset = button("link", self._reset)
        name_button(self.reset, say("Reset"))
        self.reset.setAccessibleName(say("Reset: {name}", name=say(self.option.label)))
        self.fixed = label("warn", wrap=True)
        self.fixed.setText(
            say("Set by {variable} in the environment for this start", variable=variable_of(key))
        )
        self.problem = label("bad", wrap=True)
        self.editor = make_editor(key, look, wishes, self._commit)
        words = say(self.option.explanation)
        self.explanation.setText(words)
        self.editor.name_it(say(self.option.label), words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, style.near, 0, style.near)
        column.setSpacing(style.tight)
        if isinstance(self.editor, FlagEditor):
            self.name.hide()
            column.addWidget(self.editor)
        else:
            column.addWidget(self.name)
        column.addWidget(self.explanation)
        if not isinstance(self.editor, FlagEditor):
            column.addWidget(self.editor)
        foot = QHBoxLayout()
        foot.setSpacing(style.near)
        foot.addWidget(self.default, 1)
        foot.addWidget(self.reset)
        column.addLayout(foot)
        column.addWidget(self.fixed)
        column.addWidget(self.problem)
        self.problem.hide()
        self.fixed.hide()
        self.default.setHidden(brief)

    def show_value(self, value: object, *, fixed: bool) -> None:
        """Show the value of now; ``fixed``: the environment sets it."""
        if value != self._value:
            self._value = value
            self.editor.show_value(value)
        self.editor.setEnabled(not fixed)
        self.fixed.setVisible(fixed)
        self.reset.setVisible(not self._brief and not fixed and value != self.option.default)

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with it; "" = nothing."""
        self.problem.setText(self._look.say.sentence(sentence))
        self.problem.setVisible(bool(sentence))

    def matches(self, words: str) -> bool:
        """Whether somebody who types ``words`` looks for this option."""
        say = self._look.say
        labels = _labels(self.option)
        own = (self.option.label, self.option.explanation, self.option.group, *labels.values())
        text = " ".join((self.key, *own, *map(say, own))).casefold()
        return all(word in text for word in words.casefold().split())

    def focus_editor(self) -> None:
        """Let the keyboard go to the editor."""
        for part in self.editor.parts():
            part.setFocus()
            return

    def _commit(self, value: object) -> None:
        self._wishes.change(self.key, value, while_alive(self, self.show_problem))

    def _reset(self) -> None:
        self.focus_editor()
        self._value = None  # what stands there may be a bad value that was not taken
        self._wishes.change(self.key, None, while_alive(self, self.show_problem))


def make_editor(key: str, look: Look, wishes: SettingsWishes, changed: Changed) -> Editor:
    """Make the editor that fits the option."""
    option = DEFINITIONS[key]
    match key:
        case "service.context":
            return ContextEditor(look, changed)
        case "audio.device":
            return MicrophoneEditor(look, wishes, changed)
        case "text.replacements":
            return ReplacementsEditor(look, changed)
        case "delivery.applications":
            return ApplicationsEditor(look, changed)
        case "privacy.applications":
            return LinesEditor(look, changed)
        case _:
            pass
    if option.test in _KEYS:
        none = option.test is check.keys_or_empty
        return KeysEditor(look, wishes, changed, none=none, esc=key == "hotkey.cancel")
    return _plain(key, look, changed)


def _plain(key: str, look: Look, changed: Changed) -> Editor:
    option = DEFINITIONS[key]
    test = cast("object", option.test)
    match test:
        case check.Choice():
            return ChoiceEditor(option, look, changed)
        case check.Integer():
            return NumberEditor(option, look, changed)
        case check.Keep():
            return KeepEditor(option, look, changed)
        case check.SomeOf():
            return SomeEditor(option, look, changed)
        case _ if test is check.flag:
            return FlagEditor(option, look, changed)
        case _:
            return LineEditor(changed)


def in_words(key: str, value: object, look: Look) -> str:
    """A value as people read it."""
    option, say = DEFINITIONS[key], look.say
    if isinstance(value, bool):
        return say("on") if value else say("off")
    if isinstance(value, int):
        return f"{value} {say(option.unit)}"
    if isinstance(value, str) and value:
        return _text_in_words(key, value, look)
    if isinstance(value, tuple) and value:
        labels = _labels(option)
        return ", ".join(say(labels[name]) for name in cast("tuple[str, ...]", value))
    return say("System default") if key == "audio.device" else say("None")


def _text_in_words(key: str, value: str, look: Look) -> str:
    option, say = DEFINITIONS[key], look.say
    if option.test in _KEYS:
        return pretty_keys(value, say)
    labels = _labels(option)
    if value in labels:
        return say(labels[value])
    name, _, days = value.partition(":")
    return f"{days} {say('days')}" if name == "days" else value


def _labels(option: Option) -> Mapping[str, str]:
    test: object = option.test
    return test.labels if isinstance(test, check.Choice | check.Keep | check.SomeOf) else {}
