"""Global keys from the kernel's input devices: for desktops without another way.

Rule: only where the user asked for it (``hotkey.backend = evdev``), because whoever may read these
devices hears every key of every program, and must be in the group ``input``. Nothing is taken away
from the windows. Devices that come later are looked for at each ``bind``.
Failure: ``Unavailable`` where no keyboard may be read. Runs in: its own thread.
Source: linux/input.h, linux/input-event-codes.h.
"""

import contextlib
import os
import selectors
import socket
import struct
from collections.abc import Callable
from pathlib import Path

from qwen_dictate.core.errors import DictateError, Unavailable
from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import BUTTONS, KeyCombination
from qwen_dictate.hotkeys.hooked import HookedListener
from qwen_dictate.system import foreground

DEVICES = Path("/dev/input")
EVENT = struct.Struct("llHHi")
EV_KEY = 1
_UP, _DOWN, _REPEATS = 0, 1, 2

_ROWS = {
    1: "esc", 14: "backspace", 15: "tab", 28: "enter", 57: "space", 58: "caps_lock",
    12: "minus", 13: "equal", 26: "bracket_left", 27: "bracket_right", 39: "semicolon",
    40: "apostrophe", 41: "grave", 43: "backslash", 51: "comma", 52: "period", 53: "slash",
    29: "left_ctrl", 97: "right_ctrl", 42: "left_shift", 54: "right_shift", 56: "left_alt",
    100: "right_alt", 125: "left_super", 126: "right_super", 69: "num_lock", 70: "scroll_lock",
    87: "f11", 88: "f12", 99: "print", 102: "home", 103: "up", 104: "page_up", 105: "left",
    106: "right", 107: "end", 108: "down", 109: "page_down", 110: "insert", 111: "delete",
    119: "pause", 127: "menu", 274: "mouse_middle", 275: "mouse_x1", 276: "mouse_x2",
}  # fmt: skip
CODES: dict[int, str] = {
    **_ROWS,
    **{2 + place: digit for place, digit in enumerate("1234567890")},
    **{16 + place: letter for place, letter in enumerate("qwertyuiop")},
    **{30 + place: letter for place, letter in enumerate("asdfghjkl")},
    **{44 + place: letter for place, letter in enumerate("zxcvbnm")},
    **{58 + number: f"f{number}" for number in range(1, 11)},
    **{170 + number: f"f{number}" for number in range(13, 25)},
}
"""The kernel's code → our name, by the place of the key on a US keyboard."""


class EvdevListener(HookedListener):
    """The back-end ``evdev``."""

    name = "evdev"

    def __init__(
        self, folder: Path = DEVICES, focused: Callable[[int], Target | None] | None = None
    ) -> None:
        super().__init__(focused or _focused)
        self._folder = folder
        self._files: dict[Path, int] = {}
        self._selector = selectors.DefaultSelector()
        self._bell, self._button = socket.socketpair()
        for half in (self._bell, self._button):
            half.setblocking(False)
        self._selector.register(self._bell, selectors.EVENT_READ)
        if not self._open():
            self._close()
            raise Unavailable(
                "No keyboard may be read here (/dev/input).",
                "Become a member of the group input, and log in again.",
            )

    def _open(self) -> bool:
        """Open what may be read and is not open yet."""
        for path in sorted(self._folder.glob("event*")):
            if path in self._files:
                continue
            with contextlib.suppress(OSError):
                fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
                self._files[path] = fd
                self._selector.register(fd, selectors.EVENT_READ, path)
        return bool(self._files)

    def _wait(self) -> None:
        for key, _ in self._selector.select():
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    self._bell.recv(4096)
            else:
                self._read(key.data)

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._button.send(b"!")

    def _take_keys(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        self._open()
        known = {*CODES.values(), *BUTTONS}
        unknown = {role for role, keys in combinations.items() if keys.key not in known}
        return dict.fromkeys(unknown, "The kernel has no such key.")

    def _give_keys_back(self) -> None:
        self._close()

    def _read(self, path: Path) -> None:
        try:
            content = os.read(self._files[path], EVENT.size * 64)
        except BlockingIOError:
            return
        except OSError:
            content = b""
        if not content:  # unplugged: what was held on it is up
            self._forget(path)
            self.tell(self.held.end_all())
            return
        for _, _, kind, code, value in EVENT.iter_unpack(content):
            if kind == EV_KEY and value in (_UP, _DOWN, _REPEATS):
                self.event(CODES.get(code, ""), down=value != _UP)

    def _forget(self, path: Path) -> None:
        fd = self._files.pop(path)
        self._selector.unregister(fd)
        os.close(fd)

    def _close(self) -> None:
        for path in list(self._files):
            self._forget(path)
        self._selector.close()
        self._bell.close()
        self._button.close()


def _focused(own_pid: int) -> Target | None:
    try:
        return foreground.connect().focused(own_pid)
    except DictateError:
        return None
