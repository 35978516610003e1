"""Which source of the sound server is meant: the choice, pure.

Rule: a microphone is never a monitor. The default source may be the monitor of the loudspeakers
(PulseAudio makes it so when the last microphone is taken away): then another microphone is
taken, and where there is none, an error; the loudspeakers are never recorded as if dictated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qwen_dictate.core.errors import MicrophoneError

SYSTEM_SOUND = "@DEFAULT_MONITOR@"
"""The device that stands for what the loudspeakers play. Source: PulseAudio's own name for it."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the sound server; ``monitor`` = it hears what a sink plays."""

    name: str
    title: str
    monitor: bool = False
    muted: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """All sources, and which ones the system calls its defaults ("" = none)."""

    all: Sequence[Source]
    default: str = ""
    default_monitor: str = ""

    def find(self, name: str) -> Source | None:
        """The source of that name."""
        return next((source for source in self.all if source.name == name), None)


def is_system(device: str, sources: Sources) -> bool:
    """Whether the setting ``device`` means system sound: only then may a monitor be heard."""
    source = sources.find(device)
    return device == SYSTEM_SOUND or (source is not None and source.monitor)


def choose(sources: Sources, device: str, *, system: bool) -> Source:
    """The source to open: the device itself, else the default of its kind, else any of its kind.

    Args:
        sources: what there is.
        device: "" = the system's default microphone, ``SYSTEM_SOUND``, or a source's name; one
            that is not there falls back to the default.
        system: a monitor is wanted, see ``is_system``.

    Raises:
        MicrophoneError: there is none of that kind.
    """
    wanted = (device, sources.default_monitor if system else sources.default)
    for name in wanted:
        source = sources.find(name)
        if source is not None and source.monitor == system:
            return source
    for source in sources.all:
        if source.monitor == system:
            return source
    if system:
        raise MicrophoneError(
            "There is no system sound to be heard: no loudspeaker is known.",
            "Connect or choose an output device.",
        )
    raise MicrophoneError(
        "There is no microphone; nothing was recorded.", "Connect a microphone and try again."
    )
