"""The page "Check-up": what works here, what does not, and what mends it. Runs in: GUI thread."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qwen_dictate.ui.controls import button, label, name_button, set_role
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.mark_view import MarkView
from qwen_dictate.ui.marks import Mark
from qwen_dictate.ui.pages import Page
from qwen_dictate.ui.state import CheckLine, Examination, ViewState, Wishes
from qwen_dictate.ui.texts import source

_NAMES = {
    "settings": source("Settings"),
    "history": source("History"),
    "disk": source("Disk"),
    "program": source("Program"),
    "microphone": source("Microphone"),
    "key": source("API key"),
    "keyring": source("Keyring"),
    "service": source("Service"),
    "engine": source("Embedded engine"),
    "dictation": source("Dictation"),
    "focus": source("Focus"),
    "typing": source("Typing"),
    "clipboard": source("Clipboard"),
    "hotkey": source("Hotkey"),
    "tray": source("Tray"),
}
_FETCH = frozenset({"engine"})
_SETTINGS = frozenset({"settings", "key", "keyring", "service", "microphone", "hotkey", "typing"})
_MARKS = {True: Mark.DONE, False: Mark.TROUBLE, None: Mark.NOTE}


class DoctorPage(Page):
    """A button, what came of it in one sentence, and a line for each part."""

    def __init__(self, wishes: Wishes, look: Look) -> None:
        super().__init__()
        self._wishes = wishes
        self._examination = Examination()
        self.check = button("main", wishes.check_up)
        self.copy = button("", self._copy)
        self.result = label("state", wrap=True)
        self.hint = label("soft", wrap=True)
        self.lines: tuple[Line, ...] = ()
        self._head = QHBoxLayout()
        self._head.addWidget(self.check)
        self._head.addWidget(self.copy)
        self._head.addStretch(1)
        self._inside = QWidget()
        set_role(self._inside, "page")
        self._list = QVBoxLayout(self._inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(self._inside)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addWidget(self.result)
        self._column.addWidget(self.hint)
        self._column.addWidget(self.area, 1)
        self.use(look)

    def use(self, look: Look) -> None:
        """Wear another look."""
        self._look = look
        style, say = look.style, look.say
        self._column.setContentsMargins(style.gap, style.gap, style.gap, style.gap)
        self._column.setSpacing(style.near)
        self._head.setSpacing(style.near)
        self._list.setSpacing(style.near)
        name_button(self.check, say("&Try everything"))
        name_button(self.copy, say("&Copy the result"))
        self.area.setAccessibleName(say("What was found"))
        self._show(self._examination)

    def show_state(self, state: ViewState) -> None:
        """Show what was found."""
        if state.examination != self._examination:
            self._show(state.examination)

    def _show(self, found: Examination) -> None:
        self._examination = found
        say = self._look.say
        self.check.setEnabled(not found.running)
        self.copy.setVisible(bool(found.checks))
        wrong = sum(check.ok is False for check in found.checks)
        if found.running:
            self.result.setText(say("Trying every part…"))
        elif not found.checks:
            self.result.setText(say("Does everything work here?"))
        elif wrong:
            self.result.setText(say("Not everything works: {count} to mend.", count=wrong))
        else:
            self.result.setText(say("All is well."))
        self.hint.setText(
            say(
                "A recorded sentence is recognised, and a small window of our own is typed into. "
                "Nothing you said or copied is touched."
            )
        )
        self.hint.setVisible(not found.checks)
        self._show_lines(() if found.running else found.checks)

    def _show_lines(self, checks: tuple[CheckLine, ...]) -> None:
        for line in self.lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        # What is wrong stands first: nobody should have to look for it.
        order = sorted(checks, key=lambda check: check.ok is not False)
        self.lines = tuple(Line(check, self._wishes, self._look) for check in order)
        for place, line in enumerate(self.lines):
            self._list.insertWidget(place, line)

    def _copy(self) -> None:
        self._wishes.copy("\n".join(line.words for line in self.lines))


class Line(QFrame):
    """One part: its mark, its name, what was found, what mends it."""

    def __init__(self, check: CheckLine, wishes: Wishes, look: Look) -> None:
        super().__init__()
        style, say = look.style, look.say
        wrong = check.ok is False
        set_role(self, "trouble" if wrong else "surface")
        self.mark = MarkView(style)
        self.mark.show_mark(_MARKS[check.ok])
        name = label("title")
        name.setText(say(_NAMES[check.name]) if check.name in _NAMES else check.name)
        detail = label(wrap=True, selectable=True)
        detail.setText(say.sentence(check.detail))
        remedy = label("soft", wrap=True, selectable=True)
        remedy.setText(say.sentence(check.remedy))
        remedy.setVisible(bool(check.remedy) and check.ok is not True)
        state = {True: say("works"), False: say("does not work"), None: say("not needed")}[check.ok]
        self.words = f"{name.text()} – {state}: {detail.text()} {remedy.text()}".strip()
        self.setAccessibleName(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.gap, style.near, style.near, style.near)
        row.setSpacing(style.near)
        column = QVBoxLayout()
        column.setSpacing(0)
        for part in (name, detail, remedy):
            column.addWidget(part)
        row.addWidget(self.mark)
        row.addLayout(column, 1)
        self.mend = button("", self._mend)
        self.mend.setVisible(
            check.ok is not True and check.name in _FETCH | (_SETTINGS if wrong else set())
        )
        words = say("&Fetch it") if check.name in _FETCH else say("&Open the settings")
        name_button(self.mend, words)
        row.addWidget(self.mend)
        self._check, self._wishes = check, wishes

    def _mend(self) -> None:
        if self._check.name in _FETCH:
            self._wishes.install_model()
        else:
            self._wishes.show_page("settings")
