"""The delivery contract: a text reaches the window it was meant for, or is kept.

``deliver`` runs in the delivery lane (one job at a time) and may block there. It
1. waits until no key of the hotkey and no modifier is physically down (``halt`` ends the wait),
2. calls ``started`` and compares the target before every batch (≤ 50 ms of typing),
3. stops at once when ``halt`` is set or the focus moves, and says what is left,
4. never types control characters; a newline only as the setting says.
It never raises for what can happen to a window: that is a ``Receipt`` that keeps the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from qwen_dictate.core.errors import DeliveryError
from qwen_dictate.core.events import Receipt, Target


@dataclass(frozen=True, slots=True)
class Order:
    r"""One text to deliver.

    Attributes:
        text: what is to stand there, already through core/text, newlines still as "\n".
        target: the window that had the focus at key-down; None = none was known.
        method, when_focus_moved, newlines, applications: the settings ``delivery.*``.
        hotkey: the combination in use, so that its keys can be waited for.
        other_keys: the other combinations that we take from all windows, likewise.
        cancel: the one that cancels; pressed for us it is not typed into a window.
        lead: joins it to what stands in ``target``; goes before it there, and nowhere else.
    """

    text: str = field(repr=False)
    target: Target | None
    method: str = "auto"
    when_focus_moved: str = "hold"
    newlines: str = "space"
    applications: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, dict[str, str]])
    hotkey: str = ""
    other_keys: tuple[str, ...] = ()
    cancel: str = ""
    lead: str = ""

    @property
    def hotkeys(self) -> tuple[str, ...]:
        """All combinations that are taken from the windows."""
        return tuple(keys for keys in (self.hotkey, *self.other_keys) if keys)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a delivery has put into a window, to be taken back.

    Attributes:
        text: exactly what stands there because of it.
        target: the window.
        at: when it was done, monotonic seconds.
        cancelled: so often the cancel key was pressed for us since then.
        hotkeys, cancel: as in ``Order``; of now.
    """

    text: str = field(repr=False)
    target: Target
    at: float
    cancelled: int = 0
    hotkeys: tuple[str, ...] = ()
    cancel: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a back-end may need of the program around it.

    Attributes:
        own_pid: windows of this process are never a target.
        copy: puts a text into the clipboard in the GUI thread and returns at once.
    """

    own_pid: int
    copy: Callable[[str], None]


class Deliverer(Protocol):
    """One back-end. Constructing it raises ``Unavailable`` where it cannot work."""

    name: str

    def deliver(self, order: Order, halt: Event, started: Callable[[], None]) -> Receipt:
        """Deliver, and tell what became of it. Runs in: the delivery lane."""
        ...

    def untouched_since(self, at: float, cancelled: int = 0) -> bool:
        """Whether nothing was typed or clicked since ``at`` (monotonic) but the hotkey and us.

        ``cancelled``: so often the cancel key was pressed for us since then.
        True only where it is known; watches for 60 s after each delivery. Does not block.
        """
        ...

    def take_back(self, typed: Typed, halt: Event) -> DeliveryError | None:
        """Remove what was typed if it still is the last thing there; else say why not.

        Nothing else is ever removed: in doubt nothing is. Runs in: the delivery lane.
        """
        ...

    def close(self) -> None:
        """Give the clipboard back or to a clipboard manager, and end; ≤ 1 s."""
