"""What python-xlib lacks of the XKB and XInput 2 extensions: a few requests and two events.

Failure: the server has no XKB, or no XInput 2.2 → ``Unavailable``.
Runs in: the thread that owns the connection.

Source: X11 "XKB protocol" (xkbproto, appendix D) and XInput 2 (XI2proto.txt, XI2.h).
"""

import struct
from dataclasses import dataclass
from typing import ClassVar

from Xlib.display import Display
from Xlib.ext import ge, xinput
from Xlib.protocol import request, rq

from qwen_dictate.core.errors import Unavailable

XKB = "XKEYBOARD"
XKB_NEW_KEYBOARD, XKB_MAP = 0, 1
"""XKB event types, in the ``xkb_type`` of the event."""

_CORE_KEYBOARD = 0x0100  # XkbUseCoreKbd
_DETECTABLE_AUTO_REPEAT = 1  # XkbPCF_DetectableAutoRepeatMask
_NEW_KEYBOARD_AND_MAP = (1 << XKB_NEW_KEYBOARD) | (1 << XKB_MAP)
_SYMBOLS = 1 << 1  # XkbKeySymsMask
_MODIFIER_MAP = 1 << 2  # XkbModifierMapMask

_MASTER_POINTER = 2
"""The virtual core pointer always has this number. Source: xserver, dix/devices.c."""

_RAW = struct.Struct("=HIIHHI")
"""deviceid, time, detail, sourceid, valuators_len, flags."""


class XkbEvent(rq.Event):
    """Any event of XKB; which one stands in ``xkb_type``."""

    _code: ClassVar[int | None] = None
    _fields = rq.Struct(
        rq.Card8("type"),
        rq.Card8("xkb_type"),
        rq.Card16("sequence_number"),
        rq.Pad(28),
    )


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
        rq.Bool("supported"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card16("major"),
        rq.Card16("minor"),
        rq.Pad(20),
    )


class _SelectEvents(rq.Request):
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(1),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Card16("affect_which"),
        rq.Card16("clear"),
        rq.Card16("select_all"),
        rq.Card16("affect_map"),
        rq.Card16("map"),
    )


class _PerClientFlags(rq.ReplyRequest):
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(21),
        rq.RequestLength(),
        rq.Card16("device"),
        rq.Pad(2),
        rq.Card32("change"),
        rq.Card32("value"),
        rq.Card32("ctrls_to_change"),
        rq.Card32("auto_ctrls"),
        rq.Card32("auto_ctrls_values"),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Card8("device"),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card32("supported"),
        rq.Card32("value"),
        rq.Card32("auto_ctrls"),
        rq.Card32("auto_ctrls_values"),
        rq.Pad(8),
    )


class _QueryPointer(rq.ReplyRequest):
    _request = rq.Struct(
        rq.Card8("opcode"),
        rq.Opcode(40),
        rq.RequestLength(),
        rq.Window("window"),
        rq.Card16("device"),
        rq.Pad(2),
    )
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Card32("root"),
        rq.Card32("child"),
        rq.Pad(16),
        rq.Bool("same_screen"),
        rq.Pad(1),
        rq.LengthOf("buttons", 2),
        rq.Pad(20),
        rq.List("buttons", rq.Card32Obj),
    )


def use_xkb(display: Display) -> int:
    """Turn XKB on for this connection: true releases under auto-repeat, news of the keymap.

    Returns:
        The code that its events carry.

    Raises:
        Unavailable: the server has no XKB.
    """
    info = display.query_extension(XKB)
    if not (info and info.present):
        raise Unavailable("The X server has no keyboard extension (XKB).")
    major: int = info.major_opcode
    base = display.display
    if not _UseExtension(base, opcode=major, major=1, minor=0).supported:
        raise Unavailable("The X server's keyboard extension (XKB) is older than version 1.0.")
    base.add_extension_event(info.first_event, type("XkbEvent", (XkbEvent,), {}))
    _PerClientFlags(
        base,
        opcode=major,
        device=_CORE_KEYBOARD,
        change=_DETECTABLE_AUTO_REPEAT,
        value=_DETECTABLE_AUTO_REPEAT,
        ctrls_to_change=0,
        auto_ctrls=0,
        auto_ctrls_values=0,
    )
    _SelectEvents(
        base,
        opcode=major,
        device=_CORE_KEYBOARD,
        affect_which=_NEW_KEYBOARD_AND_MAP,
        clear=0,
        select_all=_NEW_KEYBOARD_AND_MAP,
        affect_map=_SYMBOLS | _MODIFIER_MAP,
        map=_SYMBOLS | _MODIFIER_MAP,
    )
    return info.first_event


