"""The desktop: hotkey, focus, typing and clipboard, tried on a window of our own; the tray.

Rule: keys are sent only into our own test window, which is asked for by its number; while a
dictation runs nothing is tried that would disturb it.
Runs in: threads of the doctor; blocks for some seconds.
"""

import os
import sys
import threading
from collections.abc import Mapping
from typing import cast

from qwen_dictate.app.doctor.check import Check, failed
from qwen_dictate.app.doctor.trial import Child, child
from qwen_dictate.core.errors import DictateError, Unavailable
from qwen_dictate.core.events import Outcome, Target
from qwen_dictate.core.keys import parse_keys
from qwen_dictate.core.settings import Hotkey, Settings
from qwen_dictate.delivery import choice as delivery_choice
from qwen_dictate.delivery.deliverer import Deliverer, Order, Surroundings
from qwen_dictate.hotkeys import choice as hotkey_choice
from qwen_dictate.system import foreground

TYPED = "Qwen Dictate types here: 1, 2, 3."
PASTED = "粘贴也可以 – pasting works too 🙂"
TEST_APP = "qwen-dictate-test"
_SHOWN_S = 8.0
_FOCUS_S = 2.0
_SEEN_S = 3.0
_HOLDS_SOMETHING = (
    "Not tried: the clipboard holds something, and no clipboard manager would keep it meanwhile."
)

Status = Mapping[str, object]


def hotkey(wanted: Hotkey, status: Status | None, environ: Mapping[str, str]) -> Check:
    """Whether the hotkey is heard everywhere."""
    if status is not None:
        told = status.get("hotkey")
        if isinstance(told, dict):
            known = cast("dict[str, object]", told)
            return _running_hotkey(wanted, known, str(status.get("error") or ""))
    try:
        chosen = hotkey_choice.choose(wanted.backend, environ)
        listener = chosen.listener
        listener.start(lambda _edge: None)
        try:
            reason = listener.bind({"push_to_talk": parse_keys(wanted.push_to_talk)})
        finally:
            listener.stop()
    except DictateError as error:
        return failed("hotkey", error)
    why = reason.get("push_to_talk") or _first(chosen.reasons)
    return _hotkey(wanted, listener.name, works=not reason, why=why)


def _running_hotkey(wanted: Hotkey, told: Mapping[str, object], why: str) -> Check:
    return _hotkey(wanted, str(told.get("backend")), works=bool(told.get("working")), why=why)


def _hotkey(wanted: Hotkey, backend: str, *, works: bool, why: str) -> Check:
    if works and backend != hotkey_choice.NONE:
        return Check(
            "hotkey", ok=True, detail=f"{wanted.push_to_talk} is heard everywhere ({backend})."
        )
    return Check(
        "hotkey",
        ok=False,
        detail=why or f"{wanted.push_to_talk} is heard only in the program's own window.",
        remedy="Choose another key in the settings, or give a shortcut of the desktop "
        "the command “qwen-dictate toggle”.",
    )


def tray(status: Status | None) -> Check:
    """Whether there is a tray; only the running program knows."""
    there = status.get("tray") if status is not None else None
    if there is None:
        return Check("tray", None, "Only the running program can tell whether there is a tray.")
    if there:
        return Check("tray", ok=True, detail="The desktop has a tray.")
    return Check(
        "tray",
        None,
        "This desktop has no tray; the window stays open instead.",
        "Start qwen-dictate again to bring its window back.",
    )


def windows(settings: Settings, status: Status | None) -> list[Check]:
    """Lines for focus, typing and clipboard."""
    if status is not None and status.get("state") != "idle":
        busy = "A dictation is running, so nothing was typed for a test."
        return [Check(name, None, busy) for name in ("focus", "typing", "clipboard")]
    chosen = delivery_choice.choose(Surroundings(os.getpid(), lambda _text: None))
    deliverer = chosen.deliverer
    try:
        if deliverer.name == "clipboard":
            return _cannot_type(chosen.reasons)
        return _try_on_window(deliverer, settings)
    finally:
        deliverer.close()


