"""Which back-end hears the keys on this computer, and why not the others.

Rule: candidates are tried in order; the first that can be made is taken; the last one always can.
Back-ends are named by strings, so that what belongs to another system is never imported. Every
reason is kept for ``doctor`` and the settings page.
Runs in: the caller's thread; a candidate may take a connection's time (about 20 ms on X11).
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import cast

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.hotkeys.listener import HotkeyListener

AUTO = "auto"
NONE = "none"

_IN_WINDOW = (NONE, "qwen_dictate.hotkeys.in_window:InWindowListener")

CANDIDATES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "linux": (
        ("x11", "qwen_dictate.hotkeys.x11:X11Listener"),
        ("portal", "qwen_dictate.hotkeys.wayland_portal:PortalListener"),
        ("evdev", "qwen_dictate.hotkeys.evdev:EvdevListener"),
        _IN_WINDOW,
    ),
    "win32": (("windows", "qwen_dictate.hotkeys.windows:WindowsListener"), _IN_WINDOW),
    "darwin": (("macos", "qwen_dictate.hotkeys.macos:MacListener"), _IN_WINDOW),
}
"""By ``sys.platform``: names for ``hotkey.backend`` and where their makers are."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The listener to use, and why the candidates before it were passed over, by name."""

    listener: HotkeyListener
    reasons: Mapping[str, Unavailable] = field(default_factory=dict[str, Unavailable])


def choose(wanted: str, environment: Mapping[str, str], platform: str = sys.platform) -> Choice:
    """Make the listener that ``hotkey.backend`` asks for, or the best one.

    Args:
        wanted: ``auto`` or the name of a candidate; one that is named is tried even where it
            would be passed over.
        environment: tells the kind of session.
        platform: as ``sys.platform``.
    """
    candidates = CANDIDATES.get(platform, (_IN_WINDOW,))
    reasons: dict[str, Unavailable] = {}
    if wanted not in {AUTO, *(name for name, _ in candidates)}:
        reasons[wanted] = Unavailable(
            f"There is no way to hear keys called “{wanted}” on this system.",
            f"Choose one of {', '.join([AUTO, *(name for name, _ in candidates)])}.",
        )
        wanted = AUTO
    for name, maker in candidates:
        if wanted not in {AUTO, name} and name != NONE:
            continue
        try:
            if wanted == AUTO:
                _pass_over(name, environment)
            return Choice(_make(maker), reasons)
        except Unavailable as reason:
            reasons[name] = reason
    msg = f"the last candidate for {platform} must always work"
    raise AssertionError(msg)


def _pass_over(name: str, environment: Mapping[str, str]) -> None:
    """What is tried only in its kind of session, or only where the user names it."""
    is_wayland = environment.get("XDG_SESSION_TYPE") == "wayland" or bool(
        environment.get("WAYLAND_DISPLAY")
    )
    if name == "x11" and is_wayland:
        raise Unavailable(
            "This is a Wayland session, where X11 hears keys only while an X11 window has them.",
            "Give a shortcut of the desktop the command “qwen-dictate toggle”.",
        )
    if name == "portal" and not is_wayland:
        raise Unavailable("The portal's shortcuts are for Wayland sessions.")
    if name == "evdev":
        raise Unavailable(
            "Reading the keyboards themselves hears every key of every program.",
            "Set hotkey.backend to evdev if you want that.",
        )


def _make(maker: str) -> HotkeyListener:
    module, _, name = maker.partition(":")
    return cast("Callable[[], HotkeyListener]", getattr(import_module(module), name))()
