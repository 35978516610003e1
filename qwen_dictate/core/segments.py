"""Where an utterance is cut into segments.

A manual utterance may last 60 s at the service, and the embedded engine hears 30 s at a time.
So from ``look_from_s`` on the quietest 200 ms is looked for and the segment is cut there, by
``cut_by_s`` at the latest.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """When a segment is cut: looked for from, and done by, seconds from its first sample."""

    look_from_s: float
    cut_by_s: float
