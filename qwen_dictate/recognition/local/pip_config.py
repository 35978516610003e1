"""Which package index this computer uses: pip's own configuration, so that mirrors work.

Read as pip reads it: global, user and site file, then ``PIP_CONFIG_FILE``, then the environment;
in a file ``[download]`` goes before ``[global]``. Addresses may hold a password: nothing here is
ever logged, and ``repr`` shows none.

Failure mode: a file that cannot be read counts as absent. Pure but for reading those files.
Source: https://pip.pypa.io/en/stable/topics/configuration/
"""

import configparser
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PUBLIC_INDEX = "https://pypi.org/simple"


@dataclass(frozen=True, slots=True)
class PipConfig:
    """What of pip's configuration matters to a download.

    Attributes:
        indexes: the simple API's addresses, in the order in which they are asked.
        certificates: file with the certificates to trust; "" = the system's.
        proxy: as pip has it; "" = the environment's.
    """

    indexes: tuple[str, ...] = field(repr=False)
    certificates: str = ""
    proxy: str = field(default="", repr=False)


def read(environment: Mapping[str, str], files: Iterable[Path]) -> PipConfig:
    """The configuration; ``files`` in the order of their weight, the weightiest last."""
    options: dict[str, str] = {}
    for file in files:
        options.update(_options(file))
    for name in ("index-url", "extra-index-url", "no-index", "cert", "proxy"):
        value = environment.get("PIP_" + name.upper().replace("-", "_"), "")
        if value:
            options[name] = value
    extra = options.get("extra-index-url", "").split()
    indexes = (options.get("index-url", PUBLIC_INDEX).strip(), *extra)
    if options.get("no-index", "").lower() in ("1", "true", "yes", "on"):
        indexes = ()
    return PipConfig(
        indexes=tuple(index.rstrip("/") for index in indexes if index),
        certificates=options.get("cert", ""),
        proxy=options.get("proxy", ""),
    )


def config_files(environment: Mapping[str, str]) -> list[Path]:
    """Where pip looks on this system, the weightiest last."""
    named = environment.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return []
    name = "pip.ini" if sys.platform == "win32" else "pip.conf"
    files = [folder / name for folder in _global_folders(environment)]
    if sys.platform != "win32":
        files.append(Path("/etc/pip.conf"))
    if not (named and Path(named).exists()):
        files += [folder / name for folder in _user_folders(environment)]
    files.append(Path(sys.prefix) / name)
    return [*files, Path(named)] if named else files


def _global_folders(environment: Mapping[str, str]) -> list[Path]:
    if sys.platform == "win32":
        return [Path(environment.get("PROGRAMDATA", r"C:\ProgramData")) / "pip"]
    if sys.platform == "darwin":
        return [Path("/Library/Application Support/pip")]
    listed = environment.get("XDG_CONFIG_DIRS", "") or "/etc/xdg"
    return [Path(folder) / "pip" for folder in reversed(listed.split(os.pathsep)) if folder]


def _user_folders(environment: Mapping[str, str]) -> list[Path]:
    home = Path(environment.get("HOME", "") or Path.home())
    if sys.platform == "win32":
        return [home / "pip", Path(environment.get("APPDATA", home)) / "pip"]
    config = Path(environment.get("XDG_CONFIG_HOME", "") or home / ".config") / "pip"
    if sys.platform == "darwin":
        own = home / "Library/Application Support/pip"
        config = own if own.is_dir() else home / ".config/pip"
    return [home / ".pip", config]


def _options(file: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser()
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        return {}
    found: dict[str, str] = {}
    for section in ("global", "download"):
        if parser.has_section(section):
            # pip takes both spellings of a name.
            found.update({key.replace("_", "-"): value for key, value in parser.items(section)})
    return found
