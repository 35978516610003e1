"""What is hardly speech is not typed, and what is speech at the edges of a press is not lost."""

import random
import time
from array import array
from collections.abc import Iterator

import pytest

from tests.desktop.application import Application
from tests.desktop.hearing import SHORT, Hearing, short
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import load
from tests.support.recordings import recording
from tests.support.waiting import stays, wait_until

OTHER = "en_sense_0880"
CONTEXT = "Qwen Dictate, Hangzhou, tongs"
BYTES_PER_S = 32_000


@pytest.fixture(scope="module")
def shared() -> Iterator[Hearing]:
    with PrivateDesktop() as desktop, Emulator() as emulator:
        settings = {
            "service.endpoint": "custom",
            "service.url": emulator.url,
            "service.context": CONTEXT,
            "recording.max_minutes": "1",
        }
        terminal = desktop.terminal()
        app = Application(desktop, settings=settings, env={"DASHSCOPE_API_KEY": KEY}).ready()
        yield Hearing(desktop, emulator, app, terminal)
        assert emulator.violations == []


@pytest.fixture
def hearing(shared: Hearing) -> Iterator[Hearing]:
    yield shared.begin()
    shared.desktop.xdotool("keyup", RIGHT_CTRL)
    shared.emulator.knobs.echo_on_silence = False
    shared.app.call("config", "unset", "hotkey.mode")


def use_mode(hearing: Hearing, mode: str) -> None:
    assert hearing.app.call("config", "set", "hotkey.mode", mode).returncode == 0
    wait_until(lambda: hearing.app.status()["hotkey"]["mode"] == mode, 3)
    hearing.app.ready()


def assert_nothing_happened(hearing: Hearing) -> None:
    status = hearing.idle()
    assert (status["error"], status["error_kind"]) == ("", "")
    assert (hearing.typed(), hearing.rows()) == ("", [])


def noise(seconds: float, peak: int) -> bytes:
    dice = random.Random(4)
    return array("h", (dice.randint(-peak, peak) for _ in range(int(seconds * 16_000)))).tobytes()


