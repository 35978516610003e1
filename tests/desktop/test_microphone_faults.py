"""The microphone fails in every way it can: a plain sentence, nothing lost, and the next one works.

One program is used for all of it, as its user would.
"""

import itertools
import time
from collections.abc import Iterator

import pytest

from tests.desktop.application import Application
from tests.desktop.hearing import SHORT, Hearing, is_beginning
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import Microphone
from tests.support.recordings import recording
from tests.support.waiting import wait_until

LONG, PLAYED = "en_sense_0870", "en_jfk"
CHANNELS = {8_000: (1,), 44_100: (2,), 48_000: (5, 8)}
"""In the normal run; the sound server mixes, and all cells are in the matrix."""
CELLS = list(itertools.product(CHANNELS, range(1, 9)))


@pytest.fixture(scope="module")
def shared() -> Iterator[Hearing]:
    with PrivateDesktop() as desktop, Emulator() as emulator:
        settings = {"service.endpoint": "custom", "service.url": emulator.url}
        terminal = desktop.terminal()
        app = Application(desktop, settings=settings, env={"DASHSCOPE_API_KEY": KEY}).ready()
        yield Hearing(desktop, emulator, app, terminal)
        assert emulator.violations == []


@pytest.fixture
def hearing(shared: Hearing) -> Iterator[Hearing]:
    yield shared.begin()
    shared.desktop.xdotool("keyup", RIGHT_CTRL)
    if not shared.microphone.plugged:
        shared.microphone.plug()


@pytest.fixture
def second(hearing: Hearing) -> Iterator[Microphone]:
    """Another microphone, which is not the default one."""
    made = Microphone(hearing.desktop, name="second")
    hearing.desktop.run(["pactl", "set-default-source", hearing.microphone.name])
    yield made
    made.unplug()


def test_the_first_dictation_of_a_start_is_heard_from_its_key_down_soon(hearing: Hearing):
    """The microphone is opened within 0.5 s cold, and at once while it is warm.

    Another program records from it all the time, which takes nothing away.
    """
    rival = hearing.desktop.start(["parec", "--device=microphone", "--raw", "/dev/null"])
    wait_until(hearing.microphone.readers, 3)
    assert hearing.dictate()["timings"]["mic_ready"] < 500
    assert hearing.dictate()["timings"]["mic_ready"] < 100
    assert hearing.typed() == f"{SHORT} {SHORT}"
    assert rival.running
    rival.stop()


def test_without_a_microphone_a_press_and_the_verb_say_so_and_the_loudspeakers_are_not_heard(
    hearing: Hearing,
):
    hearing.microphone.unplug()
    hearing.desktop.speakers.play(recording(PLAYED).path, wait=False)
    with hearing.desktop.held(RIGHT_CTRL):
        status = hearing.says("There is no microphone; nothing was recorded.")
        assert status["state"] == "idle"
    started = hearing.app.call("start")
    assert started.returncode == 1
    assert started.stderr.startswith("There is no microphone; nothing was recorded.")
    assert hearing.app.status()["state"] == "idle"
    assert (hearing.rows(), hearing.heard(), hearing.typed()) == ([], b"", "")
    hearing.microphone.plug()
    hearing.dictate_well()


def test_a_microphone_taken_away_keeps_what_was_heard_and_hears_no_loudspeaker(hearing: Hearing):
    """PulseAudio moves the stream to the loudspeakers' monitor without a word."""
    hearing.desktop.speakers.play(recording(PLAYED).path, wait=False)
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.microphone.say(recording(LONG).path, wait=False)
        time.sleep(3.0)
        hearing.microphone.unplug()
        taken_at = time.monotonic()
        hearing.says("The microphone was taken away. What was heard is kept.")
        time.sleep(2.5)  # one who looks at the text before letting go has it typed all the same
    status = hearing.idle()
    assert is_beginning(hearing.typed(), LONG, least=4)
    assert "taken away" in status["error"]  # its own text does not clear it
    [row] = hearing.rows()
    assert row["state"] == "delivered"
    assert 2.5 < row["seconds"] < 3.5 < time.monotonic() - taken_at + 3.0
    assert hearing.names() == {LONG}
    hearing.microphone.plug()
    retried = hearing.app.call("history", "retry", row["id"])  # what is stored
    assert retried.stdout.strip() == row["raw"]
    assert hearing.names() == {LONG}
    hearing.dictate_well()


def test_a_second_microphone_goes_on_where_the_first_was_taken_away(
    hearing: Hearing, second: Microphone
):
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.microphone.say(recording(LONG).path, wait=False)
        time.sleep(2.5)
        hearing.microphone.unplug()
        hearing.says("The microphone changed while you spoke: Second is heard now.")
        hearing.speak("", second)
    hearing.idle()
    typed = hearing.typed()
    assert typed.endswith(SHORT)
    assert is_beginning(typed.removesuffix(SHORT).strip(), LONG, least=3)


