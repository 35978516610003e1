"""What a verb and the running program say to each other: one line of JSON each way.

``{"version": 1, "verb": "stop", "args": {"wait": true}}`` is answered by
``{"status": 0, "out": "", "err": ""}``: the exit status of the verb, and what it prints on its
two streams, line ends included. Lines are UTF-8 and end in LF; JSON escapes those inside texts.

Rule: pure; whatever bytes come in, the answer is a value or a ``ValueError`` whose message is a
sentence for the user. Spoken words are in no repr. Runs in: any thread.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

VERSION = 1

LARGEST_REQUEST = 64 * 1024
"""Bytes of a request with its LF; verbs carry ids, paths and flags, never sound."""

LARGEST_REPLY = 16 * 1024 * 1024
"""Bytes of a reply with its LF; the largest holds the text of an hour."""

LARGEST_STATUS = 125
"""Exit statuses above it belong to shells."""

Argument = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Request:
    """A verb for the running program."""

    verb: str
    args: Mapping[str, Argument] = field(default_factory=dict[str, Argument], repr=False)
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Reply:
    """How the verb ends: its exit status and what it prints."""

    status: int
    out: str = field(default="", repr=False)
    err: str = field(default="", repr=False)


def encode_request(request: Request) -> bytes:
    """The line of a request.

    Raises:
        ValueError: it is too long.
    """
    fields = {"version": request.version, "verb": request.verb, "args": dict(request.args)}
    return _line(fields, LARGEST_REQUEST)


def encode_reply(reply: Reply) -> bytes:
    """The line of a reply.

    Raises:
        ValueError: it is too long.
    """
    fields = {"status": reply.status, "out": reply.out, "err": reply.err}
    return _line(fields, LARGEST_REPLY)


def decode_request(line: bytes) -> Request:
    """Read a request.

    Raises:
        ValueError: it is none, or one of another version.
    """
    fields = _fields(line, LARGEST_REQUEST)
    if fields.get("version") != VERSION:
        raise ValueError(
            "The running program and this command belong to different versions; "
            "quit Qwen Dictate and start it again."
        )
    verb, args = fields.get("verb"), fields.get("args")
    if not isinstance(verb, str) or not verb or not isinstance(args, dict):
        raise ValueError("The command was not understood: it has no verb or no arguments.")
    table = cast("dict[str, object]", args)
    return Request(verb, {name: _argument(value) for name, value in table.items()})


def decode_reply(line: bytes) -> Reply:
    """Read a reply.

    Raises:
        ValueError: it is none.
    """
    fields = _fields(line, LARGEST_REPLY)
    status, out, err = fields.get("status"), fields.get("out"), fields.get("err")
    if isinstance(status, int) and isinstance(out, str) and isinstance(err, str):
        return Reply(min(max(status, 0), LARGEST_STATUS), out, err)
    raise ValueError("The running program gave an answer that was not understood.")


def take_line(received: bytes, largest: int) -> tuple[bytes | None, bytes]:
    """Split off the first whole line of what was received so far.

    Returns:
        The line without its LF, or None while it is not whole; and what comes after it.

    Raises:
        ValueError: more than ``largest`` bytes came without a LF.
    """
    line, end, rest = received.partition(b"\n")
    if len(line) >= largest:
        raise ValueError("The command was not understood: it is too long.")
    return (line, rest) if end else (None, received)


def not_there(verb: str) -> Reply:
    """The answer to a verb that this version of the program does not have."""
    return Reply(1, err=f"This version of Qwen Dictate cannot do “{verb}” yet.\n")


def _line(fields: Mapping[str, object], largest: int) -> bytes:
    # ASCII only: a lone surrogate, which a file name may hold, survives as an escape.
    line = json.dumps(fields, separators=(",", ":")).encode("ascii") + b"\n"
    if len(line) > largest:
        raise ValueError("The command or its answer is too long for the running program.")
    return line


def _fields(line: bytes, largest: int) -> dict[str, object]:
    if len(line) > largest:
        raise ValueError("The command was not understood: it is too long.")
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    raise ValueError("The command was not understood: it is not a JSON object.")


def _argument(value: object) -> Argument:
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError("The command was not understood: an argument is not a plain value.")
