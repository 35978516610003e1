"""Key edges become begin and end: hold, toggle, hybrid.

``hold``: down begins, up ends. ``toggle``: a press begins, the next one ends. ``hybrid``: a press
begins; let go within ``tap_ms`` it goes on until the next press, later the release ends it.
A lone modifier that turns out to be somebody's ordinary modifier drops what its press began.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto

BOUNCE_S = 0.030
"""A press so soon after the last one is the key's contact, not a wish."""


class Action(Enum):
    """What an edge means."""

    NOTHING = auto()
    BEGIN = auto()
    END = auto()
    DROP = auto()


@dataclass(frozen=True, slots=True)
class Trigger:
    """State of the push-to-talk key.

    Attributes:
        down_at: when the key went down, None while it is up.
        began: the press that is held began the utterance.
        ends: the press that is held ends the utterance when it is released (lone modifiers).
        last_down_at: the press before, for bounces.
    """

    down_at: float | None = None
    began: bool = False
    ends: bool = False
    last_down_at: float = float("-inf")


@dataclass(frozen=True, slots=True)
class Mode:
    """How the key is used: the settings ``hotkey.mode``, ``hotkey.tap_ms``, and its kind."""

    mode: str
    tap_ms: int
    lone_modifier: bool


def press(trigger: Trigger, mode: Mode, at: float, *, recording: bool) -> tuple[Trigger, Action]:
    """The key went down."""
    if trigger.down_at is not None:
        return trigger, Action.NOTHING
    held = Trigger(down_at=at, last_down_at=at)
    if at - trigger.last_down_at < BOUNCE_S and mode.mode != "hold":
        # The contact bounced: the key is still held since the press that counted.
        again = replace(held, down_at=trigger.last_down_at, last_down_at=trigger.last_down_at)
        return replace(again, began=recording), Action.NOTHING
    if not recording:
        return replace(held, began=True), Action.BEGIN
    if mode.mode == "hold":
        return replace(held, began=True), Action.NOTHING
    if mode.lone_modifier:
        return replace(held, ends=True), Action.NOTHING
    return held, Action.END


def release(trigger: Trigger, mode: Mode, at: float, *, recording: bool) -> tuple[Trigger, Action]:
    """The key went up."""
    if trigger.down_at is None:
        return trigger, Action.NOTHING
    up = Trigger(last_down_at=trigger.last_down_at)
    if not recording:
        return up, Action.NOTHING
    if trigger.ends:
        return up, Action.END
    long_enough = mode.mode == "hold" or (
        mode.mode == "hybrid" and (at - trigger.down_at) * 1000 > mode.tap_ms
    )
    return up, Action.END if trigger.began and long_enough else Action.NOTHING


def used_otherwise(trigger: Trigger) -> tuple[Trigger, Action]:
    """Another key was pressed with the lone modifier: it was an ordinary modifier."""
    if trigger.down_at is None:
        return trigger, Action.NOTHING
    action = Action.DROP if trigger.began else Action.NOTHING
    return replace(trigger, began=False, ends=False), action
