"""The desktop's portal (xdg-desktop-portal): requests that its user answers, sessions, signals.

Rule: a request's answer comes as a signal of an object whose path is known before, so nothing is
missed; a user who says no, and a desktop without the portal, are ``Unavailable``.
Runs in: the thread that owns it; blocks.
Source: https://flatpak.github.io/xdg-desktop-portal/docs/ (Request, Session).
"""

import itertools
from collections import deque
from collections.abc import Mapping
from time import monotonic
from typing import Any, cast

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from qwen_dictate.core.errors import Unavailable

NAME, OBJECT = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_PREFIX = "org.freedesktop.portal."
_CALL_S = 3.0
_DONE = 0

Variant = tuple[str, Any]


class Portal:
    """One connection to the session bus and the portal on it."""

    def __init__(self, bus: str = "SESSION") -> None:
        """Connect.

        Raises:
            Unavailable: no session bus.
        """
        try:
            self._bus: DBusConnection = open_dbus_connection(bus)
        except (OSError, KeyError, RuntimeError, ValueError) as error:
            raise Unavailable("There is no session bus, so no portal.") from error
        self._tokens = itertools.count(1)
        self._waiting: deque[Message] = deque()

    def fileno(self) -> int:
        """What is waited on for signals."""
        return self._bus.sock.fileno()

    def version(self, interface: str) -> int:
        """The version of a portal's interface.

        Raises:
            Unavailable: this desktop has none.
        """
        address = DBusAddress(OBJECT, NAME, "org.freedesktop.DBus.Properties")
        asked = new_method_call(address, "Get", "ss", (_PREFIX + interface, "version"))
        answer = self._call(asked)
        return int(answer[0][1])

    def request(
        self,
        interface: str,
        method: str,
        signature: str,
        arguments: tuple[Any, ...],
        options: Mapping[str, Variant],
        limit_s: float,
    ) -> dict[str, Any]:
        """Call a method whose answer comes from the user; its results.

        Args:
            interface: without ``org.freedesktop.portal.``.
            method: its name.
            signature: of the arguments, without the options that follow them.
            arguments: before the options.
            options: in the end; the token is added.
            limit_s: how long the user may take.

        Raises:
            Unavailable: refused, not there, or not answered in time.
        """
        token = f"qwen_dictate_{next(self._tokens)}"
        sender = self._bus.unique_name[1:].replace(".", "_")
        path = f"{OBJECT}/request/{sender}/{token}"
        self.listen(path, "org.freedesktop.portal.Request", "Response")
        whole = {**options, "handle_token": ("s", token)}
        address = DBusAddress(OBJECT, NAME, _PREFIX + interface)
        self._call(new_method_call(address, method, signature + "a{sv}", (*arguments, whole)))
        limit = monotonic() + limit_s
        while (left := limit - monotonic()) > 0:
            found = self.next_signal(left)
            if found is None:
                break
            if found.header.fields.get(HeaderFields.path) == path:
                code, results = found.body
                if code != _DONE:
                    raise Unavailable("The desktop asked you, and it was not allowed.")
                return {name: value[1] for name, value in results.items()}
        raise Unavailable("The desktop's question was not answered in time.")

    def call(
        self,
        interface: str,
        method: str,
        signature: str = "",
        arguments: tuple[Any, ...] = (),
        path: str = OBJECT,
    ) -> None:
        """Call a method that answers at once.

        Raises:
            Unavailable: refused, or not there.
        """
        address = DBusAddress(path, NAME, _PREFIX + interface)
        self._call(new_method_call(address, method, signature or None, arguments))

    def listen(self, path: str, interface: str, member: str) -> None:
        """Let these signals come."""
        rule = f"type='signal',path='{path}',interface='{interface}',member='{member}'"
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        self._call(new_method_call(bus, "AddMatch", "s", (rule,)))

    def next_signal(self, limit_s: float) -> Message | None:
        """The next signal that came or comes; None: none in time."""
        if self._waiting:
            return self._waiting.popleft()
        limit = monotonic() + limit_s
        while True:
            try:
                # What was read with another message comes even without any time.
                found = self._bus.receive(timeout=max(limit - monotonic(), 0.001))
            except TimeoutError:
                return None
            if found.header.message_type is MessageType.signal:
                return found

    def close(self) -> None:
        """End the connection; the portal ends our sessions."""
        self._bus.close()

    def _call(self, message: Message) -> tuple[Any, ...]:
        try:
            answer = self._reply_to(message)
        except (OSError, TimeoutError) as error:
            raise Unavailable("The desktop's portal does not answer.") from error
        if answer.header.message_type is MessageType.error:
            raise Unavailable("This desktop has no such portal.")
        return answer.body

    def _reply_to(self, message: Message) -> Message:
        """Signals that come before the reply are kept for ``next_signal``."""
        serial = next(self._bus.outgoing_serial)
        self._bus.send(message, serial=serial)
        limit = monotonic() + _CALL_S
        while (left := limit - monotonic()) > 0:
            found = self._bus.receive(timeout=left)
            if found.header.message_type is MessageType.signal:
                self._waiting.append(found)
            elif found.header.fields.get(HeaderFields.reply_serial) == serial:
                return found
        raise TimeoutError


def session_of(results: Mapping[str, Any]) -> str:
    """The path of the session that CreateSession made."""
    return cast("str", results["session_handle"])