def test_another_default_in_the_middle_is_followed_and_told(hearing: Hearing, second: Microphone):
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.speak()
        hearing.desktop.run(["pactl", "set-default-source", "second"])
        hearing.says("Second is heard now.")
        hearing.speak("", second)
    hearing.idle()
    assert hearing.typed() == f"{SHORT} {SHORT}"


def test_a_suspended_microphone_is_told_within_a_second_and_nothing_is_recorded(hearing: Hearing):
    hearing.microphone.suspend()
    time.sleep(0.3)  # else the moment before it counts as the pre-roll of what follows
    began = time.monotonic()
    started = hearing.app.call("start")
    assert time.monotonic() - began < 2.5
    assert started.returncode == 1
    assert "no sound" in started.stderr
    status = hearing.says("no sound", 2)  # the limit of the verb, or of the microphone
    assert (status["state"], hearing.rows()) == ("idle", [])
    with hearing.desktop.held(RIGHT_CTRL):
        time.sleep(0.3)
        hearing.idle()
        hearing.says("The microphone gives no sound. Nothing was recorded.")
    assert hearing.rows() == []
    hearing.microphone.suspend(False)
    hearing.dictate_well()


def test_a_microphone_suspended_in_the_middle_keeps_what_was_heard(hearing: Hearing):
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.speak()
        hearing.microphone.suspend()
        assert hearing.says("No sound comes from the microphone")["state"] == "recording"
    hearing.idle()
    assert hearing.typed() == SHORT
    hearing.microphone.suspend(False)
    hearing.dictate_well()


def test_a_muted_microphone_is_told_and_leaves_no_row(hearing: Hearing):
    hearing.microphone.mute()
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.says("Microphone is muted: nothing is heard.")
        hearing.speak()
    assert "muted" in hearing.idle()["error"]
    assert (hearing.rows(), hearing.heard(), hearing.typed()) == ([], b"", "")
    hearing.microphone.mute(False)
    hearing.dictate_well()


def test_a_killed_sound_server_keeps_what_was_heard_and_its_successor_is_used(hearing: Hearing):
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.microphone.say(recording(LONG).path, wait=False)
        time.sleep(2.5)
        hearing.desktop.kill_sound()
        hearing.says("went away. What was heard is kept.")
    hearing.idle()
    assert is_beginning(hearing.typed(), LONG, least=3)
    started = hearing.app.call("start")
    assert (started.returncode, hearing.app.status()["state"]) == (1, "idle")
    assert "The sound server does not answer" in started.stderr
    hearing.desktop.start_sound()
    hearing.dictate_well()
    assert hearing.app.status()["timings"]["mic_ready"] < 2_000


def test_a_sound_server_that_hangs_is_told_and_used_when_it_is_back(hearing: Hearing):
    assert hearing.app.call("config", "set", "audio.keep_warm_s", "0").returncode == 0
    hearing.dictate_well()
    wait_until(lambda: hearing.microphone.readers() == [], 3, "it still records")
    hearing.begin()
    hearing.desktop.freeze_sound()
    with hearing.desktop.held(RIGHT_CTRL):
        status = hearing.says("The sound server does not answer; nothing was recorded.", 6)
        assert status["state"] == "idle"
    hearing.desktop.freeze_sound(False)
    hearing.dictate_well()
    assert len(hearing.rows()) == 1
    assert hearing.app.call("config", "unset", "audio.keep_warm_s").returncode == 0


def test_a_chosen_microphone_that_is_gone_is_replaced_and_it_is_told(hearing: Hearing):
    assert hearing.app.call("config", "set", "audio.device", "usb_headset").returncode == 0
    time.sleep(0.5)
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.says("The chosen microphone is not connected: Microphone is heard instead.")
        hearing.speak()
    hearing.idle()
    assert hearing.typed() == SHORT
    assert hearing.app.call("config", "unset", "audio.device").returncode == 0


def dictate_with(hearing: Hearing, rate_hz: int, channels: int) -> None:
    microphone = hearing.microphone
    microphone.unplug()
    microphone.rate_hz, microphone.channels = rate_hz, channels
    microphone.plug()
    hearing.dictate_well()


@pytest.mark.parametrize("rate_hz", CHANNELS)
def test_every_rate_and_number_of_channels_gives_the_same_words(hearing: Hearing, rate_hz: int):
    for channels in CHANNELS[rate_hz]:
        dictate_with(hearing, rate_hz, channels)


@pytest.mark.matrix
@pytest.mark.parametrize(("rate_hz", "channels"), CELLS)
def test_every_format_gives_the_same_words(hearing: Hearing, rate_hz: int, channels: int):
    dictate_with(hearing, rate_hz, channels)


def test_an_idle_program_leaves_the_microphone_alone_and_sleeps(hearing: Hearing):
    assert hearing.app.call("config", "set", "audio.keep_warm_s", "1").returncode == 0
    time.sleep(0.5)
    hearing.dictate_well()
    wait_until(lambda: hearing.microphone.readers() == [], 3, "it still records")
    time.sleep(1.0)
    before = hearing.app.program.cpu_s()
    time.sleep(3.0)
    assert hearing.app.program.cpu_s() - before <= 0.03
