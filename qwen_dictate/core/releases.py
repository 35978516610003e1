"""New versions of the program: whether to ask for them, and what the answer says. Pure.

Nothing is looked up before the user has said yes, and he is asked once, not in his first days.
Source: https://docs.github.com/en/rest/releases/releases#get-the-latest-release
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Final, cast

PROJECT: Final = "https://github.com/qwen-dictate/qwen-dictate"
"""Where new versions are published; the only place that the look-up and its button lead to."""

DAY_S = 86_400.0
ASK_AFTER_S = 3 * DAY_S
LOOK_EVERY_S = 7 * DAY_S
_NEWS_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Release:
    """A version that is newer than this one.

    Attributes:
        version: as people read it.
        address: its page.
        news: the first words about it, plain text.
    """

    version: str
    address: str
    news: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered between starts; times in seconds since 1970.

    Attributes:
        first: the first start.
        looked: the last look-up that was answered.
        asked: the user has answered the question.
        passed: the version that he did not want to hear of again.
        found: the newest version that was seen, its page and its news.
    """

    first: float = 0.0
    looked: float = 0.0
    asked: bool = False
    passed: str = ""
    found: Release | None = None


class Step(Enum):
    """What to do at a start."""

    NOTHING = "nothing"
    ASK = "ask"
    LOOK = "look"


def next_step(memory: Memory, now: float, *, wanted: bool) -> Step:
    """Whether to look for a new version now, or to ask whether that is wanted."""
    if wanted:
        return Step.LOOK if not 0 <= now - memory.looked < LOOK_EVERY_S else Step.NOTHING
    old_enough = memory.first and now - memory.first >= ASK_AFTER_S
    return Step.ASK if old_enough and not memory.asked else Step.NOTHING


def shown(memory: Memory, current: str) -> Release | None:
    """The newer version that the user should hear of."""
    found = memory.found
    if found is None or found.version == memory.passed or not is_newer(found.version, current):
        return None
    return found


def read(answer: bytes) -> Release | None:
    """The release in GitHub's answer; None where it is none that can be used."""
    try:
        told: object = json.loads(answer)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    table = cast("dict[str, object]", told)
    tag, body = table.get("tag_name"), table.get("body")
    if not isinstance(tag, str) or not _numbers(tag) or table.get("draft") is True:
        return None
    version = tag.removeprefix("v")
    address = f"{PROJECT}/releases/tag/{tag}"
    return Release(version, address, _plain(body) if isinstance(body, str) else "")


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another; one that cannot be read never does."""
    ours, theirs = _numbers(than), _numbers(version)
    return bool(theirs) and theirs > ours


def pack(memory: Memory) -> bytes:
    """The memory as it is kept on the disk."""
    return json.dumps(asdict(memory)).encode()


def unpack(kept: bytes) -> Memory:
    """The memory as it was kept; an unreadable one is a new one."""
    try:
        table: object = json.loads(kept)
        return _memory(cast("Mapping[str, object]", table))
    except (ValueError, TypeError, AttributeError):
        return Memory()


def _memory(table: Mapping[str, object]) -> Memory:
    found = table.get("found")
    release = Release(**cast("dict[str, str]", found)) if isinstance(found, dict) else None
    return Memory(
        first=float(cast("float", table.get("first", 0.0))),
        looked=float(cast("float", table.get("looked", 0.0))),
        asked=bool(table.get("asked")),
        passed=str(table.get("passed", "")),
        found=release,
    )


_VERSION = re.compile(r"v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?")


def _numbers(version: str) -> tuple[int, ...]:
    """Release candidates and the like are none: they are never offered."""
    found = _VERSION.fullmatch(version)
    return tuple(int(part or 0) for part in found.groups()) if found else ()


def _plain(markdown: str) -> str:
    """The first lines without the marks of Markdown, on one line."""
    printable = (
        "".join(filter(str.isprintable, line)).strip(" #*-") for line in markdown.splitlines()
    )
    lines = " · ".join(line for line in printable if line)
    text = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", lines)
    if len(text) <= _NEWS_CHARACTERS:
        return text
    return text[:_NEWS_CHARACTERS].rsplit(" ", 1)[0] + "…"
