"""A private virtual desktop for one test: X, D-Bus, window manager, sound, keyring.

Nothing of the machine's own session is used or touched: home, XDG folders, runtime folder, bus,
display and sound server are its own, and each process is ended by its own pid. Several can stand
side by side. Works as root.

    with PrivateDesktop() as desktop:
        terminal = desktop.terminal()
        program = desktop.start([...])
        with desktop.held(RIGHT_CTRL):
            desktop.microphone.say(recording("en_jfk").path)
        terminal.wait_typed("...")
"""

import contextlib
import json
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from tests.support.microphone import Microphone, Speakers, pulseaudio_argv, pulseaudio_is_up
from tests.support.programs import Program
from tests.support.session import Session
from tests.support.waiting import wait_until
from tests.support.windows import (
    Target,
    Window,
    open_chromium_field,
    open_gtk_field,
    open_qt_field,
    open_terminal,
    open_xfce_terminal,
)

RIGHT_CTRL, LEFT_CTRL, RIGHT_ALT, LEFT_ALT, RIGHT_SHIFT, LEFT_SHIFT = 105, 37, 108, 64, 62, 50
"""Keycodes: by name xdotool presses the left one too. Source: xkb evdev keycodes."""


class PrivateDesktop(Session):
    """The desktop; use it as a context manager.

    Args:
        manager: ``openbox``, ``xfwm4`` or None.
        tray: ``trayer``, ``tint2`` or None.
        keyring: ``none``; ``unlocked``; ``locked`` (installed and startable over D-Bus, but never
            unlocked: it does not answer).
        sound: a private PulseAudio with ``microphone`` and ``speakers``.
        accessibility: an AT-SPI bus.
        rate_hz: of the microphone.
        screen: size and depth.
    """

    def __init__(
        self,
        *,
        manager: str | None = "openbox",
        tray: str | None = None,
        keyring: str = "none",
        sound: bool = True,
        accessibility: bool = False,
        rate_hz: int = 16_000,
        screen: str = "1280x800x24",
    ) -> None:
        self._manager = manager
        self._tray = tray
        self._keyring = keyring
        self._sound = sound
        self._accessibility = accessibility
        self._rate_hz = rate_hz
        self._screen = screen
        self._targets = 0
        self._microphone: Microphone | None = None
        self._speakers: Speakers | None = None
        self._sound_server: Program | None = None
        super().__init__(accessibility=accessibility)

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> None:
        self.start_display(self._screen)
        self.start_bus(activation=self._keyring == "locked")
        if self._sound:  # it comes up while the window manager does
            self._serve_sound()
        if self._manager is not None:
            self.start_manager(self._manager)
        if self._tray is not None:
            self.start_tray(self._tray)
        if self._sound:
            wait_until(lambda: pulseaudio_is_up(self.runtime), 10, "no PulseAudio")
            self._microphone = Microphone(self, self._rate_hz)
            self._speakers = Speakers(self)
        if self._keyring == "unlocked":
            self.start_keyring()
        if self._accessibility:
            self.start_accessibility()

    def close(self) -> None:
        """End everything that was started here, within 2 s, and remove the folder."""
        if self._microphone is not None:
            self._microphone.close()
        super().close()

    @property
    def microphone(self) -> Microphone:
        assert self._microphone is not None, "this desktop has no sound"
        return self._microphone

    @property
    def speakers(self) -> Speakers:
        assert self._speakers is not None, "this desktop has no sound"
        return self._speakers

    # Keys and windows

    def xdotool(self, *words: object) -> str:
        return self.run(["xdotool", *map(str, words)])

    def keydown(self, key: str | int) -> float:
        """Press and hold a key, by keycode or name; returns when it was done (monotonic)."""
        self.xdotool("keydown", key)
        return time.monotonic()

    def keyup(self, key: str | int) -> float:
        self.xdotool("keyup", key)
        return time.monotonic()

    def tap(self, key: str | int) -> None:
        self.xdotool("key", key)

    @contextlib.contextmanager
    def held(self, key: str | int) -> Iterator[None]:
        """The key is down inside the block, and up afterwards whatever happens."""
        self.keydown(key)
        try:
            yield
        finally:
            self.keyup(key)

    def active_window(self) -> int:
        """The window that the manager calls active; 0 = none."""
        shown = self.run(["xprop", "-root", "_NET_ACTIVE_WINDOW"], check=False)
        found = re.search(r"# (0x[0-9a-f]+)", shown)
        return int(found[1], 16) if found else 0

    def windows(self, title: str) -> list[Window]:
        """Visible windows whose title is exactly ``title``."""
        pattern = f"^{re.escape(title)}$"
        done = self.call(["xdotool", "search", "--onlyvisible", "--name", pattern])
        return [Window(self, int(number)) for number in done.stdout.split()]

    def find_window(
        self, title: str, limit_s: float = 15.0, *, program: Program | None = None
    ) -> Window:
        """The visible window with this title, when it is there."""

        def found() -> list[Window]:
            assert program is None or program.running, f"{program} ended:\n{program.tail()}"
            return self.windows(title)

        return wait_until(found, limit_s, f"no window {title!r}")[0]

    def terminal(self) -> Target:
        """A focused xterm that keeps each byte typed into it (Enter is a carriage return)."""
        return open_terminal(self, *self._next_target("terminal"))

    def qt_field(self) -> Target:
        """A focused window with a Qt text field."""
        return open_qt_field(self, *self._next_target("qt field"))

    def gtk_field(self) -> Target:
        """A focused window with a GTK 3 text view."""
        return open_gtk_field(self, *self._next_target("gtk field"))

    def xfce_terminal(self) -> Target:
        """A focused xfce4-terminal that keeps each byte typed into it."""
        return open_xfce_terminal(self, *self._next_target("xfce terminal"))

    def chromium_field(self) -> Target:
        """A focused Chromium window with a text area."""
        return open_chromium_field(self, *self._next_target("chromium field"))

    def screenshot(self, path: Path) -> Path:
        """The whole screen as a PNG file."""
        self.run(["import", "-silent", "-window", "root", str(path)])
        return path

    def clipboard(self, selection: str = "clipboard") -> str:
        """What a paste would give now; "" where nobody owns the selection."""
        return self.call(["xclip", "-o", "-selection", selection]).stdout

    def copy(self, text: str, selection: str = "clipboard") -> None:
        """As if the user had copied ``text`` in another program."""
        file = self.folder / "copied"
        file.write_text(text, encoding="utf-8")
        self.start(["xclip", "-quiet", "-i", "-selection", selection, str(file)], name="xclip")
        wait_until(lambda: self.clipboard(selection) == text, 5, "xclip did not take it")

    # Sound

    def _serve_sound(self) -> None:
        self._sound_server = self.serve(pulseaudio_argv(self.runtime), "pulseaudio")

    def kill_sound(self) -> None:
        """The sound server dies, and every microphone with it."""
        assert self._sound_server is not None
        self._sound_server.kill()
        self.microphone.close()
        (self.runtime / "pulse" / "native").unlink(missing_ok=True)

    def freeze_sound(self, on: bool = True) -> None:
        """The sound server hangs: it is there and does not answer."""
        assert self._sound_server is not None
        self._sound_server.signal(signal.SIGSTOP if on else signal.SIGCONT)

    def start_sound(self) -> None:
        """A new sound server with the microphone and the speakers."""
        self._serve_sound()
        wait_until(lambda: self.call(["pactl", "info"]).returncode == 0, 10, "no PulseAudio")
        self.microphone.plug()
        self._speakers = Speakers(self)

    def recorders(self, source: str) -> list[str]:
        """The programs that record from a source now, as PulseAudio names them."""
        sources = json.loads(self.run(["pactl", "-f", "json", "list", "sources"]))
        numbers = {item["index"] for item in sources if item["name"] == source}
        outputs = json.loads(self.run(["pactl", "-f", "json", "list", "source-outputs"]))
        return [
            item["properties"].get("application.name", "?")
            for item in outputs
            if item["source"] in numbers
        ]

    def _next_target(self, kind: str) -> tuple[str, Path]:
        self._targets += 1
        title = f"{kind} {self._targets}"
        return title, self.folder / f"{title.replace(' ', '-')}.txt"
