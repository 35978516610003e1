"""Global keys on macOS: an event tap sees every key, and only ours are taken away.

Rule: the tap's procedure decides in microseconds and posts, and touches no sound (stopping a
stream inside a tap deadlocks CoreAudio). The system disables a tap that is slow and tells so
through the tap itself: it is enabled again at once. Permission is probed by use: a tap that cannot
be made says which switch of the system settings is off. For a lone modifier a tap that only
listens is enough (Input Monitoring); a chord is taken away, which needs Accessibility.
Failure: told by ``bind``. Runs in: its own thread, which runs the tap's loop.
Source: Apple, "Quartz Event Services"; CGPreflightListenEventAccess.
"""

from collections.abc import Callable
from typing import Any, Protocol

from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import BUTTONS, KeyCombination
from qwen_dictate.hotkeys.hooked import HookedListener
from qwen_dictate.system.macos import api as mac
from qwen_dictate.system.macos.keys import BUTTON_NAMES, CODES, NAMES, modifier_event

_TURN_S = 3600.0
"""The loop returns when it is stopped; this is only a bound."""
_NOT_PERMITTED = (
    "macOS does not let Qwen Dictate hear keys: allow it in System Settings, Privacy & Security, "
    "{where}, and start it again."
)


class Api(Protocol):
    """What is used of ``system.macos.api.Mac``."""

    def may_listen(self, *, ask: bool) -> bool: ...  # noqa: D102
    def may_control(self, *, ask: bool) -> bool: ...  # noqa: D102
    def make_tap(self, seen: Callable[[int, Any], bool], *, takes: bool) -> Any: ...  # noqa: D102
    def run_tap(self, tap: Any) -> Any: ...  # noqa: D102
    def enable_tap(self, tap: Any) -> None: ...  # noqa: D102
    def end_tap(self, tap: Any) -> None: ...  # noqa: D102
    def run_loop(self, seconds: float) -> None: ...  # noqa: D102
    def stop_loop(self, loop: Any) -> None: ...  # noqa: D102
    def key_of(self, event: Any) -> tuple[int, int, bool]: ...  # noqa: D102
    def button_of(self, event: Any) -> int: ...  # noqa: D102
    def is_down(self, code: int) -> bool: ...  # noqa: D102


class MacListener(HookedListener):
    """The back-end of a Mac."""

    name = "macos"

    def __init__(
        self, api: Api | None = None, focused: Callable[[int], Target | None] | None = None
    ) -> None:
        if api is None:
            from qwen_dictate.system.macos.focus import MacFocus

            made = mac.Mac()
            api, focused = made, MacFocus(made).focused
        super().__init__(focused or _nobody)
        self._api = api
        self._tap: Any = None
        self._takes = False
        self._loop: Any = None

    def _wait(self) -> None:
        if self._tap is None:
            self._inbox.get()()  # nothing to hear: wait for an order
        else:
            self._api.run_loop(_TURN_S)

    def _wake(self) -> None:
        if self._loop is not None:
            self._api.stop_loop(self._loop)

    def _take_keys(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        takes = any(not keys.is_lone_modifier for keys in combinations.values())
        allowed = self._api.may_control(ask=True) if takes else self._api.may_listen(ask=True)
        lone = {role: keys for role, keys in combinations.items() if keys.is_lone_modifier}
        if takes and not allowed and lone and self._api.may_listen(ask=True):
            # At least the lone modifiers can be heard.
            self._make_tap(takes=False)
            refused = combinations.keys() - lone.keys()
            return dict.fromkeys(refused, _NOT_PERMITTED.format(where="Accessibility"))
        if not allowed or not self._make_tap(takes=takes):
            where = "Accessibility" if takes else "Input Monitoring"
            return dict.fromkeys(combinations, _NOT_PERMITTED.format(where=where))
        known = {*CODES, *BUTTONS}
        unknown = {role for role, keys in combinations.items() if keys.key not in known}
        return dict.fromkeys(unknown, "The keyboard of a Mac has no such key.")

    def _give_keys_back(self) -> None:
        tap, self._tap, self._loop = self._tap, None, None
        if tap is not None:
            self._api.end_tap(tap)

    def _make_tap(self, *, takes: bool) -> bool:
        if self._tap is not None and self._takes == takes:
            return True
        self._give_keys_back()
        self._tap, self._takes = self._api.make_tap(self._seen, takes=takes), takes
        if self._tap is None:
            return False
        self._loop = self._api.run_tap(self._tap)
        return True

    def _seen(self, kind: int, event: Any) -> bool:
        """The tap's procedure."""
        if kind in mac.TAP_DISABLED:
            self._api.enable_tap(self._tap)
            down = {name for name, code in CODES.items() if self._api.is_down(code)}
            self.tell(self.held.settle(down))
            return False
        if kind in (mac.BUTTON_DOWN, mac.BUTTON_UP):
            name = BUTTON_NAMES.get(self._api.button_of(event), "")
            return self.event(name, down=kind == mac.BUTTON_DOWN)
        code, flags, ours = self._api.key_of(event)
        if ours:
            return False
        if kind == mac.FLAGS_CHANGED:
            modifier = modifier_event(code, flags)
            return modifier is not None and self.event(modifier[0], down=modifier[1])
        return self.event(NAMES.get(code, ""), down=kind == mac.KEY_DOWN)


def _nobody(_own_pid: int) -> None:
    """No window is known."""
