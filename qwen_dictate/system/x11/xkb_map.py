"""Three requests of the X keyboard extension that python-xlib lacks, and their parsing.

Rule: this file knows the wire only; what a keymap means is told by keymap.py. All requests
speak of the core keyboard, so that every device of the seat sees the same.
Failure: a server without the extension → ``Unavailable``; other errors as python-xlib raises.
Runs in: the thread that owns the connection.
Source: https://www.x.org/releases/current/doc/kbproto/xkbproto.html and X11/extensions/XKBproto.h
"""

import struct
from dataclasses import dataclass, field, replace

from Xlib.display import Display
from Xlib.protocol import rq

from qwen_dictate.core.errors import Unavailable

EXTENSION = "XKEYBOARD"
_CORE_KEYBOARD = 0x100
_TYPES, _SYMS, _MODIFIERS = 1, 2, 4
_HEADER = 32  # the fixed part of every reply


@dataclass(frozen=True, slots=True)
class KeyType:
    """How modifiers choose a level: ``levels`` has the exceptions from level 0."""

    mask: int
    levels: tuple[tuple[int, int], ...]

    def level(self, modifiers: int) -> int:
        """The level that is typed while these modifiers are on."""
        wanted = modifiers & self.mask
        return next((level for mask, level in self.levels if mask == wanted), 0)


@dataclass(frozen=True, slots=True)
class KeySyms:
    """The keysyms of one key, and the bytes to write them back unchanged."""

    types: tuple[int, int, int, int]
    group_info: int
    width: int
    syms: tuple[int, ...]

    def group(self, group: int) -> int | None:
        """The group that is in effect for this key; None where it has no symbols."""
        groups = self.group_info & 0x0F
        if groups == 0:
            return None
        if group < groups:
            return group
        rule = self.group_info & 0xC0
        if rule == 0x80:  # noqa: PLR2004 -- redirect into a fixed group
            redirected = (self.group_info >> 4) & 3
            return redirected if redirected < groups else 0
        return groups - 1 if rule == 0x40 else group % groups  # noqa: PLR2004 -- clamp, wrap

    def sym(self, group: int, level: int) -> int:
        """The keysym at a place; 0 where there is none."""
        place = group * self.width + level
        return self.syms[place] if level < self.width and place < len(self.syms) else 0


@dataclass(frozen=True, slots=True)
class WireMap:
    """The server's keymap: types, keys from ``first`` on, modifiers of keycodes."""

    types: tuple[KeyType, ...]
    first: int
    keys: tuple[KeySyms, ...]
    modifiers: dict[int, int]
    wire: bytes = field(default=b"", compare=False, repr=False)
    """What it was read from: the same bytes again need not be read again."""


@dataclass(frozen=True, slots=True)
class KeyboardState:
    """What is in effect: the group, and the modifiers that stay on without a key held."""

    group: int
    locked: int
    latched: int


class _Rest(rq.ValueField):
    """Everything behind the fixed part of a reply, as bytes."""

    structcode = None

    def parse_binary_value(
        self, data: bytes, _display: object, _length: object, _format: object
    ) -> tuple[bytes, bytes]:
        return bytes(data), b""


class _UseExtension(rq.ReplyRequest):
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(0),
        rq.RequestLength(),
        rq.Card16("major"),
        rq.Card16("minor"),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Card8("supported"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Pad(24),
    )


class _GetState(rq.ReplyRequest):
    _request = rq.Struct(
        rq.Card8("opcode"), rq.Opcode(4), rq.RequestLength(), rq.Card16("device"), rq.Pad(2)
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card8("modifiers"),
        rq.Card8("base"),
        rq.Card8("latched"),
        rq.Card8("locked"),
        rq.Card8("group"),
        rq.Pad(19),
    )


class _LatchLockState(rq.Request):
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(5),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card8("affect_locks"),
        rq.Card8("locks"),
        rq.Card8("lock_group"),
        rq.Card8("group"),
        rq.Card8("affect_latches"),
        rq.Card8("latches"),
        rq.Pad(1),
        rq.Card8("latch_group"),
        rq.Card16("group_latch"),
    )


class _GetMap(rq.ReplyRequest):
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(8),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card16("full"),
        rq.Card16("partial"),
        rq.Pad(18),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Pad(6),
        rq.Card8("first_type"),
        rq.Card8("type_count"),
        rq.Pad(1),
        rq.Card8("first_key"),
        rq.Card16("sym_total"),
        rq.Card8("key_count"),
        rq.Pad(11),
        _Rest("rest"),
    )


