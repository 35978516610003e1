"""The microphones and the system sound there are.

Rule: on Linux the sound server tells (PortAudio knows it as one device only), elsewhere
PortAudio. An ``id`` is what ``audio.device`` takes.
Failure mode: no sound server, or nothing to record from, is a MicrophoneError.
Runs in: a job lane, the command line.
"""

import sys
from dataclasses import dataclass
from typing import Literal

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound.sources import Sources, choose


@dataclass(frozen=True, slots=True)
class Device:
    """One device as ``qwen-dictate devices`` shows it."""

    id: str
    name: str
    kind: Literal["microphone", "system"]
    default: bool


def list_devices() -> list[Device]:
    """All devices, microphones first.

    Raises:
        MicrophoneError: there is no sound server, or none of any kind.
    """
    devices = _on_linux() if sys.platform == "linux" else _elsewhere()
    if not devices:
        raise MicrophoneError(
            "There is no microphone and no system sound.", "Connect a microphone and try again."
        )
    return sorted(devices, key=lambda device: device.kind)


def describe(sources: Sources) -> list[Device]:
    """The devices that the sound server's sources are."""
    defaults = {_default(sources, system=system) for system in (False, True)}
    return [
        Device(
            id=source.name,
            name=source.title,
            kind="system" if source.monitor else "microphone",
            default=source.name in defaults,
        )
        for source in sources.all
    ]


def _default(sources: Sources, *, system: bool) -> str:
    """The source that is heard when nothing else was chosen; "" where there is none."""
    try:
        return choose(sources, "", system=system).name
    except MicrophoneError:
        return ""


def _on_linux() -> list[Device]:
    from qwen_dictate.sound import pulse

    with pulse.connection("Qwen Dictate devices") as server:
        return describe(pulse.read_sources(server))


def _elsewhere() -> list[Device]:
    from qwen_dictate.sound.portaudio import input_names

    return [Device(name, name, "microphone", default) for name, default in input_names()]
