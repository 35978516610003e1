"""The ledger: how long each step of a dictation took, and what it cost; no words in it.

It stays when the text is deleted, or was never kept. Pure; the store reads and writes entries.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime

STEPS = ("mic_ready", "connect", "first_partial", "commit", "final", "delivered")
"""Whole milliseconds; the first three from key-down, the others from key-up."""

HALF, MOST = 0.5, 0.95


@dataclass(frozen=True, slots=True)
class Entry:
    """One dictation.

    Attributes:
        born: key-down, ISO 8601, UTC.
        seconds: how long was spoken.
        app: the window class it was meant for.
        microphone: its name.
        engine: ``qwen`` or ``local``.
        model: of the service, or of the embedded engine.
        retries: attempts after the first one.
        sent_s: seconds of sound that the service got, those of failed attempts too.
        price_cny: what these cost.
    """

    born: str
    seconds: float = 0.0
    app: str = ""
    microphone: str = ""
    engine: str = ""
    model: str = ""
    retries: int = 0
    sent_s: float = 0.0
    price_cny: float = 0.0
    mic_ready: int | None = None
    connect: int | None = None
    first_partial: int | None = None
    commit: int | None = None
    final: int | None = None
    delivered: int | None = None

    def values(self) -> tuple[object, ...]:
        """What ``INSERT`` takes."""
        return astuple(self)


_COLUMNS = tuple(
    "committed" if entry.name == "commit" else entry.name  # a word of SQL
    for entry in fields(Entry)
)
INSERT = (
    f"INSERT INTO ledger ({', '.join(_COLUMNS)}) "  # noqa: S608 (constants)
    f"VALUES ({', '.join('?' * len(_COLUMNS))})"
)


def entry_of(found: Mapping[str, object]) -> Entry:
    """An entry from whatever the database holds; nothing in it is trusted."""

    def text(name: str) -> str:
        return value if isinstance(value := found[name], str) else ""

    def number(name: str) -> float:
        value = found[name]
        return value if isinstance(value, int | float) and math.isfinite(value) else 0.0

    def step(name: str) -> int | None:
        return value if isinstance(value := found[name], int) else None

    return Entry(
        text("born"),
        number("seconds"),
        text("app"),
        text("microphone"),
        text("engine"),
        text("model"),
        int(number("retries")),
        number("sent_s"),
        number("price_cny"),
        *(step(name) for name in _COLUMNS[-len(STEPS) :]),
    )


def summary(entries: Iterable[Entry]) -> dict[str, object]:
    """The ledger as values that JSON knows: in all, by week, by microphone, by application.

    Each group has ``name``, ``dictations``, ``seconds``, ``retries``, ``sent_s``, ``price_cny``,
    and for each step that was measured ``{"p50", "p95"}`` in whole milliseconds.
    """
    known = list(entries)
    return {
        "total": _group("", known),
        "weeks": _groups(known, lambda entry: _week(entry.born), newest_first=True),
        "microphones": _groups(known, lambda entry: entry.microphone),
        "applications": _groups(known, lambda entry: entry.app),
    }


def _groups(
    entries: Sequence[Entry], name_of: Callable[[Entry], str], *, newest_first: bool = False
) -> list[dict[str, object]]:
    """Groups by name: the newest first, or the largest first."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(name_of(entry), []).append(entry)
    if newest_first:
        names = sorted(groups, reverse=True)
    else:
        names = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return [_group(name, groups[name]) for name in names]


def _group(name: str, entries: Sequence[Entry]) -> dict[str, object]:
    steps: dict[str, object] = {}
    for step in STEPS:
        measured = sorted(ms for entry in entries if (ms := getattr(entry, step)) is not None)
        if measured:
            steps[step] = {"p50": quantile(measured, HALF), "p95": quantile(measured, MOST)}
    return {
        "name": name,
        "dictations": len(entries),
        "seconds": round(sum(entry.seconds for entry in entries), 1),
        "retries": sum(entry.retries for entry in entries),
        "sent_s": round(sum(entry.sent_s for entry in entries), 1),
        "price_cny": round(sum(entry.price_cny for entry in entries), 4),
        "steps": steps,
    }


def quantile(ordered: Sequence[int], share: float) -> int:
    """The smallest value that at least this share of the values does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _week(born: str) -> str:
    """The week as ISO 8601 names it, e.g. ``2026-W48``."""
    try:
        year, week, _ = datetime.fromisoformat(born).isocalendar()
    except ValueError:
        return ""
    return f"{year}-W{week:02d}"
