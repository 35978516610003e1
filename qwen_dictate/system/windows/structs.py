"""Structures and numbers of the Win32 API, as 64-bit Windows lays them out.

Rule: sizes are written out (``ctypes.wintypes`` has other ones on other systems), so that tests
hold the layouts everywhere. Pure data. Source: the Windows SDK, WinUser.h and WinNT.h.
"""

import ctypes

WH_KEYBOARD_LL, WH_MOUSE_LL = 13, 14
WM_QUIT, WM_APP, WM_TIMER = 0x0012, 0x8000, 0x0113
WM_KEYDOWN, WM_KEYUP, WM_SYSKEYDOWN, WM_SYSKEYUP = 0x0100, 0x0101, 0x0104, 0x0105
WM_MBUTTONDOWN, WM_MBUTTONUP, WM_XBUTTONDOWN, WM_XBUTTONUP = 0x0207, 0x0208, 0x020B, 0x020C
WM_POWERBROADCAST, WM_WTSSESSION_CHANGE = 0x0218, 0x02B1
WM_RENDERFORMAT, WM_RENDERALLFORMATS, WM_DESTROYCLIPBOARD = 0x0305, 0x0306, 0x0307
PBT_APMRESUMEAUTOMATIC, WTS_SESSION_LOCK, WTS_SESSION_UNLOCK = 0x12, 0x7, 0x8

INPUT_KEYBOARD = 1
KEYEVENTF_EXTENDEDKEY, KEYEVENTF_KEYUP, KEYEVENTF_UNICODE = 0x1, 0x2, 0x4

CF_UNICODETEXT = 13
GMEM_MOVEABLE = 0x2

PROCESS_QUERY_LIMITED_INFORMATION, TOKEN_QUERY, TOKEN_INTEGRITY_LEVEL = 0x1000, 0x8, 25

OWN = 0x51574431
"""Marks the key events that are ours (``dwExtraInfo``): no hotkey hears them."""


class KeyHook(ctypes.Structure):
    """KBDLLHOOKSTRUCT."""

    _fields_ = (
        ("vk", ctypes.c_uint32),
        ("scan", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class Point(ctypes.Structure):
    """POINT."""

    _fields_ = (("x", ctypes.c_int32), ("y", ctypes.c_int32))


class Rect(ctypes.Structure):
    """RECT."""

    _fields_ = (
        ("left", ctypes.c_int32),
        ("top", ctypes.c_int32),
        ("right", ctypes.c_int32),
        ("bottom", ctypes.c_int32),
    )


class MouseHook(ctypes.Structure):
    """MSLLHOOKSTRUCT; the button of an X event is in the high word of ``data``."""

    _fields_ = (
        ("point", Point),
        ("data", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class Message(ctypes.Structure):
    """MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint32),
        ("word", ctypes.c_size_t),
        ("long", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("point", Point),
        ("private", ctypes.c_uint32),
    )


class KeyboardInput(ctypes.Structure):
    """KEYBDINPUT."""

    _fields_ = (
        ("vk", ctypes.c_uint16),
        ("scan", ctypes.c_uint16),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class MouseInput(ctypes.Structure):
    """MOUSEINPUT: the largest of the union, so it decides INPUT's size."""

    _fields_ = (
        ("dx", ctypes.c_int32),
        ("dy", ctypes.c_int32),
        ("data", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class AnyInput(ctypes.Union):
    """The union inside INPUT."""

    _fields_ = (("keyboard", KeyboardInput), ("mouse", MouseInput))


class Input(ctypes.Structure):
    """INPUT."""

    _fields_ = (("kind", ctypes.c_uint32), ("any", AnyInput))


class LastInput(ctypes.Structure):
    """LASTINPUTINFO."""

    _fields_ = (("size", ctypes.c_uint32), ("time", ctypes.c_uint32))


class WindowClass(ctypes.Structure):
    """WNDCLASSW."""

    _fields_ = (
        ("style", ctypes.c_uint32),
        ("procedure", ctypes.c_void_p),
        ("class_extra", ctypes.c_int32),
        ("window_extra", ctypes.c_int32),
        ("instance", ctypes.c_void_p),
        ("icon", ctypes.c_void_p),
        ("cursor", ctypes.c_void_p),
        ("background", ctypes.c_void_p),
        ("menu_name", ctypes.c_wchar_p),
        ("class_name", ctypes.c_wchar_p),
    )
