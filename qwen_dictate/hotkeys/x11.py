"""Global keys on X11: combinations are grabbed, lone modifiers only observed.

Rule: the thread sleeps until the server or another thread has something to say. Only while a
combination is held it looks at the keyboard every 250 ms, so that a release that the server never
told (a grab broken by a switch of consoles) ends the hold all the same. News of the keymap are
taken in once they have been quiet for 200 ms, and lead to new grabs only where our own keys moved:
what our typing does to spare keycodes changes nothing here. While somebody records it looks twice a
second whether another program has taken the keyboard, as a locker does; a lone modifier, which is
heard all the same then, begins nothing.
Failure: a key held by another program is told by ``bind`` (later: ``Trouble``) and nothing else
suffers; a server that goes away ends the holds, posts ``Trouble(ended=True)`` and ends the thread.
Runs in: its own thread, which alone uses the X connection; the public methods in any thread.
"""

import contextlib
import logging
import os
import selectors
import socket
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from Xlib import X

from qwen_dictate.core.keys import KeyCombination
from qwen_dictate.hotkeys.change import Change, Kind
from qwen_dictate.hotkeys.listener import Edge, Post, Taken, Trouble
from qwen_dictate.hotkeys.x11_bindings import Bindings
from qwen_dictate.hotkeys.x11_codes import BUTTON
from qwen_dictate.hotkeys.x11_presses import Presses
from qwen_dictate.system import focus
from qwen_dictate.system.x11 import extensions
from qwen_dictate.system.x11.display import GONE, close, connect
from qwen_dictate.system.x11.taken import is_keyboard_taken

CHECK_S = 0.250
QUIET_S = 0.200
LOOK_S = 0.5
TAKEN_S = 1.5
"""So long another program has the keyboard: no menu that was opened and closed again."""
_ANSWER_S = 1.0
_NEVER = float("inf")

_log = logging.getLogger(__name__)


