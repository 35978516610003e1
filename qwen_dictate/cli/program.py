"""``status`` and ``quit``: the running program as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from qwen_dictate.cli import running
from qwen_dictate.cli.output import DONE, plain, say, say_json
from qwen_dictate.ipc import client
from qwen_dictate.system import paths

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs

QUIT_S = 4.5
"""The program takes 3 s at most to save everything and end."""


def add_parser(subparsers: Verbs) -> None:
    """Declare the verbs."""
    status = subparsers.add_parser("status", help="what the running program does")
    status.add_argument("--json", action="store_true", help="as one JSON object")
    subparsers.add_parser("quit", help="end the running program")


def run(args: Namespace) -> int:
    """Ask, or end, the running program."""
    if args.verb == "quit":
        return running.show(client.quit_program(paths.socket_path(), QUIT_S))
    return _status(as_json=args.json)


def _status(*, as_json: bool) -> int:
    import json

    reply = running.ask("status")
    if reply.status != DONE:
        return running.show(reply)
    status = cast("dict[str, object]", json.loads(reply.out))
    if as_json:
        say_json(status)
        return DONE
    for name, value in status.items():
        say(f"{name}: {plain(value)}")
    return DONE
