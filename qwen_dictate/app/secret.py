"""Whether the field that is spoken into hides what is typed (a password), where that can be told.

Rule: the key path does not wait for the answer. Until it is there (some milliseconds; a program
that hangs gets a quarter of a second) the sound is in memory only and no recogniser gets it.
Failure: who cannot be asked, or does not answer, has no such field.
Runs in: GUI thread; the questions in lane "secret", or in the lane that calls ``is_secret``.
"""

import os
from collections.abc import Callable
from pathlib import Path

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.app.own_field import is_own
from qwen_dictate.core.events import Target
from qwen_dictate.recording.recording import Recording

_LIMIT_S = 0.25


class SecretFields:
    """Asks the target's program about its focused field."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def can_tell(self, target: Target | None) -> bool:
        """Whether anybody could be asked."""
        return target is not None and target.pid > 0 and not is_own(target) and _has_bus()

    def judge(
        self, pid: int, recording: Recording, path: Path | None, told: Callable[[bool], None]
    ) -> None:
        """Ask, and let an ordinary recording have its file; then ``told(secret)``."""

        def work() -> bool:
            secret = is_secret(pid)
            if not secret and path is not None:
                recording.keep(path)
            return secret

        self._jobs.run("secret", work, told, lambda _error: told(False))


def is_secret(pid: int) -> bool:
    """Whether the program's focused field hides what is typed. Blocks, not in the GUI thread."""
    if not _has_bus():
        return False
    from qwen_dictate.delivery.accessible import FocusedText

    with FocusedText(pid, os.environ, _LIMIT_S) as field:
        return field.is_password


def _has_bus() -> bool:
    return bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))
