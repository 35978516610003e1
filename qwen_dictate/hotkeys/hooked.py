"""What listeners have in common that see every key by its name: hooks, event taps, devices.

A back-end gives three things: how its thread waits (``_wait``), how it is woken (``_wake``), and
how its hooks are made (``_take_keys``). Orders come in through an inbox, edges go out by ``post``.
Failure: a fault ends the holds, posts ``Trouble(ended=True)`` and ends the thread.
Runs in: its own thread; the public methods in any.
"""

import contextlib
import logging
import os
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic

from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import KeyCombination
from qwen_dictate.hotkeys.change import Change, Kind
from qwen_dictate.hotkeys.held import Held
from qwen_dictate.hotkeys.listener import Edge, Post, Taken, Trouble

_ANSWER_S = 1.0
_SILENT = "The system does not answer, so no key can be heard."

_log = logging.getLogger(__name__)


class HookedListener:
    """A listener; back-ends inherit.

    Args:
        focused: the foreign window that has the focus, asked at each press; gets our own pid.
    """

    def __init__(self, focused: Callable[[int], Target | None]) -> None:
        self._focused = focused
        self._inbox: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._post: Post = _ignore
        self._thread: Thread | None = None
        self._running = True
        self.held = Held()

    # Any thread

    def start(self, post: Post) -> None:
        """Begin to listen; once."""
        self._post = post
        self._thread = Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        """Take these combinations, instead of those before; after ``start``."""
        answer: SimpleQueue[dict[str, str]] = SimpleQueue()

        def take() -> None:
            self.tell(self.held.bind(combinations))
            answer.put(self._take_keys(combinations))

        self._put(take)
        with contextlib.suppress(Empty):
            return answer.get(timeout=_ANSWER_S)
        return dict.fromkeys(combinations, _SILENT)

    def watch_cancel(self, on: bool) -> None:
        """Take or give back the "cancel" combination."""

        def watch() -> None:
            self.held.watching_cancel = on

        self._put(watch)

    def stop(self) -> None:
        """Give everything back and end the thread; safe to call twice."""

        def end() -> None:
            self._running = False

        self._put(end)
        if self._thread is not None:
            self._thread.join(_ANSWER_S)

    def _put(self, command: Callable[[], None]) -> None:
        self._inbox.put(command)
        self._wake()

    # What a back-end gives

    def _begin(self) -> None:
        """Get ready. Runs in: the listener's thread."""

    def _wait(self) -> None:
        """Wait for what happens next, and take it in. Runs in: the listener's thread."""
        raise NotImplementedError

    def _wake(self) -> None:
        """End ``_wait``. Runs in: any thread."""
        raise NotImplementedError

    def _take_keys(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        """Hear these keys; sentences for those that cannot be had. The listener's thread."""
        raise NotImplementedError

    def _give_keys_back(self) -> None:
        """Hear nothing any more. Runs in: the listener's thread."""
        raise NotImplementedError

    # The listener's thread

    def _run(self) -> None:
        try:
            self._begin()
            while True:
                while not self._inbox.empty():
                    self._inbox.get()()
                if not self._running:
                    break
                self._wait()
        except Exception:
            _log.exception("the hotkey listener failed")
            self.tell(self.held.end_all())
            reason = "The hotkey stopped working because of a fault in Qwen Dictate."
            self._post(Trouble({"push_to_talk": reason}, ended=True))
        self.tell(self.held.end_all())
        self._give_keys_back()

    def event(self, name: str, *, down: bool) -> bool:
        """A key or button went down or up; whether the window must not see it."""
        if not name:
            return False
        verdict = self.held.event(name, down=down)
        self.tell(verdict.changes)
        return verdict.taken

    def tell(self, changes: tuple[Change, ...]) -> None:
        """Post what happened to the combinations."""
        at = monotonic()
        for change in changes:
            target = self._focused(os.getpid()) if change.kind is Kind.DOWN else None
            used = change.kind is Kind.USED_OTHERWISE
            self._post(Edge(change.role, change.kind is not Kind.UP, at, target, used))


def _ignore(_news: Edge | Trouble | Taken) -> None:
    """Nobody listens yet."""
