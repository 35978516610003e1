"""``key set|delete|where``: the API key in the OS keyring; it is never printed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from qwen_dictate.cli import running
from qwen_dictate.cli.output import DONE, FAILED, WrongCall, say, sorry
from qwen_dictate.core.api_key import LONGEST, NOT_A_KEY, is_key
from qwen_dictate.core.errors import KeyRefused, SettingsError

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs
    from qwen_dictate.core.settings import Service

PERSON_S = 60.0
"""Who sits at a terminal may have to unlock the keyring first."""


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    actions = subparsers.add_parser("key", help="the API key in the OS keyring").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    put = actions.add_parser("set", help="store the key; read from standard input, or asked for")
    put.add_argument("--url", default="", help="the only service it may be sent to")
    actions.add_parser("delete", help="delete the stored key")
    actions.add_parser("where", help="print environment, keyring or none")


def run(args: Namespace) -> int:
    """Store, delete or find the key."""
    if args.action == "set":
        return _set(args.url)
    return _delete() if args.action == "delete" else _where()


def _set(url: str) -> int:
    from qwen_dictate import credentials
    from qwen_dictate.core import endpoints

    try:
        scope = endpoints.scope_of(_service(), url)
    except SettingsError as error:
        if url:
            raise WrongCall(error.user_text, error.remedy) from error
        raise
    key = _read()
    credentials.store(key, scope, _limit_s())
    running.tell("key-changed")
    return DONE


def _delete() -> int:
    from qwen_dictate import credentials

    if credentials.delete(_limit_s()):
        running.tell("key-changed")
    return DONE


def _where() -> int:
    from qwen_dictate import credentials
    from qwen_dictate.core import endpoints

    found = credentials.find(os.environ)
    problem: Exception | None = found.problem
    if found.key is not None:
        choice = endpoints.choose(_service(), endpoints.Key(found.key.scope))
        why = choice.notice or choice.problem
        problem = why if isinstance(why, KeyRefused) else None
    if problem is not None:
        sorry(str(problem))
    where = "none" if problem else found.where
    say(where)
    return FAILED if where == "none" else DONE


def _service() -> Service:
    from qwen_dictate.system import paths, settings_file

    return settings_file.load(paths.settings_file(), os.environ).settings.service


def _is_person() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _limit_s() -> float:
    from qwen_dictate import credentials

    return PERSON_S if _is_person() else credentials.LIMIT_S


def _read() -> str:
    """The key, from whoever gives it; what is not a key is never repeated."""
    if _is_person():
        import getpass

        key = getpass.getpass("API key (it is not shown): ").strip()
    else:
        given = sys.stdin.buffer.read(LONGEST + 3) if sys.stdin is not None else b""
        key = given.decode("ascii", errors="replace").strip()
    if not key:
        raise WrongCall("No API key was given; nothing was changed.")
    if not is_key(key):
        raise WrongCall(NOT_A_KEY)
    return key
