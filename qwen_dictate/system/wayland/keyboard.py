"""A keyboard of our own (zwp_virtual_keyboard_v1), with a keymap made for what is typed.

Rule: each batch brings a keymap that has just its characters, one key each, so every layout and
every script comes out exact, and no modifier is needed. Failure: ``OSError``; ``Unavailable`` where
the compositor has no such protocol (GNOME, KDE). Runs in: the thread that owns the connection.
Source: wlr-protocols / wayland-protocols, virtual-keyboard-unstable-v1.
"""

import os
import time
from collections.abc import Sequence

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system.wayland.wire import Connection, ignore

MANAGER, SEAT = "zwp_virtual_keyboard_manager_v1", "wl_seat"
_CREATE = 0
_KEYMAP, _KEY, _MODIFIERS, _DESTROY = 0, 1, 2, 3
_XKB_V1 = 1
_FIRST = 9
"""The keycode of the first key: 8 is the least that XKB knows, and 0 on the wire."""
MOST_KEYS = 200
_SETTLE_S = 0.02
"""A window that has just learnt of this keyboard loses its first key else (seen with foot)."""
_LIMIT_S = 2.0

_NAMED = {
    "\n": "Return", "\t": "Tab", "ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L",
    "super": "Super_L", "insert": "Insert", "v": "v",
}  # fmt: skip
_MASKS = {"shift": 1, "ctrl": 4, "alt": 8, "super": 64}


class VirtualKeyboard:
    """One keyboard of the seat."""

    def __init__(self, connection: Connection) -> None:
        manager = connection.bind(MANAGER, 1, ignore)
        seat = connection.bind(SEAT, 1, ignore)
        if manager is None or seat is None:
            raise Unavailable(
                "This compositor lets no program type (no virtual keyboard).",
                "Texts are left in the clipboard: paste them yourself.",
            )
        self._connection = connection
        self._keyboard = connection.new(ignore)
        connection.request(manager, _CREATE, seat, self._keyboard)
        self._keys: tuple[str, ...] = ()
        connection.roundtrip(_LIMIT_S)

    def type(self, text: str, *, shift_newlines: bool = False) -> None:
        """Type a batch of at most ``MOST_KEYS`` different characters."""
        distinct = tuple(dict.fromkeys(text))
        self._learn((*distinct, "shift"))
        for character in text:
            shifted = character == "\n" and shift_newlines
            if shifted:
                self._hold("shift", down=True)
            self._press(self._keys.index(character))
            if shifted:
                self._hold("shift", down=False)
        self._connection.roundtrip(_LIMIT_S)

    def chord(self, modifiers: Sequence[str], key: str) -> None:
        """Press a chord."""
        self._learn((*modifiers, key))
        for name in modifiers:
            self._send_key(self._keys.index(name), down=True)
        self._connection.request(
            self._keyboard, _MODIFIERS, sum(_MASKS[name] for name in modifiers), 0, 0, 0
        )
        self._press(self._keys.index(key))
        for name in reversed(modifiers):
            self._send_key(self._keys.index(name), down=False)
        self._connection.request(self._keyboard, _MODIFIERS, 0, 0, 0, 0)
        self._connection.roundtrip(_LIMIT_S)

    def close(self) -> None:
        """Unplug it, and end its connection."""
        self._connection.request(self._keyboard, _DESTROY)
        self._connection.close()

    def _hold(self, name: str, *, down: bool) -> None:
        self._send_key(self._keys.index(name), down=down)
        self._connection.request(self._keyboard, _MODIFIERS, _MASKS[name] if down else 0, 0, 0, 0)

    def _press(self, place: int) -> None:
        self._send_key(place, down=True)
        self._send_key(place, down=False)

    def _send_key(self, place: int, *, down: bool) -> None:
        now = int(time.monotonic() * 1000) & 0xFFFFFFFF
        self._connection.request(self._keyboard, _KEY, now, place + _FIRST - 8, int(down))

    def _learn(self, keys: tuple[str, ...]) -> None:
        if keys == self._keys:
            return
        fresh = not self._keys
        content = keymap(keys).encode("ascii") + b"\0"
        fd = os.memfd_create("keymap", os.MFD_CLOEXEC)
        try:
            os.write(fd, content)
            self._connection.request(self._keyboard, _KEYMAP, _XKB_V1, len(content), fd=fd)
        finally:
            os.close(fd)
        self._keys = keys
        self._connection.roundtrip(_LIMIT_S)
        if fresh:
            self._connection.hear(_SETTLE_S)


def keymap(keys: Sequence[str]) -> str:
    """The text of an XKB keymap: one key for each of ``keys``, from keycode 9 on."""
    codes = "".join(f"<K{n}> = {n + _FIRST}; " for n in range(len(keys)))
    symbols = "".join(f"key <K{n}> {{[ {_symbol(key)} ]}}; " for n, key in enumerate(keys))
    return (
        "xkb_keymap { "
        f'xkb_keycodes "qwen" {{ minimum = 8; maximum = 255; {codes}}}; '
        'xkb_types "qwen" { include "complete" }; '
        'xkb_compatibility "qwen" { include "complete" }; '
        f'xkb_symbols "qwen" {{ {symbols}{_modifier_map(keys)}}}; '
        "};"
    )


def _symbol(key: str) -> str:
    return _NAMED.get(key) or f"U{ord(key):04X}"


def _modifier_map(keys: Sequence[str]) -> str:
    real = {"shift": "Shift", "ctrl": "Control", "alt": "Mod1", "super": "Mod4"}
    return "".join(
        f"modifier_map {real[key]} {{ <K{n}> }}; " for n, key in enumerate(keys) if key in real
    )
