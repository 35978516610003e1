"""The calls that are made of Windows: nothing is decided here.

Rule: each method is one call, or a handful that belong together, with plain values in and out.
Failure: ``OSError`` of ``ctypes.WinError`` where a call refuses; a window that is gone gives 0 or
"". Runs in: the thread that calls; hooks and windows belong to the thread that made them.
Source: Microsoft Learn, the page of each function.
"""

import ctypes
from collections.abc import Callable, Sequence
from ctypes import POINTER, byref, c_int32, c_size_t, c_ssize_t, c_uint32, c_void_p, sizeof
from pathlib import PureWindowsPath
from typing import Any

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system.windows import structs as w
from qwen_dictate.system.windows.keys import Stroke

_ON_WINDOWS: Any = ctypes
"""Where ctypes has WinDLL, WINFUNCTYPE and WinError."""

HookProcedure = Callable[[int, int], bool]
"""(message, address of its structure) → whether the event is taken away."""


def libraries() -> tuple[Any, Any, Any, Any]:
    """user32, kernel32, advapi32, wtsapi32.

    Raises:
        Unavailable: this is not Windows.
    """
    try:
        load = _ON_WINDOWS.WinDLL
    except AttributeError as error:
        raise Unavailable("This is not Windows.") from error
    return (
        load("user32", use_last_error=True),
        load("kernel32", use_last_error=True),
        load("advapi32", use_last_error=True),
        load("wtsapi32", use_last_error=True),
    )