def _cannot_type(reasons: Mapping[str, Unavailable]) -> list[Check]:
    why = next(iter(reasons.values()), None)
    remedy = why.remedy if why else ""
    return [
        Check("focus", None, "Which window has the focus cannot be told here."),
        Check(
            "typing", ok=False, detail=why.user_text if why else "Typing does not work.",
            remedy=remedy,
        ),
        Check("clipboard", None, "Texts are left in the clipboard, to be pasted by hand."),
    ]  # fmt: skip


def _try_on_window(deliverer: Deliverer, settings: Settings) -> list[Check]:
    with child("window") as window:
        shown = window.wait_for(lambda told: "window" in told, _SHOWN_S)
        number = shown.get("window") if shown else None
        if not isinstance(number, int):
            return [Check("typing", ok=False, detail="The test window could not be shown.")]
        window.wait_for(lambda told: bool(told.get("active")), _FOCUS_S)
        found = _named_by_desktop()
        target = Target(window=number, pid=window.pid, app=TEST_APP)
        if found is not None and found.app == TEST_APP:
            target = found  # on Wayland only the compositor's own number is one
        typed = _deliver("typing", TYPED, "type", window, (deliverer, target, settings))
        if _may_borrow_clipboard():
            pasted = _deliver("clipboard", PASTED, "paste", window, (deliverer, target, settings))
        else:
            pasted = Check("clipboard", None, _HOLDS_SOMETHING)
        return [_focus(target, found, window), typed, pasted]


def _named_by_desktop() -> Target | None:
    """The window that has the focus, as the desktop tells it."""
    try:
        return foreground.connect().focused(os.getpid())
    except DictateError:
        return None


def _may_borrow_clipboard() -> bool:
    """Whether what is in it would be there again after the doctor has ended."""
    if sys.platform != "linux":
        return True  # there the system keeps it
    if not os.environ.get("DISPLAY"):
        return False
    from qwen_dictate.system.x11 import clipboard, display

    connected = display.connect()
    try:
        return clipboard.survives(connected)
    finally:
        display.close(connected)


def _focus(target: Target, found: Target | None, window: Child) -> Check:
    """Whether what the desktop names is the window that says it has the focus."""
    active = window.wait_for(lambda told: bool(told.get("active")), 0.0) is not None
    if found is not None and found.window == target.window:
        return Check("focus", ok=True, detail="The window with the focus is known.")
    if not active:
        return Check("focus", None, "Another window took the focus while this was tried.")
    return Check(
        "focus",
        ok=False,
        detail="The desktop names another window than the one that has the focus.",
        remedy="Set delivery.when_focus_moved to follow, and report this.",
    )


def _deliver(
    name: str, text: str, method: str, window: Child, tools: tuple[Deliverer, Target, Settings]
) -> Check:
    deliverer, target, settings = tools
    order = Order(
        text=text,
        target=target,
        method=method,
        when_focus_moved="return",
        hotkey=settings.hotkey.push_to_talk,
        cancel=settings.hotkey.cancel,
    )
    before = str((window.wait_for(bool, 0.0) or {}).get("typed", ""))
    receipt = deliverer.deliver(order, threading.Event(), lambda: None)
    seen = window.wait_for(lambda told: told.get("typed") == before + text, _SEEN_S)
    if receipt.outcome is not Outcome.DELIVERED:
        error = receipt.error
        return failed(name, error) if error else Check(name, ok=False, detail="It was kept.")
    if seen is None:
        return Check(
            name,
            ok=False,
            detail=f"The test window did not get the text as it is (method {receipt.method}).",
            remedy="Choose another delivery.method in the settings.",
        )
    return Check(name, ok=True, detail=f"A test window got the text as it is ({receipt.method}).")


def _first(reasons: Mapping[str, Unavailable]) -> str:
    return next((str(reason) for reason in reasons.values()), "")
