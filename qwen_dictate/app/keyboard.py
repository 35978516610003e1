"""The hotkey back-end and the focus, as the program sees them; both are blocking, so in lanes.

Runs in: GUI thread; the jobs: lane "hotkeys" (which alone talks with the listener) and lane
"focus" (which alone owns its X connection).
"""

import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.app.secret import SecretFields, is_secret
from qwen_dictate.core.errors import DictateError, HotkeyError
from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import KeyCombination, parse_keys
from qwen_dictate.core.settings import Hotkey
from qwen_dictate.hotkeys import choice
from qwen_dictate.system import foreground
from qwen_dictate.system.foreground import Foreground, Place

if TYPE_CHECKING:
    from qwen_dictate.hotkeys.listener import HotkeyListener

log = logging.getLogger("qwen_dictate.keyboard")

Told = Callable[[str, Mapping[str, str], DictateError | None], None]
"""(back-end, why a combination cannot be had, by its role; what is wrong)"""


class Keyboard:
    """Global keys in, the focused window's name out."""

    def __init__(self, jobs: Jobs, post: Callable[[object], None]) -> None:
        self._jobs = jobs
        self.secrets = SecretFields(jobs)
        self._post = post
        self._listener: HotkeyListener | None = None
        self._backend = ""
        self._foreground: Foreground | None = None
        self._left = False
        self._paused = False
        self._bound: tuple[Hotkey, Told] | None = None

    @property
    def started(self) -> bool:
        """Whether combinations were asked for."""
        return self._bound is not None

    def bind(self, settings: Hotkey, told: Told) -> None:
        """Take the combinations of the settings, instead of those before."""
        self._bound = settings, told
        self._take()

    def leave(self, on: bool) -> None:
        """Leave all keys to the windows; off: take those of the settings again."""
        if on != self._left:
            self._left = on
            self._take()

    def pause(self, on: bool) -> None:
        """The user wants no key heard for now."""
        self._paused = on
        self._take()

    def _take(self) -> None:
        if self._bound is None:
            return
        settings, told = self._bound
        wanted = {} if self._left or self._paused else _combinations(settings)

        def work() -> tuple[str, Mapping[str, str], DictateError | None]:
            listener = self._listening(settings.backend)
            failed = listener.bind(wanted)
            reason = failed.get("push_to_talk") or next(iter(failed.values()), "")
            error = HotkeyError(reason, "Choose another key in the settings.") if reason else None
            return listener.name, failed, error

        def done(found: tuple[str, Mapping[str, str], DictateError | None]) -> None:
            if wanted:
                told(*found)

        self._jobs.run("hotkeys", work, done, lambda e: told(*_none(e)))

    def watch_cancel(self, on: bool) -> None:
        """Take or give back the cancel key; does not wait."""
        if self._listener is not None:
            self._listener.watch_cancel(on)

    def with_focused(self, then: Callable[[Target | None], None]) -> None:
        """Find the foreign window that has the focus."""
        self._jobs.run("focus", self._focused, then, lambda _e: then(None))

    def with_judged(self, then: Callable[[Target | None], None]) -> None:
        """The same, knowing whether its field hides what is typed."""

        def work() -> Target | None:
            found = self._focused()
            return replace(found, secret=is_secret(found.pid)) if found is not None else None

        self._jobs.run("focus", work, then, lambda _e: then(None))

    def with_last_foreign(self, then: Callable[[Target | None], None]) -> None:
        """Find the foreign window that has, or had before ours, the focus."""
        self._jobs.run("focus", self._behind, then, lambda _e: then(None))

    def with_place(self, target: Target, then: Callable[[Place | None], None]) -> None:
        """Find where a window is, in the window system's pixels."""
        self._jobs.run("focus", lambda: self._place(target), then, lambda _e: then(None))

    def activate(self, window: int) -> None:
        """Give a window of ours the keys, which a desktop may deny to Qt's own request."""
        ours = Target(window, os.getpid())
        self._jobs.run("focus", lambda: self._asked().activate(ours), None, lambda _e: None)

    def stop(self) -> None:
        """Give the keys back. Runs in: lane "hotkeys", at the end of the program."""
        if self._listener is not None:
            self._listener.stop()

    def _listening(self, backend: str) -> "HotkeyListener":
        """The listener that the setting names; another one first gives its keys back."""
        if self._listener is not None and backend != self._backend:
            self._listener.stop()
            self._listener = None
        if self._listener is None:
            self._backend = backend
            self._listener = choice.choose(backend, os.environ).listener
            self._listener.start(self._post)
        return self._listener

    def _focused(self) -> Target | None:
        return self._asked().focused(os.getpid())

    def _behind(self) -> Target | None:
        asked = self._asked()
        focused = asked.focused(os.getpid())
        if focused is not None:
            return focused
        found = asked.last_foreign(os.getpid())
        return None if found is None else replace(found, behind=True)

    def _place(self, target: Target) -> Place | None:
        return self._asked().place_of(target)

    def _asked(self) -> Foreground:
        if self._foreground is None:
            self._foreground = foreground.connect()
        return self._foreground


def _combinations(settings: Hotkey) -> dict[str, KeyCombination]:
    roles = {
        "push_to_talk": settings.push_to_talk,
        "review": settings.review,
        "cancel": settings.cancel,
        "captions": settings.captions,
        "captions_overlay": settings.captions_overlay,
        "undo": settings.undo,
    }
    return {role: parse_keys(keys) for role, keys in roles.items() if keys}


def _none(error: Exception) -> tuple[str, Mapping[str, str], DictateError]:
    known = isinstance(error, DictateError)
    told = error if known else HotkeyError("The hotkey cannot be used here.")
    return "none", {"push_to_talk": told.user_text}, told
