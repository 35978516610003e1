"""The clipboard of a wlroots compositor (wlr-data-control-v1): lent, with a receipt, given back.

A receipt is a request for the text; whose it is the compositor does not tell, so a clipboard
manager that reads at once looks like the window. What was there is read before, up to a bound, and
given back by us as long as this program runs. Failure: ``OSError``; ``Unavailable`` where the
compositor has no such protocol. Runs in: the delivery lane, which owns the connection.
"""

import contextlib
import os
import select
from time import monotonic

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system.wayland.wire import Connection, Event, ignore

MANAGER = "zwlr_data_control_manager_v1"
TEXT_TYPES = ("text/plain;charset=utf-8", "text/plain", "UTF8_STRING", "STRING", "TEXT")
_LARGEST = 64 * 1024 * 1024
_READ_LIMIT_S = 1.0
_LIMIT_S = 1.0

Saved = dict[str, bytes]


class DataControl:
    """The selection of the seat."""

    def __init__(self, connection: Connection) -> None:
        manager = connection.bind(MANAGER, 1, ignore)
        seat = connection.bind("wl_seat", 1, ignore)
        if manager is None or seat is None:
            raise Unavailable("This compositor does not let programs use the clipboard unseen.")
        self._connection = connection
        self._manager = manager
        self._offers: dict[int, list[str]] = {}
        self._selection = 0
        self._number = 0
        self._source = 0
        self._read = False
        self._device = connection.new(self._device_told)
        connection.request(manager, 1, self._device, seat)
        connection.roundtrip(_LIMIT_S)

    def lend(self, text: str) -> tuple[Saved, int]:
        """Offer a text; what was there, and the selection's number from now on."""
        saved = self._save()
        self._read = False
        content = text.encode("utf-8")
        self._offer(dict.fromkeys(TEXT_TYPES, content))
        return saved, self._number

    def was_read_by(self, process: int) -> bool:
        """Whether anybody has asked for the text."""
        del process
        return self._read

    def give_back(self, saved: Saved, number: int) -> None:
        """Offer what was there, unless somebody has copied since."""
        if self._number != number:
            return
        if saved:
            self._offer(saved)
        else:
            self._connection.request(self._device, 0, 0)
            self._connection.roundtrip(_LIMIT_S)

    def keep(self, text: str) -> None:
        """Put a text there to stay."""
        self._offer(dict.fromkeys(TEXT_TYPES, text.encode("utf-8")))

    def pump(self, seconds: float) -> None:
        """Serve those who ask."""
        limit = monotonic() + seconds
        while (left := limit - monotonic()) > 0:
            self._connection.hear(left)

    def close(self) -> None:
        """Serve nobody any more."""
        self._connection.close()

    def _offer(self, content: Saved) -> None:
        source = self._connection.new(lambda event: self._source_told(source, content, event))
        self._connection.request(self._manager, 0, source)
        for kind in content:
            self._connection.request(source, 0, kind)
        self._source = source
        self._connection.request(self._device, 0, source)
        self._connection.roundtrip(_LIMIT_S)
        self._number += 1

    def _source_told(self, source: int, content: Saved, event: Event) -> None:
        if event.opcode == 0:
            kind, fd = event.text(), event.fd()
            self._read = self._read or kind in TEXT_TYPES
            _write(fd, content.get(kind, b""))
        else:  # cancelled: somebody else has copied
            self._connection.request(source, 1)
            self._connection.forget(source)
            if source == self._source:
                self._source = 0
                self._number += 1

    def _device_told(self, event: Event) -> None:
        if event.opcode == 0:
            offer = event.number()
            kinds = self._offers[offer] = []
            self._connection.adopt(offer, lambda told: kinds.append(told.text()))
        elif event.opcode == 1:
            self._selection = event.number()

    def _save(self) -> Saved:
        self._connection.roundtrip(_LIMIT_S)
        if self._source:
            return {}  # it is ours: lent and not yet given back
        saved: Saved = {}
        for kind in self._offers.get(self._selection, []):
            content = self._receive(kind)
            if sum(map(len, saved.values())) + len(content) <= _LARGEST:
                saved[kind] = content
        return saved

    def _receive(self, kind: str) -> bytes:
        readable, writable = os.pipe2(os.O_CLOEXEC)
        try:
            self._connection.request(self._selection, 0, kind, fd=writable)
        finally:
            os.close(writable)
        content, limit = b"", monotonic() + _READ_LIMIT_S
        try:
            while (left := limit - monotonic()) > 0:
                if not select.select([readable], [], [], left)[0]:
                    break
                piece = os.read(readable, 65536)
                if not piece:
                    return content
                content += piece
        finally:
            os.close(readable)
        return b""  # not whole: rather nothing than half


def _write(fd: int, content: bytes) -> None:
    """Give it to whoever asked; one who goes away, or does not read, changes nothing."""
    if fd < 0:
        return
    os.set_blocking(fd, False)
    limit = monotonic() + _READ_LIMIT_S
    with contextlib.suppress(OSError):
        while content and (left := limit - monotonic()) > 0:
            if select.select([], [fd], [], left)[1]:
                content = content[os.write(fd, content) :]
    os.close(fd)
