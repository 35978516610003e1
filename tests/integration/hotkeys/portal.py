"""A portal that answers as the documentation says, on a private session bus: a process.

    portal.py [refuse]

It prints a line for each shortcut that is bound; ``down ROLE`` and ``up ROLE`` on standard input
become its signals. ``refuse``: its user says no.
"""

import os
import select
import sys

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields as Fields

PATH, NAME = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop"
SESSION = f"{PATH}/session/1_1/qwen_dictate"


def main() -> None:
    refuse = "refuse" in sys.argv
    bus = open_dbus_connection()
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([bus.sock, sys.stdin], [], [])
        if sys.stdin in ready:
            told = os.read(sys.stdin.fileno(), 4096).decode()
            if not told:
                return
            for line in told.splitlines():
                signal(bus, *line.split())
        if bus.sock in ready:
            answer(bus, bus.receive(), refuse=refuse)


def signal(bus, what: str, role: str) -> None:
    member = {"down": "Activated", "up": "Deactivated"}[what]
    shortcuts = DBusAddress(PATH, interface="org.freedesktop.portal.GlobalShortcuts")
    bus.send(new_signal(shortcuts, member, "osta{sv}", (SESSION, role, 1, {})))


def answer(bus, message, *, refuse: bool) -> None:
    if message.header.message_type is not MessageType.method_call:
        return
    member = message.header.fields[HeaderFields.member]
    if member == "Get":
        bus.send(new_method_return(message, "v", (("u", 1),)))
        return
    sender = message.header.fields[Fields.sender]
    token = message.body[-1]["handle_token"][1]
    path = f"{PATH}/request/{sender[1:].replace('.', '_')}/{token}"
    bus.send(new_method_return(message, "o", (path,)))
    request = DBusAddress(path, interface="org.freedesktop.portal.Request")
    results = {}
    if member == "CreateSession":
        results = {"session_handle": ("s", SESSION)}
    elif member == "BindShortcuts":
        for role, said in message.body[1]:
            print("bound", role, said.get("preferred_trigger", ("s", "-"))[1], flush=True)
        results = {"shortcuts": ("a(sa{sv})", message.body[1])}
    code = 1 if refuse and member == "BindShortcuts" else 0
    bus.send(new_signal(request, "Response", "ua{sv}", (code, results)))


main()
