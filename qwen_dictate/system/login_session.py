"""Tells when the user's session is left and when it is back: locked, switched away, asleep.

Told by D-Bus: the screen savers' ``ActiveChanged`` on the session bus, logind's ``Lock``,
``LockedHint``, ``Active`` and ``PrepareForSleep`` on the system bus. It sleeps until a bus speaks.
Rule: logind is believed only where the signal is of a session of this user, and comes from logind.
Failure mode: a bus that is not there, or goes away, is one that tells nothing; a locker is still
seen by its grab of the keyboard (system/x11/taken).
Runs in: its own thread, which ends with the buses or the program.

Source: https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html
"""

import contextlib
import logging
import os
import selectors
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from qwen_dictate.core.events import UserAway

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger("qwen_dictate.session")

LIMIT_S = 3.0
SAVERS = ("freedesktop", "gnome", "mate", "cinnamon", "xfce")
_LOGIN = "org.freedesktop.login1"
_SESSION = f"{_LOGIN}.Session"
_GONE = (OSError, EOFError, ValueError, KeyError, StopIteration, RuntimeError)


@dataclass(slots=True)
class Presence:
    """Why the user is away, if he is: each reason comes and goes by itself. Pure."""

    reasons: set[str] = field(default_factory=set[str])

    def change(self, reason: str, *, on: bool, at: float) -> UserAway | None:
        """What is to be told when a reason comes or goes; None: nothing changed."""
        before = bool(self.reasons)
        (self.reasons.add if on else self.reasons.discard)(reason)
        if on and not before:
            return UserAway(on=True, at=at, asleep=reason == "asleep")
        return UserAway(on=False, at=at) if before and not self.reasons else None


def meaning(member: str, path: str, body: tuple[Any, ...]) -> Iterator[tuple[str, bool]]:
    """(reason, on) of each thing that a signal tells. Pure."""
    match member, body:
        case "ActiveChanged", (bool(on), *_):
            yield "saver", on
        case "PrepareForSleep", (bool(on), *_):
            yield "asleep", on
        case "Lock", _:
            yield f"locked {path}", True
        case "Unlock", _:
            yield f"locked {path}", False
            yield f"hint {path}", False
        case "PropertiesChanged", (interface, changed, *_) if interface == _SESSION:
            yield from _properties(path, changed)
        case _:
            return


def _properties(path: str, changed: dict[str, tuple[str, Any]]) -> Iterator[tuple[str, bool]]:
    if "LockedHint" in changed:
        on = bool(changed["LockedHint"][1])
        yield f"hint {path}", on
        if not on:
            yield f"locked {path}", False
    if "Active" in changed:
        yield f"elsewhere {path}", not changed["Active"][1]


class LoginSession:
    """The watch of one session."""

    def __init__(self, post: Callable[[UserAway], None]) -> None:
        self._post = post
        self._presence = Presence()
        self._thread = threading.Thread(target=self._run, name="session", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            for name, rules in (("SESSION", _saver_rules()), ("SYSTEM", _login_rules())):
                bus = _listening(name, rules)
                if bus is not None:
                    selector.register(bus.sock, selectors.EVENT_READ, (bus, _paths(bus, name)))
            while selector.get_map():
                for key, _ in selector.select():
                    if not self._hear(*key.data):
                        selector.unregister(key.fileobj)

    def _hear(self, bus: "DBusConnection", paths: frozenset[str]) -> bool:
        """Take in what a bus has told; False when it is gone."""
        try:
            while True:
                self._take(bus.receive(timeout=0), paths)
        except TimeoutError:
            return True
        except _GONE as error:
            log.info("a bus went away: %s", type(error).__name__)
            return False

    def _take(self, message: "Message", paths: frozenset[str]) -> None:
        from jeepney import HeaderFields, MessageType

        if message.header.message_type is not MessageType.signal:
            return
        fields = message.header.fields
        path = str(fields.get(HeaderFields.path, ""))
        member = str(fields.get(HeaderFields.member, ""))
        if path.startswith("/org/freedesktop/login1/session/") and path not in paths:
            return
        for reason, on in meaning(member, path, message.body):
            change = self._presence.change(reason, on=on, at=time.monotonic())
            if change is not None:
                log.info("the session is %s", "left" if on else "back")
                self._post(change)


def _saver_rules() -> list[str]:
    return [
        f"type='signal',interface='org.{name}.ScreenSaver',member='ActiveChanged'"
        for name in SAVERS
    ]


def _login_rules() -> list[str]:
    told = f"type='signal',sender='{_LOGIN}'"
    return [
        f"{told},interface='{_LOGIN}.Manager',member='PrepareForSleep'",
        f"{told},interface='{_SESSION}'",
        f"{told},interface='org.freedesktop.DBus.Properties',arg0='{_SESSION}'",
    ]


def _listening(name: str, rules: list[str]) -> "DBusConnection | None":
    """A connection to which the bus sends these signals; None where there is no such bus."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    address = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    try:
        bus = open_dbus_connection(name, auth_timeout=LIMIT_S)
        for rule in rules:
            bus.send_and_get_reply(
                new_method_call(address, "AddMatch", "s", (rule,)), timeout=LIMIT_S
            )
    except _GONE as error:
        log.info("no %s bus: %s", name.lower(), type(error).__name__)
        return None
    return bus


def _paths(bus: "DBusConnection", name: str) -> frozenset[str]:
    """The sessions of this user, as logind names them; asked without starting it."""
    if name != "SYSTEM":
        return frozenset()
    from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call

    address = DBusAddress("/org/freedesktop/login1", _LOGIN, f"{_LOGIN}.Manager")
    question = new_method_call(address, "ListSessions")
    question.header.flags |= MessageFlag.no_auto_start
    with contextlib.suppress(*_GONE):
        answer = bus.send_and_get_reply(question, timeout=LIMIT_S)
        if answer.header.message_type is MessageType.method_return:
            sessions = cast("list[tuple[str, int, str, str, str]]", answer.body[0])
            return frozenset(path for _, uid, _, _, path in sessions if uid == os.getuid())
    return frozenset()
