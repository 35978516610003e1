"""The private desktop keeps what it promises, so that the other tests can stand on it."""

import stat
import sys
import time
from pathlib import Path

import pytest
from Xlib.display import Display

from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import load
from tests.support.recordings import recording, recordings
from tests.support.waiting import TooLate, wait_until

SPEECH = recording("en_goforward")


@pytest.mark.parametrize("kind", ["terminal", "qt_field", "gtk_field"])
def test_a_target_keeps_what_is_typed_into_it(desktop, kind):
    target = getattr(desktop, kind)()
    assert target.has_focus
    desktop.xdotool("type", "--delay", "12", "Hello there")
    target.wait_typed("Hello there")


def test_the_terminal_keeps_control_bytes_as_they_come(desktop):
    terminal = desktop.terminal()
    desktop.tap("ctrl+c")
    desktop.tap("Return")
    wait_until(lambda: terminal.typed_bytes() == b"\x03\r", 5)
    assert terminal.program.running


def test_each_sample_said_into_the_microphone_arrives_in_its_order(desktop):
    heard = desktop.folder / "heard.raw"
    desktop.start(["parec", "--raw", "--rate=16000", "--channels=1", str(heard)])
    wait_until(lambda: desktop.microphone.readers() == ["parec"], 5)
    spoken = desktop.microphone.say(SPEECH.path)
    pcm = load(SPEECH.path, 16_000)
    wait_until(lambda: pcm in heard.read_bytes(), 5, "the speech did not arrive")
    assert spoken.ended_at - spoken.began_at == pytest.approx(SPEECH.seconds, abs=0.5)


def test_what_is_said_meanwhile_waits_and_hush_ends_it_all(desktop):
    first = desktop.microphone.say(SPEECH.path, wait=False)
    second = desktop.microphone.say(SPEECH.path, wait=False)
    assert not first.over
    desktop.microphone.hush()
    assert first.over
    assert second.over
    assert first.ended_at - first.began_at < SPEECH.seconds


def test_an_unplugged_microphone_moves_its_readers_and_can_be_plugged_again(desktop):
    desktop.start(["parec", "--raw", "/dev/null"])
    wait_until(lambda: desktop.microphone.readers() == ["parec"], 5)
    desktop.microphone.unplug()
    wait_until(lambda: desktop.recorders("speakers.monitor") == ["parec"], 5)
    desktop.microphone.plug()
    spoken = desktop.microphone.say(bytes(3200))
    assert spoken.over


def test_what_is_played_can_be_recorded_from_the_speakers(desktop):
    heard = desktop.folder / "heard.raw"
    monitor = ["parec", "--raw", "--device=speakers.monitor", "--channels=1", str(heard)]
    desktop.start(monitor)
    wait_until(lambda: desktop.recorders("speakers.monitor") == ["parec"], 5)
    desktop.speakers.play(SPEECH.path)
    wait_until(lambda: any(heard.read_bytes()), 5, "only silence was recorded")


def test_a_held_right_ctrl_is_not_the_left_one(desktop):
    def down() -> set[int]:
        display = Display(desktop.display)
        try:
            keys = display.query_keymap()
        finally:
            display.close()
        return {code for code in range(256) if keys[code // 8] >> code % 8 & 1}

    with desktop.held(RIGHT_CTRL):
        assert down() == {RIGHT_CTRL}
    assert down() == set()


def test_nothing_of_the_callers_session_is_passed_on(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("DASHSCOPE_API_KEY", "secret")
    monkeypatch.setenv("QWEN_DICTATE_UI__THEME", "dark")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    with PrivateDesktop(manager=None, sound=False) as desktop:
        env = desktop.run(["env"])
        for name in ("HTTPS_PROXY", "DASHSCOPE_API_KEY", "QWEN_DICTATE_UI", "WAYLAND_DISPLAY"):
            assert f"\n{name}" not in f"\n{env}"
        assert f"HOME={desktop.home}" in env
        assert stat.S_IMODE(desktop.runtime.stat().st_mode) == 0o700


def test_two_desktops_stand_side_by_side():
    with PrivateDesktop(sound=False) as one, PrivateDesktop(sound=False) as two:
        assert one.display != two.display
        first, second = one.terminal(), two.terminal()
        one.xdotool("type", "one")
        two.xdotool("type", "two")
        first.wait_typed("one")
        second.wait_typed("two")


def test_everything_ends_within_two_seconds_and_leaves_no_folder():
    with PrivateDesktop(tray="trayer", keyring="unlocked", accessibility=True) as desktop:
        desktop.terminal()
        pids = [program.pid for program in (*desktop._services, *desktop._programs)]
        began = time.monotonic()
    assert time.monotonic() - began < 2.5
    assert not desktop.folder.exists()
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_an_unlocked_keyring_keeps_a_secret():
    code = (
        "import keyring; keyring.set_password('s', 'u', 'pässword');"
        "assert keyring.get_password('s', 'u') == 'pässword'"
    )
    with PrivateDesktop(manager=None, sound=False, keyring="unlocked") as desktop:
        desktop.run([sys.executable, "-c", code])


@pytest.mark.parametrize("tray", ["trayer", "tint2"])
def test_qt_finds_the_tray(tray):
    code = (
        "import sys; from PySide6.QtWidgets import QApplication, QSystemTrayIcon as Tray;"
        "app = QApplication([]); sys.exit(not Tray.isSystemTrayAvailable())"
    )
    with PrivateDesktop(sound=False, tray=tray) as desktop:
        desktop.run([sys.executable, "-c", code])


def test_a_copied_text_and_a_picture_of_the_screen_can_be_had(desktop):
    desktop.copy("naïve 中文")
    assert desktop.clipboard() == "naïve 中文"
    picture = desktop.screenshot(desktop.folder / "screen.png")
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_each_recording_has_a_transcript_and_a_line_in_the_manifest():
    known = recordings()
    files = {path.stem for path in next(iter(known.values())).path.parent.glob("*.wav")}
    assert files == set(known)
    assert all(entry.transcript for entry in known.values())
    assert all(
        len(load(entry.path, 16_000)) / 32_000 == pytest.approx(entry.seconds, abs=0.02)
        for entry in known.values()
    )


def test_waiting_says_what_it_waited_for():
    with pytest.raises(TooLate, match="a bus"):
        wait_until(lambda: False, 0.05, "a bus")
