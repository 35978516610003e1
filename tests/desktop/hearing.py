"""One program with a microphone and a terminal, shared by the tests of what it hears."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.desktop.application import Application
from tests.integration.emulator import Emulator
from tests.integration.emulator.ear import Ear
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import Microphone, load
from tests.support.recordings import recording
from tests.support.windows import Target

GO = "en_goforward"
SHORT_S = (0.4, 1.4)
SHORT = "go forward"
"""What is said in that part of it."""


class Hearing:
    """What the tests look at.

    Attributes:
        desktop: where it all runs.
        emulator: the service, which tells the words by their sound.
        app: the program.
        terminal: the window that is dictated into.
    """

    def __init__(
        self, desktop: PrivateDesktop, emulator: Emulator, app: Application, terminal: Target
    ) -> None:
        self.desktop = desktop
        self.emulator = emulator
        self.app = app
        self.terminal = terminal
        self._typed = 0
        self._heard = 0
        self._rows = 0

    @property
    def microphone(self) -> Microphone:
        return self.desktop.microphone

    def begin(self) -> "Hearing":
        """From here on counts what is typed, heard and stored; the terminal has the focus."""
        self.app.wait_status(state="idle", pending=0)
        self._typed = len(self.terminal.typed())
        self._heard = len(self.emulator.sound)
        self._rows = len(self.app.history())
        self.terminal.focus()
        return self

    def typed(self) -> str:
        """What was typed since ``begin``, without the space at its seam."""
        return self.terminal.typed()[self._typed :].removeprefix(" ")

    def heard(self) -> bytes:
        """What the service was given since ``begin``."""
        return self.emulator.sound[self._heard :]

    def names(self) -> set[str]:
        """The recordings that the service was given something of."""
        return {match.name for match in Ear().matches(self.heard())}

    def rows(self) -> list[dict]:
        """The new rows of the history, newest first."""
        rows = self.app.history()
        return rows[: len(rows) - self._rows]

    def stored(self) -> list[Path]:
        """Every recording on this desktop's disk."""
        return list(self.desktop.home.rglob("*.rec"))

    def idle(self, limit_s: float = 15.0) -> dict:
        return self.app.wait_status(limit_s, state="idle", pending=0)

    def speak(self, name: str = "", microphone: Microphone | None = None) -> None:
        """Say a recording, or ``SHORT``, and let it come through the server's buffers."""
        microphone = microphone or self.microphone
        microphone.say(recording(name).path if name else short(microphone.rate_hz))
        time.sleep(0.15)

    def dictate(self) -> dict:
        """Hold, say ``SHORT``, let go; the status when it is over."""
        with self.desktop.held(RIGHT_CTRL):
            self.speak()
        return self.idle()

    def dictate_well(self) -> None:
        """The next dictation works, and what was wrong is over."""
        self.begin()
        status = self.dictate()
        assert self.typed() == SHORT
        assert (status["error"], status["error_kind"]) == ("", "")

    def says(self, sentence: str, limit_s: float = 3.0) -> dict:
        """Wait until the program tells this of its microphone; ``sentence`` is a part of it."""
        return self._wait(lambda status: sentence in status["error"], limit_s)

    def _wait(self, true: Callable[[dict], bool], limit_s: float) -> dict:
        end = time.monotonic() + limit_s
        while not true(status := self.app.status()):
            assert time.monotonic() < end, status
        assert status["error_kind"] == "microphone"
        return status


def short(rate_hz: int = 16_000) -> bytes:
    """The sound of ``SHORT``."""
    begin, end = (round(at * rate_hz) * 2 for at in SHORT_S)
    return load(recording(GO).path, rate_hz)[begin:end]


def is_beginning(text: str, name: str, *, least: int) -> bool:
    """Whether a text is the first words of a recording, at least so many and not all."""
    said, words = recording(name).transcript.split(), text.split()
    return least <= len(words) < len(said) and words == said[: len(words)]
