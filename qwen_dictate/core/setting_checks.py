"""The checks that values of settings pass through: each takes a raw value, gives the stored one.

A check raises ``ValueError`` with a sentence that completes "KEY: …".
"""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from qwen_dictate.core.keys import parse_keys

Check = Callable[[object], object]


def _fail(sentence: str) -> ValueError:
    return ValueError(sentence)


@dataclass(frozen=True)
class Choice:
    """One of some words; ``labels`` gives each of them as people read it."""

    labels: Mapping[str, str]

    def __call__(self, value: object) -> object:
        """Check a value."""
        if value not in self.labels:
            raise _fail(f"must be one of {', '.join(self.labels)}")
        return value


@dataclass(frozen=True)
class Integer:
    """A whole number in the closed range."""

    low: int
    high: int

    def __call__(self, value: object) -> object:
        """Check a value."""
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not self.low <= cast("int", value) <= self.high:
            raise _fail(f"must be a whole number from {self.low} to {self.high}")
        return value


def flag(value: object) -> object:
    """True or false."""
    if not isinstance(value, bool):
        raise _fail("must be true or false")
    return value


def text(value: object) -> object:
    """Any text without NUL."""
    if not isinstance(value, str) or "\0" in value:
        raise _fail("must be text")
    return value


def word_or_empty(value: object) -> object:
    """Letters, digits, and ``- _ . : /`` only; may be empty."""
    if not isinstance(value, str) or not re.fullmatch(r"[\w.:/-]*", value, re.ASCII):
        raise _fail("must be a name of letters, digits, “-”, “_” and “.”")
    return value


def word(value: object) -> object:
    """As ``word_or_empty`` but not empty."""
    if not value:
        raise _fail("must not be empty")
    return word_or_empty(value)


def is_loopback(host: str) -> bool:
    """Whether a host name means this computer."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def websocket_url(value: object) -> object:
    """Empty, or a ws:// or wss:// URL with a host and without user, query or fragment.

    That ``ws://`` is for loopback only unless ``service.allow_insecure`` is checked where it is
    used, because it takes two options.
    """
    if value == "":
        return value
    if not isinstance(value, str):
        raise _fail("must be a wss:// URL")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise _fail("is not a URL that can be read") from None
    if parts.scheme not in ("ws", "wss") or not host:
        raise _fail("must be a wss:// URL, or ws:// on this computer")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _fail("must be a plain URL without a user name, “?” or “#”")
    return value


def needs_leave(url: str, allowed: bool) -> bool:
    """Whether an address is unencrypted and leaves this computer, which must be allowed first."""
    parts = urlsplit(url)
    return parts.scheme == "ws" and not is_loopback(parts.hostname or "") and not allowed


def proxy(value: object) -> object:
    """``system``, ``none`` or the URL of a proxy."""
    if value in ("system", "none"):
        return value
    if not isinstance(value, str):
        raise _fail("must be system, none or a URL")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise _fail("must be system, none or a URL") from None
    if parts.scheme not in ("http", "https", "socks5", "socks5h") or not host:
        raise _fail("must be system, none or a URL such as http://proxy.example:3128")
    return value


def keys(value: object) -> object:
    """A key combination."""
    if not isinstance(value, str):
        raise _fail("must be a key combination such as ctrl+alt+space")
    return str(parse_keys(value))


def keys_or_empty(value: object) -> object:
    """A key combination, or empty for none."""
    return value if value == "" else keys(value)


def price(value: object) -> object:
    """``auto``, or an amount of money such as 1.19."""
    amount = str(value) if isinstance(value, int | float) and value is not True else value
    if amount == "auto" or (isinstance(amount, str) and re.fullmatch(r"\d{1,6}([.]\d+)?", amount)):
        return amount
    raise _fail("must be auto or a number such as 1.19")


@dataclass(frozen=True)
class Keep:
    """``days:N`` or one of some words; ``labels`` as in ``Choice``."""

    labels: Mapping[str, str]

    def __call__(self, value: object) -> object:
        """Check a value."""
        days = isinstance(value, str) and re.fullmatch(r"days:[1-9]\d{0,4}", value)
        if not days and value not in self.labels:
            raise _fail(f"must be days:N or one of {', '.join(self.labels)}")
        return value


def words(value: object) -> object:
    """A list of texts."""
    if not isinstance(value, list | tuple):
        raise _fail('must be a list of names such as ["XTerm"]')
    entries = list(cast("list[object]", value))
    if not all(isinstance(entry, str) and entry for entry in entries):
        raise _fail('must be a list of names such as ["XTerm"]')
    return tuple(entries)


@dataclass(frozen=True)
class SomeOf:
    """A list, not empty, of some words; ``labels`` as in ``Choice``."""

    labels: Mapping[str, str]

    def __call__(self, value: object) -> object:
        """Check a value."""
        chosen = cast("tuple[str, ...]", words(value))
        if not chosen or not set(chosen) <= set(self.labels):
            raise _fail(f"must be a list of {', '.join(self.labels)}")
        return chosen


def replacements(value: object) -> object:
    """A table: what is heard → what is written."""
    if not isinstance(value, Mapping):
        raise _fail('must be a table such as {"qwen dictate" = "Qwen Dictate"}')
    table = cast("Mapping[object, object]", value)
    if not all(isinstance(k, str) and k and isinstance(v, str) for k, v in table.items()):
        raise _fail('must be a table such as {"qwen dictate" = "Qwen Dictate"}')
    return dict(table)


METHODS = Choice(
    {
        "auto": "Automatic",
        "type": "Type it",
        "paste": "Paste it",
        "clipboard": "Into the clipboard only",
        "none": "Keep it in the list only",
    }
)
NEWLINES = Choice({"space": "A space", "enter": "Enter", "shift_enter": "Shift + Enter"})

APPLICATION_OPTIONS: Mapping[str, Check] = {"method": METHODS, "paste": keys, "newlines": NEWLINES}
"""What can be said of one application."""


def applications(value: object) -> object:
    """A table by window class of ``method``, ``paste`` (a chord) and ``newlines``."""
    if not isinstance(value, Mapping):
        raise _fail('must be a table such as {XTerm = {method = "paste"}}')
    result: dict[str, dict[str, str]] = {}
    for app, entry in cast("Mapping[str, object]", value).items():
        if not isinstance(entry, Mapping):
            raise _fail(f"{app}: must be a table of {', '.join(APPLICATION_OPTIONS)}")
        result[app] = {}
        for name, raw in cast("Mapping[str, object]", entry).items():
            if name not in APPLICATION_OPTIONS:
                raise _fail(f"{app}.{name}: must be one of {', '.join(APPLICATION_OPTIONS)}")
            result[app][name] = cast("str", APPLICATION_OPTIONS[name](raw))
    return result
