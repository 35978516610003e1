"""Global keys through the desktop's portal (GNOME 48, KDE, Hyprland): presses and releases.

Rule: the desktop asks its user once which key it is to be, and keeps it; ours is a proposal. A lone
modifier cannot be proposed, so the user chooses. "Cancel" is not bound: a portal's shortcut is
taken from all windows for ever, and Esc is everybody's.
Failure: ``Unavailable`` where there is no such portal; a user who says no is told by ``bind``.
Runs in: its own thread, which owns the bus; the public methods in any thread.
Source: https://flatpak.github.io/xdg-desktop-portal/docs/, org.freedesktop.portal.GlobalShortcuts.
"""

import contextlib
import logging
import select
import socket
from collections.abc import Callable, Mapping
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

from jeepney import HeaderFields, Message

from qwen_dictate.core.errors import DictateError, Unavailable
from qwen_dictate.core.events import Target
from qwen_dictate.core.keys import KeyCombination
from qwen_dictate.hotkeys.change import CANCEL
from qwen_dictate.hotkeys.listener import Edge, Post, Taken, Trouble
from qwen_dictate.system import foreground
from qwen_dictate.system.portal import OBJECT, Portal, session_of

INTERFACE = "GlobalShortcuts"
_USER_S = 120.0
"""The desktop's dialogue waits for its user."""
_ANSWER_S = 1.0
_ASKING = "The desktop asks which key to use; answer it, and the key works."
_DESCRIPTIONS = {
    "push_to_talk": "Qwen Dictate: hold to dictate",
    "undo": "Qwen Dictate: take back the last dictation",
    "captions": "Qwen Dictate: captions on or off",
    "review": "Qwen Dictate: dictate and review",
}
_NAMES = {"esc": "Escape", "enter": "Return", "page_up": "Page_Up", "page_down": "Page_Down"}
_MODIFIERS = {"ctrl": "CTRL", "alt": "ALT", "shift": "SHIFT", "super": "LOGO"}

_log = logging.getLogger(__name__)


class PortalListener:
    """The back-end of a desktop with the portal."""

    name = "portal"

    def __init__(
        self,
        portal: Portal | None = None,
        focused: Callable[[], Target | None] | None = None,
    ) -> None:
        self._portal = portal or Portal()
        try:
            self._portal.version(INTERFACE)
        except Unavailable:
            self._portal.close()
            raise
        self._focused = focused or _focused
        self._inbox: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._bell, self._button = socket.socketpair()
        self._post: Post = _ignore
        self._thread: Thread | None = None
        self._running = True
        self._session = ""
        self._down: set[str] = set()

    def start(self, post: Post) -> None:
        """Begin to listen; once."""
        self._post = post
        self._thread = Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        """Propose these; the desktop may ask its user, which is not waited for long."""
        answer: SimpleQueue[dict[str, str]] = SimpleQueue()
        self._put(lambda: answer.put(self._bind(combinations)))
        with contextlib.suppress(Empty):
            return answer.get(timeout=_ANSWER_S)
        return {"push_to_talk": _ASKING}

    def watch_cancel(self, on: bool) -> None:
        """See the rule: there is nothing to take."""

    def stop(self) -> None:
        """Give everything back and end the thread; safe to call twice."""

        def end() -> None:
            self._running = False

        self._put(end)
        if self._thread is not None:
            self._thread.join(_ANSWER_S)

    def _put(self, command: Callable[[], None]) -> None:
        self._inbox.put(command)
        with contextlib.suppress(OSError):
            self._button.send(b"!")

    # The listener's thread

    def _run(self) -> None:
        try:
            while self._running:
                self._turn()
        except (OSError, DictateError):
            _log.exception("the portal is gone")
            gone = "The desktop's portal is gone, so no key can be heard any more."
            self._post(Trouble({"push_to_talk": gone}, ended=True))
        self._end_all()
        self._portal.close()
        self._bell.close()
        self._button.close()

    def _turn(self) -> None:
        while not self._inbox.empty():
            self._inbox.get()()
        while self._running and (found := self._portal.next_signal(0.0)) is not None:
            self._take_in(found)
        if self._running:
            select.select([self._portal.fileno(), self._bell], [], [])
            with contextlib.suppress(BlockingIOError):
                self._bell.setblocking(False)
                self._bell.recv(4096)

    def _bind(self, combinations: dict[str, KeyCombination]) -> dict[str, str]:
        self._end_all()
        wanted = {role: keys for role, keys in combinations.items() if role != CANCEL}
        try:
            bound = self._propose(wanted)
        except Unavailable as error:
            reasons = dict.fromkeys(wanted, error.user_text)
        else:
            refused = wanted.keys() - bound
            reasons = dict.fromkeys(refused, "The desktop has given no key to it.")
        self._post(Trouble(reasons))  # for a caller that did not wait for the user
        return reasons

    def _propose(self, wanted: Mapping[str, KeyCombination]) -> set[str]:
        if self._session:
            self._portal.call("Session", "Close", path=self._session)
        options = {"session_handle_token": ("s", "qwen_dictate")}
        made = self._portal.request(INTERFACE, "CreateSession", "", (), options, _USER_S)
        self._session = session_of(made)
        for member in ("Activated", "Deactivated"):
            self._portal.listen(OBJECT, f"org.freedesktop.portal.{INTERFACE}", member)
        shortcuts = [(role, _shortcut(role, keys)) for role, keys in wanted.items()]
        results = self._portal.request(
            INTERFACE, "BindShortcuts", "oa(sa{sv})s", (self._session, shortcuts, ""), {}, _USER_S
        )
        return {role for role, _ in results.get("shortcuts", [])}

    def _take_in(self, found: Message) -> None:
        member = found.header.fields.get(HeaderFields.member)
        if member not in ("Activated", "Deactivated") or found.body[0] != self._session:
            return
        role, down = str(found.body[1]), member == "Activated"
        if down == (role in self._down):
            return  # it repeats
        (self._down.add if down else self._down.discard)(role)
        self._post(Edge(role, down, monotonic(), self._focused() if down else None))

    def _end_all(self) -> None:
        for role in sorted(self._down):
            self._post(Edge(role, down=False, at=monotonic()))
        self._down.clear()


def _shortcut(role: str, keys: KeyCombination) -> dict[str, tuple[str, Any]]:
    described = {"description": ("s", _DESCRIPTIONS.get(role, f"Qwen Dictate: {role}"))}
    trigger = trigger_of(keys)
    return {**described, "preferred_trigger": ("s", trigger)} if trigger else described


def trigger_of(keys: KeyCombination) -> str:
    """The combination as the XDG shortcuts specification writes it; "" where it cannot.

    Source: https://specifications.freedesktop.org/shortcuts-spec/latest/
    """
    if keys.is_lone_modifier or keys.is_button:
        return ""
    key = _NAMES.get(keys.key, keys.key)
    if len(key) > 1 and key != "space":
        key = key[0].upper() + key[1:]
    return "+".join([*(_MODIFIERS[name] for name in _MODIFIERS if name in keys.modifiers), key])


def _focused() -> Target | None:
    try:
        return foreground.connect().focused(0)
    except DictateError:
        return None


def _ignore(_news: Edge | Trouble | Taken) -> None:
    """Nobody listens yet."""
