"""The page of settings: every option can be found, changed at once, reset, and is explained."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from qwen_dictate.core.context import CONTEXT_TOKENS
from qwen_dictate.core.options.option import GROUPS
from qwen_dictate.core.settings import DEFINITIONS, Settings, put
from qwen_dictate.ui.settings.page import HIDDEN, SettingsPage
from qwen_dictate.ui.settings.row import OptionRow
from tests.integration.ui import states

RIGHT_CTRL, LEFT_CTRL = 0xFFE4, 0xFFE3


class Store:
    """Takes wishes as the program does: a good value comes back in the next state."""

    def __init__(self) -> None:
        self.page: SettingsPage
        self.settings = Settings()
        self.overridden: frozenset[str] = frozenset()
        self.key_where = "none"
        self.reasons: dict[str, str] = {}
        self.wishes: list[tuple[object, ...]] = []
        self.told: list = []

    def show(self) -> None:
        self.page.show_state(
            replace(
                states.READY,
                settings=self.settings,
                overridden=self.overridden,
                key_where=self.key_where,
                hotkey_reasons=dict(self.reasons),
            )
        )

    def change(self, key, value, told) -> None:
        self.wishes.append((key, value))
        default = DEFINITIONS[key].default
        try:
            self.settings = put(self.settings, key, default if value is None else value)
        except ValueError as error:
            told(f"This {error}.")
            return
        self.show()
        told("")

    def find_microphones(self, then) -> None:
        then((("desk", "Desk microphone"),))

    def leave_keys(self, on) -> None:
        self.wishes.append(("leave", on))

    def test_key(self, key, told) -> None:
        self.wishes.append(("test", key))
        self.told.append(told)

    def store_key(self, key, told) -> None:
        self.wishes.append(("store", key))
        self.told.append(told)

    def delete_key(self, told) -> None:
        self.wishes.append(("delete",))
        self.told.append(told)

    def try_words(self, sentence, text, then) -> None:
        then(sentence.upper() if text.sentence_case else sentence)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def page(qtbot, look, store) -> SettingsPage:
    made = SettingsPage(store, look)
    store.page = made
    qtbot.addWidget(made)
    made.resize(600, 800)
    store.show()
    made.show()
    qtbot.waitExposed(made)
    return made


def row(page: SettingsPage, key: str) -> OptionRow:
    page.open_group(DEFINITIONS[key].group)
    group = page.group(DEFINITIONS[key].group)
    return next(each for each in group.rows if each.key == key)


def test_every_option_stands_in_its_group(page):
    there = {each.key for name in GROUPS for each in page.group(name).rows}
    assert there == set(DEFINITIONS) - set(HIDDEN)


def test_a_group_is_made_when_it_is_first_shown(page):
    assert list(page._groups) == ["Speech"]
    page.open_group("Sound")
    assert list(page._groups) == ["Speech", "Sound"]
    assert not page.group("Speech").isVisible()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("clipboard", {"delivery.method"}),
        ("tap_ms", {"hotkey.tap_ms"}),
        ("capital sentence", {"text.sentence_case"}),
        ("norwegian", {"service.language"}),
    ],
)
def test_the_search_finds_by_name_explanation_value_and_key(page, qtbot, words, found):
    qtbot.keyClicks(page.search, words)
    seen = {each.key for name in GROUPS for each in page.group(name).rows if each.isVisible()}
    assert seen == found
    qtbot.keyClicks(page.search, "zzz")
    assert page.nothing.isVisible()
    page.search.clear()
    assert page.group("Speech").isVisible()
    assert not page.group("Typing").isVisible()


def test_a_choice_is_changed_at_once_and_can_be_reset(page, store):
    theme = row(page, "ui.theme")
    assert theme.default.text() == "Default: As the desktop"
    assert not theme.reset.isVisible()
    combo = theme.editor.combo
    combo.setCurrentIndex(combo.findData("dark"))
    combo.activated.emit(combo.currentIndex())
    assert store.wishes == [("ui.theme", "dark")]
    assert theme.reset.isVisible()
    theme.reset.click()
    assert store.wishes[-1] == ("ui.theme", None)
    assert combo.currentData() == "auto"


def test_a_bad_value_is_explained_at_the_field_until_it_is_good(page, store, qtbot):
    url = row(page, "service.url")
    field: QLineEdit = url.editor.field
    qtbot.keyClicks(field, "http://asr.example")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "wss://" in url.problem.text()
    assert url.problem.isVisible()
    assert store.settings.service.url == ""
    field.setText("wss://asr.example/x")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert store.settings.service.url == "wss://asr.example/x"
    assert not url.problem.isVisible()


def test_an_option_of_the_environment_is_shown_and_cannot_be_changed(page, store):
    store.settings = put(store.settings, "hotkey.mode", "hold")
    store.overridden = frozenset({"hotkey.mode"})
    mode = row(page, "hotkey.mode")
    store.show()
    assert mode.fixed.isVisible()
    assert "QWEN_DICTATE_HOTKEY__MODE" in mode.fixed.text()
    assert not mode.editor.isEnabled()
    assert mode.editor.combo.currentData() == "hold"
    assert not mode.reset.isVisible()


def press(field, key, native, modifiers=Qt.KeyboardModifier.NoModifier, *, down=True) -> None:
    kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
    QApplication.sendEvent(field, QKeyEvent(kind, key, modifiers, 0, native, 0))


def test_keys_are_taken_by_being_pressed_and_left_alone_meanwhile(page, store):
    keys = row(page, "hotkey.push_to_talk").editor.field
    assert keys.text() == "Right Ctrl"
    keys.click()
    assert store.wishes == [("leave", True)]
    press(keys, Qt.Key.Key_Control, LEFT_CTRL)
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(keys, Qt.Key.Key_Space, 0x20, ctrl | Qt.KeyboardModifier.AltModifier)
    assert store.wishes[1:] == [("leave", False), ("hotkey.push_to_talk", "ctrl+alt+space")]
    assert keys.text() == "Ctrl + Alt + Space"


def test_a_lone_modifier_counts_when_it_is_let_go(page, store):
    keys = row(page, "hotkey.undo").editor.field
    keys.click()
    press(keys, Qt.Key.Key_Control, RIGHT_CTRL)
    assert store.settings.hotkey.undo == ""
    press(keys, Qt.Key.Key_Control, RIGHT_CTRL, down=False)
    assert store.settings.hotkey.undo == "right_ctrl"
    row(page, "hotkey.undo").editor.none.click()
    assert store.settings.hotkey.undo == ""


def test_esc_leaves_the_keys_as_they_were_but_can_be_the_key_that_cancels(page, store):
    keys = row(page, "hotkey.push_to_talk").editor.field
    keys.click()
    press(keys, Qt.Key.Key_Escape, 0xFF1B)
    assert store.wishes == [("leave", True), ("leave", False)]
    assert keys.text() == "Right Ctrl"
    store.settings = put(store.settings, "hotkey.cancel", "f9")
    cancel = row(page, "hotkey.cancel").editor.field
    cancel.click()
    press(cancel, Qt.Key.Key_Escape, 0xFF1B)
    assert store.settings.hotkey.cancel == "esc"


def test_a_key_without_a_name_is_told_and_asked_again(page, store):
    keys = row(page, "hotkey.push_to_talk").editor.field
    keys.click()
    press(keys, Qt.Key.Key_VolumeMute, 0x1008FF12)
    assert "cannot be used" in keys.text()
    press(keys, Qt.Key.Key_F9, 0xFFC6)
    assert store.settings.hotkey.push_to_talk == "f9"


def test_whoever_leaves_the_field_is_asked_no_longer(page, store):
    keys = row(page, "hotkey.push_to_talk").editor.field
    keys.click()
    page.search.setFocus()
    assert store.wishes == [("leave", True), ("leave", False)]


def test_a_conflict_is_named_at_its_key(page, store):
    row(page, "hotkey.push_to_talk")
    store.reasons = {"undo": "Another program has these keys."}
    store.show()
    undo = row(page, "hotkey.undo")
    assert undo.problem.text() == "Another program has these keys."
    assert not row(page, "hotkey.push_to_talk").problem.isVisible()


def test_the_context_is_counted_as_one_types_and_never_stored_too_long(page, store):
    context = row(page, "service.context")
    field = context.editor.field
    field.setFocus()
    field.insertPlainText("语音 Dictation")
    assert context.editor.count.text().startswith("About 5 of 10,000")
    page.search.setFocus()
    assert store.settings.service.context == "语音 Dictation"
    field.setFocus()
    field.setPlainText("字" * (CONTEXT_TOKENS + 1))
    page.search.setFocus()
    assert "too long" in context.editor.count.text()
    assert store.settings.service.context == "语音 Dictation"


def test_the_context_is_stored_by_itself_after_a_pause(page, store, qtbot):
    qtbot.keyClicks(row(page, "service.context").editor.field, "Qwen")
    qtbot.waitUntil(lambda: store.settings.service.context == "Qwen", timeout=10_000)


def test_replacements_are_a_table_with_an_empty_row_at_the_end(page, store):
    table = row(page, "text.replacements").editor.table
    table.item(0, 1).setText("Qwen Dictate")
    table.item(0, 0).setText("quen dictate")
    assert store.settings.text.replacements == {"quen dictate": "Qwen Dictate"}
    assert table.rowCount() == 2
    table.setCurrentCell(0, 0)
    press(table, Qt.Key.Key_Delete, 0xFFFF)
    assert store.settings.text.replacements == {}


def test_applications_are_a_table_of_choices(page, store):
    applications = row(page, "delivery.applications")
    table = applications.editor.table
    table.item(0, 0).setText("XTerm")
    method: QComboBox = table.cellWidget(0, 1)
    method.setCurrentIndex(method.findData("paste"))
    method.activated.emit(method.currentIndex())
    table.item(0, 2).setText("Shift+Insert")
    assert store.settings.delivery.applications == {
        "XTerm": {"method": "paste", "paste": "shift+insert"}
    }
    table.item(0, 2).setText("nonsense")
    assert "nonsense" in applications.problem.text()


def test_a_microphone_that_is_not_connected_is_named(page, store):
    store.settings = put(store.settings, "audio.device", "gone")
    combo = row(page, "audio.device").editor.combo
    store.show()
    words = [combo.itemText(number) for number in range(combo.count())]
    assert words == ["System default", "Desk microphone", "gone (not connected)"]
    assert combo.currentData() == "gone"


def test_the_other_editors_give_what_their_options_take(page, store, qtbot):
    keep = row(page, "history.keep_audio").editor
    assert (keep.combo.currentText(), keep.days.value()) == ("So many days", 7)
    keep.days.setValue(30)
    assert store.settings.history.keep_audio == "days:30"
    keep.combo.setCurrentIndex(keep.combo.findData("never"))
    keep.combo.activated.emit(0)
    assert store.settings.history.keep_audio == "never"
    assert not keep.days.isVisible()
    row(page, "captions.sources").editor.boxes["system"].click()
    assert store.settings.captions.sources == ("microphone",)
    row(page, "text.sentence_case").editor.box.click()
    assert store.settings.text.sentence_case
    row(page, "hotkey.tap_ms").editor.spin.setValue(500)
    assert store.settings.hotkey.tap_ms == 500
    lines = row(page, "privacy.applications").editor.field
    lines.setFocus()
    lines.setPlainText("KeePassXC\n\n Signal \n")
    page.search.setFocus()
    assert store.settings.privacy.applications == ("KeePassXC", "Signal")


def test_a_sentence_can_be_tried_with_the_settings_of_words(page, store, qtbot):
    page.open_group("Words")
    trial = page.group("Words").trial
    qtbot.keyClicks(trial.field, "hello")
    assert trial.shown.text() == "Typed: hello"
    row(page, "text.sentence_case").editor.box.click()
    assert trial.shown.text() == "Typed: HELLO"


def test_the_language_of_the_window_changes_and_the_place_stays(page, store, wear_look):
    row(page, "ui.language").focus_editor()
    page.undress()
    page.use(wear_look("zh_CN"))
    assert page.names.currentItem().text() == "外观"
    focused = QApplication.focusWidget()
    assert row(page, "ui.language").isAncestorOf(focused)


# The key


@pytest.fixture
def key(page):
    return page.group("Speech").key


def test_a_key_is_tried_then_stored_and_never_shown_back(page, store, key, qtbot):
    assert not key.test.isEnabled()
    qtbot.keyClicks(key.field, "sk-123")
    assert key.field.displayText() != "sk-123"
    key.test.click()
    assert store.wishes[-1] == ("test", "sk-123")
    assert not key.store.isEnabled()
    store.told.pop()("The API key was refused by the service (401, InvalidApiKey).")
    assert "InvalidApiKey" in key.result.text()
    assert key.result.property("failed")
    key.store.click()
    assert store.wishes[-1] == ("store", "sk-123")
    store.key_where = "keyring"
    store.told.pop()("")
    store.show()
    assert key.field.text() == ""
    assert key.result.text() == "Stored in the keyring."
    assert key.place.text() == "A key is stored in the keyring of your desktop."
    key.test.click()
    assert store.wishes[-1] == ("test", "")
    store.told.pop()("")
    assert key.result.text() == "The service takes this key."
    key.delete.click()
    store.key_where = "none"
    store.told.pop()("")
    store.show()
    assert not key.delete.isVisible()


def test_a_key_of_the_environment_is_said_and_cannot_be_deleted(store, page, key):
    store.key_where = "environment"
    store.show()
    assert "DASHSCOPE_API_KEY" in key.place.text()
    assert not key.delete.isVisible()


def test_a_silent_keyring_is_told_and_its_late_answer_counts(page, store, key, qtbot):
    key.field.setText("sk-123")
    key.store.click()
    assert key.result.text() == "Storing…"
    qtbot.waitUntil(lambda: "has not answered" in key.result.text(), timeout=10_000)
    assert not key.store.isEnabled()
    store.told.pop()("")
    assert key.result.text() == "Stored in the keyring."


def test_an_answer_after_the_page_was_made_anew_harms_nobody(page, store, key, qtbot, wear_look):
    qtbot.keyClicks(key.field, "sk-123")
    key.test.click()
    page.use(wear_look("zh_CN"))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    store.told.pop()("")
