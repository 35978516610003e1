# What we use of jeepney, which has no types of its own.
from enum import Enum
from typing import Any

class MessageType(Enum):
    method_call = 1
    method_return = 2
    error = 3
    signal = 4

class HeaderFields(Enum):
    path = 1
    member = 3
    reply_serial = 5

class DBusAddress:
    def __init__(
        self, object_path: str, bus_name: str | None = None, interface: str | None = None
    ) -> None: ...

class Header:
    message_type: MessageType
    flags: Any
    fields: dict[HeaderFields, object]

class Message:
    header: Header
    body: tuple[Any, ...]

class MessageFlag(Enum):
    no_auto_start = 2

def new_method_call(
    remote_obj: DBusAddress, method: str, signature: str | None = None, body: tuple[Any, ...] = ()
) -> Message: ...

class Properties:
    def __init__(self, obj: DBusAddress) -> None: ...
    def get(self, name: str) -> Message: ...
