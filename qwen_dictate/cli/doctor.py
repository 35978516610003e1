"""``doctor``: does it work here, what is wrong, how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qwen_dictate.cli import running
from qwen_dictate.ipc.protocol import not_there

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("doctor", help="check whether everything works here")
    parser.add_argument("--json", action="store_true")


def run(args: Namespace) -> int:
    """Say that this part is not there yet."""
    return running.show(not_there(args.verb))
