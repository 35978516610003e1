"""Files to text as the views see them, and what a view may ask for. Runs in: GUI thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol


class FileState(Enum):
    """Where a file of the queue is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of the queue.

    Attributes:
        id: within this run.
        path: where it is.
        state: where it is in the queue.
        done_s: seconds of its sound that are recognised.
        length_s: how long it is; 0 = not known.
        left_s: how long it will take still; None = not known yet.
        text: what was said so far.
        problem: a sentence, "" = none.
    """

    id: int
    path: Path
    state: FileState = FileState.WAITING
    done_s: float = 0.0
    length_s: float = 0.0
    left_s: float | None = None
    text: str = field(default="", repr=False)
    problem: str = ""


class FileWishes(Protocol):
    """What a view may ask for; none of these blocks."""

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files at the end of the queue."""

    def stop_file(self, file: int) -> None:
        """Stop it; what is done stays."""

    def go_on_file(self, file: int) -> None:
        """Put it at the end of the queue again; it goes on where it was left."""

    def remove_file(self, file: int) -> None:
        """Take it off the list; its text stays in the history."""

    def export_file(self, file: int, path: Path) -> None:
        """Write its text in the format of the ending of ``path``."""

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""
