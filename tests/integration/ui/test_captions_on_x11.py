"""The captions on a real display with two heads: over everything, and in nobody's way."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

ROOT = Path(__file__).parents[3]
ARABIC = "مرحبا بكم في الاجتماع"
SAID = [
    ["Me", "Good morning everybody, shall we begin with the numbers of last week?", 0],
    ["Them", "Yes, please go on.", 0],
    ["Them", "早上好，我们今天讨论一下下个季度的计划。", 0],
    ["Me", ARABIC, 0],
    ["Them", "And then there is", 8],
]


class Stage:
    """The captions of one start."""

    def __init__(self, desktop: PrivateDesktop, *options: str) -> None:
        argv = [sys.executable, "-m", "tests.integration.ui.captions_stage", "en", *options]
        self._program = subprocess.Popen(
            argv,
            cwd=ROOT,
            env=desktop.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._program.stdout.readline() == "ready\n"

    def tell(self, value) -> dict:
        """Show lines, or scroll; what is in sight then."""
        self._program.stdin.write(json.dumps(value) + "\n")
        self._program.stdin.flush()
        return self.told()

    def told(self) -> dict:
        return json.loads(self._program.stdout.readline())

    def close(self) -> None:
        self._program.stdin.close()
        self._program.wait(10)
        self._program.stdout.close()


@pytest.fixture(scope="module")
def desktop():
    with PrivateDesktop(sound=False, screen="1600x900x24") as private:
        for name, x, output in (("L", 0, "screen"), ("R", 800, "none")):
            private.run(["xrandr", "--setmonitor", name, f"800/200x900/200+{x}+0", output])
        yield private


@pytest.fixture
def show(desktop):
    made = []

    def start(*options):
        made.append(Stage(desktop, *options))
        return made[-1]

    yield start
    for stage in made:
        stage.close()


def pixels(desktop, place, name):
    """How many different colours are seen there."""
    picture = desktop.folder / f"{name}.png"
    desktop.screenshot(picture)
    x, y, width, height = place
    crop = f"{width}x{height}+{x}+{y}"
    told = desktop.run(["convert", str(picture), "-crop", crop, "-format", "%k", "info:"])
    return int(told)


def test_they_lie_over_a_full_screen_window_and_take_no_focus_key_or_click(desktop, show):
    captions = show("lines=3")
    captions.tell(SAID)
    terminal = desktop.terminal()
    desktop.run(["wmctrl", "-ir", str(terminal.number), "-b", "add,fullscreen"])
    wait_until(lambda: terminal.geometry()[2:] == (800, 900), 10, "not full screen")
    place = captions.tell(SAID)["place"]
    wait_until(lambda: pixels(desktop, place, "over") > 20, 10, "they are not in sight")
    terminal.focus()
    desktop.xdotool("mousemove", place[0] + 60, place[1] + 30, "click", 1)
    desktop.xdotool("type", "abc")
    terminal.wait_typed("abc")
    assert terminal.has_focus
    terminal.close()


def test_they_stand_on_the_screen_that_is_named_as_large_as_is_set(show):
    small = show("lines=2").tell(SAID)
    large = show("lines=2", "size=200", "screen=R").tell(SAID)
    assert 0 <= small["place"][0] < 800 <= large["place"][0]
    assert large["place"][3] > 1.8 * small["place"][3]
    assert large["place"][1] + large["place"][3] <= 900


def test_with_alt_held_they_are_moved_and_scrolled_and_then_let_clicks_through(desktop, show):
    captions = show("lines=2")
    newest = captions.tell(SAID)
    x, y, width, height = newest["place"]
    assert newest["shown"] == [["Me", ARABIC], ["Them", "And then there is"]]
    desktop.xdotool("mousemove", x + 50, y + 20, "keydown", "Alt_L")
    shown = pixels(desktop, (x, y, width, height), "before")
    assert shown
    wait_until(
        lambda: (
            "grip" if pixels(desktop, (x + width - 12, y + height - 12, 12, 12), "g") > 1 else 0
        ),
        10,
        "they cannot be taken",
    )
    desktop.xdotool("click", "--repeat", "2", 4)
    back = captions.tell(SAID)["shown"]
    assert back[0] != newest["shown"][0]
    assert captions.tell([*SAID, ["Me", "More.", 0], ["Them", "And more.", 0]])["shown"] == back
    desktop.xdotool("mousedown", 1, "mousemove", x + 50, y - 130)
    desktop.xdotool("mousemove", x + 60, y - 180, "mouseup", 1)
    assert captions.told() == {"kept": [x + 10, y - 200, width]}
    desktop.xdotool("keyup", "Alt_L")
    assert captions.tell(99)["place"] == [x + 10, y - 200, width, height]
