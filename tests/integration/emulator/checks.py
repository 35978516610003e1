"""What the service demands of a client's event: None, or the error it answers with."""

import base64
import binascii
from dataclasses import dataclass

LANGUAGES = frozenset(
    "zh yue en ja ko de fr es pt it ru ar hi id th tr uk vi cs da fi fil is ms no pl sv".split()
)
LONGEST_APPEND = 15 * 1024 * 1024
TYPES = frozenset(
    {
        "session.update",
        "input_audio_buffer.append",
        "input_audio_buffer.commit",
        "session.finish",
        "input_audio_buffer.clear",
    }
)
SESSION_KEYS = frozenset(
    {
        "modalities",
        "voice",
        "input_audio_format",
        "output_audio_format",
        "sample_rate",
        "input_audio_transcription",
        "turn_detection",
    }
)
_INPUT = "conversation.item.input_audio_transcription."
NONSENSE = (
    '{"type":"from.the.future","event_id":"e1","payload":[1,2]}',
    "not json",
    "[" * 50_000,
    "[]",
    "7",
    '{"type":7}',
    '{"type":"' + _INPUT + 'completed"}',
    '{"type":"' + _INPUT + 'text","item_id":5,"text":null,"stash":{}}',
    '{"type":"conversation.item.created","item":[]}',
)
"""What no client expects from the service."""


@dataclass(frozen=True)
class Wrong:
    """The body of an ``error`` event."""

    code: str
    param: str = ""
    type: str = "invalid_request_error"


def envelope(event: object) -> Wrong | None:
    """Every event has a type that exists and an ``event_id``."""
    if not isinstance(event, dict):
        return Wrong("invalid_json")
    if event.get("type") not in TYPES:
        return Wrong("invalid_event", "type")
    if not isinstance(event.get("event_id"), str) or not event["event_id"]:
        return Wrong("invalid_value", "event_id")
    return None


def sound(event: dict) -> bytes | Wrong:
    """The PCM of an append."""
    text = event.get("audio")
    if not isinstance(text, str):
        return Wrong("invalid_value", "audio")
    if len(text) > LONGEST_APPEND:
        return Wrong("invalid_value", "audio")
    try:
        pcm = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return Wrong("invalid_value", "audio")
    if not pcm or len(pcm) % 2:
        return Wrong("invalid_value", "audio")
    return pcm


def session(event: dict) -> Wrong | None:
    """The options of ``session.update``."""
    options = event.get("session")
    if not isinstance(options, dict) or set(options) - SESSION_KEYS:
        return Wrong("invalid_value", "session")
    if options.get("modalities", ["text"]) != ["text"]:
        return Wrong("invalid_value", "session.modalities")
    if options.get("input_audio_format", "pcm") not in ("pcm", "pcm16", "opus"):
        return Wrong("invalid_value", "session.input_audio_format")
    if options.get("sample_rate", 16000) not in (16000, 8000):
        return Wrong("invalid_value", "session.sample_rate")
    return _transcription(options.get("input_audio_transcription") or {}) or _turns(
        options.get("turn_detection")
    )


def _transcription(options: dict) -> Wrong | None:
    where = "session.input_audio_transcription"
    if set(options) - {"language", "corpus", "model"}:
        return Wrong("invalid_value", where)
    if "language" in options and options["language"] not in LANGUAGES:
        return Wrong("invalid_value", f"{where}.language")
    corpus = options.get("corpus", {"text": ""})
    if not isinstance(corpus, dict) or not isinstance(corpus.get("text"), str):
        return Wrong("invalid_value", f"{where}.corpus")
    return None


def _turns(options: object) -> Wrong | None:
    if options is None:
        return None
    where = "session.turn_detection"
    if not isinstance(options, dict) or options.get("type") != "server_vad":
        return Wrong("invalid_value", where)
    if not -1 <= options.get("threshold", 0.2) <= 1:
        return Wrong("invalid_value", f"{where}.threshold")
    if not 200 <= options.get("silence_duration_ms", 800) <= 6000:
        return Wrong("invalid_value", f"{where}.silence_duration_ms")
    return None
