"""How long recordings are kept (``history.keep_audio``), and the sweep that removes the others.

Rule: what is still being spoken, recognised or delivered is never removed; a cancelled recording
stays a day, whatever the setting (but ``never``, which keeps nothing); with ``until_delivered``
a text that was not delivered keeps its sound. A file that no row of the history knows is kept as
long as any other, seven days at least: the history may have been damaged, and then it is all that
is left.
Failure mode: a file that cannot be removed stays for the next sweep.
Runs in: the history's job lane.
"""

import logging
import math
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from qwen_dictate.recording import stored

DAY_S = 86_400.0
_CANCELLED_DAYS = 1.0
_UNKNOWN_DAYS = 7.0
_UNFINISHED = frozenset({"recording", "recognising", "delivering"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """A recording's file.

    Attributes:
        path: where it is.
        written_at: its last change, seconds since the epoch.
        state: its row's ``state`` as in ``history show``; "" when no row knows it.
    """

    path: Path
    written_at: float
    state: str


def choose_deletions(files: Iterable[Stored], keep_audio: str, now: float) -> list[Path]:
    """The files to be removed.

    Args:
        files: all there are.
        keep_audio: the setting: ``days:N``, ``until_delivered``, ``always``, ``never``.
        now: seconds since the epoch.
    """
    return [entry.path for entry in files if _is_over(entry, keep_audio, now)]


def sweep(folder: Path, keep_audio: str, state_of: Mapping[str, str], now: float) -> list[Path]:
    """Remove the recordings of a folder that need not be kept any longer; the removed ones.

    Args:
        folder: where the recordings are; it may be missing.
        keep_audio: the setting.
        state_of: the ``state`` of the row by the file's name without its ending; "" or missing
            when there is no row.
        now: seconds since the epoch.
    """
    entries: list[Stored] = []
    for path in stored.names(folder):
        form = stored.find(path)
        try:
            if form is not None:
                entries.append(Stored(path, form.stat().st_mtime, state_of.get(path.stem, "")))
        except OSError:
            continue  # removed meanwhile
    removed: list[Path] = []
    for path in choose_deletions(entries, keep_audio, now):
        try:
            stored.remove(path)
            removed.append(path)
        except OSError as error:
            _log.warning("a recording could not be removed: %s", error.strerror)
    return removed


def sweep_meetings(
    folder: Path, keep_audio: str, state_of: Mapping[str, str], now: float
) -> list[Path]:
    """The same for meetings, each of which has a folder of its own; the removed ones."""
    removed: list[Path] = []
    for path in sorted(path for path in folder.glob("*") if path.is_dir()):
        try:
            newest = max((form.stat().st_mtime for form in path.iterdir()), default=0.0)
            if _is_over(Stored(path, newest, state_of.get(path.name, "")), keep_audio, now):
                shutil.rmtree(path)
                removed.append(path)
        except OSError as error:
            _log.warning("recordings of a meeting could not be removed: %s", error.strerror)
    return removed


def _is_over(entry: Stored, keep_audio: str, now: float) -> bool:
    if entry.state in _UNFINISHED:
        return False
    return now - entry.written_at > _kept_days(entry.state, keep_audio) * DAY_S


def _kept_days(state: str, keep_audio: str) -> float:
    if keep_audio == "never":
        return _UNKNOWN_DAYS if state == "" else 0
    if state == "cancelled":
        return _CANCELLED_DAYS
    if keep_audio == "until_delivered":
        return {"delivered": 0.0, "": _UNKNOWN_DAYS}.get(state, math.inf)
    if keep_audio.startswith("days:"):
        days = int(keep_audio.removeprefix("days:"))
        return days if state else max(days, _UNKNOWN_DAYS)
    return math.inf
