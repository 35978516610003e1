"""The running program as the public contract describes it: verbs in, status and windows out."""

import threading
from collections.abc import Callable

from tests.desktop.dictating import Stage
from tests.desktop.speaking import some_words
from tests.support.desktop import RIGHT_CTRL
from tests.support.waiting import wait_until
from tests.support.windows import Target

APPLIED_S = 1.0
"""A running program takes up a change within this."""


class Contract(Stage):
    """Use it as a context manager; many small statements share it."""

    def verb(self, *words: str) -> tuple[int, str, str]:
        """Exit status, standard output, standard error."""
        done = self.app.call(*words)
        return done.returncode, done.stdout, done.stderr

    def config(self, key: str, value: str | None) -> None:
        """Set an option of the running program (None: give it its default again)."""
        words = ("unset", key) if value is None else ("set", key, value)
        assert self.verb("config", *words) == (0, "", "")
        threading.Event().wait(0.25)

    def wait(self, limit_s: float = 10.0, **wanted: object) -> dict:
        """Wait until all these fields of the status have these values."""
        seen: dict = {}

        def there() -> bool:
            seen.update(self.status())
            return all(seen[name] == value for name, value in wanted.items())

        wait_until(there, limit_s, lambda: f"{wanted} not in {seen}\n{self.app.log()[-2000:]}")
        return seen

    def idle(self) -> dict:
        return self.wait(state="idle", pending=0)

    def say(self, *texts: str) -> None:
        """Speak for a second into the microphone; the service will say it was ``texts``."""
        self.emulator.knobs.texts = list(texts)
        self.desktop.microphone.say(some_words())

    def dictate(
        self,
        text: str,
        target: Target | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> str:
        """Hold the key and speak; what was typed into ``target``, else the terminal.

        After ``meanwhile``, which may lead the text elsewhere, it is not waited for.
        """
        into = target or self.terminal
        into.focus()
        before = into.typed()
        with self.desktop.held(RIGHT_CTRL):
            self.say(text)
            if meanwhile is not None:
                meanwhile()
        last = self.idle()["last"]
        if meanwhile is None and last["delivered"] and last["method"] in ("type", "paste"):
            # A window that was given its text may still be writing it into its file.
            wait_until(lambda: _rests(into, len(before)), 5, f"{text!r} does not stand there")
        return into.typed()[len(before) :]

    def last_row(self) -> dict:
        return self.app.history()[0]


def _rests(into: Target, length: int) -> bool:
    """More stands there than before, and no more is coming."""
    seen = len(into.typed())
    threading.Event().wait(0.1)
    return length < seen == len(into.typed())
