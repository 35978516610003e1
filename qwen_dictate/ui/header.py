"""The header line: which engine, which keys, which microphone. Answered before it is asked.

Runs in: GUI thread.
"""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from qwen_dictate.ui import wording
from qwen_dictate.ui.controls import ElidedLabel, label, set_flag, surface
from qwen_dictate.ui.icons import glyph
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.state import ViewState


class Fact(QWidget):
    """A drawing, a small caption and a value; what is wrong is said by the caption."""

    def __init__(self, value: QLabel) -> None:
        super().__init__()
        self.value = value
        self.caption = label("caption")
        self._picture = QLabel()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.caption)
        words.addWidget(self.value)
        self._row.addLayout(words, 1)

    def show_fact(
        self, look: Look, drawing: str, caption: str, words: str, *, trouble: bool = False
    ) -> None:
        """Show it; ``trouble`` draws the eye to it."""
        colours = look.style.colours
        colour = colours.warn if trouble else colours.soft
        edge = look.style.px(1.3)
        self._row.setSpacing(look.style.near)
        self._picture.setPixmap(glyph(drawing, colour, edge, self.devicePixelRatioF()))
        self.caption.setText(caption)
        self.value.setText(words)
        for part in (self.caption, self.value):
            set_flag(part, "trouble", trouble)
        whole = f"{caption}: {words}"
        self.value.setAccessibleName(whole)
        self.setAccessibleName(whole)


class Header(QWidget):
    """Three facts in one line; only the microphone's name gives way when there is no room."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self.engine, self.hotkey = Fact(label("value")), Fact(label("value"))
        self.microphone = Fact(ElidedLabel("value"))
        self._line = QGridLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        for place, fact in enumerate((self.engine, self.hotkey, self.microphone)):
            self._line.addWidget(fact, 0, place * 2)
            if place:
                self._line.addWidget(surface("rule"), 0, place * 2 - 1)
        self._line.setColumnStretch(4, 1)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look; the facts follow with the next state."""
        self._look = look
        self._shown = ()
        self._line.setHorizontalSpacing(look.style.gap)

    def show_state(self, state: ViewState) -> None:
        """Show the three facts of a state."""
        shown = (
            *(state.engine, state.engine_ready, state.microphone),
            *(state.hotkey, state.hotkey_mode, state.hotkey_working, state.hotkey_paused),
        )
        if shown == self._shown:
            return
        self._shown = shown
        look, say = self._look, self._look.say
        self.engine.show_fact(
            look,
            "service" if state.engine == "qwen" else "engine",
            say("Engine") if state.engine_ready else say("Engine: not ready"),
            wording.engine(state, say),
            trouble=not state.engine_ready,
        )
        working = state.hotkey_working
        self.hotkey.show_fact(
            look,
            "keyboard",
            say("Hotkey") if working else say("Hotkey: does not work"),
            wording.hotkey(state, say),
            trouble=not working,
        )
        self.microphone.show_fact(
            look, "microphone", say("Microphone"), wording.microphone(state, say)
        )
