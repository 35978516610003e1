"""Whether an input method (fcitx, IBus) would make something else of typed letters.

Rule: asked only where the desktop's environment names one; what does not answer within 50 ms
counts as not composing. IBus tells its engine, not whether the engine is in its own English
mode, so a Chinese engine always counts: then the text is pasted, which is right in both modes.
Failure: none; no bus, no answer, an answer of another shape → False.
Runs in: the delivery lane.
Sources: fcitx5, src/modules/dbus/dbusmodule.cpp (Controller1.State: 2 = active); IBus,
bus/ibusimpl.c (property GlobalEngine) and src/ibusbus.c (where its address stands).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

_LIMIT_S = 0.05
_FCITX_ACTIVE = 2
_ENGINE_NAME = 2  # place of the name in a serialised IBusEngineDesc
_VARIABLES = ("XMODIFIERS", "GTK_IM_MODULE", "QT_IM_MODULE")


def is_composing(environ: Mapping[str, str]) -> bool:
    """Whether letters that are typed now would be composed into something else."""
    named = " ".join(environ.get(name, "") for name in _VARIABLES).lower()
    if "fcitx" in named:
        return _fcitx_is_active(environ)
    return "ibus" in named and _ibus_is_composing(environ)


def _fcitx_is_active(environ: Mapping[str, str]) -> bool:
    bus = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    answer = _call(bus, "org.fcitx.Fcitx5", "/controller", "org.fcitx.Fcitx.Controller1", "State")
    return bool(answer) and answer[0] == _FCITX_ACTIVE


def _ibus_is_composing(environ: Mapping[str, str]) -> bool:
    answer = _call(
        environ.get("IBUS_ADDRESS") or _ibus_address(environ),
        "org.freedesktop.IBus",
        "/org/freedesktop/IBus",
        "org.freedesktop.DBus.Properties",
        "Get",
        ("org.freedesktop.IBus", "GlobalEngine"),
    )
    value: object = answer[0] if answer else None
    # A variant is (signature, value); the engine is a variant within the property's own.
    while _is_variant(value):
        value = cast("tuple[str, object]", value)[1]
    fields = list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else []
    name = fields[_ENGINE_NAME] if len(fields) > _ENGINE_NAME else ""
    return isinstance(name, str) and bool(name) and not name.startswith("xkb:")


def _is_variant(value: object) -> bool:
    if not isinstance(value, tuple):
        return False
    pair = cast("tuple[object, ...]", value)
    return len(pair) == 2 and isinstance(pair[0], str)  # noqa: PLR2004 -- a pair


def _ibus_address(environ: Mapping[str, str]) -> str:
    """Where IBus listens, as it has written it into its file for this display."""
    config = environ.get("XDG_CONFIG_HOME") or f"{environ.get('HOME', '')}/.config"
    display = environ.get("DISPLAY", "").rpartition(":")[2].partition(".")[0]
    for file in sorted(Path(config, "ibus", "bus").glob(f"*-unix-{display}")):
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        for line in lines:
            if line.startswith("IBUS_ADDRESS="):
                return line.partition("=")[2]
    return ""


def _call(
    bus: str, name: str, path: str, interface: str, method: str, words: tuple[str, ...] = ()
) -> tuple[Any, ...]:
    """The body of a D-Bus answer; empty where there is none in time."""
    if not bus:
        return ()
    from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    address = DBusAddress(path, bus_name=name, interface=interface)
    message = new_method_call(address, method, "s" * len(words) or None, words)
    message.header.flags |= MessageFlag.no_auto_start
    try:
        connection = open_dbus_connection(bus, auth_timeout=_LIMIT_S)
        try:
            answer = connection.send_and_get_reply(message, timeout=_LIMIT_S)
        finally:
            connection.close()
    except (OSError, RuntimeError, ValueError, KeyError, StopIteration, EOFError):
        return ()
    if answer.header.message_type is not MessageType.method_return:
        return ()
    return answer.body
