"""What is said of one option, and the groups in which people look for them. Pure."""

from dataclasses import dataclass, field
from typing import Any, Final

from qwen_dictate.core import setting_checks as check

SPEECH: Final = "Speech"
HOTKEYS: Final = "Hotkeys"
TYPING: Final = "Typing"
SOUND: Final = "Sound"
WORDS: Final = "Words"
PRIVACY: Final = "Privacy"
CAPTIONS: Final = "Captions"
APPEARANCE: Final = "Appearance"
ADVANCED: Final = "Advanced"
GROUPS: Final = (
    *(SPEECH, HOTKEYS, TYPING, SOUND, WORDS, PRIVACY),
    *(CAPTIONS, APPEARANCE, ADVANCED),
)
"""As a person looks for them, in their order."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option.

    Attributes:
        default: its value where nothing else is said.
        test: the check that every value passes through.
        group: one of ``GROUPS``.
        label: its name as people read it.
        explanation: one line that says what it does.
        unit: of a number.
    """

    default: object
    test: check.Check
    group: str
    label: str
    explanation: str
    unit: str = ""


def option(
    default: object, test: check.Check, group: str, label: str, explanation: str, unit: str = ""
) -> Any:
    """Declare one option; see ``Option``."""
    made = Option(default, test, group, label, explanation, unit)
    return field(default_factory=lambda: default, metadata={"option": made})