class X11Listener:
    """The back-end of an X11 session.

    Args:
        display_name: as in $DISPLAY; None takes that.

    Raises:
        Unavailable: no X server, or one without XKB or XInput 2.2.
    """

    name = "x11"

    def __init__(self, display_name: str | None = None) -> None:
        self._display = connect(display_name)
        try:
            self._xkb_event = extensions.use_xkb(self._display)
            extensions.use_xinput(self._display)
        except BaseException:
            close(self._display)
            raise
        self._inbox: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._bell, self._button = socket.socketpair()
        self._bell.setblocking(False)
        self._button.setblocking(False)
        self._thread: Thread | None = None
        self._post: Post = _ignore
        self._running = True
        self._bindings = Bindings(self._display)
        self._presses = Presses(self._physical)
        self._seen_on = False
        self._check_at = _NEVER
        self._keymap_at = _NEVER
        self._look_at = _NEVER
        self._taken_since = _NEVER

    # Any thread

    def start(self, post: Post) -> None:
        """Begin to listen; once."""
        self._post = post
        self._thread = Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        """Take these combinations, instead of those before; after ``start``."""
        answer: SimpleQueue[dict[str, str]] = SimpleQueue()
        self._put(lambda: answer.put(self._bind(combinations)))
        if self._thread is not None and self._thread.is_alive():
            with contextlib.suppress(Empty):
                return answer.get(timeout=_ANSWER_S)
        return dict.fromkeys(combinations, "The X server does not answer, so no key can be heard.")

    def watch_cancel(self, on: bool) -> None:
        """Take or give back the "cancel" combination."""
        self._put(lambda: self._watch_cancel(on))

    def stop(self) -> None:
        """Give everything back and end the thread."""
        self._put(self._end)
        if self._thread is None:
            self._close()
        else:
            self._thread.join(_ANSWER_S)

    def _put(self, command: Callable[[], None]) -> None:
        self._inbox.put(command)
        # A full bell rings as well; a closed one means that the thread has ended.
        with contextlib.suppress(OSError):
            self._button.send(b"!")

    # The listener's thread

    def _run(self) -> None:
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self._display.fileno(), selectors.EVENT_READ)
                selector.register(self._bell, selectors.EVENT_READ)
                while self._running:
                    self._turn(selector)
        except GONE:
            self._give_up("The X server is gone, so no key can be heard any more.")
        except Exception:
            _log.exception("the hotkey listener failed")
            self._give_up("The hotkey stopped working because of a fault in Qwen Dictate.")
        self._close()

    def _close(self) -> None:
        close(self._display)
        self._button.close()
        self._bell.close()

    def _turn(self, selector: selectors.BaseSelector) -> None:
        self._read_events()
        self._carry_out_commands()
        now = monotonic()
        if now >= self._check_at:
            self._check()
        if now >= self._keymap_at:
            self._take_in_keymap()
        if now >= self._look_at:
            self._look(now)
        self._see(self._presses.wants_seen)
        self._display.flush()
        if self._running and not self._display.pending_events():
            next_at = min(self._check_at, self._keymap_at, self._look_at)
            selector.select(None if next_at == _NEVER else max(0.0, next_at - monotonic()))

    def _read_events(self) -> None:
        while self._display.pending_events():
            self._take_in(self._display.next_event())

    def _carry_out_commands(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._bell.recv(4096)
        while not self._inbox.empty():
            self._inbox.get()()

    def _take_in(self, event: Any) -> None:
        kind: int = event.type
        if kind in {X.KeyPress, X.ButtonPress}:
            code: int = event.detail + (BUTTON if kind == X.ButtonPress else 0)
            self._tell(self._presses.grabbed_press(code, event.state))
        elif kind in {X.KeyRelease, X.ButtonRelease}:
            code = event.detail + (BUTTON if kind == X.ButtonRelease else 0)
            self._tell(self._presses.release(code))
        elif kind in {self._xkb_event, X.MappingNotify}:
            self._keymap_at = monotonic() + QUIET_S
        elif (raw := extensions.raw_event(self._display, event)) is not None:
            code = raw.code + (BUTTON if raw.is_button else 0)
            change = self._presses.seen_press if raw.down else self._presses.release
            self._tell(change(code))

    def _tell(self, changes: list[Change]) -> None:
        at = monotonic()
        for change in changes:
            if change.kind is Kind.DOWN and self._is_deaf():
                continue  # its release finds nothing that it could end
            down = change.kind is not Kind.UP
            target = None
            if change.kind is Kind.DOWN:
                target = focus.focused_target(self._display, os.getpid())
            used = change.kind is Kind.USED_OTHERWISE
            self._post(Edge(change.role, down, at, target, used))
        if not self._presses.any_down:
            self._check_at = _NEVER
        elif self._check_at == _NEVER:
            self._check_at = at + CHECK_S

    def _is_deaf(self) -> bool:
        """Whether a press is for whoever has the keyboard; what runs may still be ended."""
        return not self._presses.watching_cancel and is_keyboard_taken(self._display)

    def _look(self, now: float) -> None:
        """Somebody records: tell once if the keyboard stays with another program."""
        self._look_at = now + LOOK_S
        if not is_keyboard_taken(self._display):
            self._taken_since = _NEVER
        elif self._taken_since == _NEVER:
            self._taken_since = now
        elif now - self._taken_since >= TAKEN_S:
            self._look_at = _NEVER
            self._post(Taken(now))

    def _check(self) -> None:
        """Compare what is held with the keyboard."""
        before = self._presses.snapshot()
        physical = self._physical()
        # What had happened before the answer is in the queue: it goes first.
        self._read_events()
        self._check_at = _NEVER
        self._tell(self._presses.settle(before, physical))

    def _bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        watching = self._presses.watching_cancel
        reasons = self._bindings.bind(combinations, watching_cancel=watching)
        self._listen_for_them()
        return reasons

    def _watch_cancel(self, on: bool) -> None:
        if on != self._presses.watching_cancel:
            self._presses.watching_cancel = on
            self._look_at = monotonic() if on else _NEVER
            self._taken_since = _NEVER
            self._bindings.watch_cancel(on)

    def _take_in_keymap(self) -> None:
        """The layout may have changed: follow it with the keys that moved."""
        if self._presses.any_down:
            self._keymap_at = monotonic() + QUIET_S
            return
        self._keymap_at = _NEVER
        before = self._bindings.reasons
        if self._bindings.follow(watching_cancel=self._presses.watching_cancel):
            self._listen_for_them()
        if self._bindings.reasons != before:
            self._post(Trouble(self._bindings.reasons))

    def _listen_for_them(self) -> None:
        keyboard = self._bindings.keyboard
        self._tell(
            self._presses.bind(self._bindings.codes, keyboard.significant, keyboard.modifier_keys)
        )
        # Whoever called bind() relies on it from its return on.
        self._see(self._presses.wants_seen)
        self._display.sync()

    def _end(self) -> None:
        self._tell(self._presses.end_all())
        self._bindings.give_back()
        self._display.sync()
        self._running = False

    def _give_up(self, reason: str) -> None:
        self._tell(self._presses.end_all())
        self._post(Trouble(dict.fromkeys(self._bindings.roles, reason), ended=True))

    def _physical(self) -> frozenset[int]:
        keys, buttons = extensions.keys_and_buttons_down(self._display)
        return keys | {BUTTON + number for number in buttons}

    def _see(self, on: bool) -> None:
        if on != self._seen_on:
            self._seen_on = on
            extensions.watch_raw(self._display, on)


def _ignore(_news: Edge | Trouble | Taken) -> None:
    """Nobody listens yet."""
