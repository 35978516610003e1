"""The hands of ``native`` on macOS: key events that carry text.

Rule: while a password field keeps keys to itself (secure input), nothing is sent, and that is said;
without the permission to control other programs as well. Runs in: the delivery lane.
"""

from time import monotonic
from typing import Protocol

from qwen_dictate.core.errors import DeliveryError, Unavailable
from qwen_dictate.core.events import Target
from qwen_dictate.delivery.deliverer import Surroundings
from qwen_dictate.delivery.native import NativeDeliverer
from qwen_dictate.system.macos.keys import CHORD_FLAGS, CODES, chord, pieces

_SECURE = DeliveryError(
    "A password field keeps the keyboard to itself, so nothing was typed; the text is kept.",
    "Leave the password field and insert it from its card.",
    retry=False,
)
_NOT_PERMITTED = DeliveryError(
    "macOS does not let Qwen Dictate type into other programs; the text is kept.",
    "Allow it in System Settings, Privacy & Security, Accessibility.",
    retry=False,
)


class Api(Protocol):
    """What is used of ``system.macos.api.Mac``."""

    def may_control(self, *, ask: bool) -> bool: ...  # noqa: D102
    def is_input_secure(self) -> bool: ...  # noqa: D102
    def is_down(self, code: int) -> bool: ...  # noqa: D102
    def idle_s(self) -> float: ...  # noqa: D102
    def send_text(self, text: str) -> None: ...  # noqa: D102
    def send_key(self, code: int, flags: int) -> None: ...  # noqa: D102


class MacHands:
    """See ``native.Hands``."""

    name = "macos"

    def __init__(self, api: Api) -> None:
        self._api = api

    def obstacle(self, target: Target) -> DeliveryError | None:
        """A missing permission, or secure input."""
        del target
        if not self._api.may_control(ask=True):
            return _NOT_PERMITTED
        return _SECURE if self._api.is_input_secure() else None

    def is_down(self, key: str) -> bool:
        """Whether a key is physically down."""
        return key in CODES and self._api.is_down(CODES[key])

    def send_text(self, batch: str, newlines: str) -> bool:
        """Send it in pieces of what one event may carry; newlines are the Return key."""
        flags = CHORD_FLAGS["shift"] if newlines == "shift_enter" else 0
        for number, line in enumerate(batch.split("\n")):
            if number:
                self._api.send_key(CODES["enter"], flags)
            for piece in pieces(line):
                self._api.send_text(piece)
        return True

    def send_chord(self, keys: str, hotkey: str) -> bool:
        """Press a chord; an application's ``ctrl+v`` is the Mac's ``cmd+v``."""
        del hotkey  # events carry their modifiers, no modifier's key is pressed
        found = chord(keys.replace("ctrl+", "super+") if keys == "ctrl+v" else keys)
        if found is None:
            return False
        self._api.send_key(*found)
        return True

    def rested_since(self, at: float) -> bool:
        """By the time of the newest input."""
        return self._api.idle_s() >= monotonic() - at


def create(surroundings: Surroundings) -> NativeDeliverer:
    """Make one here.

    Raises:
        Unavailable: this is not macOS.
    """
    from qwen_dictate.system.macos.api import Mac
    from qwen_dictate.system.macos.focus import MacFocus
    from qwen_dictate.system.macos.pasteboard import Pasteboard

    mac = Mac()
    if not mac.may_control(ask=False):
        raise Unavailable(_NOT_PERMITTED.user_text, _NOT_PERMITTED.remedy)
    return NativeDeliverer(surroundings.own_pid, MacHands(mac), MacFocus(mac), Pasteboard())
