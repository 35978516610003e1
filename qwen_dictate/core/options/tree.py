"""The tree of all options; one attribute a section of the file. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final, cast

from qwen_dictate.core.options.captions_overlay import CaptionsOverlay
from qwen_dictate.core.options.hearing import Audio, Hotkey, Recording, Service
from qwen_dictate.core.options.option import Option
from qwen_dictate.core.options.writing import (
    Captions,
    Delivery,
    History,
    Onboarding,
    Privacy,
    Text,
    Ui,
    Updates,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The whole tree; one attribute a section of the file."""

    service: Service = field(default_factory=Service)
    hotkey: Hotkey = field(default_factory=Hotkey)
    audio: Audio = field(default_factory=Audio)
    recording: Recording = field(default_factory=Recording)
    delivery: Delivery = field(default_factory=Delivery)
    text: Text = field(default_factory=Text)
    history: History = field(default_factory=History)
    privacy: Privacy = field(default_factory=Privacy)
    captions: Captions = field(default_factory=Captions)
    captions_overlay: CaptionsOverlay = field(default_factory=CaptionsOverlay)
    ui: Ui = field(default_factory=Ui)
    updates: Updates = field(default_factory=Updates)
    onboarding: Onboarding = field(default_factory=Onboarding)


DEFINITIONS: Final[Mapping[str, Option]] = {
    f"{section.name}.{entry.name}": cast("Option", entry.metadata["option"])
    for section in fields(Settings)
    for entry in fields(cast("type", section.type))
}
"""All options by ``section.key``, in the order of the tree."""
