"""A stand-in for logind, and for a screen saver, on a desktop's private buses."""

import os
import socket
import threading

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.session import Session

LOGIN = "org.freedesktop.login1"
MANAGER = "/org/freedesktop/login1"
OURS = "/org/freedesktop/login1/session/_31"
OTHERS = "/org/freedesktop/login1/session/_32"


class Login:
    """Owns logind's name on the private system bus, and tells what it is told to tell."""

    def __init__(self, desktop: Session) -> None:
        self._bus = open_dbus_connection(desktop.env["DBUS_SYSTEM_BUS_ADDRESS"])
        self._session = open_dbus_connection(desktop.env["DBUS_SESSION_BUS_ADDRESS"])
        self._bus.send_and_get_reply(message_bus.RequestName(LOGIN), timeout=5)
        self._lock = threading.Lock()
        self.asked = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._bus.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._bus.close()
        self._session.close()

    def lock(self, path: str = OURS) -> None:
        self._tell(path, f"{LOGIN}.Session", "Lock")

    def unlock(self, path: str = OURS) -> None:
        self._tell(path, f"{LOGIN}.Session", "Unlock")

    def sleep(self, on: bool) -> None:
        self._tell(MANAGER, f"{LOGIN}.Manager", "PrepareForSleep", "b", (on,))

    def change(self, name: str, value: bool) -> None:
        """A property of our session."""
        body = (f"{LOGIN}.Session", {name: ("b", value)}, [])
        properties = "org.freedesktop.DBus.Properties"
        self._tell(OURS, properties, "PropertiesChanged", "sa{sv}as", body)

    def saver(self, name: str, on: bool) -> None:
        """A screen saver on the session bus shows itself, or goes."""
        _tell(self._session, f"/org/{name}/ScreenSaver", f"org.{name}.ScreenSaver",
              "ActiveChanged", "b", (on,))  # fmt: skip

    def _tell(self, path: str, interface: str, member: str, signature: str = "", body=()) -> None:
        with self._lock:
            _tell(self._bus, path, interface, member, signature, body)

    def _next(self) -> Message | None:
        """What somebody asks; None: the bus is gone."""
        try:
            return self._bus.receive()
        except (OSError, EOFError):
            return None

    def _serve(self) -> None:
        sessions = [("1", os.getuid(), "me", "seat0", OURS), ("2", 4711, "them", "seat0", OTHERS)]
        while (message := self._next()) is not None:
            if message.header.message_type is MessageType.method_call:
                assert message.header.fields[HeaderFields.member] == "ListSessions"
                answer = new_method_return(message, "a(susso)", (sessions,))
                with self._lock:
                    self._bus.send(answer)
                self.asked.set()


def _tell(
    bus: DBusConnection, path: str, interface: str, member: str, signature: str = "", body=()
) -> None:
    address = DBusAddress(path, interface=interface)
    bus.send(new_signal(address, member, signature or None, body))
