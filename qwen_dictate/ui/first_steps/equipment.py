"""The first steps that choose: microphone, key, language, who recognises.

Runs in: GUI thread.
"""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from qwen_dictate.ui.controls import button, label, name_button, set_flag, surface
from qwen_dictate.ui.first_steps.step import Step, show_row
from qwen_dictate.ui.first_steps.wishes import FirstStepsWishes
from qwen_dictate.ui.key_names import pretty_keys
from qwen_dictate.ui.level import LevelMeter
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.key_section import KeySection
from qwen_dictate.ui.settings.wishes import SettingsWishes
from qwen_dictate.ui.state import Hearing, ViewState
from qwen_dictate.ui.texts import source

OTHER_KEYS: Final = ("right_ctrl", "f9", "pause", "ctrl+alt+space")
"""What is offered instead of a hotkey that cannot be had, best first."""


class MicrophoneStep(Step):
    """Which microphone, and a look at its level."""

    title = source("The microphone")

    def __init__(self, look: Look, wishes: FirstStepsWishes, settings: SettingsWishes) -> None:
        super().__init__(look, wishes, settings)
        say = look.say
        self._heard = False
        self._hearing = Hearing.OFF
        self._say(
            say(
                "Choose the microphone and try it: say a few words. Nothing of it is kept, and it "
                "leaves this computer for nowhere."
            )
        )
        self.device = self._row("audio.device")
        self.test = button("", self._toggle)
        self.meter = LevelMeter(look)
        self.meter.setFixedHeight(look.style.px(2.4))
        self.verdict = label("title", wrap=True)
        self._alone(self.test)
        self._column.addWidget(self.meter)
        self._column.addWidget(self.verdict)
        self._name()

    @property
    def succeeded(self) -> bool:
        """Whether a voice was heard."""
        return self._heard

    def show_state(self, state: ViewState) -> None:
        """Show whether it hears."""
        show_row(self.device, state)
        if self._hearing is not state.hearing:
            self._hearing = state.hearing
            self._heard = self._heard or state.hearing is Hearing.HEARD
            self._name()
        broken = state.notice is not None and state.notice.kind == "microphone"
        set_flag(self.verdict, "failed", broken)
        if broken and state.notice is not None:
            say = self._look.say
            self.verdict.setText(
                f"{say.sentence(state.notice.text)} {say.sentence(state.notice.remedy)}"
            )

    def show_level(self, dbfs: float) -> None:
        """Move the bars."""
        self.meter.show_level(dbfs)

    def enter(self) -> None:
        """Begin at the button."""
        self.test.setFocus()

    def leave(self) -> None:
        """Close the microphone."""
        if self._hearing is not Hearing.OFF:
            self._wishes.hear(False)

    def _toggle(self) -> None:
        self._wishes.hear(self._hearing is Hearing.OFF)

    def _name(self) -> None:
        say = self._look.say
        listening = self._hearing is not Hearing.OFF
        name_button(self.test, say("S&top listening") if listening else say("&Try the microphone"))
        if self._heard:
            self.verdict.setText(say("✓ We hear you."))
        elif self._hearing is Hearing.ON:
            self.verdict.setText(say("Listening: say a few words."))
        else:
            self.verdict.setText("")
        if not listening:
            self.meter.clear()


class HotkeyStep(Step):
    """Which key, pressed once to see that it is heard."""

    title = source("The key")

    def __init__(self, look: Look, wishes: FirstStepsWishes, settings: SettingsWishes) -> None:
        super().__init__(look, wishes, settings)
        say = look.say
        self._pressed = False
        self._offered = ""
        self._say(
            say(
                "With this key you dictate in any window. "
                "Press it now and see whether it lights up."
            )
        )
        self.lamp = surface("lamp")
        self.words = label("state")
        inside = QVBoxLayout(self.lamp)
        inside.setContentsMargins(*(look.style.gap,) * 4)
        inside.addWidget(self.words)
        self._column.addWidget(self.lamp)
        self.verdict = label("title", wrap=True)
        self._column.addWidget(self.verdict)
        self.other = button("main", self._take_other)
        self._alone(self.other)
        self.keys = self._row("hotkey.push_to_talk")
        self.mode = self._row("hotkey.mode")

    @property
    def succeeded(self) -> bool:
        """Whether the key was heard."""
        return self._pressed

    def show_state(self, state: ViewState) -> None:
        """Light up; name a conflict and offer another key."""
        say = self._look.say
        show_row(self.keys, state)
        show_row(self.mode, state)
        down = state.key_down
        self._pressed = self._pressed or down
        set_flag(self.lamp, "lit", down)
        self.words.setText(pretty_keys(state.hotkey, say) or say("None"))
        reason = state.hotkey_reasons.get("push_to_talk", "")
        set_flag(self.verdict, "failed", bool(reason))
        if reason:
            self.verdict.setText(say.sentence(reason))
        else:
            self.verdict.setText(say("✓ The key is heard.") if self._pressed else "")
        self._offer(state, needed=bool(reason) and state.hotkey_backend != "none")

    def _offer(self, state: ViewState, *, needed: bool) -> None:
        others = [keys for keys in OTHER_KEYS if keys != state.hotkey]
        self._offered = others[0]
        name_button(
            self.other,
            self._look.say("Take {keys} &instead", keys=pretty_keys(others[0], self._look.say)),
        )
        self.other.setVisible(needed)

    def _take_other(self) -> None:
        self._settings.change("hotkey.push_to_talk", self._offered, self.keys.show_problem)

    def enter(self) -> None:
        """From now on the key only lights up."""
        self._wishes.try_key(True)

    def leave(self) -> None:
        """The key dictates again."""
        self._wishes.try_key(False)


class LanguageStep(Step):
    """What is spoken."""

    title = source("Your language")

    def __init__(self, look: Look, wishes: FirstStepsWishes, settings: SettingsWishes) -> None:
        super().__init__(look, wishes, settings)
        self._say(look.say("Which language will you dictate in? It can be found out as well."))
        self.language = self._row("service.language")

    def show_state(self, state: ViewState) -> None:
        """Show the choice."""
        show_row(self.language, state)

    def enter(self) -> None:
        """Begin at the list."""
        self.language.focus_editor()


class ServiceStep(Step):
    """The key of the service, which nobody needs."""

    title = source("Who recognises")

    def __init__(self, look: Look, wishes: FirstStepsWishes, settings: SettingsWishes) -> None:
        super().__init__(look, wishes, settings)
        say = look.say
        self._where = ""
        self._say(
            say(
                "Without a key this computer recognises by itself, and nothing leaves it. With a "
                "key of Alibaba Cloud the service Qwen does, more exactly and in 27 languages."
            )
        )
        self._say(
            say(
                "The service costs about 0.00033 CNY a second of speech in mainland China and "
                "twice that elsewhere (1.2 or 2.4 CNY an hour), paid to Alibaba Cloud. What you "
                "say while you hold the key, and your context words, go there and nowhere else."
            ),
            "soft",
        )
        self.endpoint = self._row("service.endpoint")
        self.key = KeySection(look, settings)
        self._column.addWidget(self.key)

    @property
    def succeeded(self) -> bool:
        """Whether there is a key."""
        return self._where in {"environment", "keyring"}

    def show_state(self, state: ViewState) -> None:
        """Show the key's place."""
        self._where = state.key_where
        show_row(self.endpoint, state)
        self.key.show_state(state)

    def enter(self) -> None:
        """Begin at the field."""
        self.key.field.setFocus()
