"""The options from the key to the recognised text. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qwen_dictate.core import setting_checks as check
from qwen_dictate.core.options import option as of
from qwen_dictate.core.options.option import option

HOTKEY_BACKENDS: Final = (*("auto", "x11", "portal", "evdev", "windows", "macos", "none"),)
"""Whoever hears the keys (hotkeys/choice); ``none``: the program's own window alone."""

LANGUAGE_NAMES: Final[Mapping[str, str]] = {
    "zh": "Chinese",
    "yue": "Cantonese",
    "en": "English",
    "ja": "Japanese",
    "ko": "Korean",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "ru": "Russian",
    "ar": "Arabic",
    "hi": "Hindi",
    "id": "Indonesian",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "cs": "Czech",
    "da": "Danish",
    "fi": "Finnish",
    "fil": "Filipino",
    "is": "Icelandic",
    "ms": "Malay",
    "no": "Norwegian",
    "pl": "Polish",
    "sv": "Swedish",
}
"""Source: Qwen-ASR-Realtime Python SDK reference, table of languages."""

LANGUAGES: Final = tuple(LANGUAGE_NAMES)


@dataclass(frozen=True, slots=True)
class Service:
    """Who recognises."""

    endpoint: str = option(
        "auto",
        check.Choice(
            {
                "auto": "Automatic: Qwen where there is a key, else this computer",
                "mainland": "Qwen, mainland China",
                "international": "Qwen, international",
                "local": "This computer: the embedded engine",
                "custom": "A service of your own",
            }
        ),
        of.SPEECH,
        "Recognised by",
        "Who turns your speech into text.",
    )
    url: str = option(
        "",
        check.websocket_url,
        of.SPEECH,
        "Address of your own service",
        "A wss:// address, or ws:// on this computer; used for a service of your own only.",
    )
    model: str = option(
        "qwen3-asr-flash-realtime",
        check.word,
        of.ADVANCED,
        "Model of the service",
        "The name under which the service knows it.",
    )
    workspace: str = option(
        "",
        check.word_or_empty,
        of.ADVANCED,
        "Workspace",
        "Identifier of your Model Studio workspace; empty for the default one.",
    )
    allow_insecure: bool = option(
        False,
        check.flag,
        of.ADVANCED,
        "Allow unencrypted addresses",
        "Accepts ws:// beyond this computer, where others on the way can listen.",
    )
    language: str = option(
        "auto",
        check.Choice({"auto": "Found out by itself", **LANGUAGE_NAMES}),
        of.SPEECH,
        "Language you speak",
        "Naming it is a little surer than having it found out.",
    )
    context: str = option(
        "",
        check.text,
        of.SPEECH,
        "Context words",
        "Names and words that should be recognised; they are sent to the service with your speech.",
    )
    proxy: str = option(
        "system",
        check.proxy,
        of.ADVANCED,
        "Proxy",
        "system (as the desktop says), none, or an address such as http://proxy.example:3128.",
    )
    fallback: str = option(
        "local",
        check.Choice(
            {
                "local": "Recognise on this computer",
                "wait": "Keep it, try again when the network is back",
                "none": "Keep it",
            }
        ),
        of.SPEECH,
        "When the service does not answer",
        "What happens 12 seconds after you let go of the key, or when the service refuses.",
    )


@dataclass(frozen=True, slots=True)
class Hotkey:
    """Which keys do what."""

    push_to_talk: str = option(
        "right_ctrl",
        check.keys,
        of.HOTKEYS,
        "Dictate",
        "The key, combination or mouse button with which you dictate.",
    )
    mode: str = option(
        "hybrid",
        check.Choice(
            {
                "hybrid": "Hold it, or tap it to begin and to end",
                "hold": "Hold it while you speak",
                "toggle": "Press it to begin, press it again to end",
            }
        ),
        of.HOTKEYS,
        "How the key is used",
        "What a press and a release of the key mean.",
    )
    tap_ms: int = option(
        350,
        check.Integer(50, 2000),
        of.HOTKEYS,
        "Longest tap",
        "Let go sooner than this, it is a tap; later, the dictation ends with the release.",
        "ms",
    )
    backend: str = option(
        "auto",
        check.Choice(
            {"auto": "Automatic", "x11": "X11", "none": "Nobody: only the buttons of the window"}
        ),
        of.ADVANCED,
        "Who hears the keys",
        "How the program learns of key presses in other windows.",
    )
    undo: str = option(
        "",
        check.keys_or_empty,
        of.HOTKEYS,
        "Undo",
        "Takes back the last dictation while it still is the last thing there.",
    )
    captions: str = option(
        "",
        check.keys_or_empty,
        of.HOTKEYS,
        "Captions",
        "Starts and stops the captions of a meeting.",
    )
    captions_overlay: str = option(
        "",
        check.keys_or_empty,
        of.HOTKEYS,
        "Hide the captions",
        "Takes them off the screen, and brings them back; they go on meanwhile.",
    )
    review: str = option(
        "",
        check.keys_or_empty,
        of.HOTKEYS,
        "Dictate with review",
        "As above, but the text waits on a card before it is typed.",
    )
    cancel: str = option(
        "esc",
        check.keys_or_empty,
        of.HOTKEYS,
        "Cancel",
        "Drops what is being spoken or typed; taken only meanwhile.",
    )


@dataclass(frozen=True, slots=True)
class Audio:
    """Which microphone, and how long it stays open."""

    device: str = option(
        "",
        check.text,
        of.SOUND,
        "Microphone",
        "The one that is heard.",
    )
    keep_warm_s: int = option(
        15,
        check.Integer(0, 3600),
        of.SOUND,
        "Microphone stays open",
        "After a dictation, so that the next one begins without delay.",
        "s",
    )
    preroll_ms: int = option(
        100,
        check.Integer(0, 500),
        of.SOUND,
        "Heard before the key",
        "Sound from before the press that is kept while the microphone is open, in memory only.",
        "ms",
    )


@dataclass(frozen=True, slots=True)
class Recording:
    """Bounds of one utterance."""

    max_minutes: int = option(
        60,
        check.Integer(1, 480),
        of.SOUND,
        "Longest dictation",
        "Then it ends by itself and is kept; after 5 minutes of silence it does so too.",
        "min",
    )
