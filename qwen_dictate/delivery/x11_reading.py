"""Reads everything that another program offers in a selection, so that it can be given back.

Rule: what a user misses (text, pictures, files) is read first and has to come whole, large ones
piece by piece (INCR); the many other forms of the same thing only as far as they come quickly.
Of the names of plain text one is read, and the others are made of it.
Failure: an owner that does not answer, or has more than fits, costs the time limit and is told as
None: then the selection must not be taken.
Runs in: the selection owner's thread, on its connection; events that are not part of the
reading are handed to ``other``.
Source: ICCCM 2.4–2.7.
"""

import contextlib
import select
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any

from Xlib import X
from Xlib.display import Display

from qwen_dictate.delivery.x11_formats import TEXT_TARGETS, Content, Format, text_formats

TIME_LIMIT_S = 3.0  # for all that is dear; 20 MB of text take 0.2 s
SIZE_LIMIT = 64 * 1024 * 1024
_FIRST_LIMIT_S = 1.0  # an owner that has not said by then what it offers hangs
_DEAR_LIMIT_S = 2.0  # a program may have to make a PNG of a large picture first
_OTHER_LIMIT_S = 0.2
_OTHERS_LIMIT_S = 0.5  # for all that are not dear together
_PIECE = 1 << 16  # of 4 bytes: read at once
_PLACES = 8

_DEAR = (
    "UTF8_STRING", "text/plain;charset=utf-8", "STRING", "text/uri-list",
    "x-special/gnome-copied-files", "image/png", "text/html",
)  # fmt: skip
"""What is pasted of a copied text, of copied files, of a picture, of formatted text."""

# Asking for these does something or says nothing.
_NEVER_READ = frozenset(
    ("TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION",
     "INSERT_PROPERTY", "DRAG_TARGETS", "XmTRANSFER_SUCCESS")
)  # fmt: skip


class _TooSlowError(Exception):
    """The owner did not answer in time, or has more than fits."""


@dataclass(slots=True)
class Reader:
    """Reads selections into a property of ``window``."""

    display: Display
    window: Any
    other: Callable[[Any], None]
    _end: float = field(default=0.0, init=False)
    _left: int = field(default=SIZE_LIMIT, init=False)
    _turn: "count[int]" = field(default_factory=count, init=False)

    def read(self, selection: int) -> Content | None:
        """What the selection holds; empty where nobody owns it, None where it cannot be saved."""
        self._left = SIZE_LIMIT
        self._end = monotonic() + TIME_LIMIT_S
        owner: Any = self.display.get_selection_owner(selection)
        if owner == X.NONE:
            return Content({})
        formats: dict[int, Format] = {}
        try:
            listed = self._listed(selection)
            dear = [target for target in map(self.display.get_atom, _DEAR) if target in listed]
            for target in dear:
                if target not in formats:
                    self._add(formats, selection, target, _DEAR_LIMIT_S)
                    self._add_other_names(formats, target, listed)
        except _TooSlowError:
            return None
        self._read_others(formats, selection, [it for it in listed if it not in dear])
        return Content({target: formats[target] for target in listed if target in formats})

    def _listed(self, selection: int) -> list[int]:
        atom = self.display.get_atom
        answer = self._convert(selection, atom("TARGETS"), _FIRST_LIMIT_S)
        if answer is None or answer.size != 32:  # noqa: PLR2004 -- bits of an atom
            return [atom("UTF8_STRING"), atom("STRING")]  # as programs from before ICCCM 2
        never = {atom(name) for name in _NEVER_READ} | {0}
        return [it for it in dict.fromkeys(memoryview(answer.data).cast("I")) if it not in never]

    def _read_others(self, formats: dict[int, Format], selection: int, targets: list[int]) -> None:
        self._end = monotonic() + _OTHERS_LIMIT_S
        for target in targets:
            if target not in formats and self._left > 0 and monotonic() < self._end:
                with contextlib.suppress(_TooSlowError):
                    self._add(formats, selection, target, _OTHER_LIMIT_S)

    def _add(self, formats: dict[int, Format], selection: int, target: int, limit_s: float) -> None:
        found = self._convert(selection, target, limit_s)
        if found is not None:
            formats[target] = found

    def _add_other_names(self, formats: dict[int, Format], read: int, listed: list[int]) -> None:
        """Make the other formats of a plain text, instead of reading megabytes again and again."""
        atom = self.display.get_atom
        if read not in formats or read == atom("STRING") or read not in map(atom, TEXT_TARGETS):
            return
        try:
            text = formats[read].data.decode()
        except UnicodeDecodeError:
            return
        made = text_formats(text, atom)
        formats |= {
            target: it for target, it in made.items() if target in listed and target != read
        }

    def _convert(self, selection: int, target: int, limit_s: float) -> Format | None:
        """One format; None = it is refused.

        Raises:
            _TooSlowError: it did not come in time, or is too large.
        """
        # In turn, so that an answer that comes too late is not taken for the next one.
        place = self.display.get_atom(f"QWEN_DICTATE_READ_{next(self._turn) % _PLACES}")
        self.window.delete_property(place)
        self.window.convert_selection(selection, target, place, X.CurrentTime)
        answer = self._wait(
            lambda found: (
                found.type == X.SelectionNotify
                and (found.selection, found.target) == (selection, target)
                and found.property in (place, X.NONE)
            ),
            limit_s,
        )
        if answer.property == X.NONE:
            return None
        held = self._take(place)
        if held is not None and held.kind == self.display.get_atom("INCR"):
            return self._pieces(place, limit_s)
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
        if self._left <= 0:
            raise _TooSlowError
        return Format(kind, size, data)

    def _pieces(self, place: int, limit_s: float) -> Format | None:
        """Take the pieces of an INCR transfer, which deleting the property has begun."""
        kind, size, parts = 0, 8, list[bytes]()
        while True:
            self._wait(
                lambda found: (
                    found.type == X.PropertyNotify
                    and found.window.id == self.window.id
                    and found.atom == place
                    and found.state == X.PropertyNewValue
                ),
                limit_s,
            )
            piece = self._take(place)
            if piece is None:
                return None
            if not piece.data:
                return Format(kind, size, b"".join(parts)) if parts else None
            kind, size = piece.kind, piece.size
            parts.append(piece.data)

    def _wait(self, wanted: Callable[[Any], bool], limit_s: float) -> Any:
        """The next event that is wanted.

        Raises:
            _TooSlowError: it did not come within the limits.
        """
        end = min(self._end, monotonic() + limit_s)
        while True:
            while self.display.pending_events():
                found = self.display.next_event()
                if wanted(found):
                    return found
                self.other(found)
            left = end - monotonic()
            if left <= 0:
                raise _TooSlowError
            select.select([self.display.fileno()], [], [], left)


def _as_bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("latin-1")
    return value.tobytes() if hasattr(value, "tobytes") else bytes(value)