class _SetMap(rq.Request):
    """XkbSetMap with keysyms only: one change, however many keys."""

    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(9),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card16("present"),
        rq.Card16("flags"),
        rq.Card8("min_keycode"),
        rq.Card8("max_keycode"),
        rq.Pad(2),  # types
        rq.Card8("first_key"),
        rq.Card8("key_count"),
        rq.Card16("sym_total"),
        rq.Pad(18),  # actions, behaviours, explicit, modifiers
        rq.Binary("keys"),
    )


def use_keyboard_extension(display: Display) -> None:
    """Say to the server that this connection speaks XKB; no events are asked for.

    Such a connection is not told of changes of the keymap either: read it when it is needed.

    Raises:
        Unavailable: it does not.
    """
    found = display.query_extension(EXTENSION)
    if not found.present:
        raise Unavailable("The X server has no keyboard extension.", "Use another X server.")
    display.display.set_extension_major(EXTENSION, found.major_opcode)
    if not _UseExtension(display=display.display, opcode=_opcode(display), major=1, minor=0):
        raise Unavailable("The X server has no keyboard extension.", "Use another X server.")


def get_state(display: Display) -> KeyboardState:
    """The group and the locks of now; one round trip."""
    state = _GetState(display=display.display, opcode=_opcode(display), device=_CORE_KEYBOARD)
    return KeyboardState(int(state.group), int(state.locked), int(state.latched))


def set_locks(display: Display, affected: int, locked: int) -> None:
    """Turn locks on or off, as their keys would, and end latches among them. Not waited for."""
    _LatchLockState(
        display=display.display,
        opcode=_opcode(display),
        device=_CORE_KEYBOARD,
        affect_locks=affected,
        locks=locked,
        lock_group=0,
        group=0,
        affect_latches=affected,
        latches=0,
        latch_group=0,
        group_latch=0,
    )


def get_map(display: Display, before: WireMap | None = None) -> WireMap:
    """The keymap of now, which is ``before`` itself where nothing changed; one round trip."""
    reply = _GetMap(
        display=display.display,
        opcode=_opcode(display),
        device=_CORE_KEYBOARD,
        full=_TYPES | _SYMS | _MODIFIERS,
        partial=0,
    )
    rest: bytes = reply.rest
    counts = (int(reply.type_count), int(reply.first_key), int(reply.key_count))
    wire = bytes(counts) + rest
    if before is not None and before.wire == wire:
        return before
    return replace(parse_map(rest, *counts), wire=wire)


def parse_map(rest: bytes, type_count: int, first_key: int, key_count: int) -> WireMap:
    """Read the variable part of a GetMap reply, which begins at byte 32 of the reply."""
    modifier_count = rest[33 - _HEADER]  # totalModMapKeys
    at = 40 - _HEADER
    types: list[KeyType] = []
    for _ in range(type_count):
        found, at = _read_type(rest, at)
        types.append(found)
    keys: list[KeySyms] = []
    for _ in range(key_count):
        key, at = _read_key(rest, at)
        keys.append(key)
    pairs = rest[at : at + 2 * modifier_count]
    return WireMap(
        tuple(types), first_key, tuple(keys), dict(zip(pairs[::2], pairs[1::2], strict=True))
    )


def _read_type(rest: bytes, at: int) -> tuple[KeyType, int]:
    mask, _real, _virtual, _levels, entries, preserve = struct.unpack_from("=BBHBBB", rest, at)
    at += 8
    levels: list[tuple[int, int]] = []
    for _ in range(entries):
        active, entry_mask, level = struct.unpack_from("=BBB", rest, at)
        at += 8
        if active:
            levels.append((entry_mask, level))
    return KeyType(mask, tuple(levels)), at + (4 * entries if preserve else 0)


def _read_key(rest: bytes, at: int) -> tuple[KeySyms, int]:
    a, b, c, d, info, width, count = struct.unpack_from("=BBBBBBH", rest, at)
    at += 8
    syms = struct.unpack_from(f"={count}I", rest, at)
    return KeySyms((a, b, c, d), info, width, syms), at + 4 * count


def set_keys(display: Display, first: int, keys: tuple[KeySyms, ...]) -> None:
    """Write the keysyms of ``keys``, from keycode ``first`` on, in one change. Not waited for."""
    info = display.display.info
    _SetMap(
        display=display.display,
        opcode=_opcode(display),
        device=_CORE_KEYBOARD,
        present=_SYMS,
        flags=0,
        min_keycode=info.min_keycode,
        max_keycode=info.max_keycode,
        first_key=first,
        key_count=len(keys),
        sym_total=sum(len(key.syms) for key in keys),
        keys=b"".join(_write_key(key) for key in keys),
    )


def _write_key(key: KeySyms) -> bytes:
    head = struct.pack("=4BBBH", *key.types, key.group_info, key.width, len(key.syms))
    return head + struct.pack(f"={len(key.syms)}I", *key.syms)


def _opcode(display: Display) -> int:
    return int(display.display.get_extension_major(EXTENSION))
