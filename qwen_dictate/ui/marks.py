"""The marks of the states, each with a shape of its own: none is told by its colour alone.

Pure; drawn by ``ui.mark_view``. Runs in: any thread.
"""

from enum import Enum

from qwen_dictate.ui.style import Style


class Mark(Enum):
    """What is going on, as a shape."""

    READY = "hollow circle"
    OPENING = "dashed circle"
    LISTENING = "filled circle"
    RECOGNISING = "three dots"
    DELIVERING = "arrow"
    DONE = "tick"
    KEPT = "tray"
    TROUBLE = "triangle"
    NOTE = "i"


def mark_colour(mark: Mark, style: Style, *, overlay: bool = False) -> str:
    """Choose the colour that goes with the shape."""
    colours = style.colours
    if mark is Mark.LISTENING:
        return colours.overlay_record if overlay else colours.record
    if mark is Mark.DONE:
        return colours.overlay_good if overlay else colours.good
    if mark in (Mark.KEPT, Mark.TROUBLE):
        return colours.overlay_warn if overlay else colours.warn
    if mark is Mark.READY:
        return colours.soft
    return colours.overlay_accent if overlay else colours.accent
