"""Looks at windows, quickly: which are there, and when what they show changes."""

import contextlib
import time
from dataclasses import dataclass

from Xlib import X
from Xlib.display import Display
from Xlib.error import BadDrawable, BadMatch, BadWindow

STEP_S = 0.002


@dataclass(frozen=True)
class Rectangle:
    """A place on the screen."""

    x: int
    y: int
    width: int
    height: int


class Eye:
    """A connection of its own to the X server."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)
        self._root = self._display.screen().root
        self._list = self._display.intern_atom("_NET_CLIENT_LIST")
        self._names = [self._display.intern_atom(name) for name in ("_NET_WM_NAME", "WM_NAME")]

    def close(self) -> None:
        self._display.close()

    def wait_painted(self, title: str, limit_s: float = 20.0) -> float:
        """When the window of this title shows more than one colour (monotonic)."""
        limit = time.monotonic() + limit_s
        while time.monotonic() < limit:
            for number in self._managed():
                with contextlib.suppress(BadWindow, BadDrawable, BadMatch):  # it goes just now
                    if self._title(number) == title and self._is_painted(number):
                        return time.monotonic()
            time.sleep(STEP_S)
        raise AssertionError(f"no window {title!r} was painted")

    def pill(self) -> Rectangle | None:
        """Where the window that no window manager knows is: the overlay; None: not shown."""
        for window in self._root.query_tree().children:
            attributes = window.get_attributes()
            if attributes.map_state == X.IsViewable and attributes.override_redirect:
                found = window.get_geometry()
                if found.width > 200 and found.y > 400:
                    return Rectangle(found.x, found.y, found.width, found.height)
        return None

    def look(self, place: Rectangle) -> bytes:
        """The pixels of a place."""
        return self._root.get_image(
            place.x, place.y, place.width, place.height, X.ZPixmap, 0xFFFFFFFF
        ).data

    def changes(self, place: Rectangle, until: float) -> list[float]:
        """When the pixels of a place changed, up to a time (monotonic)."""
        times: list[float] = []
        before = self.look(place)
        while time.monotonic() < until:
            seen = self.look(place)
            if seen != before:
                times.append(time.monotonic())
                before = seen
            time.sleep(STEP_S)
        return times

    def _managed(self) -> list[int]:
        found = self._root.get_full_property(self._list, X.AnyPropertyType)
        return list(found.value) if found else []

    def _title(self, number: int) -> str:
        window = self._display.create_resource_object("window", number)
        for atom in self._names:
            found = window.get_full_property(atom, X.AnyPropertyType)
            if found:
                value = found.value
                return value.decode() if isinstance(value, bytes) else value
        return ""

    def _is_painted(self, number: int) -> bool:
        window = self._display.create_resource_object("window", number)
        if window.get_attributes().map_state != X.IsViewable:
            return False
        size = window.get_geometry()
        data = window.get_image(
            0, 0, min(size.width, 300), min(size.height, 200), X.ZPixmap, 0xFFFFFFFF
        ).data
        return len({data[at : at + 4] for at in range(0, len(data), 4)}) > 1
