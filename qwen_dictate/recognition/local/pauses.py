"""What of a segment is worth decoding: the speech, with a little room around it.

Whisper invents text for silence, and pays for every second of it. So silence before and behind
the speech is cut to the room that soft beginnings and endings need, and a long pause to that
room. Marks are those of the voice activity detection, one a 32 ms. Pure.
"""

from collections.abc import Sequence

from qwen_dictate.core.audio import MARK_FRAMES, RATE_HZ

MARK_S = MARK_FRAMES / RATE_HZ
ROOM_BEFORE_S = 0.4
ROOM_BEHIND_S = 0.5
LONGEST_PAUSE_S = 1.0
"""Added to the room on both sides: shorter ones stay as they are."""

_BEFORE = round(ROOM_BEFORE_S / MARK_S)
_BEHIND = round(ROOM_BEHIND_S / MARK_S)
_GAP = round(LONGEST_PAUSE_S / MARK_S)


def voiced_s(marks: Sequence[bool]) -> float:
    """How long there was a voice."""
    return sum(marks) * MARK_S


def silent_s(marks: Sequence[bool]) -> float:
    """How long it has been silent at the end."""
    for back, mark in enumerate(reversed(marks)):
        if mark:
            return back * MARK_S
    return len(marks) * MARK_S


def spoken(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """The stretches to decode, as (first, behind the last) marks, in order, never touching."""
    stretches: list[tuple[int, int]] = []
    for at, mark in enumerate(marks):
        if not mark:
            continue
        first = max(0, at - _BEFORE)
        end = at + 1 + _BEHIND
        if stretches and first <= stretches[-1][1] + _GAP:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((first, end))
    return stretches
