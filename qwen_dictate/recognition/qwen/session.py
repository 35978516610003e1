"""The options of a session: what goes into ``session.update``.

The rule: manual commit, or for captions the service's own turn detection; 16 kHz PCM; the
language is left out for ``auto``, because the service detects it only then; a context that is too
long is refused before anything is sent. Pure.

Source: alibabacloud.com/help/en/model-studio/qwen-asr-realtime-client-events.
"""

from dataclasses import dataclass, field

from qwen_dictate.core.audio import RATE_HZ
from qwen_dictate.core.context import CONTEXT_TOKENS, tokens
from qwen_dictate.core.errors import KeyRefused, SettingsError


@dataclass(frozen=True, slots=True)
class Options:
    """What the SDK's ``TranscriptionParams`` are made of."""

    language: str | None
    context: str | None = field(repr=False)
    rate_hz: int = RATE_HZ
    format: str = "pcm"
    turns: bool = False
    """Whether the service finds the ends of turns itself."""


SILENCE_MS = 400
THRESHOLD = 0.0
PADDING_MS = 300
"""Of the service's turn detection. Source: the values that its documentation recommends; the
padding is what the SDK sends."""


def options(language: str, context: str, *, turns: bool = False) -> Options:
    """The options for the settings ``service.language`` and ``service.context``.

    Raises:
        SettingsError: the context is longer than the service takes.
    """
    words = context.strip()
    if tokens(words) > CONTEXT_TOKENS:
        raise SettingsError(
            "The context words are longer than the service takes; nothing was sent.",
            f"Shorten service.context to about {CONTEXT_TOKENS} words or Chinese characters.",
            retry=False,
        )
    return Options(None if language == "auto" else language, words or None, turns=turns)


def check_key(key: str) -> None:
    """Let only through what can stand in a header.

    Raises:
        KeyRefused: it cannot be a key.
    """
    if not key.isascii() or not key.isprintable() or " " in key:
        raise KeyRefused(
            "The API key contains characters that no key has; nothing was sent.",
            "Enter the key again.",
            retry=False,
        )


def is_echo(transcript: str, context: str) -> bool:
    """Whether the model gave back the context, as it may do for silence.

    Source: seen live by another push-to-talk client of the service.
    """
    said = " ".join(transcript.split())
    return bool(said) and said == " ".join(context.split())
