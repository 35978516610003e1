"""The two streams of a verb: what it found on standard output, sentences on standard error.

Rule: whatever encoding the terminal has, printing never raises for it; a reader that goes away
(``| head``) ends the verb without a word. Runs in: the verb.
"""

import io
import os
import sys
from contextlib import suppress
from typing import cast

from qwen_dictate.core.errors import DictateError

DONE = 0
FAILED = 1
WRONG = 2
NOT_RUNNING = 3
INTERRUPTED = 130
"""What shells expect of a program that ^C ended."""


class WrongCall(DictateError):
    """The verb was called with something it cannot take: exit status 2."""


class Unwritten(Exception):
    """The answer cannot be printed; the cause is the stream's ``OSError``."""


def prepare() -> None:
    """Let nothing that is printed raise for the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write(text: str) -> None:
    """Print a part of the answer as it stands.

    Raises:
        Unwritten: nobody reads it, or the disk behind it is full.
    """
    # There is no stream at all in a Windows program without a console.
    if sys.stdout is not None:
        try:
            sys.stdout.write(text)
        except OSError as error:
            raise Unwritten from error


def say(text: str) -> None:
    """Print a line of the answer."""
    write(f"{text}\n")


def plain(value: object) -> str:
    """A value of the answer for people: yes, no, or a dash for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        parts = cast("dict[str, object]", value)
        return ", ".join(f"{name} {plain(part)}" for name, part in parts.items())
    return "-" if value in (None, "") else str(value)


def say_json(value: object) -> None:
    """Print the answer as JSON that any encoding can carry."""
    import json

    encoding = getattr(sys.stdout, "encoding", None) or ""
    unicode = encoding.lower().replace("-", "") == "utf8"
    say(json.dumps(value, ensure_ascii=not unicode, indent=2))


def sorry(sentence: str) -> None:
    """Print a sentence about what did not work; where nobody reads it, it is lost."""
    if sentence.strip():
        with suppress(OSError):
            print(sentence.strip(), file=sys.stderr)


def flush() -> None:
    """Let errors of the stream come now, while somebody can tell them.

    Raises:
        Unwritten: nobody reads it, or the disk behind it is full.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise Unwritten from error


def abandon() -> None:
    """Let the interpreter's last flush of the answer go nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
