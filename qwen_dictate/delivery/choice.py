"""Which back-end delivers here: the candidates of each platform, tried in order.

Rule: candidates are names and "module:factory" strings, so that the libraries of one platform
never load on another; the reasons of those that do not work are kept for doctor and settings.
Failure: none; the last candidate always works.
Runs in: the delivery lane (connecting may take 0.1 s).
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.delivery.deliverer import Deliverer, Surroundings

_LAST = ("clipboard", "qwen_dictate.delivery.clipboard_only:create")
CANDIDATES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "linux": (
        ("x11", "qwen_dictate.delivery.x11:create"),
        ("wayland", "qwen_dictate.delivery.wayland:create"),
        _LAST,
    ),
    "win32": (("windows", "qwen_dictate.delivery.windows:create"), _LAST),
    "darwin": (("macos", "qwen_dictate.delivery.macos:create"), _LAST),
}
"""By ``sys.platform``; other platforms have the last candidate only."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The back-end in use, and why others are not, by name."""

    deliverer: Deliverer
    reasons: dict[str, Unavailable] = field(default_factory=dict[str, Unavailable])


def choose(surroundings: Surroundings, platform: str = sys.platform) -> Choice:
    """The first candidate that works here."""
    reasons: dict[str, Unavailable] = {}
    for name, factory in CANDIDATES.get(platform, (_LAST,)):
        try:
            return Choice(_load(factory)(surroundings), reasons)
        except Unavailable as reason:
            reasons[name] = reason
        except ImportError as missing:
            reasons[name] = Unavailable(f"The library {missing.name} is not installed.")
    message = "the last candidate always works"
    raise AssertionError(message)


def _load(factory: str) -> Callable[[Surroundings], Deliverer]:
    module, name = factory.split(":")
    found: Callable[[Surroundings], Deliverer] = getattr(import_module(module), name)
    return found
