"""The tray's icon where panels speak StatusNotifier (KDE, GNOME's extension) and where they embed.

Sources: StatusNotifierItem at freedesktop.org; com.canonical.dbusmenu.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.desktop.application import Application
from tests.support.bus_service import BusService
from tests.support.desktop import PrivateDesktop
from tests.support.waiting import wait_until

WATCHER = "org.kde.StatusNotifierWatcher"
THERE = {"IsStatusNotifierHostRegistered": ("b", True), "ProtocolVersion": ("i", 0)}


def watch(method: str, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]] | None:
    """A panel that is there."""
    if method == "Get":
        return "v", (THERE[body[1]],)
    if method == "GetAll":
        return "a{sv}", (THERE,)
    return ("", ()) if method == "RegisterStatusNotifierItem" else None


class Item:
    """The program's icon, as a panel sees it."""

    def __init__(self, address: str, name: str) -> None:
        self._bus = open_dbus_connection(address)
        self._icon = DBusAddress("/StatusNotifierItem", name, "org.kde.StatusNotifierItem")
        self._menu = DBusAddress("/MenuBar", name, "com.canonical.dbusmenu")

    def close(self) -> None:
        self._bus.close()

    def property(self, name: str) -> Any:
        return self._bus.send_and_get_reply(Properties(self._icon).get(name)).body[0][1]

    def entries(self) -> dict[str, int]:
        """The menu's words and their numbers."""
        asked = new_method_call(self._menu, "GetLayout", "iias", (0, -1, []))
        found: dict[str, int] = {}

        def take(node: tuple[int, dict[str, Any], list[Any]]) -> None:
            number, told, children = node
            found[str(told.get("label", ("s", ""))[1]).replace("_", "")] = number
            for _signature, child in children:
                take(child)

        take(self._bus.send_and_get_reply(asked).body[1])
        return found

    def press(self, words: str) -> None:
        body = (self.entries()[words], "clicked", ("i", 0), 0)
        self._bus.send_and_get_reply(new_method_call(self._menu, "Event", "isvu", body))


@pytest.fixture
def item() -> Iterator[tuple[PrivateDesktop, Application, Item]]:
    with PrivateDesktop(sound=False) as desktop:
        address = desktop.env["DBUS_SESSION_BUS_ADDRESS"]
        with BusService(address, WATCHER, watch) as watcher:
            app = Application(desktop, minimized=True).ready()
            names = wait_until(
                lambda: [b[0] for m, b in watcher.asked if m == "RegisterStatusNotifierItem"],
                10,
                app.log,
            )
            with contextlib.closing(Item(address, names[0])) as made:
                yield desktop, app, made


def test_a_panel_that_speaks_status_notifier_has_icon_words_and_menu(item):
    desktop, app, icon = item
    assert app.status()["tray"]
    assert icon.property("Title") == "Qwen Dictate"
    assert icon.property("ToolTip")[2] == "Qwen Dictate – Ready"
    assert (16, 16) in {(width, height) for width, height, _ in icon.property("IconPixmap")}
    wanted = {"Start dictation", "Copy last text", "Recognised by", "Microphone", "History"}
    assert wanted <= set(icon.entries())
    icon.press("English")
    wait_until(
        lambda: app.call("config", "get", "service.language").stdout == "en\n", 5, "not stored"
    )
    icon.press("Open window")
    desktop.find_window("Qwen Dictate")


def test_a_panel_that_embeds_windows_gets_one():
    with PrivateDesktop(sound=False, tray="trayer") as desktop:
        app = Application(desktop, minimized=True).ready()
        assert app.status()["tray"]
        wait_until(
            lambda: '"qwen-dictate"' in desktop.run(["xwininfo", "-root", "-tree"]),
            10,
            "no icon in the panel",
        )
