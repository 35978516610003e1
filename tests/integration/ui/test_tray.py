import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSystemTrayIcon

from qwen_dictate.core.settings import Settings, put
from qwen_dictate.ui import tray as module
from qwen_dictate.ui.icons import application_icon, tray_icon
from qwen_dictate.ui.state import Activity
from qwen_dictate.ui.tray import Tray
from tests.integration.ui import states

KEY = re.compile(r"&(\w)")


@pytest.fixture
def tray(look, heard) -> Tray:
    return Tray(heard, heard, look, ("history", "settings"))


def test_there_is_no_tray_on_a_platform_without_one():
    assert module.available() is False


def test_each_state_has_its_icon_and_all_differ_at_16_pixels(qapp):
    icons = [tray_icon(activity, trouble=False) for activity in Activity]
    icons.append(tray_icon(Activity.IDLE, trouble=True))
    images = [icon.pixmap(QSize(16, 16), 1).toImage() for icon in icons]
    for number, image in enumerate(images):
        assert image.width() == 16
        assert all(image != other for other in images[:number])
        shapes = [image.pixelColor(8, 8).alpha(), image.pixelColor(0, 0).alpha()]
        assert shapes[0] == 255


def test_the_program_has_an_icon_in_every_size(qapp):
    for edge in (16, 32, 64, 128):
        pixmap = application_icon().pixmap(QSize(edge, edge), 1)
        assert (pixmap.width(), pixmap.height()) == (edge, edge)


def test_the_tool_tip_says_what_is_going_on(tray):
    tray.show_state(states.LISTENING)
    assert tray.icon.toolTip() == "Qwen Dictate – Listening"
    tray.show_state(states.TROUBLE)
    assert tray.icon.toolTip() == "Qwen Dictate – The service could not be reached."


def test_trouble_never_hides_that_it_records(tray):
    tray.show_state(replace(states.TROUBLE, activity=Activity.RECORDING, listening=True))
    recording = tray_icon(Activity.RECORDING, trouble=False).pixmap(22, 22).toImage()
    assert tray.icon.icon().pixmap(22, 22).toImage() == recording


def test_the_menu_does_what_it_says(tray, heard):
    tray.show_state(replace(states.READY, entries=states.ENTRIES))
    assert tray.toggle.text() == "&Start dictation"
    assert not tray.cancel.isEnabled()
    for action in (tray.toggle, tray.copy_last, tray.open, tray.quit):
        action.trigger()
    assert heard.taken() == [
        ("begin",),
        ("copy", states.LONG),
        ("show_window",),
        ("quit",),
    ]
    tray.show_state(states.LISTENING)
    assert tray.toggle.text() == "&Stop dictation"
    tray.toggle.trigger()
    tray.cancel.trigger()
    assert heard.taken() == [("end",), ("cancel",)]


def test_there_is_nothing_to_copy_before_the_first_text(tray):
    tray.show_state(states.READY)
    assert not tray.copy_last.isEnabled()


def test_a_click_opens_the_window(tray, heard):
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert heard.taken() == [("show_window",)]


def test_it_speaks_the_language(tray, wear_look):
    tray.use(wear_look("zh_CN"))
    assert tray.quit.text() == "退出(&Q)"
    assert tray.icon.toolTip() == "Qwen Dictate – 就绪"


def test_the_pages_of_the_window_are_in_the_menu(tray, heard):
    tray.pages["history"].trigger()
    assert heard.taken() == [("show_page", "history"), ("show_window",)]


def test_the_hotkey_can_be_paused_and_the_menu_shows_it(tray, heard):
    tray.pause.trigger()
    assert heard.taken() == [("pause_hotkey", True)]
    tray.show_state(replace(states.READY, hotkey_paused=False))
    assert not tray.pause.isChecked()


def test_engine_and_language_are_chosen_from_the_menu(tray, heard):
    engine, _, language = tray.choices
    tray.show_state(replace(states.READY, settings=put(Settings(), "service.language", "en")))
    assert language.values["en"].isChecked()
    assert engine.values["auto"].isChecked()
    engine.values["local"].trigger()
    language.values["en"].trigger()  # is chosen already
    assert [wish[:3] for wish in heard.taken()] == [("change", "service.endpoint", "local")]


def test_what_could_not_be_stored_is_not_shown_as_chosen(tray, heard):
    engine = tray.choices[0]
    tray.show_state(states.READY)
    engine.values["local"].trigger()
    told = heard.taken()[0][3]
    told("The disk is full.")
    assert (engine.values["auto"].isChecked(), engine.values["local"].isChecked()) == (True, False)


def test_the_microphones_of_now_are_offered_when_their_menu_opens(tray, heard):
    microphones = tray.choices[1]
    tray.show_state(states.READY)
    microphones.aboutToShow.emit()
    (name, then) = heard.taken()[0]
    assert name == "find_microphones"
    then((("usb", "USB microphone & more"),))
    assert [action.text() for action in microphones.actions()] == [
        "System default",
        "USB microphone && more",
    ]
    assert microphones.values[""].isChecked()
    microphones.values["usb"].trigger()
    assert [wish[:3] for wish in heard.taken()] == [("change", "audio.device", "usb")]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_key_of_the_menu_has_two_meanings(tray, wear_look, language):
    tray.use(wear_look(language))
    keys = [found[1].upper() for a in tray.menu.actions() if (found := KEY.search(a.text()))]
    assert len(keys) > 8
    assert len(keys) == len(set(keys)), keys
