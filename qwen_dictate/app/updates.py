"""Looks for a new version, quietly: asks the user once, then GitHub once a week; installs nothing.

No timer: it thinks of it at a start, when the window is raised, and when the option is switched
on. A look-up that fails is silent and tried again the next time.
Runs in: GUI thread; the disk and the network: lane "updates".
"""

import logging
import ssl
import time
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from qwen_dictate import __version__
from qwen_dictate.app.jobs import Jobs
from qwen_dictate.core import releases
from qwen_dictate.core.releases import Memory, Step
from qwen_dictate.core.settings import Settings
from qwen_dictate.system import settings_file
from qwen_dictate.system.files import write_whole
from qwen_dictate.ui.state import Update, UpdateAnswer

log = logging.getLogger("qwen_dictate.updates")

ADDRESS = "https://api.github.com/repos/" + releases.PROJECT.removeprefix("https://github.com/")
LATEST = f"{ADDRESS}/releases/latest"
LIMIT_S = 10.0
LARGEST_ANSWER = 1024 * 1024

Fetch = Callable[[str], bytes]
"""Gets ``service.proxy``, gives the answer; raises OSError or ValueError."""


class Host(Protocol):
    """What it needs of the program."""

    @property
    def settings(self) -> Settings:
        """The settings now."""
        ...

    @property
    def jobs(self) -> Jobs:
        """The lanes."""
        ...

    def change_facts(self, **changes: object) -> None:
        """Show it."""


class Updates:
    """The question, the look-up, and what was found."""

    def __init__(
        self,
        host: Host,
        memory: Path,
        settings: Path,
        fetch: Fetch | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._host = host
        self._file = memory
        self._settings_file = settings
        self._fetch = fetch or fetch_latest
        self._now = now
        self._memory: Memory | None = None
        self._busy = False

    def think(self) -> None:
        """A start, a raised window, a changed setting: is there something to ask or to look up?"""
        if self._busy:
            return
        self._busy = True
        wanted, proxy = self._host.settings.updates.check, self._host.settings.service.proxy
        self._host.jobs.run(
            "updates", lambda: self._work(wanted=wanted, proxy=proxy), self._over, self._failed
        )

    def answer(self, answer: UpdateAnswer) -> None:
        """What the user pressed."""
        memory = self._memory or Memory()
        if answer is UpdateAnswer.LATER:
            found = memory.found
            memory = replace(memory, passed=found.version if found else "")
        else:
            memory = replace(memory, asked=True)
        self._memory = memory
        self._host.change_facts(update=None)
        wanted = answer is UpdateAnswer.YES

        def keep() -> None:
            self._write(memory)
            if wanted:
                settings_file.write(self._settings_file, "updates.check", value=True)

        self._host.jobs.run("updates", keep)

    def _work(self, *, wanted: bool, proxy: str) -> Step:
        """Runs in: lane."""
        now = self._now()
        memory = self._read()
        if not memory.first:
            memory = replace(memory, first=now)
            self._write(memory)
        step = releases.next_step(memory, now, wanted=wanted)
        if step is Step.LOOK:
            try:
                found = releases.read(self._fetch(proxy))
            except (OSError, ValueError) as error:
                log.info("no answer about new versions: %s", type(error).__name__)
            else:
                memory = replace(memory, looked=now, found=found)
                self._write(memory)
        self._memory = memory
        return step

    def _over(self, step: Step) -> None:
        self._busy = False
        if step is Step.ASK:
            self._host.change_facts(update=Update())
            return
        found = releases.shown(self._memory or Memory(), __version__)
        if found is not None and self._host.settings.updates.check:
            self._host.change_facts(update=Update(found.version, found.address, found.news))

    def _failed(self, _error: Exception) -> None:
        self._busy = False

    def _read(self) -> Memory:
        try:
            return releases.unpack(self._file.read_bytes())
        except OSError:
            return Memory()

    def _write(self, memory: Memory) -> None:
        write_whole(self._file, releases.pack(memory))


def fetch_latest(proxy: str) -> bytes:
    """GitHub's answer; it is told nothing but that somebody runs this program.

    Raises:
        OSError: no answer.
    """
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.HTTPSHandler(context=ssl.create_default_context())
    ]
    if proxy != "system":
        given = {} if proxy == "none" else {"http": proxy, "https": proxy}
        handlers.append(urllib.request.ProxyHandler(given))
    request = urllib.request.Request(  # noqa: S310  # https
        LATEST, headers={"Accept": "application/vnd.github+json", "User-Agent": "qwen-dictate"}
    )
    opener = urllib.request.build_opener(*handlers)
    with opener.open(request, timeout=LIMIT_S) as answer:
        return answer.read(LARGEST_ANSWER)
