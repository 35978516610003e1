"""Answers the requests of programs that paste: each format, TARGETS, MULTIPLE, large ones INCR.

Rule: every request is answered, if only with a refusal, or the program that pastes hangs. A read
is told when the whole value was handed over, not when it was asked for.
Failure: a requestor that vanishes ends its transfer; one that stops taking pieces is dropped
after a limit.
Runs in: the selection owner's thread, on its connection.
Source: ICCCM 2.2, 2.6.2, 2.7.2.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event

from qwen_dictate.delivery.x11_formats import Content, Format

PIECE = 128 * 1024  # bytes at a time: well below the smallest limit of a request (256 KB)
_STALLED_S = 10.0


@dataclass(slots=True)
class _Transfer:
    """One INCR transfer on its way."""

    requestor: Any
    place: int
    kind: int
    size: int
    pieces: Iterator[bytes]
    target: int
    last: float
    finished: Callable[[], None]


class Serving:
    """What is offered at the moment, by selection, and the transfers on their way."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._transfers: dict[tuple[int, int], _Transfer] = {}
        self.contents: dict[int, Content] = {}
        self.times: dict[int, int] = {}

    @property
    def busy(self) -> bool:
        """Whether a large transfer is on its way."""
        return bool(self._transfers)

    def answer(self, request: Any, read: Callable[[int, int], None]) -> None:
        """Answer one SelectionRequest.

        Args:
            request: the event.
            read: called with (target, requestor's window) when a format was handed over.
        """
        # Source: ICCCM 2.2: old clients give no property and expect the target's name.
        place: int = request.property or request.target
        multiple = request.target == self._display.get_atom("MULTIPLE")
        give = self._give_many if multiple else self._give
        given = give(request.selection, request.requestor, request.target, place, read)
        notify = event.SelectionNotify(
            time=request.time,
            requestor=request.requestor,
            selection=request.selection,
            target=request.target,
            property=place if given else X.NONE,
        )
        request.requestor.send_event(notify)
        self._display.flush()

    def property_deleted(self, window: int, place: int) -> None:
        """The requestor took a piece: hand over the next one."""
        transfer = self._transfers.get((window, place))
        if transfer is None:
            return
        transfer.last = monotonic()
        piece = next(transfer.pieces, None)
        data = piece if piece is not None else b""
        transfer.requestor.change_property(place, transfer.kind, transfer.size, data)
        if piece is None:
            del self._transfers[window, place]
            transfer.requestor.change_attributes(event_mask=0)
            transfer.finished()
        self._display.flush()

    def drop_stalled(self) -> None:
        """Forget transfers whose requestor does not go on."""
        now = monotonic()
        for key, transfer in list(self._transfers.items()):
            if now - transfer.last > _STALLED_S:
                del self._transfers[key]

    def _give(
        self,
        selection: int,
        requestor: Any,
        target: int,
        place: int,
        read: Callable[[int, int], None],
    ) -> bool:
        found = self._find(selection, target)
        if found is None:
            return False
        if len(found.data) <= PIECE:
            requestor.change_property(place, found.kind, found.size, found.data)
            self._display.sync()
            read(target, requestor.id)
            return True
        requestor.change_attributes(event_mask=X.PropertyChangeMask)
        self._transfers[requestor.id, place] = _Transfer(
            requestor,
            place,
            found.kind,
            found.size,
            _cut(found.data),
            target,
            monotonic(),
            lambda: read(target, requestor.id),
        )
        length = struct.pack("=I", len(found.data))
        requestor.change_property(place, self._display.get_atom("INCR"), 32, length)
        return True

    def _give_many(
        self,
        selection: int,
        requestor: Any,
        _target: int,
        place: int,
        read: Callable[[int, int], None],
    ) -> bool:
        pair_kind = self._display.get_atom("ATOM_PAIR")
        held: Any = requestor.get_property(place, X.AnyPropertyType, 0, 1024)
        if held is None or held.format != 32:  # noqa: PLR2004 -- bits of an atom
            return False
        pairs = [int(atom) for atom in held.value]
        for at in range(0, len(pairs) - 1, 2):
            if not self._give(selection, requestor, pairs[at], pairs[at + 1], read):
                pairs[at + 1] = X.NONE
        requestor.change_property(place, pair_kind, 32, pairs)
        return True

    def _find(self, selection: int, target: int) -> Format | None:
        content = self.contents.get(selection)
        if content is None:
            return None
        atom = self._display.get_atom
        if target == atom("TARGETS"):
            own = [atom("TARGETS"), atom("TIMESTAMP"), atom("MULTIPLE")]
            listed = [*own, *content.formats]
            return Format(Xatom.ATOM, 32, struct.pack(f"={len(listed)}I", *listed))
        if target == atom("TIMESTAMP"):
            return Format(Xatom.INTEGER, 32, struct.pack("=I", self.times.get(selection, 0)))
        return content.formats.get(target)


def _cut(data: bytes) -> Iterator[bytes]:
    return (data[at : at + PIECE] for at in range(0, len(data), PIECE))
