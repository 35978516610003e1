"""The settings as one frozen tree: read, changed and built from the file and the environment.

What an option is and may be is told by core/options. Pure: reading and writing the file is
system/settings_file. A bad value never stops a start: it is replaced by its default and reported
as a ``Problem``. An utterance takes the tree as it is at its key-down; a change makes a new one.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from qwen_dictate.core.options.captions_overlay import CaptionsOverlay
from qwen_dictate.core.options.hearing import (
    HOTKEY_BACKENDS,
    LANGUAGES,
    Audio,
    Hotkey,
    Recording,
    Service,
)
from qwen_dictate.core.options.tree import DEFINITIONS, Settings
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

__all__ = [
    "DEFINITIONS",
    "ENVIRONMENT_PREFIX",
    "HOTKEY_BACKENDS",
    "LANGUAGES",
    "VERSION",
    "Audio",
    "Captions",
    "CaptionsOverlay",
    "Delivery",
    "History",
    "Hotkey",
    "Onboarding",
    "Privacy",
    "Problem",
    "Recording",
    "Service",
    "Settings",
    "Text",
    "Ui",
    "Updates",
    "build",
    "get",
    "option_keys",
    "put",
    "put_text",
    "variable_of",
]

_Value = TypeVar("_Value")

VERSION = 1
"""Version of the file's layout; system/settings_file migrates older ones."""

ENVIRONMENT_PREFIX = "QWEN_DICTATE_"


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that was replaced by its default; ``where`` is "settings.toml" or a variable."""

    key: str
    where: str
    reason: str


def option_keys() -> Iterator[str]:
    """All options as ``section.key``, in the order of the tree."""
    yield from DEFINITIONS


def variable_of(key: str) -> str:
    """The variable of the environment that sets the option for one start."""
    section, _, name = key.partition(".")
    return f"{ENVIRONMENT_PREFIX}{section.upper()}__{name.upper()}"


def get(settings: Settings, key: str) -> object:
    """The value of ``section.key``.

    Raises:
        KeyError: there is no such option.
    """
    section, _, name = key.partition(".")
    if key not in DEFINITIONS:
        raise KeyError(key)
    return getattr(getattr(settings, section), name)


def put(settings: Settings, key: str, value: object) -> Settings:
    """A tree in which ``key`` has ``value``.

    Raises:
        KeyError: there is no such option.
        ValueError: the value cannot be used; the message is a sentence that says why.
    """
    checked = DEFINITIONS[key].test(value)
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
        variable = variable_of(key)
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