class Windows:
    """What the focus, the keys and the foreign processes are asked for."""

    def __init__(self) -> None:
        self.user, self.kernel, self.rights, self.sessions = libraries()
        self.user.GetForegroundWindow.restype = c_void_p
        self.user.GetAncestor.restype = c_void_p
        self.user.GetWindow.restype = c_void_p
        self.kernel.OpenProcess.restype = c_void_p

    # Windows and their processes

    def foreground(self) -> int:
        """The window that has the focus; 0 = none."""
        return int(self.user.GetForegroundWindow() or 0)

    def next_below(self, window: int) -> int:
        """The window below in the order of the screen; 0 = none."""
        return int(self.user.GetWindow(c_void_p(window), 2) or 0)

    def is_window(self, window: int) -> bool:
        """Whether it is still there."""
        return bool(self.user.IsWindow(c_void_p(window)))

    def is_visible(self, window: int) -> bool:
        """Whether it is shown."""
        return bool(self.user.IsWindowVisible(c_void_p(window)))

    def activate(self, window: int) -> bool:
        """Ask for the focus to go there; Windows may refuse."""
        return bool(self.user.SetForegroundWindow(c_void_p(window)))

    def process_of(self, window: int) -> int:
        """The process that a window belongs to; 0 where it is gone."""
        number = c_uint32()
        self.user.GetWindowThreadProcessId(c_void_p(window), byref(number))
        return number.value

    def place_of(self, window: int) -> tuple[int, int, int, int] | None:
        """x, y, width, height in physical pixels; None where it is gone."""
        rect = w.Rect()
        if not self.user.GetWindowRect(c_void_p(window), byref(rect)):
            return None
        return rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top

    def program_of(self, process: int) -> str:
        """The name of a process's program without ``.exe``; "" where it may not be known."""
        handle = self.kernel.OpenProcess(w.PROCESS_QUERY_LIMITED_INFORMATION, 0, process)
        if not handle:
            return ""
        try:
            path = ctypes.create_unicode_buffer(1024)
            size = c_uint32(len(path))
            done = self.kernel.QueryFullProcessImageNameW(c_void_p(handle), 0, path, byref(size))
            return PureWindowsPath(path.value).stem if done else ""
        finally:
            self.kernel.CloseHandle(c_void_p(handle))

    def integrity_of(self, process: int) -> int | None:
        """How privileged a process is; None where even that may not be known."""
        handle = self.kernel.OpenProcess(w.PROCESS_QUERY_LIMITED_INFORMATION, 0, process)
        if not handle:
            return None
        token = c_void_p()
        try:
            if not self.rights.OpenProcessToken(c_void_p(handle), w.TOKEN_QUERY, byref(token)):
                return None
            return self._integrity(token)
        finally:
            if token:
                self.kernel.CloseHandle(token)
            self.kernel.CloseHandle(c_void_p(handle))

    def _integrity(self, token: c_void_p) -> int | None:
        size = c_uint32()
        level = w.TOKEN_INTEGRITY_LEVEL
        self.rights.GetTokenInformation(token, level, None, 0, byref(size))
        buffer = ctypes.create_string_buffer(size.value)
        if not self.rights.GetTokenInformation(token, level, buffer, size, byref(size)):
            return None
        sid = c_void_p.from_buffer(buffer)
        self.rights.GetSidSubAuthorityCount.restype = POINTER(ctypes.c_uint8)
        self.rights.GetSidSubAuthority.restype = POINTER(c_uint32)
        count = self.rights.GetSidSubAuthorityCount(sid).contents.value
        return int(self.rights.GetSidSubAuthority(sid, count - 1).contents.value)

    # Keys

    def is_down(self, vk: int) -> bool:
        """Whether a key or mouse button is physically down."""
        return bool(self.user.GetAsyncKeyState(vk) & 0x8000)

    def send(self, strokes: Sequence[Stroke]) -> int:
        """Send key events; how many were taken (fewer: another program blocks them)."""
        inputs = (w.Input * len(strokes))()
        for each, stroke in zip(inputs, strokes, strict=True):
            each.kind = w.INPUT_KEYBOARD
            each.any.keyboard = w.KeyboardInput(stroke.vk, stroke.scan, stroke.flags, 0, w.OWN)
        return int(self.user.SendInput(len(strokes), inputs, sizeof(w.Input)))

    def last_input_ms(self) -> int:
        """When the user last did anything, in the ticks of ``ticks_ms``."""
        last = w.LastInput(sizeof(w.LastInput), 0)
        self.user.GetLastInputInfo(byref(last))
        return int(last.time)

    def ticks_ms(self) -> int:
        """Milliseconds since the start of Windows, modulo 2**32."""
        return int(self.kernel.GetTickCount() & 0xFFFFFFFF)

    # Hooks and messages, of the thread that calls

    def hook(self, which: int, procedure: HookProcedure) -> tuple[int, object]:
        """Install a low-level hook; the second value must be kept as long as the first.

        Raises:
            OSError: it was refused.
        """
        kind = _ON_WINDOWS.WINFUNCTYPE(c_ssize_t, c_int32, c_size_t, c_ssize_t)
        user = self.user
        user.CallNextHookEx.argtypes = (c_void_p, c_int32, c_size_t, c_ssize_t)
        user.CallNextHookEx.restype = c_ssize_t
        user.SetWindowsHookExW.restype = c_void_p

        def called(code: int, message: int, address: int) -> int:
            if code == 0 and procedure(message, address):
                return 1
            return int(user.CallNextHookEx(None, code, message, address))

        kept = kind(called)
        handle = user.SetWindowsHookExW(which, kept, None, 0)
        if not handle:
            raise _ON_WINDOWS.WinError(_ON_WINDOWS.get_last_error())
        return int(handle), kept

    def unhook(self, handle: int) -> None:
        """Take a hook out; one that Windows took out already changes nothing."""
        self.user.UnhookWindowsHookEx(c_void_p(handle))

    def own_thread(self) -> int:
        """The number of the thread that calls; its queue of messages is made."""
        self.user.PeekMessageW(byref(w.Message()), None, 0, 0, 0)
        return int(self.kernel.GetCurrentThreadId())

    def listen_to_sessions(self) -> None:
        """Let WM_WTSSESSION_CHANGE come to this thread, after a locked screen or sleep."""
        self.user.CreateWindowExW.restype = c_void_p
        window = self.user.CreateWindowExW(
            0, "STATIC", "Qwen Dictate sessions", 0, 0, 0, 0, 0, None, None, None, None
        )
        if window:
            self.sessions.WTSRegisterSessionNotification(c_void_p(window), 0)

    def wake(self, thread: int, message: int = w.WM_APP) -> None:
        """Put a message into a thread's queue."""
        self.user.PostThreadMessageW(thread, message, 0, 0)

    def next_message(self, limit_ms: int | None) -> w.Message | None:
        """Wait for the next message of this thread; None: none came in time."""
        forever, all_input = 0xFFFFFFFF, 0x04FF
        wait = forever if limit_ms is None else limit_ms
        message = w.Message()
        if self.user.PeekMessageW(byref(message), None, 0, 0, 1):
            return message
        self.user.MsgWaitForMultipleObjectsEx(0, None, wait, all_input, 4)
        if self.user.PeekMessageW(byref(message), None, 0, 0, 1):
            return message
        return None

    def dispatch(self, message: w.Message) -> None:
        """Hand a message to its window."""
        self.user.DispatchMessageW(byref(message))
