"""What a screen reader is told, and finds: the accessibility bus of a private desktop.

Sources: at-spi2-core, xml/Registry.xml, Accessible.xml, Event.xml; atspi-constants.h (states).
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

ATSPI = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
FOCUSABLE, FOCUSED, SHOWING = 11, 12, 25


@dataclass(frozen=True)
class Found:
    """One object of a program's tree."""

    bus: str
    path: str
    role: str
    name: str
    description: str
    states: int

    def has(self, state: int) -> bool:
        return bool(self.states >> state & 1)


class ScreenReader:
    """Listens like one; use it as a context manager."""

    def __init__(self, desktop: PrivateDesktop) -> None:
        session = f"unix:path={desktop.runtime}/bus"
        session = desktop.env.get("DBUS_SESSION_BUS_ADDRESS", session)
        with contextlib.closing(open_dbus_connection(session)) as bus:
            where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            address = bus.send_and_get_reply(new_method_call(where, "GetAddress")).body[0]
        self._bus: DBusConnection = open_dbus_connection(address)
        self.told: list[str] = []
        rule = MatchRule(type="signal", interface=f"{ATSPI}Event.Object", member="Announcement")
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        registry = DBusAddress("/org/a11y/atspi/registry", f"{ATSPI}Registry", f"{ATSPI}Registry")
        asked = new_method_call(registry, "RegisterEvent", "sass", ("object:announcement", [], ""))
        self._bus.send_and_get_reply(asked)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bus.close()

    def hear(self, words: str, limit_s: float = 15.0) -> None:
        """Wait until this has been told."""
        wait_until(lambda: words in self._listen(), limit_s, lambda: f"{words!r}: {self.told}")

    def _listen(self) -> list[str]:
        with contextlib.suppress(TimeoutError):
            while True:
                message = self._bus.receive(timeout=0.1)
                if message.header.fields.get(3) == "Announcement":
                    self.told.append(message.body[3][1])
        return self.told

    def objects(self, program: str) -> Iterator[Found]:
        """All that is shown of a program, depth first."""
        registry = (f"{ATSPI}Registry", ROOT)
        for one in self._ask(registry, "GetChildren"):
            if self._property(one, "Name") == program:
                for child in self._ask(one, "GetChildren"):
                    yield from self._walk(child)

    def _walk(self, one: tuple[str, str]) -> Iterator[Found]:
        low, high = self._ask(one, "GetState")
        found = Found(
            *one,
            role=self._ask(one, "GetRoleName"),
            name=self._property(one, "Name"),
            description=self._property(one, "Description"),
            states=high << 32 | low,
        )
        if not found.has(SHOWING):
            return
        yield found
        for child in self._ask(one, "GetChildren"):
            yield from self._walk(child)

    def _ask(self, one: tuple[str, str], method: str) -> Any:
        address = DBusAddress(one[1], one[0], f"{ATSPI}Accessible")
        return self._bus.send_and_get_reply(new_method_call(address, method), timeout=5).body[0]

    def _property(self, one: tuple[str, str], name: str) -> str:
        address = DBusAddress(one[1], one[0], f"{ATSPI}Accessible")
        answer = self._bus.send_and_get_reply(Properties(address).get(name), timeout=5)
        return str(answer.body[0][1])
