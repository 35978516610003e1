"""Hold the key, speak a human recording, read what was typed: with the service's SDK."""

import time

import pytest

from tests.desktop.application import Application
from tests.integration.emulator import Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import stays, wait_until

SHORT = ("en_goforward", "en_sense_0880", "en_cards_005")


def dictate(desktop: PrivateDesktop, name: str) -> None:
    """Hold, speak, let go a moment after the last word."""
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(recording(name).path)
        time.sleep(0.15)


def assert_all_was_heard(emulator: Emulator, names: list[str]) -> None:
    assert emulator.all_left()
    assert emulator.violations == []
    assert all(seen.polite for seen in emulator.connections)
    heard = sorted(match.name for match in emulator_matches(emulator))
    assert heard == sorted(names)


def emulator_matches(emulator: Emulator) -> list:
    from tests.integration.emulator.ear import Ear

    ear = Ear()
    return [m for seen in emulator.connections for m in ear.matches(b"".join(seen.segments))]


def test_twenty_dictations_in_a_row_five_of_them_before_the_last_text_came(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    """Typed exactly, in order, every sample heard, no protocol violation."""
    terminal = desktop.terminal()
    app = Application(desktop, **service).ready()
    terminal.focus()
    names = [SHORT[number % 3] for number in range(20)]
    early = {4, 8, 12, 16, 19}
    for number, name in enumerate(names):
        emulator.knobs.final_delay_s = 1.0 if number + 1 in early else 0.1
        dictate(desktop, name)
        if number + 1 not in early:
            app.wait_status(state="idle")
    expected = " ".join(recording(name).transcript for name in names)
    terminal.wait_typed(expected, 15)
    app.wait_status(state="idle", error="")
    stays(lambda: terminal.typed() == expected, 0.5)
    assert_all_was_heard(emulator, names)
    rows = app.history()
    assert [row["text"] for row in reversed(rows)] == [recording(n).transcript for n in names]
    assert {(row["state"], row["engine"], row["app"]) for row in rows} == {
        ("delivered", "qwen", "XTerm")
    }
    assert app.quit() < 3


def test_partials_are_shown_while_speaking_and_the_focus_stays(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    terminal = desktop.terminal()
    app = Application(desktop, **service).ready()
    terminal.focus()
    with desktop.held(RIGHT_CTRL):
        spoken = desktop.microphone.say(recording("en_sense_0870").path, wait=False)
        partials = []
        while not spoken.over:
            partials.append(app.status()["partial"])
            assert terminal.has_focus
        time.sleep(0.15)
    words = recording("en_sense_0870").transcript
    grown = [partial for partial in partials if partial]
    assert len(set(grown)) >= 5
    assert all(words.startswith(partial.strip()) for partial in grown)
    terminal.wait_typed(words)
    timings = app.wait_status(state="idle")["timings"]
    assert None not in timings.values()
    assert terminal.has_focus


def test_a_dictation_of_75_seconds_is_one_text_of_two_segments(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    names = ["en_twocities", "en_jfk", "en_beckett", "en_sense_0870", "en_sense_0880"]
    terminal = desktop.terminal()
    app = Application(desktop, **service).ready()
    terminal.focus()
    with desktop.held(RIGHT_CTRL):
        for name in names:
            desktop.microphone.say(recording(name).path)
        time.sleep(0.15)
    expected = " ".join(recording(name).transcript for name in names)
    wait_until(lambda: app.status()["state"] == "idle", 20)
    assert emulator.all_left()
    [seen] = emulator.connections
    assert len(seen.segments) == 2
    assert all(len(part) < 60 * 32_000 for part in seen.segments)
    # A word that the cut goes through is nobody's: all others are there, once and in order.
    typed = terminal.typed().split()
    missing = [word for word in expected.split() if word not in typed]
    assert len(expected.split()) - len(typed) <= 2, missing
    assert emulator.violations == []


def test_a_cancelled_dictation_never_comes_back(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    terminal = desktop.terminal()
    app = Application(desktop, **service).ready()
    terminal.focus()
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(recording("en_goforward").path)
        desktop.tap("Escape")
        app.wait_status(state="idle")
    dictate(desktop, "en_sense_0880")
    terminal.wait_typed(recording("en_sense_0880").transcript)
    stays(lambda: "forward" not in terminal.typed(), 1.0)
    states = [row["state"] for row in app.history()]
    assert states == ["delivered", "cancelled"]
    emulator.knobs.texts = ["go forward"]
    row = app.history()[1]
    retried = app.call("history", "retry", row["id"])
    assert (retried.returncode, retried.stdout, retried.stderr) == (0, "go forward\n", "")


def test_a_text_waits_while_the_hotkey_is_held_for_the_next_one(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    terminal = desktop.terminal()
    app = Application(desktop, **service).ready()
    terminal.focus()
    emulator.knobs.final_delay_s = 0.6
    dictate(desktop, "en_goforward")
    with desktop.held(RIGHT_CTRL):
        wait_until(lambda: emulator.connections[0].over, 10)
        stays(lambda: terminal.typed() == "", 2.5)
        assert app.status()["pending"] == 2
        desktop.microphone.say(recording("en_sense_0880").path)
        time.sleep(0.15)
    first, second = recording("en_goforward").transcript, recording("en_sense_0880").transcript
    terminal.wait_typed(f"{first} {second}")


def test_a_tap_starts_and_the_next_press_ends(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    terminal = desktop.terminal()
    app = Application(desktop, **service).ready()
    terminal.focus()
    desktop.tap(RIGHT_CTRL)
    desktop.microphone.say(recording("en_goforward").path)
    assert app.status()["state"] == "recording"
    desktop.tap(RIGHT_CTRL)
    terminal.wait_typed(recording("en_goforward").transcript)


@pytest.mark.parametrize("field", ["qt_field", "gtk_field"])
def test_chinese_reaches_qt_and_gtk(
    desktop: PrivateDesktop, emulator: Emulator, service: dict, field: str
):
    target = getattr(desktop, field)()
    app = Application(desktop, **service).ready()
    target.focus()
    dictate(desktop, "zh_aishell_0121")
    target.wait_typed(recording("zh_aishell_0121").transcript)
    assert app.wait_status(state="idle")["last"]["delivered"] is True


def test_right_ctrl_with_another_key_is_an_ordinary_modifier(
    desktop: PrivateDesktop, emulator: Emulator, service: dict
):
    terminal = desktop.terminal()
    app = Application(desktop, **service).ready()
    terminal.focus()
    with desktop.held(RIGHT_CTRL):
        time.sleep(0.1)
        desktop.tap("g")
    wait_until(lambda: terminal.typed_bytes() == b"\x07", 3)
    app.wait_status(state="idle", last=None, error="")
    assert app.history() == []
