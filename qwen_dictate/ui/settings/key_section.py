"""The API key: pasted, tried at the service, stored in the keyring, deleted; never shown back.

What the service or the keyring says stands below the field. Everything that takes time happens
elsewhere; meanwhile the buttons rest. Runs in: GUI thread.
"""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from qwen_dictate.ui.controls import button, label, name_button, set_flag, set_role, while_alive
from qwen_dictate.ui.look import Look
from qwen_dictate.ui.settings.wishes import SettingsWishes, Told
from qwen_dictate.ui.state import ViewState
from qwen_dictate.ui.texts import Texts

_PATIENCE_MS = 3000
"""A keyring that is silent longer waits for its user, or hangs."""


class KeySection(QFrame):
    """Where the key is, and what can be done with it."""

    def __init__(self, look: Look, wishes: SettingsWishes) -> None:
        super().__init__()
        set_role(self, "option")
        self._look = look
        self._wishes = wishes
        self._where = ""
        self._busy = False
        say, style = look.say, look.style
        self.name = label("title")
        self.name.setText(say("API ke&y"))
        self.place = label("caption", wrap=True)
        self.field = QLineEdit()
        self.name.setBuddy(self.field)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(say("Paste the key of Alibaba Cloud Model Studio here"))
        self.field.setAccessibleName(say("API key"))
        self.test = button("", self._test)
        self.store = button("main", self._store)
        self.delete = button("quiet", self._delete)
        name_button(self.test, say("&Test"), hint=say("Ask the service whether it takes this key"))
        name_button(self.store, say("&Store"), hint=say("Keep it in the keyring of your desktop"))
        name_button(self.delete, say("&Delete the key"))
        self.result = label(wrap=True, selectable=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, style.near, 0, style.near)
        column.setSpacing(style.tight)
        row = QHBoxLayout()
        row.setSpacing(style.tight)
        for made in (self.test, self.store, self.delete):
            row.addWidget(made)
        row.addStretch(1)
        for part in (self.name, self.place, self.field):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.result)
        self.result.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._still_waiting)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._test)
        self._show_buttons()

    def show_state(self, state: ViewState) -> None:
        """Say where the key is."""
        self._where = state.key_where
        self.place.setText(place_in_words(state.key_where, self._look.say))
        self._show_buttons()

    def _show_buttons(self) -> None:
        typed = bool(self.field.text().strip())
        there = self._where in {"environment", "keyring"}
        self.test.setEnabled(not self._busy and (typed or there))
        self.store.setEnabled(not self._busy and typed)
        self.delete.setVisible(self._where == "keyring")
        self.delete.setEnabled(not self._busy)

    @Slot()
    def _typed(self) -> None:
        self.result.hide()
        self._show_buttons()

    @Slot()
    def _test(self) -> None:
        if self.test.isEnabled():
            self._begin(self._look.say("Asking the service…"))
            good = self._look.say("The service takes this key.")
            self._wishes.test_key(self.field.text().strip(), self._told(good))

    def _store(self) -> None:
        self._begin(self._look.say("Storing…"), keyring=True)
        key = self.field.text().strip()
        self._wishes.store_key(
            key, self._told(self._look.say("Stored in the keyring."), stored=key)
        )

    def _delete(self) -> None:
        self._begin(self._look.say("Deleting…"), keyring=True)
        self._wishes.delete_key(self._told(self._look.say("The key is deleted.")))

    def _begin(self, words: str, *, keyring: bool = False) -> None:
        self._busy = True
        if keyring:
            self._patience.start()
        self._say(words, bad=False)
        self._show_buttons()

    @Slot()
    def _still_waiting(self) -> None:
        self._say("The keyring has not answered yet; it may be asking for its password.", bad=False)

    def _told(self, good: str, stored: str = "") -> Told:
        def told(problem: str) -> None:
            self._busy = False
            self._patience.stop()
            if not problem and stored and self.field.text().strip() == stored:
                self.field.clear()
            self._say(problem or good, bad=bool(problem))
            self._show_buttons()

        return while_alive(self, told)

    def _say(self, words: str, *, bad: bool) -> None:
        self.result.setText(self._look.say.sentence(words))
        set_flag(self.result, "failed", bad)
        self.result.show()


def place_in_words(where: str, say: Texts) -> str:
    """Say where the key is."""
    match where:
        case "environment":
            return say(
                "A key comes from DASHSCOPE_API_KEY in the environment; it wins over a stored one."
            )
        case "keyring":
            return say("A key is stored in the keyring of your desktop.")
        case "none":
            return say("There is no key; this computer recognises by itself.")
        case _:
            return say("The keyring is being asked…")
