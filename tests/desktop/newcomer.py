"""A newcomer's first run on a private desktop, with the keyboard alone; each step can be looked at.

``python -m tests.desktop.newcomer FOLDER`` makes the series of pictures of the manual: both
languages, light and dark, at 100 % and 200 %.
"""

import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from Xlib import X
from Xlib.display import Display

from tests.desktop.application import Application
from tests.integration.emulator import KEY, Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import wait_until

SAID = "en_goforward"
WORDS = "Go forward ten meters."
SETTLE_S = 0.6
"""A page is painted."""
STILL_S = 0.3
"""Shorter than a cursor's blink."""

Look = Callable[[str], None]


def nobody_looks(_step: str) -> None:
    pass


class Newcomer:
    """From a clean home to a sentence in a terminal."""

    def __init__(self, app: Application, emulator: Emulator, look: Look = nobody_looks) -> None:
        self.app = app
        self.desktop = app.desktop
        self.emulator = emulator
        self._look = look
        self.window = self.desktop.find_window("Qwen Dictate", program=app.program)
        self.window.focus()
        self._display = Display(self.desktop.display)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._display.close()

    def look(self, step: str) -> None:
        threading.Event().wait(SETTLE_S)
        self._look(step)

    def on(self, keys: str = "alt+n") -> None:
        """To the next step, by the button's key: Next and Skip have different ones."""
        before = self._wait_still()
        self.desktop.tap(keys)
        wait_until(lambda: self._pixels() != before, 20, f"{keys} leads nowhere")
        self._wait_still()

    def _pixels(self) -> bytes:
        """What is seen of the window's upper half: titles and texts."""
        x, y, width, height = self.window.geometry()
        box = (x, y, width, height // 2)
        return self._display.screen().root.get_image(*box, X.ZPixmap, 0xFFFFFFFF).data

    def _wait_still(self) -> bytes:
        """Until nothing moves any more; gives what is seen."""
        seen, since = self._pixels(), time.monotonic()

        def is_still() -> bool:
            nonlocal seen, since
            now = self._pixels()
            if now != seen:
                seen, since = now, time.monotonic()
            return time.monotonic() - since >= STILL_S

        wait_until(is_still, 20, "it never stands still")
        return seen

    def try_microphone(self) -> None:
        self.look("1-microphone")
        assert self.desktop.microphone.readers() == []
        self.desktop.tap("alt+t")
        wait_until(self.desktop.microphone.readers, 15, "nobody listens")
        self.desktop.microphone.say(recording(SAID).path)
        self.look("2-heard")
        self.on()
        # What nobody listens to any more is not kept open.
        wait_until(lambda: not self.desktop.microphone.readers(), 10, "it still listens")

    def try_key(self) -> None:
        before = self._wait_still()
        with self.desktop.held(RIGHT_CTRL):
            wait_until(lambda: self._pixels() != before, 20, "it does not light up")
            assert self.app.status()["state"] == "idle"
            self.look("3-key")
        self.on()

    def choose_language(self) -> None:
        self.look("4-language")
        self.on()

    def leave_the_key_out(self) -> None:
        self.look("5-service")
        self.on()

    def say_into_the_page(self) -> dict:
        self.emulator.knobs.texts = [WORDS]
        self._hold_and_speak()
        last = self.app.wait_status(state="idle", pending=0)["last"]
        self.look("6-sentence")
        self.on()
        return last

    def say_into(self, terminal) -> dict:
        self.emulator.knobs.texts = [WORDS]
        terminal.focus()
        self._hold_and_speak()
        terminal.wait_typed(WORDS)
        last = self.app.wait_status(state="idle", pending=0)["last"]
        self.look("7-terminal")
        return last

    def end(self) -> None:
        self.window.focus()
        self.desktop.tap("alt+d")
        wait_until(
            lambda: self.app.call("config", "get", "onboarding.done").stdout.strip() == "true",
            10,
            "it would ask again",
        )
        self.look("8-done")

    def _hold_and_speak(self) -> None:
        with self.desktop.held(RIGHT_CTRL):
            self.desktop.microphone.say(recording(SAID).path)


def walk(newcomer: Newcomer) -> None:
    """All of it, with the terminal beside the window."""
    desktop = newcomer.desktop
    newcomer.try_microphone()
    newcomer.try_key()
    newcomer.choose_language()
    newcomer.leave_the_key_out()
    newcomer.say_into_the_page()
    terminal = desktop.terminal()
    desktop.xdotool("windowmove", terminal.number, 20, 420)
    newcomer.say_into(terminal)
    newcomer.end()


def paint_series(folder: Path) -> None:
    """One series a language, theme and scale."""
    for language, theme, scale in itertools.product(("en", "zh_CN"), ("light", "dark"), ("1", "2")):
        screen = "1280x800x24" if scale == "1" else "2560x1600x24"
        with Emulator() as emulator, PrivateDesktop(screen=screen) as desktop:
            app = Application(
                desktop,
                settings={
                    "service.endpoint": "custom",
                    "service.url": emulator.url,
                    "ui.language": language,
                    "ui.theme": theme,
                },
                env={"DASHSCOPE_API_KEY": KEY, "QT_SCALE_FACTOR": scale},
            ).ready()
            name = f"{language}-{theme}-{scale}00"

            def look(step: str, desktop=desktop, name=name) -> None:
                desktop.screenshot(folder / f"{name}-{step}.png")

            with Newcomer(app, emulator, look) as newcomer:
                walk(newcomer)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    target.mkdir(parents=True, exist_ok=True)
    paint_series(target)
