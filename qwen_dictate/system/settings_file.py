"""Reads and writes ``settings.toml``; what an option is and may be is told by core/settings.

Rule: a start is never stopped by the file, and nothing the user wrote is lost: a file that
cannot be read is set aside under another name, unknown keys and comments stay, a file made by a
newer version is copied before it is changed. Writing replaces the whole file or nothing.
Failure mode: reading gives defaults and ``Problem`` sentences; writing raises ``DiskError``.
Runs in: any thread. Reading needs tomllib only; tomlkit is loaded when something is written.
"""

import errno
import json
import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from qwen_dictate.core.errors import DiskError, SettingsError
from qwen_dictate.core.settings import VERSION, Problem, Settings, build
from qwen_dictate.system.files import disk_error, set_aside, write_whole

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

Table = dict[str, object]
Migration = Callable[[Table], None]

LARGEST_BYTES = 1_000_000
"""A file that is larger was not written by hand; it would hold up every start."""
TOO_DEEP = "it is nested too deep"
_DEEP = re.compile(r"(?:[\w\"'-]+[ \t]*\.[ \t]*){60}")

NEWER_VERSION = (
    "The settings were made by a newer version of Qwen Dictate; what this one knows is used."
)

MIGRATIONS: tuple[Migration, ...] = ()
"""``MIGRATIONS[n]`` changes the tables of version n + 1 into those of version n + 2, in place."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the file and the environment say.

    Attributes:
        settings: the effective tree.
        problems: what was replaced by a default, or set aside, in the user's words.
        newer_version: the file was made by a newer version of the program.
    """

    settings: Settings
    problems: tuple[Problem, ...] = ()
    newer_version: bool = False

    def sentences(self) -> tuple[str, ...]:
        """What the user is told of it."""
        newer = (NEWER_VERSION,) if self.newer_version else ()
        named = ((it.where, f"{it.key}: " if it.key else "", it.reason) for it in self.problems)
        told = (*newer, *(f"{where}: {key}{reason}." for where, key, reason in named))
        return tuple("".join(c if c.isprintable() else "\ufffd" for c in one) for one in told)


def load(path: Path, environment: Mapping[str, str]) -> Loaded:
    """Read the settings; whatever is wrong is reported, never raised."""
    stored, problems = _read(path)
    version = _version(stored)
    _migrate(stored, version)
    settings, replaced = build(stored, environment)
    return Loaded(settings, (*problems, *replaced), version > VERSION)


def write(path: Path, key: str, value: object | None) -> Path | None:
    """Store one option, or with None remove it, and leave everything else as it stands.

    The caller has checked key and value with core/settings.

    Returns:
        Where the file was set aside to, if it could not be read and a new one was begun.

    Raises:
        DiskError: nothing was changed.
        SettingsError: the section's name is used for something else in the file.
    """
    import tomlkit

    path = Path(os.path.realpath(path))
    document, aside = _document(path)
    tables = cast("Table", document)
    version = _version(tables)
    if version > VERSION:
        _copy_once(path, version)
    else:
        _migrate(tables, version)
        tables["version"] = VERSION
    section, _, name = key.partition(".")
    if section not in tables:
        if value is None:
            return aside
        tables[section] = tomlkit.table()
    table = tables[section]
    if not isinstance(table, dict):
        raise SettingsError(f"“{section}” is not a section in “{path}”.", "Correct it by hand.")
    entries = cast("Table", table)
    if value is None:
        entries.pop(name, None)
    else:
        entries[name] = list(cast("tuple[object, ...]", value)) if _is_row(value) else value
    write_whole(path, tomlkit.dumps(document).encode())
    return aside


def toml_text(value: object) -> str:
    """One line of TOML for a value of an option."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON escapes are a part of TOML's, but for DEL, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        table = cast("Mapping[str, object]", value)
        inner = ", ".join(f"{_toml_key(k)} = {toml_text(v)}" for k, v in table.items())
        return f"{{{inner}}}"
    if _is_row(value):
        return f"[{', '.join(toml_text(entry) for entry in cast('tuple[object, ...]', value))}]"
    return str(value)


def _toml_key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_text(name)


def _is_row(value: object) -> bool:
    return isinstance(value, tuple | list)


def _text(path: Path) -> str:
    """The file's text, without the mark that some editors put first.

    Raises:
        OSError: it cannot be read, or is no file of settings.
        UnicodeDecodeError: it is no text.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):  # a pipe would never end
        raise OSError(errno.EINVAL, "it is not a file")
    if found.st_size > LARGEST_BYTES:
        raise OSError(errno.EFBIG, "it is too large for settings")
    text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    if _DEEP.search(text):  # the parser's time grows with the square of it, to minutes
        raise OSError(errno.EFBIG, TOO_DEEP)
    return text


def _read(path: Path) -> tuple[Table, tuple[Problem, ...]]:
    try:
        return tomllib.loads(_text(path)), ()
    except FileNotFoundError:
        return {}, ()
    except OSError as error:
        why = error.strerror or type(error).__name__
    except UnicodeDecodeError:
        why = "it is not UTF-8 text"
    except tomllib.TOMLDecodeError as error:
        why = str(error) or "it is no TOML"
    except RecursionError:
        why = TOO_DEEP
    except ValueError:  # Source: docs.python.org, "Integer string conversion length limitation"
        why = "it holds a number that is too long"
    return {}, (_put_aside(path, why),)


def _put_aside(path: Path, why: str) -> Problem:
    try:
        aside = set_aside(path)
    except DiskError as error:
        return Problem("", path.name, f"cannot be read ({why}) nor set aside: {error.user_text}")
    return Problem("", path.name, f"cannot be read ({why}); it is kept as “{aside.name}”")


def _document(path: Path) -> "tuple[TOMLDocument, Path | None]":
    """The file as tomlkit holds it; one that cannot be read is set aside, and a new one begun.

    Raises:
        DiskError: it cannot be read nor set aside.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(_text(path)), None
    except FileNotFoundError:
        return tomlkit.document(), None
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise disk_error(path, "read", error) from error
        return tomlkit.document(), set_aside(path)
    except (ValueError, TOMLKitError, RecursionError):
        return tomlkit.document(), set_aside(path)


def _version(tables: Table) -> int:
    version = tables.get("version", VERSION)
    return version if isinstance(version, int) and version > 0 else VERSION


def _migrate(tables: Table, version: int) -> None:
    for migration in MIGRATIONS[version - 1 :]:
        migration(tables)


def _copy_once(path: Path, version: int) -> None:
    """Keep what the newer version wrote, before the first change that this one makes."""
    copy = path.with_name(f"{path.name}.version-{version}")
    if copy.exists():
        return
    try:
        write_whole(copy, path.read_bytes())
    except OSError as error:
        raise disk_error(path, "read", error) from error
