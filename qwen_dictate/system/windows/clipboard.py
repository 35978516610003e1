"""The clipboard of Windows: lent for one paste, with a receipt, and given back.

How a receipt comes: the text is only promised (delayed rendering); Windows asks our window for it
when somebody pastes, and while it asks, the clipboard is open in the paster's window. Clipboard
histories and cloud clipboards are told to leave it alone by the formats that they look for.
Rule: formats that are plain memory are saved and given back; while we hold it, nobody else's
copy is overwritten (the sequence number tells). Failure: ``OSError``.
Runs in: the delivery lane, which owns the window. Source: Microsoft Learn, "Clipboard Operations"
(delayed rendering), "Clipboard Formats" (cloud clipboard and clipboard history formats).
"""

import ctypes
from ctypes import c_size_t, c_void_p, wintypes
from time import monotonic
from typing import Any

from qwen_dictate.system.windows import structs as w
from qwen_dictate.system.windows.api import Windows

_OPEN_TRIES = 20
_OPEN_WAIT_MS = 10
_PUMP_MS = 10
_LARGEST = 64 * 1024 * 1024
_HANDLES = frozenset({2, 3, 9, 14, 0x82, 0x83, 0x8E})
"""CF_BITMAP, CF_METAFILEPICT, CF_PALETTE, CF_ENHMETAFILE and their like are no memory."""
_PRIVATE = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)

Saved = dict[int, bytes]


class Clipboard:
    """The calls, and the hidden window that is asked for the text."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._user: Any = windows.user
        self._kernel: Any = windows.kernel
        for function in (self._user.GetClipboardData, self._user.SetClipboardData):
            function.restype = c_void_p
        for function in (self._kernel.GlobalAlloc, self._kernel.GlobalLock):
            function.restype = c_void_p
        self._kernel.GlobalSize.restype = c_size_t
        self._user.GetOpenClipboardWindow.restype = c_void_p
        self._window = 0
        self._procedure: object = None
        self._text = ""
        self._read_by: set[int] = set()

    def lend(self, text: str) -> tuple[Saved, int]:
        """Promise a text; what was there, and the clipboard's number from now on.

        Raises:
            OSError: another program keeps the clipboard open.
        """
        window = self._own_window()
        self._text, self._read_by = text.replace("\n", "\r\n"), set()
        with _Opened(self, window):
            saved = self._save()
            self._user.EmptyClipboard()
            self._user.SetClipboardData(w.CF_UNICODETEXT, None)
            for name in _PRIVATE:
                self._put(int(self._user.RegisterClipboardFormatW(name)), b"\0\0\0\0")
        return saved, self.number()

    def give_back(self, saved: Saved, number: int) -> None:
        """Put back what was there, unless somebody has copied since."""
        if self.number() != number:
            return
        with _Opened(self, self._own_window()):
            self._user.EmptyClipboard()
            for kind, content in saved.items():
                self._put(kind, content)

    def was_read_by(self, process: int) -> bool:
        """Whether that process, or one without a window, has asked for the text."""
        return bool(self._read_by & {process, 0})

    def pump(self, seconds: float) -> None:
        """Let Windows ask our window for the text."""
        limit = monotonic() + seconds
        while monotonic() < limit:
            message = self._windows.next_message(_PUMP_MS)
            if message is not None:
                self._windows.dispatch(message)

    def number(self) -> int:
        """Changes with every copy."""
        return int(self._user.GetClipboardSequenceNumber())

    def keep(self, text: str) -> None:
        """Put a text there to stay."""
        with _Opened(self, self._own_window()):
            self._user.EmptyClipboard()
            self._put(w.CF_UNICODETEXT, text.encode("utf-16-le") + b"\0\0")

    def close(self) -> None:
        """Destroy the window; what is still promised is rendered by Windows' own request."""
        if self._window:
            self._user.DestroyWindow(c_void_p(self._window))
            self._window = 0

    def open(self, window: int) -> None:
        """Open it; others hold it for milliseconds, so more than once is tried."""
        for _ in range(_OPEN_TRIES):
            if self._user.OpenClipboard(c_void_p(window)):
                return
            self._windows.next_message(_OPEN_WAIT_MS)
        raise OSError

    def shut(self) -> None:
        """Close it again."""
        self._user.CloseClipboard()

    def _save(self) -> Saved:
        saved: Saved = {}
        kind, total = 0, 0
        while kind := int(self._user.EnumClipboardFormats(kind)):
            content = b"" if kind in _HANDLES else self._get(kind)
            total += len(content)
            if content and total <= _LARGEST:
                saved[kind] = content
        return saved

    def _get(self, kind: int) -> bytes:
        handle = self._user.GetClipboardData(kind)
        if not handle:
            return b""
        size = int(self._kernel.GlobalSize(c_void_p(handle)))
        address = self._kernel.GlobalLock(c_void_p(handle))
        if not address:
            return b""
        try:
            return ctypes.string_at(address, size)
        finally:
            self._kernel.GlobalUnlock(c_void_p(handle))

    def _put(self, kind: int, content: bytes) -> None:
        handle = self._kernel.GlobalAlloc(w.GMEM_MOVEABLE, c_size_t(len(content)))
        address = self._kernel.GlobalLock(c_void_p(handle))
        ctypes.memmove(address, content, len(content))
        self._kernel.GlobalUnlock(c_void_p(handle))
        self._user.SetClipboardData(kind, c_void_p(handle))

    def _asked(self) -> None:
        """Somebody pastes: the clipboard is open in the window of whoever asks."""
        asker = int(self._user.GetOpenClipboardWindow() or 0)
        self._read_by.add(self._windows.process_of(asker) if asker else 0)
        self._put(w.CF_UNICODETEXT, self._text.encode("utf-16-le") + b"\0\0")

    def _own_window(self) -> int:
        if self._window:
            return self._window
        on_windows: Any = ctypes
        user = self._user
        user.DefWindowProcW.argtypes = (c_void_p, wintypes.UINT, c_size_t, ctypes.c_ssize_t)
        user.DefWindowProcW.restype = ctypes.c_ssize_t
        user.CreateWindowExW.restype = c_void_p
        kind = on_windows.WINFUNCTYPE(
            ctypes.c_ssize_t, c_void_p, wintypes.UINT, c_size_t, ctypes.c_ssize_t
        )

        def called(window: int, message: int, word: int, long: int) -> int:
            if message == w.WM_RENDERFORMAT and word == w.CF_UNICODETEXT:
                self._asked()
                return 0
            return int(user.DefWindowProcW(window, message, word, long))

        self._procedure = procedure = kind(called)
        made = w.WindowClass(class_name="QwenDictateClipboard")
        made.procedure = ctypes.cast(procedure, c_void_p)
        user.RegisterClassW(ctypes.byref(made))
        window = user.CreateWindowExW(
            0, "QwenDictateClipboard", "", 0, 0, 0, 0, 0, None, None, None, None
        )
        if not window:
            raise OSError
        self._window = int(window)
        return self._window


class _Opened:
    """The clipboard, open."""

    def __init__(self, clipboard: Clipboard, window: int) -> None:
        self._clipboard = clipboard
        self._window = window

    def __enter__(self) -> None:
        self._clipboard.open(self._window)

    def __exit__(self, *_: object) -> None:
        self._clipboard.shut()
