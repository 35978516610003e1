"""Reads everything that another program offers in a selection, so that it can be given back.

Rule: every format, images and files included, large ones piece by piece (INCR), bounded in time
and size; what did not come in time is left out.
Failure: an owner that does not answer costs the time limit, never more.
Runs in: the selection owner's thread, on its connection; events that are not part of the
reading are handed to ``other``.
Source: ICCCM 2.4–2.7.
"""

import select
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from Xlib import X
from Xlib.display import Display

from qwen_dictate.delivery.x11_formats import Content, Format

TIME_LIMIT_S = 1.0
SIZE_LIMIT = 64 * 1024 * 1024
_ONE_LIMIT_S = 0.3  # for one format, so that a single bad one does not cost the others
_PIECE = 1 << 16  # of 4 bytes: read at once

# Asking for these does something or says nothing.
_NEVER_READ = frozenset(
    ("TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION",
     "INSERT_PROPERTY", "DRAG_TARGETS", "XmTRANSFER_SUCCESS")
)  # fmt: skip


@dataclass(slots=True)
class Reader:
    """Reads selections into a property of ``window``."""

    display: Display
    window: Any
    other: Callable[[Any], None]
    _end: float = field(default=0.0, init=False)
    _left: int = field(default=SIZE_LIMIT, init=False)

    def read(self, selection: int) -> Content:
        """All formats of a selection; empty where nobody owns it."""
        self._end = monotonic() + TIME_LIMIT_S
        self._left = SIZE_LIMIT
        atom = self.display.get_atom
        listed = self._convert(selection, atom("TARGETS"), TIME_LIMIT_S)
        if listed is None or listed.size != 32:  # noqa: PLR2004 -- bits of an atom
            return Content({})
        never = {atom(name) for name in _NEVER_READ}
        formats: dict[int, Format] = {}
        for target in dict.fromkeys(memoryview(listed.data).cast("I")):
            if target in never or target == 0:
                continue
            if monotonic() > self._end or self._left <= 0:
                break
            found = self._convert(selection, target)
            if found is not None:
                formats[target] = found
        return Content(formats)

    def _convert(self, selection: int, target: int, limit_s: float = _ONE_LIMIT_S) -> Format | None:
        place = self.display.get_atom("QWEN_DICTATE_READ")
        self.window.delete_property(place)
        self.window.convert_selection(selection, target, place, X.CurrentTime)
        answer = self._wait(
            lambda found: (
                found.type == X.SelectionNotify
                and found.selection == selection
                and found.target == target
            ),
            limit_s,
        )
        if answer is None or answer.property == X.NONE:
            return None
        held = self._take(place)
        if held is not None and held.kind == self.display.get_atom("INCR"):
            return self._pieces(place)
        return held

    def _take(self, place: int) -> Format | None:
        """Read a property and delete it."""
        kind, size, parts, offset = 0, 8, list[bytes](), 0
        while True:
            part: Any = self.window.get_property(place, X.AnyPropertyType, offset, _PIECE)
            if part is None:
                return None
            kind, size = int(part.property_type), int(part.format)
            parts.append(_as_bytes(part.value))
            if not part.bytes_after:
                break
            offset += _PIECE
        self.window.delete_property(place)
        data = b"".join(parts)
        self._left -= len(data)
        return Format(kind, size, data)

    def _pieces(self, place: int) -> Format | None:
        """Take the pieces of an INCR transfer, which deleting the property has begun."""
        whole: Format | None = None
        while True:
            news = self._wait(
                lambda found: (
                    found.type == X.PropertyNotify
                    and found.window.id == self.window.id
                    and found.atom == place
                    and found.state == X.PropertyNewValue
                )
            )
            piece = self._take(place) if news is not None else None
            if piece is None or self._left <= 0:
                return None
            if not piece.data:
                return whole
            whole = Format(piece.kind, piece.size, (whole.data if whole else b"") + piece.data)

    def _wait(self, wanted: Callable[[Any], bool], limit_s: float = _ONE_LIMIT_S) -> Any:
        """The next event that is wanted, within the limits; None = it did not come."""
        end = min(self._end, monotonic() + limit_s)
        while True:
            while self.display.pending_events():
                found = self.display.next_event()
                if wanted(found):
                    return found
                self.other(found)
            left = end - monotonic()
            if left <= 0:
                return None
            select.select([self.display.fileno()], [], [], left)


def _as_bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("latin-1")
    return value.tobytes() if hasattr(value, "tobytes") else bytes(value)
