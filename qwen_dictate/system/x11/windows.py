"""Facts about windows on X11: which one has the focus, whose it is, where it stands.

Rule: each question costs a handful of round trips (0.1 ms each) and holds with and without a
window manager. Failure: windows vanish while they are asked about; then the answer is None (or
False), never an exception. Only a server that is gone raises (``display.GONE``).
Runs in: the thread that owns the connection.

Source: ICCCM 4.1.3.1 (WM_STATE marks a client's top-level window), EWMH 1.5 (_NET_WM_PID,
_NET_CLIENT_LIST_STACKING, _NET_WM_STATE), X-Resource extension 1.2 (pid of a local client).
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import XError
from Xlib.ext import res
from Xlib.protocol import event, request, rq

from qwen_dictate.system.x11.display import refusal, together

_DEPTH = 16
"""No tree of windows is deeper in earnest; a bound for the climb."""

_FROM_PAGER = 2  # window managers let pagers take the focus; Source: EWMH 1.5

_SEARCH = 3
"""How deep below a frame its client may be: openbox, xfwm4 and mutter need 1."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A place on the root window, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a window is.

    Attributes:
        client_pid: the process at the other end of the window's connection; 0 where unknown.
        stated_pid: the process that the window says it belongs to; 0 where it does not.
        instance, app: both strings of WM_CLASS.
    """

    client_pid: int
    stated_pid: int
    instance: str
    app: str

    @property
    def pid(self) -> int:
        """The server's own word goes first: a sandbox numbers its processes in its own way."""
        return self.client_pid or self.stated_pid


def focused_top_level(display: Display) -> int:
    """The top-level window whose program gets the keys now; 0 = none does.

    With a window manager that is the client's own window, not its frame; without one the child
    of the root.
    """
    root = display.screen().root
    focus: Any = display.get_input_focus().focus
    if focus == X.NONE:
        return 0
    if focus == X.PointerRoot or focus.id == root.id:
        return pointed_top_level(display)  # the keys go to whatever is there
    return _climb(display, focus.id)


def pointed_top_level(display: Display) -> int:
    """The top-level window under the pointer; 0 = none."""
    child: Any = display.screen().root.query_pointer().child
    return _client_of(display, child) if child else 0


def owner_of(display: Display, window: int) -> Owner | None:
    """Whose window it is; None: it is gone."""
    named, numbered, counted = together(
        _asked_for(display, window, "WM_CLASS", Xatom.STRING, 64),
        _asked_for(display, window, "_NET_WM_PID", Xatom.CARDINAL, 1),
        _asked_for_client(display, window),
    )
    if named is None:
        return None
    instance, _, rest = _bytes_of(named).decode("utf-8", "replace").partition("\0")
    return Owner(
        client_pid=_client_pid_in(counted),
        stated_pid=next(iter(_numbers_of(numbered)), 0),
        instance=instance,
        app=rest.partition("\0")[0],
    )


def client_pid(display: Display, window: int) -> int:
    """The process at the other end of the connection that made the window; 0 where unknown."""
    return _client_pid_in(together(_asked_for_client(display, window))[0])


def exists(display: Display, window: int) -> bool:
    """Whether the window is still there (shown or not)."""
    try:
        _window(display, window).get_geometry()
    except XError:
        return False
    return True


def place_of(display: Display, window: int) -> Rectangle | None:
    """Where the window's own area stands on the root window."""
    it = _window(display, window)
    try:
        size: Any = it.get_geometry()
        # From the window's corner to the root's coordinates.
        corner: Any = size.root.translate_coords(it, 0, 0)
    except XError:
        return None
    return Rectangle(corner.x, corner.y, size.width, size.height)


def stacked(display: Display) -> list[int]:
    """The managed windows, the topmost first; empty without a window manager."""
    root: int = display.screen().root.id
    listed = _numbers(display, root, "_NET_CLIENT_LIST_STACKING", Xatom.WINDOW, 4096)
    return listed[::-1]


def activate(display: Display, window: int) -> None:
    """Bring a window to the front and give it the keys; the answer is not waited for."""
    it = display.create_resource_object("window", window)
    if not stacked(display):  # no window manager
        refusal(
            display,
            lambda refused: it.set_input_focus(
                X.RevertToPointerRoot, X.CurrentTime, onerror=refused
            ),
        )
        return
    message = event.ClientMessage(
        window=it,
        client_type=display.get_atom("_NET_ACTIVE_WINDOW"),
        data=(32, [_FROM_PAGER, X.CurrentTime, 0, 0, 0]),
    )
    mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
    display.screen().root.send_event(message, event_mask=mask)
    display.flush()


