"""One desktop with one running program, its service and a terminal: for many cases in a row."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Self

from qwen_dictate.ipc import client
from tests.desktop.application import Application
from tests.integration.emulator import KEY, Emulator, Knobs
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.recordings import recording
from tests.support.waiting import wait_until

SPOKEN = "en_goforward"
WORDS = recording(SPOKEN).transcript
POLL_S = 0.15


class Stage:
    """Use it as a context manager; the settings are in the file, so they can change meanwhile."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as stack:
            self.emulator = stack.enter_context(Emulator())
            self.desktop = stack.enter_context(PrivateDesktop())
            self.prepare(stack)
            self.terminal = self.desktop.terminal()
            folder = self.desktop.home / ".config/qwen-dictate"
            folder.mkdir(parents=True)
            settings = f'[service]\nendpoint = "custom"\nurl = "{self.emulator.url}"\n'
            (folder / "settings.toml").write_text(settings)
            self.app = Application(
                self.desktop, weights=True, env={"DASHSCOPE_API_KEY": KEY}, minimized=True
            ).ready()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def prepare(self, stack: contextlib.ExitStack) -> None:
        """What the desktop needs beside the usual, before the program starts."""

    def turn(self, **knobs: object) -> None:
        """The emulator's knobs; those not named go back to the default."""
        self.emulator.knobs.__dict__.update(Knobs().__dict__ | knobs)

    def set(self, settings: Mapping[str, str]) -> None:
        """Change settings of the running program and wait until it has them."""
        for key, value in settings.items():
            done = self.app.call("config", "set", f"service.{key}", value)
            assert done.returncode == 0, done.stderr
        # The answer comes before the new file is read; the next call is served after it.
        time.sleep(0.3)

    def status(self) -> dict:
        """As ``status --json``, without a process for each look."""
        reply = client.call(self.desktop.runtime / "qwen-dictate/socket", "status", {}, 5.0)
        return json.loads(reply.out)

    def newest(self, there: Callable[[dict], bool], limit_s: float = 15.0) -> dict:
        """The newest row of the history, when it is as it will be."""
        return wait_until(
            lambda: next(filter(there, self.app.history()[:1]), None), limit_s, self.app.log
        )

    def speak(self) -> "Spoken":
        """Hold the key, say it, let go; returns at the release with what was shown meanwhile."""
        self.terminal.focus()
        before = self.terminal.typed()
        heard: list[dict] = []
        with self.desktop.held(RIGHT_CTRL):
            sound = self.desktop.microphone.say(recording(SPOKEN).path, wait=False)
            while not sound.over:
                heard.append(self.status())
                threading.Event().wait(POLL_S)
            threading.Event().wait(0.15)
        return Spoken(self, before, heard, time.monotonic())


class Spoken:
    """A dictation after its release."""

    def __init__(self, stage: Stage, before: str, heard: list[dict], released: float) -> None:
        self.heard = heard
        self.after: list[dict] = []
        self.seconds = 0.0
        self._stage = stage
        self._before = before
        self._released = released

    def end(self, limit_s: float = 20.0) -> "Spoken":
        """Wait until the program is idle again."""
        while time.monotonic() - self._released < limit_s:
            self.after.append(self._stage.status())
            self.seconds = time.monotonic() - self._released
            if self.after[-1]["state"] == "idle" and not self.after[-1]["pending"]:
                break
            threading.Event().wait(POLL_S)
        assert self.status["state"] == "idle", self._stage.app.log()[-3000:]
        self.row = self._stage.app.history()[0]
        return self

    @property
    def status(self) -> dict:
        return self.after[-1]

    @property
    def typed(self) -> str:
        """What was typed since the key went down."""
        return self._stage.terminal.typed()[len(self._before) :].strip()