def use_xinput(display: Display) -> None:
    """Negotiate XInput 2.2: from 2.1 on raw events come while another client holds a grab.

    Raises:
        Unavailable: the server is older.
    """
    if not display.has_extension(xinput.extname):
        raise Unavailable("The X server has no XInput extension.")
    version = xinput.XIQueryVersion(
        display=display.display,
        opcode=_xinput(display),
        major_version=2,
        minor_version=2,
    )
    if (version.major_version, version.minor_version) < (2, 2):
        raise Unavailable("The X server's XInput extension is older than version 2.2.")


def watch_raw(display: Display, on: bool) -> None:
    """Have raw presses and releases of all keys and buttons sent to this connection, or not."""
    mask = 0
    if on:
        mask = (
            xinput.RawKeyPressMask
            | xinput.RawKeyReleaseMask
            | xinput.RawButtonPressMask
            | xinput.RawButtonReleaseMask
        )
    xinput.XISelectEvents(
        display=display.display,
        opcode=_xinput(display),
        window=display.screen().root,
        masks=[(xinput.AllMasterDevices, [mask])],
    )


@dataclass(frozen=True, slots=True)
class RawEvent:
    """A key or button moved, whoever has the focus or a grab."""

    code: int
    down: bool
    is_button: bool


def raw_event(display: Display, event: rq.Event) -> RawEvent | None:
    """Read a raw XInput event; None for any other one."""
    if event.type != ge.GenericEventCode or event.extension != _xinput(display):
        return None
    kind: int = event.evtype
    if not xinput.RawKeyPress <= kind <= xinput.RawButtonRelease:
        return None
    _device, _time, detail, _source, _length, _flags = _RAW.unpack_from(bytes(event.data))
    return RawEvent(
        code=detail,
        down=kind in {xinput.RawKeyPress, xinput.RawButtonPress},
        is_button=kind in {xinput.RawButtonPress, xinput.RawButtonRelease},
    )


def keys_down(display: Display) -> frozenset[int]:
    """The keycodes that are down now."""
    return _bits([*display.query_keymap()], 8)


def buttons_down(display: Display) -> frozenset[int]:
    """The mouse buttons that are down now; the core protocol tells only of the first five."""
    return _bits([*_pointer_asked_for(display, defer=False).buttons], 32)


def keys_and_buttons_down(display: Display) -> tuple[frozenset[int], frozenset[int]]:
    """Both, in one round trip."""
    keys = request.QueryKeymap(display=display.display, defer=True)
    pointer = _pointer_asked_for(display, defer=True)
    keys.reply()
    pointer.reply()
    return _bits([*keys.map], 8), _bits([*pointer.buttons], 32)


def _pointer_asked_for(display: Display, *, defer: bool) -> rq.ReplyRequest:
    return _QueryPointer(
        display.display,
        defer=defer,
        opcode=_xinput(display),
        window=display.screen().root,
        device=_MASTER_POINTER,
    )


def _bits(words: list[int], width: int) -> frozenset[int]:
    """The places of the bits that are set."""
    return frozenset(
        place * width + bit
        for place, word in enumerate(words)
        if word
        for bit in range(width)
        if word >> bit & 1
    )


def _xinput(display: Display) -> int:
    return display.display.get_extension_major(xinput.extname)
