"""A program that is asked over D-Bus, as a test wants it to answer; use it as a context manager."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Self

from jeepney import HeaderFields, Message, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import open_dbus_connection

Answer = Callable[[str, tuple[Any, ...]], tuple[str, tuple[Any, ...]] | None]
"""(method, its arguments) → (signature, body); None: it has no such thing."""


class BusService:
    """Answers in a thread of its own until it is closed.

    Attributes:
        asked: the calls that came, as (method, arguments).
    """

    def __init__(self, address: str, name: str, answer: Answer) -> None:
        self._answer = answer
        self._bus = open_dbus_connection(address)
        assert self._bus.send_and_get_reply(message_bus.RequestName(name)).body == (1,)
        self.asked: list[tuple[str, tuple[Any, ...]]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(3)
        self._bus.close()

    def _run(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                message = self._bus.receive(timeout=0.1)
                if message.header.message_type is MessageType.method_call:
                    self._bus.send(self._reply(message))

    def _reply(self, message: Message) -> Message:
        method = str(message.header.fields[HeaderFields.member])
        self.asked.append((method, message.body))
        found = self._answer(method, message.body)
        if found is None:
            return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        signature, body = found
        return new_method_return(message, signature or None, body)
