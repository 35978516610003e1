"""What the page of the history shows and may ask for; ``app`` implements it.

None of these blocks; each ``told`` is called on the GUI thread, at once or later. A sentence that
is "" means: done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Told = Callable[[str], None]
"""Gets "" when it is done, else a sentence that says why not."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One row of the history, as it is shown; the fields are those of ``history show``.

    Attributes:
        reason: why it is kept.
        perhaps_typed: it was being delivered when the program ended.
        timings: (step, whole ms), as far as they were measured.
    """

    id: str
    when: str
    seconds: float
    raw: str = field(repr=False)
    text: str = field(repr=False)
    state: str
    method: str
    app: str
    engine: str
    language: str
    audio: bool
    kind: str
    reason: str = ""
    perhaps_typed: bool = False
    timings: tuple[tuple[str, int], ...] = ()

    @property
    def waits(self) -> bool:
        """It was not delivered: it stands out, and offers to be tried again."""
        return self.state == "kept"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows, newest first; ``before`` asks for those that follow, None: there are none."""

    rows: tuple[Spoken, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class How:
    """How to recognise a recording again; "" = as the settings say."""

    engine: str = ""
    language: str = ""
    context: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Playing:
    """How far a recording is that is played."""

    at_s: float
    over: bool = False
    trouble: str = ""


class HistoryWishes(Protocol):
    """Implemented by app/past."""

    def chunk(self, words: str, before: int | None, told: Callable[[Chunk], None]) -> None:
        """Read some rows: all ("") or those with these words."""

    def row(self, row_id: str, told: Callable[[Spoken | None], None]) -> None:
        """Read one row again."""

    def play(self, row: Spoken, from_s: float, told: Callable[[Playing], None]) -> None:
        """Play a recording; what is played now ends."""

    def stop(self) -> None:
        """End what is played."""

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""

    def deliver(self, row: Spoken, told: Told) -> None:
        """Type or paste a text into the window that had the focus last."""

    def recognise(self, row: Spoken, how: How, told: Told) -> None:
        """Recognise a recording again; its row gets the new text."""

    def delete(self, ids: tuple[str, ...], told: Told) -> None:
        """Delete texts and recordings for good."""

    def export(self, ids: tuple[str, ...], path: str, told: Told) -> None:
        """Write these rows, or all (no ids), into a file; its ending says the format."""

    def figures(self, told: Callable[[Mapping[str, object]], None]) -> None:
        """Sum up the ledger, as ``history.ledger.summary``."""
