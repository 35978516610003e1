"""A meeting on the screen: the captions over everything, and the page of the window."""

import re
import time

from tests.desktop.application import Application
from tests.support.desktop import PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import wait_until

SETTINGS = {"onboarding.done": "true", "captions.sources": '["microphone"]'}


def captions(desktop: PrivateDesktop) -> list[tuple[int, int, int, int]]:
    """Where windows of ours are that no window manager manages."""
    tree = desktop.run(["xwininfo", "-root", "-children"])
    found = []
    for number in re.findall(r'(0x[0-9a-f]+) "Qwen Dictate"', tree):
        told = desktop.run(["xwininfo", "-id", number], check=False)
        if "IsViewable" in told and "Redirect State: yes" in told:
            place = [int(re.findall(rf"{name}: +(\d+)", told)[0]) for name in PLACE]
            found.append(tuple(place))
    return found


PLACE = ("upper-left X", "upper-left Y", "Width", "Height")


def test_captions_come_with_a_meeting_and_leave_by_their_key_while_it_goes_on(
    desktop, emulator, service
):
    settings = service["settings"] | SETTINGS | {"hotkey.captions_overlay": "f9"}
    app = Application(desktop, minimized=True, settings=settings, env=service["env"]).ready()
    terminal = desktop.terminal()
    assert captions(desktop) == []
    assert app.call("captions", "start").returncode == 0
    wait_until(lambda: captions(desktop), 10, "no captions")
    assert terminal.has_focus
    desktop.tap("F9")
    wait_until(lambda: not captions(desktop), 10, "they stay")
    assert app.status()["captions"] is True
    desktop.tap("F9")
    wait_until(lambda: captions(desktop), 10, "they do not come back")
    (before,) = captions(desktop)
    assert app.call("config", "set", "captions_overlay.size", "200").returncode == 0
    wait_until(lambda: captions(desktop)[0][3] > 1.5 * before[3], 10, "they are no larger")
    assert app.call("config", "set", "captions_overlay.show", "false").returncode == 0
    wait_until(lambda: not captions(desktop), 10, "they stay though they are off")
    app.call("captions", "stop")
    app.wait_status(captions=False)
    app.quit()


def test_the_page_begins_a_meeting_shows_it_and_exports_it(desktop, emulator, service):
    settings = service["settings"] | SETTINGS
    app = Application(desktop, settings=settings, env=service["env"]).ready()
    window = desktop.find_window("Qwen Dictate", program=app.program)
    window.focus()
    desktop.tap("alt+m")
    desktop.tap("alt+t")
    app.wait_status(captions=True)
    spoken = recording("en_goforward")
    time.sleep(0.5)
    desktop.microphone.say(spoken.path)
    wait_until(lambda: spoken.transcript in exported(app), 30, app.log)
    window.focus()
    desktop.tap("alt+t")
    app.wait_status(captions=False, limit_s=30)
    app.quit()


def exported(app: Application) -> str:
    path = app.desktop.home / "meeting.txt"
    app.call("captions", "export", str(path))
    return path.read_text() if path.exists() else ""
