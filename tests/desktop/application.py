"""The real program on a private desktop, driven as a user and a script drive it."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.desktop import PrivateDesktop
from tests.support.programs import Program
from tests.support.waiting import wait_until

COMMAND = Path(sys.executable).with_name("qwen-dictate")
MODELS = Path.home() / ".local/share/qwen-dictate/models"


class Application:
    """One running Qwen Dictate.

    Args:
        desktop: where it runs.
        weights: give it the embedded engine's weights of this machine.
        settings: ``section.key`` → value, as environment for this start.
        env: further environment.
        before: words before the command: what starts it (``unshare``, ``sh -c``…).

    Attributes:
        command: what is started and called; a bundle's trial sets its own.
    """

    command = COMMAND

    def __init__(
        self,
        desktop: PrivateDesktop,
        *,
        weights: bool = False,
        settings: Mapping[str, str] | None = None,
        env: Mapping[str, str] | None = None,
        minimized: bool = False,
        before: Sequence[str] = (),
    ) -> None:
        self.desktop = desktop
        self.env = {
            f"QWEN_DICTATE_{key.upper().replace('.', '__')}": value
            for key, value in (settings or {}).items()
        } | dict(env or {})
        if weights:
            self.lend_weights(desktop)
        arguments = ["--minimized"] if minimized else []
        self.program: Program = desktop.start([*before, str(self.command), *arguments], self.env)
        wait_until(lambda: self.call("status").returncode == 0, 20, self.program.tail)

    @staticmethod
    def lend_weights(desktop: PrivateDesktop) -> None:
        """Put the embedded engine's weights of this machine there."""
        models = desktop.home / ".local/share/qwen-dictate/models"
        if not models.exists():
            models.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(MODELS, models, copy_function=_link)

    def call(self, *words: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        """A verb, as a script would call it."""
        return self.desktop.call([str(self.command), *words], self.env, stdin=stdin, limit_s=90)

    def status(self) -> dict:
        done = self.call("status", "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def wait_status(self, limit_s: float = 20.0, **wanted: object) -> dict:
        """Wait until all these fields of the status have these values."""
        seen: dict = {}

        def there() -> bool:
            seen.clear()
            seen.update(self.status())
            return all(seen[name] == value for name, value in wanted.items())

        wait_until(there, limit_s, lambda: f"{wanted} not in {seen}\n{self.log()[-3000:]}")
        return dict(seen)

    def ready(self) -> "Application":
        """Wait until the hotkey works and the engine is there."""
        wait_until(lambda: self.status()["hotkey"]["working"], 20, self.log)
        return self

    def history(self) -> list[dict]:
        return json.loads(self.call("history", "list", "--json").stdout)

    def log(self) -> str:
        files = list(self.desktop.home.rglob("*.log"))
        return "\n".join(file.read_text(errors="replace") for file in files)

    def quit(self) -> float:
        """Quit; returns the seconds it took."""
        began = time.monotonic()
        done = self.call("quit")
        assert done.returncode == 0, done.stderr
        self.program.wait(5)
        return time.monotonic() - began


def _link(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # another file system
        Path(target).symlink_to(source)