def clicks(seconds: float) -> bytes:
    """A keyboard next to the microphone: 4 ms of loud noise, six a second, in a noisy room."""
    sound = bytearray(noise(seconds, 40))
    for at in range(0, len(sound) - 6_000, BYTES_PER_S // 6 // 2 * 2):
        sound[at : at + 128] = noise(0.004, 12_000)[:128]
    return bytes(sound)


def backwards() -> bytes:
    """Somebody speaks, and nobody understands a word."""
    samples = array("h", load(recording(OTHER).path, 16_000)[: 2 * BYTES_PER_S])
    return array("h", reversed(samples)).tobytes()


def test_a_tap_of_50_ms_in_hold_mode_leaves_nothing(hearing: Hearing):
    """Cold (the microphone is not even open at key-up) and warm."""
    use_mode(hearing, "hold")
    before = hearing.app.status()["last"]
    for _ in range(2):
        hearing.desktop.xdotool("keydown", RIGHT_CTRL, "sleep", 0.05, "keyup", RIGHT_CTRL)
        assert_nothing_happened(hearing)
    assert hearing.app.status()["last"] == before
    hearing.dictate_well()


@pytest.mark.parametrize(
    "sound", [bytes(32_000), noise(1.2, 300), clicks(1.2)], ids=["silence", "noise", "clicks"]
)
def test_silence_noise_and_key_clicks_are_neither_sent_nor_stored(hearing: Hearing, sound: bytes):
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.microphone.say(sound)
    assert_nothing_happened(hearing)
    assert hearing.heard() == b""


def test_the_context_given_back_for_no_words_is_not_typed(hearing: Hearing):
    hearing.emulator.knobs.echo_on_silence = True
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.microphone.say(backwards())
        assert CONTEXT not in hearing.app.status()["partial"]
        time.sleep(0.15)
    status = hearing.idle()
    assert hearing.heard()  # the service was asked
    stays(lambda: hearing.typed() == "", 0.5)
    [row] = hearing.rows()
    assert (row["state"], row["text"], row["audio"]) == ("kept", "", True)
    assert status["error"] == ""
    hearing.dictate_well()


def stretch(said: bytes, heard: bytes) -> tuple[float, float]:
    """From where to where (seconds) of what was said was heard; the source is sample-exact."""
    tenth = BYTES_PER_S // 10
    first = next(at for at in range(0, len(heard), 2) if said.find(heard[at : at + tenth]) >= 0)
    begin = said.find(heard[first : first + tenth])
    length = len(heard) - first
    while said[begin : begin + length] != heard[first : first + length]:
        length -= 2
    return begin / BYTES_PER_S, (begin + length) / BYTES_PER_S


def test_speech_from_before_key_down_and_after_key_up_is_heard(hearing: Hearing):
    """100 ms before, while the microphone is warm; 200 ms after, while speech goes on."""
    hearing.dictate()
    hearing.begin()
    said = load(recording(OTHER).path, 16_000)[round(0.25 * BYTES_PER_S) :]
    spoken = hearing.microphone.say(said, wait=False)
    hearing.desktop.xdotool("sleep", 0.3, "keydown", RIGHT_CTRL)
    down_s = time.monotonic() - spoken.began_at
    hearing.desktop.xdotool("sleep", 0.9, "keyup", RIGHT_CTRL)
    up_s = time.monotonic() - spoken.began_at
    hearing.idle()
    begin_s, end_s = stretch(said, hearing.heard())
    assert 0.06 < down_s - begin_s < 0.25
    assert 0.1 < end_s - up_s < 0.3
    spoken.wait()


def test_two_presses_50_ms_apart_lose_nothing_between_them(hearing: Hearing):
    hearing.dictate()
    hearing.begin()
    said = load(recording(OTHER).path, 16_000)
    hearing.desktop.keydown(RIGHT_CTRL)
    spoken = hearing.microphone.say(said, wait=False)
    hearing.desktop.xdotool("sleep", 1.5, "keyup", RIGHT_CTRL, "sleep", 0.05, "keydown", RIGHT_CTRL)
    spoken.wait()
    time.sleep(0.15)
    hearing.desktop.keyup(RIGHT_CTRL)
    hearing.idle()
    first, second = (b"".join(seen.segments) for seen in hearing.emulator.connections[-2:])
    upto_s, from_s = stretch(said, first)[1], stretch(said, second)[0]
    assert from_s <= upto_s < from_s + 0.3
    words = recording(OTHER).transcript.split()
    typed = hearing.typed().split()
    assert [word for word in words if word not in typed] == []
    assert len(typed) <= len(words) + 1  # the word under the cut may be heard by both


def press_hastily(hearing: Hearing) -> None:
    dice = random.Random(30)
    chain: list[object] = []
    for _ in range(15):
        down_s, up_s = dice.uniform(0.02, 0.08), dice.uniform(0.02, 0.08)
        chain += ["keydown", RIGHT_CTRL, "sleep", down_s, "keyup", RIGHT_CTRL, "sleep", up_s]
    hearing.desktop.xdotool(*chain)


def test_thirty_hasty_presses_leave_nothing_behind(hearing: Hearing):
    program, connections = hearing.app.program, hearing.emulator.connections
    hearing.dictate()
    hearing.emulator.all_left()
    threads, descriptors, before = program.threads(), program.descriptors(), len(connections)
    hearing.begin()
    press_hastily(hearing)
    if hearing.app.status()["state"] == "recording":
        hearing.desktop.tap(RIGHT_CTRL)  # a bounce was no press, so one of them is still to end
    assert_nothing_happened(hearing)
    use_mode(hearing, "hold")
    press_hastily(hearing)
    assert_nothing_happened(hearing)
    assert len(connections) - before > 15
    assert hearing.emulator.all_left()
    wait_until(lambda: program.threads() <= threads, 5, lambda: f"{program.threads()} {threads}")
    wait_until(lambda: program.descriptors() <= descriptors, 5, "descriptors leak")
    hearing.dictate_well()


@pytest.mark.matrix
def test_a_forgotten_toggle_ends_at_its_limit_and_what_was_said_is_typed(hearing: Hearing):
    """``recording.max_minutes`` = 1; silence is asked about and stopped in core's unit tests."""
    began = time.monotonic()
    hearing.desktop.tap(RIGHT_CTRL)
    hearing.speak()
    stays(lambda: hearing.app.status()["state"] == "recording", 50)
    hearing.idle(20)
    assert 58 < time.monotonic() - began < 70
    assert hearing.typed() == SHORT
    hearing.dictate_well()


def test_a_word_at_the_very_end_of_a_press_is_heard(hearing: Hearing):
    """Key-up at the same moment as the last sound: the tail takes what is still on its way."""
    said = short()
    with hearing.desktop.held(RIGHT_CTRL):
        hearing.microphone.say(said)
    hearing.idle()
    assert hearing.typed() == SHORT
