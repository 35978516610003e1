"""The overlay is at once on the screen of the window that is dictated into."""

import re
import time

from tests.desktop.application import Application
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.waiting import wait_until

WIDTH, HEIGHT = 640, 800
LEFT, RIGHT = range(WIDTH), range(WIDTH, 2 * WIDTH)


def overlay_x(desktop: PrivateDesktop) -> int:
    """The left edge of the overlay that is shown; -1 = none is."""
    tree = desktop.run(["xwininfo", "-root", "-children"])
    for number in re.findall(r'(0x[0-9a-f]+) "Qwen Dictate"', tree):
        told = desktop.run(["xwininfo", "-id", number], check=False)
        if "IsViewable" in told and "Redirect State: yes" in told:
            return int(re.findall(r"Absolute upper-left X: +(\d+)", told)[0])
    return -1


def test_the_overlay_is_on_the_screen_of_the_focused_window(service: dict):
    with PrivateDesktop(screen=f"{2 * WIDTH}x{HEIGHT}x24") as desktop:
        # Two monitors on one screen of X, as RandR shows them everywhere.
        for name, x, output in (("L", 0, "screen"), ("R", WIDTH, "none")):
            place = f"{WIDTH}/160x{HEIGHT}/200+{x}+0"
            desktop.run(["xrandr", "--setmonitor", name, place, output])
        terminal = desktop.terminal()
        desktop.xdotool("windowsize", terminal.number, 400, 200)
        settings = service["settings"] | {"hotkey.mode": "hold"}
        app = Application(desktop, minimized=True, settings=settings, env=service["env"]).ready()
        for window_x, screen in ((50, LEFT), (WIDTH + 100, RIGHT), (50, LEFT)):
            desktop.xdotool("windowmove", terminal.number, window_x, 50)
            wait_until(lambda: terminal.geometry()[0] in screen, 3)  # noqa: B023 - asked at once
            terminal.focus()
            pressed = desktop.keydown(RIGHT_CTRL)
            wait_until(lambda: overlay_x(desktop) in screen, 3, "no overlay there")  # noqa: B023
            assert time.monotonic() - pressed < 1
            assert terminal.has_focus
            desktop.keyup(RIGHT_CTRL)
            app.wait_status(state="idle", pending=0)
            wait_until(lambda: overlay_x(desktop) < 0, 10, "the overlay stays")
