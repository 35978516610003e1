"""The first run: a page of the window that gets in nobody's way, and leads to a typed sentence."""

from tests.desktop.application import Application
from tests.desktop.newcomer import WORDS, Newcomer
from tests.support.desktop import RIGHT_CTRL
from tests.support.recordings import recording
from tests.support.waiting import wait_until


def test_a_newcomer_comes_from_a_clean_home_to_a_sentence_in_a_terminal(desktop, emulator, service):
    with Newcomer(Application(desktop, **service).ready(), emulator) as newcomer:
        newcomer.try_microphone()
        newcomer.try_key()
        newcomer.choose_language()
        newcomer.leave_the_key_out()
        into_page = newcomer.say_into_the_page()
        assert (into_page["text"], into_page["method"], into_page["delivered"]) == (
            WORDS,
            "window",
            True,
        )
        terminal = desktop.terminal()
        into_terminal = newcomer.say_into(terminal)
        assert into_terminal["method"] in {"type", "paste"}
        newcomer.end()
        assert newcomer.app.history()[0]["text"] == WORDS


def test_whoever_does_not_care_dictates_as_ever_beside_the_first_steps(desktop, emulator, service):
    app = Application(desktop, **service).ready()
    desktop.find_window("Qwen Dictate", program=app.program)
    emulator.knobs.texts = [WORDS]
    terminal = desktop.terminal()
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(recording("en_goforward").path)
    terminal.wait_typed(WORDS)
    assert app.call("config", "get", "onboarding.done").stdout.strip() == "false"
    app.quit()


def test_who_has_left_them_is_not_asked_again(desktop, service):
    app = Application(desktop, **service).ready()
    desktop.find_window("Qwen Dictate", program=app.program).focus()
    desktop.tap("alt+v")
    wait_until(
        lambda: app.call("config", "get", "onboarding.done").stdout.strip() == "true",
        10,
        app.log,
    )
    app.quit()
