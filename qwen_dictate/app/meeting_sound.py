"""The sound of one line of a meeting, from the recording of its source.

The name of each take's file tells its source and where it lies in the meeting
(``app.meeting_rows``); one that still grows is read up to now. Runs in: a job lane.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from qwen_dictate.core.audio import RATE_HZ, SAMPLE_BYTES
from qwen_dictate.core.errors import DiskError
from qwen_dictate.recording import stored

BEFORE_S, BEHIND_S = 0.2, 0.5
"""Around a line: its beginning is found some hundredths late."""


def sound_of(folder: Path, source: str, start_s: float, end_s: float) -> Iterator[bytes]:
    """What its source heard while a line was said.

    Args:
        folder: of the meeting's recordings.
        source: ``microphone`` or ``system``.
        start_s: when the line began, seconds from the beginning of the meeting.
        end_s: when it ended.

    Raises:
        DiskError: the recording is not kept, or cannot be read.
    """
    offset_s, path = _take(folder, source, start_s)
    from_s = max(0.0, start_s - BEFORE_S - offset_s)
    left = int((end_s + BEHIND_S - offset_s - from_s) * RATE_HZ) * SAMPLE_BYTES
    for piece in stored.sound(path, from_s):
        if left <= 0:
            return
        yield piece[:left]
        left -= len(piece)


def _take(folder: Path, source: str, start_s: float) -> tuple[float, Path]:
    """The last take of a source that began before; (where it lies, its file)."""
    takes: list[tuple[float, Path]] = []
    for path in stored.names(folder):
        _, whose, told = f"{path.stem}--".split("-", 2)
        if whose == source:
            with suppress(ValueError):
                takes.append((float(told.removesuffix("--")), path))
    before = [take for take in takes if take[0] <= start_s + BEHIND_S]
    if not before:
        raise DiskError("The recording of this line is no longer kept.", retry=False)
    return max(before)
