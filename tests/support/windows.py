"""Windows on the private desktop: found, focused, and read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.programs import Program
from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.support.desktop import PrivateDesktop

TARGETS = Path(__file__).with_name("targets")


class Window:
    """A top-level window, by its X number."""

    def __init__(self, desktop: "PrivateDesktop", number: int) -> None:
        self.number = number
        self._desktop = desktop

    @property
    def title(self) -> str:
        return self._desktop.xdotool("getwindowname", self.number).strip()

    @property
    def has_focus(self) -> bool:
        # Qt and GTK give the X focus to a child of their own; the manager names the top level.
        return self._desktop.active_window() == self.number

    @property
    def visible(self) -> bool:
        listing = self._desktop.run(["xwininfo", "-id", str(self.number)], check=False)
        return "Map State: IsViewable" in listing

    def focus(self, limit_s: float = 5.0) -> None:
        """Give it the focus, as a click on its title would, and wait until it has it."""
        self._desktop.xdotool("windowactivate", self.number)
        wait_until(lambda: self.has_focus, limit_s, f"window {self.number} got no focus")

    def geometry(self) -> tuple[int, int, int, int]:
        """x, y, width, height on the screen."""
        shell = self._desktop.xdotool("getwindowgeometry", "--shell", self.number)
        found = dict(line.split("=") for line in shell.split())
        return int(found["X"]), int(found["Y"]), int(found["WIDTH"]), int(found["HEIGHT"])

    def close(self) -> None:
        """Ask its program to close it, as its close button would."""
        self._desktop.run(["wmctrl", "-i", "-c", hex(self.number)])


class Target(Window):
    """A window of a program that keeps, in a file, what was typed into it."""

    def __init__(
        self, desktop: "PrivateDesktop", number: int, program: Program, file: Path
    ) -> None:
        super().__init__(desktop, number)
        self.program = program
        self.file = file

    def typed_bytes(self) -> bytes:
        return self.file.read_bytes()

    def typed(self) -> str:
        return self.typed_bytes().decode("utf-8", errors="backslashreplace")

    def wait_typed(self, text: str, limit_s: float = 10.0) -> None:
        """Until exactly ``text`` stands there."""
        wait_until(
            lambda: self.typed() == text,
            limit_s,
            lambda: f"wanted {text!r}, there stands {self.typed()!r}",
        )

    def close(self) -> None:
        self.program.stop()
        wait_until(lambda: not self.visible, 5, "the target's window is still there")


def open_terminal(desktop: "PrivateDesktop", title: str, file: Path) -> Target:
    """An xterm in raw mode that shows and keeps each byte as it comes."""
    file.touch()
    argv = [
        "xterm", "-u8", "-fa", "DejaVu Sans Mono", "-fs", "11", "-geometry", "70x12",
        "-xrm", "*allowTitleOps: false", "-T", title,
        "-e", "sh", "-c", 'stty raw -echo && exec tee "$0"', str(file),
    ]  # fmt: skip
    return _open(desktop, argv, title, file)


def open_xfce_terminal(desktop: "PrivateDesktop", title: str, file: Path) -> Target:
    """An xfce4-terminal in raw mode that shows and keeps each byte as it comes."""
    file.touch()
    argv = [
        "xfce4-terminal", "--disable-server", "--geometry", "70x12", "--dynamic-title-mode=none",
        "-T", title, "-x", "sh", "-c", 'stty raw -echo && exec tee "$0"', str(file),
    ]  # fmt: skip
    return _open(desktop, argv, title, file)


def open_chromium_field(desktop: "PrivateDesktop", title: str, file: Path) -> Target:
    argv = [sys.executable, str(TARGETS / "chromium_field.py"), str(file), title]
    return _open(desktop, argv, title, file)


def open_qt_field(desktop: "PrivateDesktop", title: str, file: Path) -> Target:
    argv = [sys.executable, str(TARGETS / "qt_field.py"), str(file), title]
    return _open(desktop, argv, title, file)


def open_gtk_field(desktop: "PrivateDesktop", title: str, file: Path) -> Target:
    argv = ["/usr/bin/python3", str(TARGETS / "gtk_field.py"), str(file), title]
    return _open(desktop, argv, title, file)


def _open(desktop: "PrivateDesktop", argv: list[str], title: str, file: Path) -> Target:
    program = desktop.start(argv, name=title)
    number = desktop.find_window(title, program=program).number
    wait_until(file.exists, 10, lambda: f"{title} did not start:\n{program.tail()}")
    target = Target(desktop, number, program, file)
    target.focus()
    return target
