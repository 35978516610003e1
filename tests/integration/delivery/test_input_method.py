"""An input method that composes is noticed over D-Bus, and then texts are pasted."""

import os
import subprocess
import sys

import pytest

from qwen_dictate.core.events import Outcome
from qwen_dictate.delivery.deliverer import Order
from qwen_dictate.delivery.input_method import is_composing
from qwen_dictate.delivery.x11 import X11Deliverer
from tests.integration.delivery.conftest import Lane, Newly

SERVICE = """
import sys
from jeepney import DBusAddress, MessageType, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection
name, signature, body = sys.argv[1], sys.argv[2], eval(sys.argv[3])
bus = open_dbus_connection()
driver = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
bus.send_and_get_reply(new_method_call(driver, "RequestName", "su", (name, 4)))
print("ready", flush=True)
while True:
    asked = bus.receive()
    if asked.header.message_type is MessageType.method_call:
        bus.send(new_method_return(asked, signature, body))
"""


@pytest.fixture
def serve(lane: Lane):
    """Answers every call to a name of the private bus with one body."""
    running = []

    def start(name: str, signature: str, body: object) -> None:
        program = subprocess.Popen(
            [sys.executable, "-c", SERVICE, name, signature, repr(body)],
            env=lane.desktop.env,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(program)
        assert program.stdout.readline() == "ready\n"

    yield start
    for program in running:
        program.kill()
        program.wait()
        program.stdout.close()


def environ(lane: Lane, module: str, **more: str) -> dict[str, str]:
    return {**lane.desktop.env, "XMODIFIERS": f"@im={module}", **more}


@pytest.mark.parametrize(("state", "composing"), [(0, False), (1, False), (2, True)])
def test_fcitx_tells_its_state(lane: Lane, serve, state, composing):
    serve("org.fcitx.Fcitx5", "i", (state,))
    assert is_composing(environ(lane, "fcitx")) is composing
    assert not is_composing(lane.desktop.env)


@pytest.mark.parametrize(("engine", "composing"), [("xkb:us::eng", False), ("libpinyin", True)])
def test_ibus_tells_its_engine(lane: Lane, serve, tmp_path, engine, composing):
    described = ("(sa{sv}ss)", ("IBusEngineDesc", {}, engine, "its long name"))
    serve("org.freedesktop.IBus", "v", (("v", described),))
    bus = lane.desktop.env["DBUS_SESSION_BUS_ADDRESS"]
    assert is_composing(environ(lane, "ibus", IBUS_ADDRESS=bus)) is composing
    folder = tmp_path / "ibus" / "bus"
    folder.mkdir(parents=True)
    (folder / "0123-unix-7").write_text(f"# written by ibus\nIBUS_ADDRESS={bus}\n")
    by_file = environ(lane, "ibus", XDG_CONFIG_HOME=str(tmp_path), DISPLAY=":7.0")
    assert is_composing(by_file) is composing


def test_no_bus_and_no_answer_are_not_composing(lane: Lane):
    assert not is_composing(environ(lane, "fcitx"))
    assert not is_composing(environ(lane, "ibus"))
    nowhere = "unix:path=/nonexistent/bus"
    assert not is_composing(environ(lane, "fcitx", DBUS_SESSION_BUS_ADDRESS=nowhere))
    assert not is_composing(environ(lane, "ibus", IBUS_ADDRESS="nonsense"))


def test_letters_are_pasted_while_something_composes(lane: Lane, serve, qt_field):
    serve("org.fcitx.Fcitx5", "i", (2,))
    deliverer = X11Deliverer(os.getpid(), lane.connect, environ(lane, "fcitx"))
    try:
        newly = Newly(qt_field)
        order = Order("hello", lane.aim_at(qt_field))
        receipt = deliverer.deliver(order, lane.halt, lambda: None)
        newly.stands("hello")
        assert (receipt.outcome, receipt.method) == (Outcome.DELIVERED, "paste")
    finally:
        deliverer.close()
