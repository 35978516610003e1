"""IBus on a private desktop: targets started after it compose with the engine that is chosen."""

from typing import TYPE_CHECKING

from tests.support.waiting import wait_until

if TYPE_CHECKING:
    from tests.support.desktop import PrivateDesktop

ENGLISH, PINYIN = "xkb:us::eng", "libpinyin"

# The synchronous call answers only to a program with a main loop of its own.
_CHOOSE = """
import sys
import gi
gi.require_version("IBus", "1.0")
from gi.repository import GLib, IBus
loop, found = GLib.MainLoop(), []
bus = IBus.Bus()
def done(bus, answer):
    found.append(bus.set_global_engine_async_finish(answer))
    loop.quit()
GLib.timeout_add(8000, loop.quit)
bus.set_global_engine_async(sys.argv[1], 8000, None, done)
loop.run()
sys.exit(not any(found))
"""


def start_ibus(desktop: "PrivateDesktop") -> None:
    """Start IBus; what is started on this desktop from now on uses it."""
    desktop.env |= {
        "XMODIFIERS": "@im=ibus",
        "GTK_IM_MODULE": "ibus",
        "QT_IM_MODULE": "ibus",
        "IBUS_ENABLE_SYNC_MODE": "0",
    }
    argv = ["ibus-daemon", "--xim", "--panel=disable", "--config=/usr/libexec/ibus-memconf"]
    argv.append("--emoji-extension=disable")
    program = desktop.start(argv, name="ibus")
    listening = list((desktop.home / ".config/ibus/bus").glob("*")) if program.running else []

    def ready() -> bool:
        listening[:] = (desktop.home / ".config/ibus/bus").glob("*-unix-*")
        return bool(listening)

    wait_until(ready, 10, program.tail)


def choose_engine(desktop: "PrivateDesktop", engine: str) -> None:
    """Make this engine the one of every window."""
    desktop.run(["/usr/bin/python3", "-c", _CHOOSE, engine])
