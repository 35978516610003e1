"""The way to the X server: one connection an owner, errors as values or exceptions.

Rule: a connection belongs to one thread (python-xlib's locks are off), and nothing of it is ever
printed: what the server refuses is either collected by the caller (``refusal``) or logged.
Failure: no server, or it refuses us → ``Unavailable`` with a sentence. A server that goes away
raises one of ``GONE`` from whatever call comes next; the owner ends its thread.
Runs in: whichever thread owns the connection.
"""

import logging
import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

from Xlib import error, xauth
from Xlib.display import Display
from Xlib.error import XError
from Xlib.protocol import rq

from qwen_dictate.core.errors import Unavailable

GONE = (error.ConnectionClosedError, OSError)
"""What any call raises once the X server is gone or has thrown us out."""

_LOCAL = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?$")
"""A display of this computer, as $DISPLAY names it."""

_log = logging.getLogger(__name__)


def connect(name: str | None = None) -> Display:
    """Open a connection of one's own; the caller closes it.

    Args:
        name: as in $DISPLAY; None takes $DISPLAY.

    Raises:
        Unavailable: there is no X server here, or it does not let us in.
    """
    wanted = name or os.environ.get("DISPLAY", "")
    if not wanted:
        raise Unavailable(
            "There is no X desktop here: the variable DISPLAY is not set.",
            "Start Qwen Dictate from within the desktop session.",
        )
    # WORKAROUND: python-xlib 0.33 prints warnings about ~/.Xauthority to standard output,
    # which belongs to the verbs. Source: Xlib/xauth.py, Xauthority.__init__.
    xauth.__dict__["print"] = _swallow
    try:
        _knock(wanted)
        display = Display(wanted)
    except (error.DisplayError, *GONE) as problem:
        raise Unavailable(
            f"The X server of display {wanted} cannot be reached.",
            "Check that the desktop is running and that this user may use it.",
        ) from problem
    display.set_error_handler(_note)
    return display


def close(display: Display) -> None:
    """Close the connection; nothing happens if the server is gone."""
    connection: socket.socket = display.display.socket
    try:
        display.close()
    except GONE:
        _log.debug("the X server was gone before its connection was closed")
    finally:
        connection.close()


def refusal(
    display: Display, send: Callable[[error.CatchError], object], *kinds: type[XError]
) -> XError | None:
    """Send requests that have no reply, wait for the server, and tell what it refused.

    Args:
        display: the connection.
        send: sends the requests, each with ``onerror=`` its argument.
        kinds: the errors that are expected; none = any. Others are logged.
    """
    catch = error.CatchError(*kinds)
    send(catch)
    display.sync()
    return catch.get_error()


def together(*asked: rq.ReplyRequest) -> list[rq.ReplyRequest | None]:
    """The answers to requests made with ``defer=True``, for one round trip in all.

    Returns:
        None where the server refused, as it does when a window has vanished.
    """
    answers: list[rq.ReplyRequest | None] = []
    for request in asked:
        try:
            request.reply()
        except XError:
            answers.append(None)
        else:
            answers.append(request)
    return answers


def _knock(name: str) -> None:
    """Fail as the connection would, where the display is local and nobody serves it.

    WORKAROUND: python-xlib 0.33 would try TCP then, and leave both sockets open.
    Source: Xlib/support/unix_connect.py, get_socket.
    """
    local = _LOCAL.match(name)
    if local is None:
        return
    path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 - where every X server has it
    with socket.socket(socket.AF_UNIX) as door:
        door.connect(path if Path(path).exists() else f"\0{path}")


def _note(problem: XError, _request: object) -> None:
    _log.warning(
        "the X server refused request %d.%d: %s",
        problem.major_opcode,
        problem.minor_opcode,
        type(problem).__name__,
    )


def _swallow(*_words: object) -> None:
    """Stand in for print()."""
