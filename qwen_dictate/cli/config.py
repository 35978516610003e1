"""``config path|list|get|set|unset``: the settings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from qwen_dictate.cli import running
from qwen_dictate.cli.output import DONE, WrongCall, say, sorry
from qwen_dictate.core import settings as options
from qwen_dictate.core.setting_checks import needs_leave
from qwen_dictate.core.settings import option_keys as all_keys
from qwen_dictate.system import paths, settings_file

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    actions = subparsers.add_parser("config", help="the settings").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    actions.add_parser("path", help="print where the file is")
    actions.add_parser("list", help="print every option with its effective value")
    get = actions.add_parser("get", help="print the effective value of an option")
    get.add_argument("key", metavar="KEY")
    put = actions.add_parser("set", help="set an option")
    put.add_argument("key", metavar="KEY")
    put.add_argument("value", metavar="VALUE")
    unset = actions.add_parser("unset", help="give an option its default again")
    unset.add_argument("key", metavar="KEY")


def run(args: Namespace) -> int:
    """Print or change settings."""
    if args.action == "path":
        say(str(paths.settings_file()))
    elif args.action == "list":
        _list()
    elif args.action == "get":
        _get(args.key)
    elif args.action == "set":
        _set(args.key, args.value)
    else:
        _unset(args.key)
    return DONE


def _effective() -> options.Settings:
    loaded = settings_file.load(paths.settings_file(), os.environ)
    for sentence in loaded.sentences():
        sorry(sentence)
    return loaded.settings


def _list() -> None:
    effective = _effective()
    for key in all_keys():
        say(f"{key} = {settings_file.toml_text(options.get(effective, key))}")


def _get(key: str) -> None:
    _known(key)
    value = options.get(_effective(), key)
    say(value if isinstance(value, str) else settings_file.toml_text(value))


def _set(key: str, text: str) -> None:
    _known(key)
    try:
        text.encode()
        changed = options.put_text(options.Settings(), key, text)
    except UnicodeEncodeError as error:
        raise WrongCall(f"{key}: must be UTF-8 text.") from error
    except ValueError as error:
        raise WrongCall(f"{key}: {error}.") from error
    value = options.get(changed, key)
    if key == "service.url":
        _safe(changed.service.url)
    _write(key, value)


def _unset(key: str) -> None:
    _known(key)
    _write(key, None)


def _write(key: str, value: object | None) -> None:
    aside = settings_file.write(paths.settings_file(), key, value)
    if aside is not None:
        sorry(f"The settings could not be read; they are kept as “{aside.name}”.")
    running.tell("settings-changed")


def _known(key: str) -> None:
    if key not in all_keys():
        raise WrongCall(f"There is no option “{key}”.", "See qwen-dictate config list.")


def _safe(url: str) -> None:
    """An unencrypted address is a bad value unless the user allowed it first."""
    if needs_leave(url, _effective().service.allow_insecure):
        raise WrongCall(
            "service.url: must be a wss:// URL; ws:// is for this computer only.",
            "Set service.allow_insecure to true first if the network is yours.",
        )
