"""Global keys on Windows: low-level hooks see every key, and only ours are taken away.

Rule: the hooks' procedure decides in microseconds and posts; Windows removes hooks that are slow,
without a word. So after sleep or a locked screen, and every 30 s, the thread looks whether the user
did something that the hooks were not told of, and installs them again. Key events that are our own
typing are not heard (``structs.OWN``).
Failure: hooks that are refused are told by ``bind``. Runs in: its own thread, which owns the hooks.
Source: Microsoft Learn, "LowLevelKeyboardProc".
"""

import logging
from collections.abc import Callable
from ctypes import POINTER as pointer_to  # noqa: N811 - a function
from ctypes import c_void_p, cast
from typing import Protocol

from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import KeyCombination
from qwen_dictate.hotkeys.hooked import HookedListener
from qwen_dictate.system.windows import structs as w
from qwen_dictate.system.windows.keys import CODES, name_of

HEARTBEAT_S = 30.0
DEAF_MS = 2000
"""The user did something so long after the last event that the hooks were told of."""
_WRAPPED_MS = 0x80000000
"""A difference of ticks that is larger is negative."""
_DOWN = frozenset({w.WM_KEYDOWN, w.WM_SYSKEYDOWN, w.WM_MBUTTONDOWN, w.WM_XBUTTONDOWN})
_BUTTONS = frozenset({w.WM_MBUTTONDOWN, w.WM_MBUTTONUP, w.WM_XBUTTONDOWN, w.WM_XBUTTONUP})

_log = logging.getLogger(__name__)


class Api(Protocol):
    """What is used of ``system.windows.api.Windows``."""

    def hook(self, which: int, procedure: Callable[[int, int], bool]) -> tuple[int, object]: ...  # noqa: D102
    def unhook(self, handle: int) -> None: ...  # noqa: D102
    def own_thread(self) -> int: ...  # noqa: D102
    def listen_to_sessions(self) -> None: ...  # noqa: D102
    def wake(self, thread: int, message: int = w.WM_APP) -> None: ...  # noqa: D102
    def next_message(self, limit_ms: int | None) -> w.Message | None: ...  # noqa: D102
    def dispatch(self, message: w.Message) -> None: ...  # noqa: D102
    def is_down(self, vk: int) -> bool: ...  # noqa: D102
    def last_input_ms(self) -> int: ...  # noqa: D102
    def ticks_ms(self) -> int: ...  # noqa: D102


class WindowsListener(HookedListener):
    """The back-end of a Windows session."""

    name = "windows"

    def __init__(
        self, api: Api | None = None, focused: Callable[[int], Target | None] | None = None
    ) -> None:
        if api is None:
            from qwen_dictate.system.windows.api import Windows
            from qwen_dictate.system.windows.focus import WindowsFocus

            windows = Windows()
            api, focused = windows, WindowsFocus(windows).focused
        super().__init__(focused or _nobody)
        self._api = api
        self._number = 0
        self._hooks: list[tuple[int, object]] = []
        self._heard_ms = 0

    def _begin(self) -> None:
        self._number = self._api.own_thread()
        self._api.listen_to_sessions()

    def _wake(self) -> None:
        if self._number:  # else it is about to look into its inbox anyway
            self._api.wake(self._number)

    def _wait(self) -> None:
        message = self._api.next_message(round(HEARTBEAT_S * 1000) if self._hooks else None)
        if message is None:
            self._listen_again_if_deaf()
        elif message.number == w.WM_WTSSESSION_CHANGE:
            self._listen_again()
        else:
            self._api.dispatch(message)

    def _take_keys(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        if not self._hooks and not self._hook():
            refused = "Windows does not let Qwen Dictate hear keys here."
            return dict.fromkeys(combinations, refused)
        unknown = {role for role, keys in combinations.items() if keys.key not in CODES}
        return dict.fromkeys(unknown, "Windows has no such key.")

    def _give_keys_back(self) -> None:
        hooks, self._hooks = self._hooks, []
        for handle, _kept in hooks:
            self._api.unhook(handle)

    def _hook(self) -> bool:
        try:
            self._hooks = [
                self._api.hook(w.WH_KEYBOARD_LL, self._key),
                self._api.hook(w.WH_MOUSE_LL, self._button),
            ]
        except OSError:
            _log.exception("no hook")
            return False
        self._heard_ms = self._api.ticks_ms()
        return True

    def _listen_again_if_deaf(self) -> None:
        """The heartbeat: Windows does not tell when it takes a hook out."""
        behind_ms = (self._api.last_input_ms() - self._heard_ms) & 0xFFFFFFFF
        if DEAF_MS < behind_ms < _WRAPPED_MS:
            _log.info("the hooks were deaf for %d ms; installed again", behind_ms)
            self._listen_again()

    def _listen_again(self) -> None:
        """New hooks; and what went up meanwhile has gone up."""
        self._give_keys_back()
        self._hook()
        down = {name for name, code in CODES.items() if self._api.is_down(code)}
        self.tell(self.held.settle(down))

    # The hooks' procedures; the listener's thread, while it waits

    def _key(self, message: int, address: int) -> bool:
        event = cast(c_void_p(address), pointer_to(w.KeyHook)).contents
        self._heard_ms = int(event.time)
        if event.extra == w.OWN:
            return False
        return self.event(name_of(int(event.vk), int(event.scan)), down=message in _DOWN)

    def _button(self, message: int, address: int) -> bool:
        event = cast(c_void_p(address), pointer_to(w.MouseHook)).contents
        self._heard_ms = int(event.time)
        if message not in _BUTTONS:
            return False
        middle = message in (w.WM_MBUTTONDOWN, w.WM_MBUTTONUP)
        name = "mouse_middle" if middle else f"mouse_x{int(event.data) >> 16}"
        return self.event(name, down=message in _DOWN)


def _nobody(_own_pid: int) -> None:
    """No window is known."""
