"""The options from the recognised text to the window, and of the window itself. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from qwen_dictate.core import setting_checks as check
from qwen_dictate.core.options import option as of
from qwen_dictate.core.options.option import option


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the text gets into the window."""

    method: str = option(
        "auto",
        check.METHODS,
        of.TYPING,
        "How the text arrives",
        "Automatic types short texts and pastes long ones; your clipboard comes back afterwards.",
    )
    when_focus_moved: str = option(
        "hold",
        check.Choice(
            {
                "hold": "Keep the text on a card",
                "follow": "Type where the focus is now",
                "return": "Go back to the window it was meant for",
            }
        ),
        of.TYPING,
        "When you have changed the window",
        "What happens to a text whose window no longer has the focus.",
    )
    newlines: str = option(
        "space",
        check.NEWLINES,
        of.TYPING,
        "A new line is typed as",
        "Enter sends a message in many chats, so it is a space unless you say otherwise.",
    )
    applications: Mapping[str, Mapping[str, str]] = option(
        {},
        check.applications,
        of.TYPING,
        "Applications",
        "What is done otherwise in single applications, by window class.",
    )
    review: bool = option(
        False,
        check.flag,
        of.TYPING,
        "Review before typing",
        "Every text waits on a card, where you can edit it, until you press Enter.",
    )


@dataclass(frozen=True, slots=True)
class Text:
    """From the recognised to the typed text."""

    join: str = option(
        "smart",
        check.Choice(
            {
                "smart": "A space where one belongs",
                "none": "Nothing",
                "trailing_space": "A space behind each text",
            }
        ),
        of.TYPING,
        "Between two dictations",
        "What stands between a text and the one dictated just before.",
    )
    replacements: Mapping[str, str] = option(
        {},
        check.replacements,
        of.WORDS,
        "Replacements",
        "What is heard, and what is written instead: whole words, capitals do not matter.",
    )
    spoken_punctuation: bool = option(
        False,
        check.flag,
        of.WORDS,
        "Spoken punctuation",
        'What is said as "comma", "new line" or "逗号" becomes a mark.',
    )
    sentence_case: bool = option(
        False,
        check.flag,
        of.WORDS,
        "Capital at the start of a sentence",
        "The first letter of each sentence becomes a capital.",
    )
    chinese: str = option(
        "as_is",
        check.Choice(
            {
                "as_is": "As recognised",
                "simplified": "Simplified",
                "traditional": "Traditional",
            }
        ),
        of.WORDS,
        "Chinese characters",
        "In which characters Chinese is written.",
    )


@dataclass(frozen=True, slots=True)
class History:
    """What is remembered, and how long."""

    keep_audio: str = option(
        "days:7",
        check.Keep(
            {
                "until_delivered": "Until the text is delivered",
                "always": "For ever",
                "never": "Never: in memory only, a crash loses it",
            }
        ),
        of.PRIVACY,
        "Recordings are kept",
        "On this computer, so that nothing you said is lost to a crash or a bad network.",
    )
    keep_text: str = option(
        "always",
        check.Keep({"always": "For ever", "never": "Never: in memory until you quit"}),
        of.PRIVACY,
        "Texts are kept",
        "In the history on this computer.",
    )


@dataclass(frozen=True, slots=True)
class Privacy:
    """Where nothing is recorded."""

    applications: tuple[str, ...] = option(
        (),
        check.words,
        of.PRIVACY,
        "Private applications",
        "Window classes, one a line; a press of the key there records nothing.",
    )


@dataclass(frozen=True, slots=True)
class Captions:
    """What a meeting listens to."""

    sources: tuple[str, ...] = option(
        ("microphone", "system"),
        check.SomeOf({"microphone": "Microphone", "system": "What the computer plays"}),
        of.CAPTIONS,
        "Captions listen to",
        "Your own voice, that of the others, or both.",
    )
    me: str = option(
        "Me",
        check.text,
        of.CAPTIONS,
        "Your name",
        "Stands before what the microphone hears.",
    )
    them: str = option(
        "Them",
        check.text,
        of.CAPTIONS,
        "The others’ name",
        "Stands before what the computer plays.",
    )
    dictation: str = option(
        "leave_out",
        check.Choice(
            {"leave_out": "Leave it out of the captions", "keep": "Show it in the captions too"}
        ),
        of.CAPTIONS,
        "What you dictate meanwhile",
        "Dictation works while captions go on.",
    )
    silence_minutes: int = option(
        10,
        check.Integer(0, 240),
        of.CAPTIONS,
        "End after silence",
        "When nobody has spoken for so long you are asked; 0: never.",
        "min",
    )
    price: str = option(
        "auto",
        check.price,
        of.CAPTIONS,
        "Price of an hour of sound",
        "What your service charges, in CNY; “auto” knows Alibaba Cloud’s prices.",
    )
    cap: int = option(
        20,
        check.Integer(0, 100_000),
        of.CAPTIONS,
        "Warn when a meeting costs",
        "The captions go on; 0: no warning.",
        "CNY",
    )


@dataclass(frozen=True, slots=True)
class Ui:
    """What it looks like."""

    language: str = option(
        "auto",
        check.Choice(
            {"auto": "As the desktop", "en": "English", "zh_CN": "简体中文 (Simplified Chinese)"}
        ),
        of.APPEARANCE,
        "Language of the window",
        "Changes at once.",
    )
    theme: str = option(
        "auto",
        check.Choice({"auto": "As the desktop", "light": "Light", "dark": "Dark"}),
        of.APPEARANCE,
        "Theme",
        "Light or dark.",
    )
    overlay: str = option(
        "small",
        check.Choice({"small": "Small", "large": "Large", "none": "None"}),
        of.APPEARANCE,
        "Overlay",
        "The bar that shows in every application that you are heard.",
    )
    sounds: str = option(
        "auto",
        check.Choice({"auto": "With headphones", "on": "Always", "off": "Never"}),
        of.APPEARANCE,
        "Sounds of start and stop",
        "Quiet and short; with loudspeakers the microphone would hear them.",
    )


@dataclass(frozen=True, slots=True)
class Updates:
    """New versions."""

    check: bool = option(
        False,
        check.flag,
        of.PRIVACY,
        "Look for new versions",
        "Once a week GitHub is asked, and told nothing about you; nothing is installed by itself.",
    )


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The first run."""

    done: bool = option(
        False,
        check.flag,
        of.ADVANCED,
        "First steps are done",
        "While it is off, the window opens with the first steps.",
    )
