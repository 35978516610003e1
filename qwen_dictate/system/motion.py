"""Whether the desktop asks programs to keep still.

Asked once, of the desktop's settings portal. Failure mode: a desktop that does not tell has not
asked for it. Runs in: a job lane; blocks for a second at most.

Source: https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

import os
from contextlib import closing
from typing import Final, cast

_LIMIT_S: Final = 1.0
_ASKED: Final = (
    ("org.freedesktop.appearance", "reduced-motion", 1),
    ("org.gnome.desktop.interface", "enable-animations", False),
)
"""Namespace, key, and the value that asks for it."""


def is_reduced(address: str | None = None) -> bool:
    """Tell whether the user wants nothing to move; ``address`` of the session bus, else its own."""
    session = address or os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not session:
        return False
    try:
        return _ask(session)
    except (OSError, EOFError, ValueError, KeyError, RuntimeError, StopIteration):
        return False


def _ask(session: str) -> bool:
    from jeepney import DBusAddress, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Desktop",
        "org.freedesktop.portal.Settings",
    )
    with closing(open_dbus_connection(session, auth_timeout=_LIMIT_S)) as bus:
        for namespace, key, still in _ASKED:
            question = new_method_call(portal, "Read", "ss", (namespace, key))
            answer = bus.send_and_get_reply(question, timeout=_LIMIT_S)
            told = answer.header.message_type is MessageType.method_return
            if told and _plain(answer.body[0]) == still:
                return True
    return False


def _plain(value: object) -> object:
    """Take a variant, or one inside another as this portal gives it, out of its shell."""
    while isinstance(value, tuple):
        value = cast("tuple[str, object]", value)[1]
    return value
