"""Asks a window's program whether it has read everything that was sent to it before.

Rule: _NET_WM_PING is answered in the order of the events, so an answer means that all keys
typed before were read, with the keymap of then. Programs that do not know it (xterm) are given
a fixed time instead.
Failure: no answer in time, or the window vanishes → False, never an exception of X.
Runs in: the delivery lane, on its connection.
Source: EWMH 1.5, "_NET_WM_PING".
"""

import contextlib
import select
from itertools import count
from threading import Event
from time import monotonic
from typing import Any, Self

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import XError
from Xlib.protocol import event

from qwen_dictate.core.events import Target

_SETTLE_S = 0.06  # what an xterm on a busy machine took at most to read a batch: 20 ms
_STEP_S = 0.02
# GTK sends its answer to the root's SubstructureNotify, Qt 6 to its StructureNotify.
_ANSWERS = X.SubstructureNotifyMask | X.StructureNotifyMask
_FIRST = 0x51440001  # stands where window managers put times; theirs are not near it
_PING_LIMIT_S = 4.0  # Qt was seen to stall that long under a long text


class Ping:
    """Pings one window; use it as a context manager, it listens only inside."""

    def __init__(self, display: Display, target: Target, halt: Event) -> None:
        self._display = display
        self._window: Any = display.create_resource_object("window", target.window)
        self._root: Any = display.screen().root
        self._halt = halt
        self._numbers = count(_FIRST)
        self.answers = self._is_supported()

    def __enter__(self) -> Self:
        if self.answers:
            self._root.change_attributes(event_mask=_ANSWERS)
        return self

    def __exit__(self, *_: object) -> None:
        if self.answers:
            self._root.change_attributes(event_mask=0)
            self._display.sync()
            while self._display.pending_events():
                self._display.next_event()

    def caught_up(self) -> bool:
        """Wait until everything sent so far was read; False = not known."""
        if not self.answers:
            self._halt.wait(_SETTLE_S)
            return False
        number = self.send()
        limit = monotonic() + _PING_LIMIT_S
        while monotonic() < limit and not self._halt.is_set():
            if self.answered(number, _STEP_S):
                return True
        self.answers = False
        return False

    def send(self) -> int:
        """Send one ping and return its number."""
        number = next(self._numbers)
        protocols = self._display.get_atom("WM_PROTOCOLS")
        ping = self._display.get_atom("_NET_WM_PING")
        message = event.ClientMessage(
            window=self._window,
            client_type=protocols,
            data=(32, [ping, number, self._window.id, 0, 0]),
        )
        self._window.send_event(message)
        self._display.flush()
        return number

    def answered(self, number: int, limit_s: float) -> bool:
        """Whether the ping of this number (or a later one) was answered by now or in time."""
        if not self._display.pending_events():
            select.select([self._display.fileno()], [], [], limit_s)
        while self._display.pending_events():
            if self._is_answer(self._display.next_event(), number):
                return True
        return False

    def _is_answer(self, found: Any, number: int) -> bool:
        if found.type != X.ClientMessage or found.window.id != self._root.id:
            return False
        words: list[int] = list(found.data[1])
        ping = self._display.get_atom("_NET_WM_PING")
        return words[0] == ping and words[2] == self._window.id and words[1] >= number

    def _is_supported(self) -> bool:
        with contextlib.suppress(XError):
            listed: Any = self._window.get_property(
                self._display.get_atom("WM_PROTOCOLS"), Xatom.ATOM, 0, 64
            )
            if listed is not None:
                return self._display.get_atom("_NET_WM_PING") in listed.value
        return False
