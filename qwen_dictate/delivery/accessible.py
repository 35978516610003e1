"""Reads what stands before the cursor in the focused field of another program (AT-SPI).

Rule: asked for an undo, and whether a field is for passwords, over a connection of its own that
ends with the answer; nothing that is read is kept. A program that has no accessible text, or does
not answer in time, is unknown (None), which is not the same as an empty field.
Runs in: the delivery lane, lane "secret", lane "focus".
Sources: at-spi2-core, xml/Accessible.xml, Text.xml, Collection.xml, atspi-constants.h. Offsets
are characters in GTK and Chromium, UTF-16 units in Qt (QTBUG-91378); so they are only handed
back to the program that gave them.
"""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Any, Self

from jeepney import DBusAddress, MessageFlag, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_LIMIT_S = 0.8
_OBJECTS_AT_MOST = 2000
_A11Y = "org.a11y.atspi."
_ROOT = "/org/a11y/atspi/accessible/root"
_ACTIVE, _FOCUSED, _SHOWING = 1, 12, 25  # places in the set of states
_TERMINAL, _PASSWORD = 60, 40  # roles
_UNKNOWN = (OSError, RuntimeError, ValueError, KeyError, IndexError, TypeError, EOFError)

Object = tuple[str, str]
"""Bus name and path."""


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before the cursor.

    Attributes:
        text: from ``start`` on.
        start: where it begins, as the program counts.
        selected: something is marked, so that a Backspace would take that away.
    """

    text: str = field(repr=False)
    start: int
    selected: bool


class FocusedText:
    """The focused field of a program; use it as a context manager.

    Attributes:
        is_terminal: its lines are broken where its window ends.
        is_password: what is typed there is hidden.
    """

    def __init__(self, pid: int, environ: Mapping[str, str], limit_s: float = _LIMIT_S) -> None:
        self._limit = monotonic() + limit_s
        self._bus: DBusConnection | None = None
        self._object: Object | None = None
        self.is_terminal = False
        self.is_password = False
        with contextlib.suppress(*_UNKNOWN, StopIteration):
            self._find(pid, environ.get("DBUS_SESSION_BUS_ADDRESS", ""))

    @property
    def found(self) -> bool:
        """Whether there is one that can be read."""
        return self._object is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bus is not None:
            self._bus.close()

    def before(self, length: int, start: int | None = None) -> Before | None:
        """What stands before the cursor: from ``start``, else about ``length``; None = unknown."""
        if self._object is None:
            return None
        self._limit = monotonic() + _LIMIT_S
        try:
            caret = self._number("CaretOffset")
            begin = max(0, caret - length) if start is None else start
            text = self._text("GetText", "ii", (begin, caret))[0] if caret > begin else ""
            return Before(str(text).replace("\xa0", " "), begin, self._is_marked())
        except _UNKNOWN:
            return None

    def _is_marked(self) -> bool:
        count = int(self._text("GetNSelections")[0])
        ends = [self._text("GetSelection", "i", (number,)) for number in range(count)]
        return any(first != last for first, last in ends)

    def _find(self, pid: int, session: str) -> None:
        if not session or not pid:
            return
        with open_dbus_connection(session, auth_timeout=_LIMIT_S) as bus:
            where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            address = self._call(bus, where, "GetAddress", start=False)[0]
        self._bus = open_dbus_connection(str(address), auth_timeout=_LIMIT_S)
        for program in self._children((_A11Y + "Registry", _ROOT)):
            if self._pid_of(program[0]) == pid:
                self._object = self._focused_in(program)
                if self._object is not None:
                    role = int(self._accessible(self._object, "GetRole")[0])
                    self.is_terminal, self.is_password = role == _TERMINAL, role == _PASSWORD
                    return

    def _focused_in(self, program: Object) -> Object | None:
        frames = self._children(program)
        active = [frame for frame in frames if self._has(frame, _ACTIVE)] or frames
        for frame in active:
            found = self._matched(frame) or self._searched(frame)
            if found is not None:
                return found
        return None

    def _matched(self, frame: Object) -> Object | None:
        """Let the program itself look; Qt cannot."""
        rule: tuple[Any, ...] = ([1 << _FOCUSED, 0], 1, {}, 1, [], 1, [], 1, False)
        try:
            found = self._ask(
                frame,
                "Collection",
                "GetMatches",
                "(aiia{ss}iaiiasib)uib",
                (rule, 1, 0, True),
            )[0]
        except _UNKNOWN:
            return None
        return self._readable([(name, path) for name, path in found])

    def _searched(self, frame: Object) -> Object | None:
        """Walk what is shown."""
        focused: list[Object] = []
        waiting, seen = [frame], 0
        while waiting and seen < _OBJECTS_AT_MOST:
            one = waiting.pop()
            seen += 1
            if self._has(one, _FOCUSED):
                focused.append(one)
            if one == frame or self._has(one, _SHOWING):
                waiting += reversed(self._children(one))
        return self._readable(focused)

    def _readable(self, objects: list[Object]) -> Object | None:
        """The innermost that has text."""
        for one in reversed(objects):
            if _A11Y + "Text" in self._accessible(one, "GetInterfaces")[0]:
                return one
        return None

    def _children(self, one: Object) -> list[Object]:
        return [(name, path) for name, path in self._accessible(one, "GetChildren")[0]]

    def _has(self, one: Object, state: int) -> bool:
        low, high = self._accessible(one, "GetState")[0]
        return bool((high << 32 | low) >> state & 1)

    def _pid_of(self, name: str) -> int:
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        return int(self._call(self._bus, bus, "GetConnectionUnixProcessID", "s", (name,))[0])

    def _number(self, name: str) -> int:
        assert self._object is not None  # noqa: S101 -- asked only after it was found
        address = DBusAddress(self._object[1], self._object[0], _A11Y + "Text")
        return int(self._answer(self._bus, Properties(address).get(name))[0][1])

    def _text(self, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> Any:
        assert self._object is not None  # noqa: S101 -- asked only after it was found
        return self._ask(self._object, "Text", method, signature, body)

    def _accessible(self, one: Object, method: str) -> Any:
        return self._ask(one, "Accessible", method)

    def _ask(
        self,
        one: Object,
        interface: str,
        method: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
    ) -> Any:
        address = DBusAddress(one[1], one[0], _A11Y + interface)
        return self._call(self._bus, address, method, signature, body)

    def _call(
        self,
        bus: DBusConnection | None,
        address: DBusAddress,
        method: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        start: bool = True,
    ) -> Any:
        message = new_method_call(address, method, signature or None, body)
        if not start:
            message.header.flags |= MessageFlag.no_auto_start
        return self._answer(bus, message)

    def _answer(self, bus: DBusConnection | None, message: Any) -> Any:
        left = self._limit - monotonic()
        if bus is None or left <= 0:
            raise TimeoutError
        answer = bus.send_and_get_reply(message, timeout=left)
        if answer.header.message_type is not MessageType.method_return:
            raise ValueError(answer.header.message_type)
        return answer.body
