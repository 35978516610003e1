"""IDLE ⇄ RECORDING: who owns the microphone, and who may.

``Dictation.recording`` is the state; here are its decisions: what an edge of the hotkey means
while it is what it is, and where nothing is recorded at all.
"""

from collections.abc import Collection

from qwen_dictate.core import trigger
from qwen_dictate.core.events import KeyEdge, KeyUsedOtherwise, Target
from qwen_dictate.core.keys import parse_keys
from qwen_dictate.core.settings import Hotkey, Settings
from qwen_dictate.core.trigger import Action, Mode, Trigger


def edge(
    state: Trigger, event: KeyEdge | KeyUsedOtherwise, hotkey: Hotkey, *, recording: bool
) -> tuple[Trigger, Action]:
    """What an edge of the hotkey, or of the key for review, means."""
    if isinstance(event, KeyUsedOtherwise):
        return trigger.used_otherwise(state)
    keys = hotkey.review if event.review and hotkey.review else hotkey.push_to_talk
    lone = parse_keys(keys).is_lone_modifier
    mode = Mode(hotkey.mode, hotkey.tap_ms, lone)
    move = trigger.press if event.down else trigger.release
    return move(state, mode, event.at, recording=recording)


def is_reviewed(event: object, target: Target | None, settings: Settings) -> bool:
    """Whether the text waits for the user's look; never what is spoken into our own field."""
    by_key = isinstance(event, KeyEdge) and event.review
    return (by_key or settings.delivery.review) and not (target is not None and target.own)


def is_private(target: Target | None, applications: Collection[str]) -> bool:
    """Whether the user wants nothing recorded in that window (either WM_CLASS string).

    A field that hides what is typed is private without being asked for.
    """
    if target is None:
        return False
    if target.secret:
        return True
    names = {name.casefold() for name in applications}
    return bool({target.app.casefold(), target.instance.casefold()} & names)
