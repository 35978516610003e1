"""The hands of ``native`` on Windows: SendInput with Unicode, in batches of its own.

Rule: a window of a more privileged program is named before anything is sent, because Windows
drops the keys without a word (UIPI). Runs in: the delivery lane.
"""

from collections.abc import Sequence
from time import monotonic
from typing import Protocol

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Target
from qwen_dictate.delivery.deliverer import Surroundings
from qwen_dictate.delivery.native import NativeDeliverer
from qwen_dictate.system.windows.keys import CODES, Stroke, chord, text

_ABOVE_US = DeliveryError(
    "The window belongs to a program that runs as administrator and takes no text from others; "
    "the text is kept.",
    "Start Qwen Dictate as administrator too, or paste the text from the clipboard.",
    retry=False,
)


class Api(Protocol):
    """What is used of ``system.windows.api.Windows``."""

    def is_down(self, vk: int) -> bool: ...  # noqa: D102
    def send(self, strokes: Sequence[Stroke]) -> int: ...  # noqa: D102
    def last_input_ms(self) -> int: ...  # noqa: D102
    def ticks_ms(self) -> int: ...  # noqa: D102


class Foreground(Protocol):
    """What is used of ``system.windows.focus.WindowsFocus``."""

    def takes_keys(self, target: Target, own_pid: int) -> bool: ...  # noqa: D102


class WindowsHands:
    """See ``native.Hands``."""

    name = "windows"

    def __init__(self, api: Api, focus: Foreground, own_pid: int) -> None:
        self._api = api
        self._focus = focus
        self._own_pid = own_pid

    def obstacle(self, target: Target) -> DeliveryError | None:
        """A more privileged program."""
        return None if self._focus.takes_keys(target, self._own_pid) else _ABOVE_US

    def is_down(self, key: str) -> bool:
        """Whether a key is physically down."""
        return key in CODES and self._api.is_down(CODES[key])

    def send_text(self, batch: str, newlines: str) -> bool:
        """Send all of it in one call, so that no key of the user's comes between."""
        strokes = list(text(batch, newlines))
        return self._api.send(strokes) == len(strokes)

    def send_chord(self, keys: str, hotkey: str) -> bool:
        """Press a chord."""
        strokes = chord(keys, hotkey)
        return strokes is not None and self._api.send(strokes) == len(strokes)

    def rested_since(self, at: float) -> bool:
        """By the time of the newest input; our own events count as none, they came before."""
        since_ms = (self._api.ticks_ms() - self._api.last_input_ms()) & 0xFFFFFFFF
        return since_ms / 1000 >= monotonic() - at


def create(surroundings: Surroundings) -> NativeDeliverer:
    """Make one here.

    Raises:
        Unavailable: this is not Windows.
    """
    from qwen_dictate.system.windows.api import Windows
    from qwen_dictate.system.windows.clipboard import Clipboard
    from qwen_dictate.system.windows.focus import WindowsFocus

    windows, own = Windows(), surroundings.own_pid
    focus = WindowsFocus(windows)
    return NativeDeliverer(own, WindowsHands(windows, focus, own), focus, Clipboard(windows))
