"""The service's JSON events as narrowed values.

The rule: nothing the service sends can raise here. What is unknown, broken or of the wrong type
is None; a missing ``item_id`` is "" (gateways omit it). Of its texts only what is text is let in:
no control characters, which a terminal would obey wherever they are shown; and none that nobody
can have said in a minute. Pure. Runs in: SDK ws thread.

Source of the shapes: help.aliyun.com/zh/model-studio/qwen-asr-realtime-server-events.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from qwen_dictate.core import typing

LONGEST_TEXT = 20_000
"""Characters of one segment, which has 60 s at most: five times the fastest speech."""
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_MOST_MS = 1e10
_INPUT = "conversation.item.input_audio_transcription."


@dataclass(frozen=True, slots=True)
class Updated:
    """The session's options are accepted."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A commit, or the sound for the next one, has become an item."""

    item_id: str


@dataclass(frozen=True, slots=True)
class Started:
    """Turn detection hears somebody begin; place in ms of the sound that was sent."""

    item_id: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """Turn detection hears the end of a turn."""

    item_id: str
    end_ms: int


@dataclass(frozen=True, slots=True)
class Text:
    """``text`` will stay, ``stash`` may change; each replaces what was told before."""

    item_id: str
    text: str = field(repr=False)
    stash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Completed:
    """The answer to a commit."""

    item_id: str
    transcript: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True)
class ItemFailed:
    """A commit cannot be answered."""

    item_id: str
    code: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Everything that will ever be answered is answered."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An ``error`` event. Its message is not kept: it may quote keys or words."""

    kind: str
    code: str
    param: str
    throttled: bool = False


ServiceEvent = (
    Updated | Announced | Started | Stopped | Text | Completed | ItemFailed | Finished | Refusal
)
_Fields = Mapping[str, object]


def decode(message: object) -> ServiceEvent | None:
    """Narrow one event; None = nothing that matters to us."""
    event = _fields(message)
    make = _MAKERS.get(_word(event, "type"))
    return make(event) if make else None


def code(value: object) -> str:
    """An error code that is safe to show, else ""."""
    return value if isinstance(value, str) and _CODE.fullmatch(value) else ""


def throttled(*words: str) -> bool:
    """Whether an error speaks of too many requests; its form on the wire is not documented."""
    text = " ".join(words).lower()
    return any(sign in text for sign in ("throttl", "rate limit", "rate_limit", "too many"))


def _text(event: _Fields) -> Text | None:
    text, stash = _said(event, "text"), _said(event, "stash")
    if text is None or stash is None:
        return None
    return Text(_word(event, "item_id"), text, stash)


def _completed(event: _Fields) -> Completed | ItemFailed | None:
    item_id = _word(event, "item_id")
    if not item_id and not isinstance(event.get("transcript"), str):
        return None
    transcript = _said(event, "transcript")
    if transcript is None:
        return ItemFailed(item_id, "too_long")
    return Completed(item_id, transcript, code(event.get("language")))


def _said(event: _Fields, name: str) -> str | None:
    """A text without what is none; None: nobody can have said so much."""
    word = _word(event, name)
    return None if len(word) > LONGEST_TEXT else typing.clean(word, "enter")


def _created(event: _Fields) -> Announced:
    return Announced(_word(_fields(event.get("item")), "id"))


def _failed(event: _Fields) -> ItemFailed:
    return ItemFailed(_word(event, "item_id"), code(_fields(event.get("error")).get("code")))


def _refusal(event: _Fields) -> Refusal:
    error = _fields(event.get("error"))
    kind, name = code(error.get("type")), code(error.get("code"))
    slow_down = throttled(kind, name, _word(error, "message"))
    return Refusal(kind, name, code(error.get("param")), slow_down)


_MAKERS: Mapping[str, Callable[[_Fields], ServiceEvent | None]] = {
    "session.updated": lambda _: Updated(),
    "session.finished": lambda _: Finished(),
    "input_audio_buffer.speech_started": lambda event: Started(
        _word(event, "item_id"), _number(event, "audio_start_ms")
    ),
    "input_audio_buffer.speech_stopped": lambda event: Stopped(
        _word(event, "item_id"), _number(event, "audio_end_ms")
    ),
    "input_audio_buffer.committed": lambda event: Announced(_word(event, "item_id")),
    "conversation.item.created": _created,
    _INPUT + "text": _text,
    _INPUT + "completed": _completed,
    _INPUT + "failed": _failed,
    "error": _refusal,
}


def _fields(value: object) -> _Fields:
    return cast("_Fields", value) if isinstance(value, Mapping) else {}


def _word(fields: _Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _number(fields: _Fields, name: str) -> int:
    value = fields.get(name)
    return round(value) if isinstance(value, int | float) and abs(value) < _MOST_MS else 0
