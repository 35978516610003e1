"""The hands of ``native`` on Wayland, where the compositor gives a virtual keyboard (wlroots).

Rule: keys that are physically held are not told on Wayland; the compositor keeps our keyboard's
modifiers apart from the user's, so that nothing is typed under a held Ctrl.
Failure: ``Unavailable`` where the protocols are not offered. Runs in: the delivery lane.
"""

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import MODIFIERS
from qwen_dictate.delivery.deliverer import Surroundings
from qwen_dictate.delivery.native import NativeDeliverer
from qwen_dictate.system.wayland.clipboard import DataControl
from qwen_dictate.system.wayland.keyboard import VirtualKeyboard
from qwen_dictate.system.wayland.toplevels import shared
from qwen_dictate.system.wayland.wire import Connection


class WaylandHands:
    """See ``native.Hands``."""

    name = "wayland"

    def __init__(self, keyboard: VirtualKeyboard) -> None:
        self._keyboard = keyboard

    def obstacle(self, target: Target) -> DeliveryError | None:
        """Nothing is known to be in the way."""
        del target

    def is_down(self, key: str) -> bool:
        """Not told."""
        del key
        return False

    def send_text(self, batch: str, newlines: str) -> bool:
        """Type a batch with a keymap of its own."""
        self._keyboard.type(batch, shift_newlines=newlines == "shift_enter")
        return True

    def send_chord(self, keys: str, hotkey: str) -> bool:
        """Press a chord."""
        del hotkey  # a key of a keyboard of our own is no hotkey's
        *modifiers, key = keys.split("+")
        if any(name not in MODIFIERS for name in modifiers) or key not in ("v", "insert"):
            return False
        self._keyboard.chord(modifiers, key)
        return True

    def rested_since(self, at: float) -> bool:
        """Not told."""
        del at
        return False


def create(surroundings: Surroundings) -> NativeDeliverer:
    """Make one here.

    Raises:
        Unavailable: no Wayland session, or a compositor without these protocols.
    """
    keyboard = VirtualKeyboard(Connection())
    clipboard = DataControl(Connection())
    return NativeDeliverer(surroundings.own_pid, WaylandHands(keyboard), shared(), clipboard)