def is_ordinary(display: Display, window: int) -> bool:
    """Whether it is a window to type into: shown, neither a panel nor the desktop itself."""
    hidden = display.get_atom("_NET_WM_STATE_HIDDEN")
    unfit = {display.get_atom(f"_NET_WM_WINDOW_TYPE_{kind}") for kind in ("DESKTOP", "DOCK")}
    if hidden in _numbers(display, window, "_NET_WM_STATE", Xatom.ATOM, 32):
        return False
    if unfit & set(_numbers(display, window, "_NET_WM_WINDOW_TYPE", Xatom.ATOM, 32)):
        return False
    with contextlib.suppress(XError):
        return _window(display, window).get_attributes().map_state == X.IsViewable
    return False


def _climb(display: Display, start: int) -> int:
    """From the window with the focus up to the top-level window."""
    window = start
    for _ in range(_DEPTH):
        state, tree = together(
            _asked_for(display, window, "WM_STATE", X.AnyPropertyType, 0),
            request.QueryTree(display=display.display, defer=True, window=window),
        )
        if state is None or tree is None:
            return 0
        if state.property_type:
            return window
        if not tree.parent or tree.parent.id == tree.root.id:
            break
        window = tree.parent.id
    return _client_of(display, _window(display, window))


def _client_of(display: Display, top: Any) -> int:
    """The client's window in or below a child of the root; 0 for a place without a window."""
    try:
        for window in _breadth_first(top):
            if _is_client(display, window):
                return window.id
        size: Any = top.get_geometry()
    except XError:
        return 0
    # Where nobody has the focus, window managers give it to an invisible window of theirs.
    # Seen: openbox one of 1 × 1, xfwm4 one of 5 × 5.
    visible = size.width > 1 and size.height > 1
    return top.id if visible and not _is_managers(display, top.id) else 0


def _is_managers(display: Display, window: int) -> bool:
    """Whether the window was made by the window manager's connection."""
    root: int = display.screen().root.id
    check = _numbers(display, root, "_NET_SUPPORTING_WM_CHECK", Xatom.WINDOW, 1)
    mask: int = display.display.info.resource_id_mask
    return bool(check) and check[0] & ~mask == window & ~mask


def _breadth_first(top: Any) -> Iterator[Any]:
    level = [top]
    for _ in range(_SEARCH):
        yield from level
        below: list[Any] = []
        for window in level:
            below.extend(window.query_tree().children)
        level = below


def _is_client(display: Display, window: Any) -> bool:
    state = display.get_atom("WM_STATE")
    return window.get_property(state, X.AnyPropertyType, 0, 0) is not None


def _numbers(display: Display, window: int, name: str, kind: int, most: int) -> list[int]:
    return _numbers_of(together(_asked_for(display, window, name, kind, most))[0])


def _asked_for(display: Display, window: int, name: str, kind: int, most: int) -> rq.ReplyRequest:
    return request.GetProperty(
        display=display.display,
        defer=True,
        delete=False,
        window=window,
        property=display.get_atom(name),
        type=kind,
        long_offset=0,
        long_length=most,
    )


def _asked_for_client(display: Display, window: int) -> rq.ReplyRequest:
    if not display.has_extension(res.extname):
        return request.GetInputFocus(display=display.display, defer=True)
    return res.QueryClientIds(
        display=display.display,
        defer=True,
        opcode=display.display.get_extension_major(res.extname),
        specs=[{"client": window, "mask": res.LocalClientPIDMask}],
    )


def _client_pid_in(answer: rq.ReplyRequest | None) -> int:
    entries: list[Any] = getattr(answer, "ids", [])
    return next((int(entry.value[0]) for entry in entries if len(entry.value)), 0)


def _numbers_of(answer: rq.ReplyRequest | None) -> list[int]:
    if answer is None or not answer.property_type:
        return []
    width, numbers = answer.value
    return [int(number) for number in numbers] if width == 32 else []  # noqa: PLR2004 - bits


def _bytes_of(answer: rq.ReplyRequest) -> bytes:
    if not answer.property_type:
        return b""
    width, held = answer.value
    return bytes(held) if width == 8 else b""  # noqa: PLR2004 - bits


def _window(display: Display, window: int) -> Any:
    return display.create_resource_object("window", window)
