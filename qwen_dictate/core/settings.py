"""Every option once: its default, what it may be, and the tree that the program reads.

Pure: reading and writing the file is system/settings_file. A bad value never stops a start: it
is replaced by its default and reported as a ``Problem``. An utterance takes the tree as it is at
its key-down; the tree is frozen, a change makes a new one.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar, cast

from qwen_dictate.core import setting_checks as check

_Value = TypeVar("_Value")

VERSION = 1
"""Version of the file's layout; system/settings_file migrates older ones."""

ENVIRONMENT_PREFIX = "QWEN_DICTATE_"

HOTKEY_BACKENDS = ("auto", "x11", "none")
"""Whoever hears the keys (hotkeys/choice); ``none``: the program's own window alone."""

LANGUAGES = tuple(
    "zh yue en ja ko de fr es pt it ru ar hi id th tr uk vi cs da fi fil is ms no pl sv".split()
)
"""Source: Qwen-ASR-Realtime Python SDK reference, table of languages."""


def option(default: object, test: check.Check) -> Any:
    """Declare one option: its default value and the check that every value passes through."""
    return field(default_factory=lambda: default, metadata={"check": test})


@dataclass(frozen=True, slots=True)
class Service:
    """Who recognises."""

    endpoint: str = option(
        "auto", check.choice("auto", "mainland", "international", "local", "custom")
    )
    url: str = option("", check.websocket_url)
    model: str = option("qwen3-asr-flash-realtime", check.word)
    workspace: str = option("", check.word_or_empty)
    allow_insecure: bool = option(False, check.flag)
    language: str = option("auto", check.choice("auto", *LANGUAGES))
    context: str = option("", check.text)
    proxy: str = option("system", check.proxy)
    fallback: str = option("local", check.choice("local", "wait", "none"))


@dataclass(frozen=True, slots=True)
class Hotkey:
    """Which keys do what."""

    push_to_talk: str = option("right_ctrl", check.keys)
    mode: str = option("hybrid", check.choice("hybrid", "hold", "toggle"))
    tap_ms: int = option(350, check.integer(50, 2000))
    backend: str = option("auto", check.choice(*HOTKEY_BACKENDS))
    undo: str = option("", check.keys_or_empty)
    captions: str = option("", check.keys_or_empty)
    review: str = option("", check.keys_or_empty)
    cancel: str = option("esc", check.keys_or_empty)


@dataclass(frozen=True, slots=True)
class Audio:
    """Which microphone, and how long it stays open."""

    device: str = option("", check.text)
    keep_warm_s: int = option(15, check.integer(0, 3600))
    preroll_ms: int = option(100, check.integer(0, 500))


@dataclass(frozen=True, slots=True)
class Recording:
    """Bounds of one utterance."""

    max_minutes: int = option(60, check.integer(1, 480))


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the text gets into the window."""

    method: str = option("auto", check.choice("auto", "type", "paste", "clipboard", "none"))
    when_focus_moved: str = option("hold", check.choice("hold", "follow", "return"))
    newlines: str = option("space", check.choice("space", "enter", "shift_enter"))
    applications: Mapping[str, Mapping[str, str]] = option({}, check.applications)
    review: bool = option(False, check.flag)


@dataclass(frozen=True, slots=True)
class Text:
    """From the recognised to the typed text."""

    join: str = option("smart", check.choice("smart", "none", "trailing_space"))
    replacements: Mapping[str, str] = option({}, check.replacements)
    spoken_punctuation: bool = option(False, check.flag)
    sentence_case: bool = option(False, check.flag)
    chinese: str = option("as_is", check.choice("as_is", "simplified", "traditional"))


@dataclass(frozen=True, slots=True)
class History:
    """What is remembered, and how long."""

    keep_audio: str = option("days:7", check.keep("until_delivered", "always", "never"))
    keep_text: str = option("always", check.keep("always", "never"))


@dataclass(frozen=True, slots=True)
class Privacy:
    """Where nothing is recorded."""

    applications: tuple[str, ...] = option((), check.words)


@dataclass(frozen=True, slots=True)
class Captions:
    """What a meeting listens to."""

    sources: tuple[str, ...] = option(
        ("microphone", "system"), check.some_of("microphone", "system")
    )


@dataclass(frozen=True, slots=True)
class Ui:
    """What it looks like."""

    language: str = option("auto", check.choice("auto", "en", "zh_CN"))
    theme: str = option("auto", check.choice("auto", "light", "dark"))
    overlay: str = option("small", check.choice("small", "large", "none"))


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The first run."""

    done: bool = option(False, check.flag)


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
    ui: Ui = field(default_factory=Ui)
    onboarding: Onboarding = field(default_factory=Onboarding)


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that was replaced by its default; ``where`` is "settings.toml" or a variable."""

    key: str
    where: str
    reason: str


def option_keys() -> Iterator[str]:
    """All options as ``section.key``, in the order of the tree."""
    for section in fields(Settings):
        for entry in fields(cast("type", section.type)):
            yield f"{section.name}.{entry.name}"


def get(settings: Settings, key: str) -> object:
    """The value of ``section.key``.

    Raises:
        KeyError: there is no such option.
    """
    section, _, name = key.partition(".")
    _check_of(key)
    return getattr(getattr(settings, section), name)


def put(settings: Settings, key: str, value: object) -> Settings:
    """A tree in which ``key`` has ``value``.

    Raises:
        KeyError: there is no such option.
        ValueError: the value cannot be used; the message is a sentence that says why.
    """
    checked = _check_of(key)(value)
    section, _, name = key.partition(".")
    changed = replace(getattr(settings, section), **{name: checked})
    return replace(settings, **{section: changed})


def put_text(settings: Settings, key: str, text: str) -> Settings:
    """As ``put``, from text: TOML where it parses to the option's type, else a string.

    So ``config set service.context 42`` stores the string "42", because the option is text.
    """
    candidates: list[object] = [text]
    try:
        candidates.insert(0, tomllib.loads(f"value = {text}")["value"])
    except tomllib.TOMLDecodeError:
        pass
    problem: ValueError | None = None
    for candidate in candidates:
        try:
            return put(settings, key, candidate)
        except ValueError as error:
            problem = problem or error
    raise problem or ValueError(key)


def build(
    stored: Mapping[str, object], environment: Mapping[str, str]
) -> tuple[Settings, tuple[Problem, ...]]:
    """The effective tree: defaults, then the file's tables, then the environment (which wins)."""
    settings = Settings()
    problems: list[Problem] = []
    for key in option_keys():
        section, _, name = key.partition(".")
        table = stored.get(section)
        if isinstance(table, dict) and name in table:
            value = cast("dict[str, object]", table)[name]
            settings = _try(settings, key, "settings.toml", value, put, problems)
        variable = f"{ENVIRONMENT_PREFIX}{section.upper()}__{name.upper()}"
        if variable in environment:
            settings = _try(settings, key, variable, environment[variable], put_text, problems)
    return settings, tuple(problems)


def _try(
    settings: Settings,
    key: str,
    where: str,
    value: _Value,
    setter: Callable[[Settings, str, _Value], Settings],
    problems: list[Problem],
) -> Settings:
    try:
        return setter(settings, key, value)
    except ValueError as error:
        problems.append(Problem(key, where, str(error)))
        return put(settings, key, get(Settings(), key))


def _check_of(key: str) -> check.Check:
    section, _, name = key.partition(".")
    for part in fields(Settings):
        if part.name == section:
            for entry in fields(cast("type", part.type)):
                if entry.name == name:
                    return cast("check.Check", entry.metadata["check"])
    raise KeyError(key)
