"""Waiting for a condition, with a limit: what tests do instead of sleeping."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

_Value = TypeVar("_Value")

_STEP_S = 0.02


class TooLate(AssertionError):
    """The condition did not come true within its limit."""


def wait_until(
    predicate: Callable[[], _Value],
    limit_s: float = 10.0,
    what: str | Callable[[], str] = "",
    *,
    step_s: float = _STEP_S,
) -> _Value:
    """The first true value of ``predicate``.

    ``what`` says what was waited for; as a callable it is asked only when it was too late.

    Raises:
        TooLate: it stayed false for ``limit_s`` seconds.
    """
    end = time.monotonic() + limit_s
    pause = threading.Event()
    while True:
        value = predicate()
        if value:
            return value
        if time.monotonic() >= end:
            said = what() if callable(what) else what
            raise TooLate(f"not within {limit_s:g} s: {said or predicate!r}")
        pause.wait(step_s)


def stays(predicate: Callable[[], bool], seconds: float, what: str = "") -> None:
    """Watch that ``predicate`` is true all the time; for "nothing happens" rules.

    Raises:
        AssertionError: it was false once.
    """
    end = time.monotonic() + seconds
    pause = threading.Event()
    while time.monotonic() < end:
        assert predicate(), what or f"{predicate!r} did not stay true"
        pause.wait(_STEP_S)
