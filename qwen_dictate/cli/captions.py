"""``captions``: meeting captions of the running program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qwen_dictate.cli import running
from qwen_dictate.ipc.protocol import not_there

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs

ANSWER_S = 10.0


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    actions = subparsers.add_parser("captions", help="meeting captions").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    for action in ("start", "stop", "toggle"):
        actions.add_parser(action, help=f"{action} the captions")
    export = actions.add_parser("export", help="write the meeting to a file")
    export.add_argument("file", metavar="FILE", help=".srt, .vtt, .txt, .md or .json")


def run(args: Namespace) -> int:
    """Let the running program do it."""
    if args.action == "export":
        return running.show(not_there("captions export"))
    return running.forward("captions", {"action": args.action}, ANSWER_S)
