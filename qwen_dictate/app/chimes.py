"""The sounds of start and stop: when, and whether the user wants them.

The start sounds when the first block is kept: then it hears. Runs in: GUI thread; the sound
itself in the lane "sounds".
"""

from collections.abc import Callable

from qwen_dictate.app.jobs import Jobs
from qwen_dictate.core.dictation import Dictation
from qwen_dictate.core.settings import Settings


def chime(before: Dictation, after: Dictation) -> str:
    """Tell which sound a step of the machine makes; "" = none."""
    if _hears(after) and not _hears(before):
        return "start"
    return "stop" if _hears(before) and after.recording is None else ""


class Chimes:
    """Plays them."""

    def __init__(self, jobs: Jobs, settings: Callable[[], Settings]) -> None:
        self._jobs = jobs
        self._settings = settings

    def follow(self, before: Dictation, after: Dictation) -> None:
        """The machine has made a step."""
        wanted = self._settings().ui.sounds
        name = "" if wanted == "off" else chime(before, after)
        if name:
            only_to_headphones = wanted == "auto"
            self._jobs.run("sounds", lambda: _play(name, only_to_headphones), None, _ignore)


def _hears(state: Dictation) -> bool:
    u = state.get(state.recording) if state.recording is not None else None
    return u is not None and u.times.first_block is not None


def _play(name: str, only_to_headphones: bool) -> None:
    from qwen_dictate.sound.chime import play

    play(name, only_to_headphones=only_to_headphones)


def _ignore(_error: Exception) -> None:
    """A sound that cannot be played is no news."""
