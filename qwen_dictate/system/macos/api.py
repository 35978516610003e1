"""The calls that are made of macOS (pyobjc): nothing is decided here.

Rule: each method is one call, or a handful that belong together, with plain values in and out.
Failure: ``Unavailable`` where pyobjc is not there. Runs in: as each method says.
Source: Apple's documentation of Quartz Event Services, NSWorkspace, NSPasteboard, AXUIElement.
"""

import ctypes
import ctypes.util
from collections.abc import Callable
from importlib import import_module
from typing import Any

from qwen_dictate.core.errors import Unavailable

OWN = 0x51574431
"""Marks the key events that are ours (kCGEventSourceUserData): no hotkey hears them."""

EventSeen = Callable[[int, Any], bool]
"""(type of the event, event) → whether it is taken away."""

TAP_DISABLED = (0xFFFFFFFE, 0xFFFFFFFF)
"""kCGEventTapDisabledByTimeout, …ByUserInput."""
KEY_DOWN, KEY_UP, FLAGS_CHANGED, BUTTON_DOWN, BUTTON_UP = 10, 11, 12, 25, 26


def framework(name: str) -> Any:
    """A framework of pyobjc.

    Raises:
        Unavailable: this is not macOS, or pyobjc is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise Unavailable(f"The library {name} is not installed.") from error


class Mac:
    """What the focus, the keys and the clipboard are asked for."""

    def __init__(self) -> None:
        self._quartz = framework("Quartz")
        self._appkit = framework("AppKit")
        self._services = framework("ApplicationServices")
        carbon = ctypes.util.find_library("Carbon")
        self._carbon = ctypes.CDLL(carbon) if carbon else None

    # Permissions; any thread

    def may_listen(self, *, ask: bool) -> bool:
        """Whether keys of other programs may be heard (Input Monitoring); may ask the user."""
        quartz = self._quartz
        return bool(
            quartz.CGRequestListenEventAccess() if ask else quartz.CGPreflightListenEventAccess()
        )

    def may_control(self, *, ask: bool) -> bool:
        """Whether keys may be sent to other programs (Accessibility); may ask the user."""
        options = {self._services.kAXTrustedCheckOptionPrompt: ask}
        return bool(self._services.AXIsProcessTrustedWithOptions(options))

    def is_input_secure(self) -> bool:
        """Whether a password field keeps keys to itself."""
        return bool(self._carbon and self._carbon.IsSecureEventInputEnabled())

    # The event tap; the thread that runs it

    def make_tap(self, seen: EventSeen, *, takes: bool) -> Any:
        """An event tap for keys and other mouse buttons; None: it is not permitted."""
        q = self._quartz

        def called(_proxy: Any, kind: int, event: Any, _data: Any) -> Any:
            return None if seen(kind, event) else event

        kinds = (KEY_DOWN, KEY_UP, FLAGS_CHANGED, BUTTON_DOWN, BUTTON_UP)
        mask = sum(1 << kind for kind in kinds)
        option = q.kCGEventTapOptionDefault if takes else q.kCGEventTapOptionListenOnly
        place = q.kCGHeadInsertEventTap
        return q.CGEventTapCreate(q.kCGSessionEventTap, place, option, mask, called, None)

    def run_tap(self, tap: Any) -> Any:
        """Add it to this thread's run loop; the loop, to be stopped from another thread."""
        q = self._quartz
        source = q.CFMachPortCreateRunLoopSource(None, tap, 0)
        loop = q.CFRunLoopGetCurrent()
        q.CFRunLoopAddSource(loop, source, q.kCFRunLoopCommonModes)
        q.CGEventTapEnable(tap, True)
        return loop

    def enable_tap(self, tap: Any) -> None:
        """Enable it again, after the system has disabled it."""
        self._quartz.CGEventTapEnable(tap, True)

    def end_tap(self, tap: Any) -> None:
        """Give it back."""
        self._quartz.CFMachPortInvalidate(tap)

    def run_loop(self, seconds: float) -> None:
        """Let this thread's run loop work for so long, or until ``stop_loop``."""
        self._quartz.CFRunLoopRunInMode(self._quartz.kCFRunLoopDefaultMode, seconds, False)

    def stop_loop(self, loop: Any) -> None:
        """End its turn, even one that has not begun. Any thread."""
        q = self._quartz
        q.CFRunLoopPerformBlock(loop, q.kCFRunLoopDefaultMode, lambda: q.CFRunLoopStop(loop))
        q.CFRunLoopWakeUp(loop)

    def key_of(self, event: Any) -> tuple[int, int, bool]:
        """Key code, flags, and whether the event is our own."""
        q = self._quartz
        code = q.CGEventGetIntegerValueField(event, q.kCGKeyboardEventKeycode)
        ours = q.CGEventGetIntegerValueField(event, q.kCGEventSourceUserData) == OWN
        return int(code), int(q.CGEventGetFlags(event)), bool(ours)

    def button_of(self, event: Any) -> int:
        """The number of the mouse button."""
        q = self._quartz
        return int(q.CGEventGetIntegerValueField(event, q.kCGMouseEventButtonNumber))

    def is_down(self, code: int) -> bool:
        """Whether a key is physically down. Any thread."""
        q = self._quartz
        return bool(q.CGEventSourceKeyState(q.kCGEventSourceStateHIDSystemState, code))

    def idle_s(self) -> float:
        """Seconds since the user's last key or click. Any thread."""
        q = self._quartz
        state, any_input = q.kCGEventSourceStateHIDSystemState, 0xFFFFFFFF
        return float(q.CGEventSourceSecondsSinceLastEventType(state, any_input))

    # Sending; the delivery lane

    def send_text(self, text: str) -> None:
        """One key press that carries a text of at most 20 UTF-16 units."""
        q = self._quartz
        length = len(text.encode("utf-16-le")) // 2
        for down in (True, False):
            event = q.CGEventCreateKeyboardEvent(None, 0, down)
            q.CGEventKeyboardSetUnicodeString(event, length, text)
            q.CGEventSetFlags(event, 0)
            self._post(event)

    def send_key(self, code: int, flags: int) -> None:
        """One key press with these modifiers."""
        q = self._quartz
        for down in (True, False):
            event = q.CGEventCreateKeyboardEvent(None, code, down)
            q.CGEventSetFlags(event, flags)
            self._post(event)

    def _post(self, event: Any) -> None:
        q = self._quartz
        q.CGEventSetIntegerValueField(event, q.kCGEventSourceUserData, OWN)
        q.CGEventPost(q.kCGSessionEventTap, event)

    # Windows and programs; any thread

    def frontmost(self) -> tuple[int, str]:
        """Process and bundle name of the program in front; (0, "") where there is none."""
        found = self._appkit.NSWorkspace.sharedWorkspace().frontmostApplication()
        if found is None:
            return 0, ""
        return int(found.processIdentifier()), str(found.bundleIdentifier() or "")

    def windows(self) -> list[tuple[int, int, tuple[int, int, int, int]]]:
        """The ordinary windows from front to back: number, process, place."""
        q = self._quartz
        option = q.kCGWindowListOptionOnScreenOnly | q.kCGWindowListExcludeDesktopElements
        found: list[tuple[int, int, tuple[int, int, int, int]]] = []
        for one in q.CGWindowListCopyWindowInfo(option, q.kCGNullWindowID) or ():
            if int(one.get("kCGWindowLayer", 0)):
                continue  # menus, the Dock, overlays
            box = one.get("kCGWindowBounds", {})
            place = tuple(int(box.get(name, 0)) for name in ("X", "Y", "Width", "Height"))
            number, process = int(one["kCGWindowNumber"]), int(one["kCGWindowOwnerPID"])
            found.append((number, process, (place[0], place[1], place[2], place[3])))
        return found

    def name_of(self, process: int) -> str:
        """The bundle name of a process's program; "" where it has none."""
        application = self._appkit.NSRunningApplication
        found = application.runningApplicationWithProcessIdentifier_(process)
        return str(found.bundleIdentifier() or "") if found is not None else ""

    def activate(self, process: int) -> bool:
        """Bring a program to the front."""
        application = self._appkit.NSRunningApplication
        found = application.runningApplicationWithProcessIdentifier_(process)
        ignoring_others = 2
        return bool(found is not None and found.activateWithOptions_(ignoring_others))
