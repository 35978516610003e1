"""``start stop toggle cancel undo paste-last``: the recorder of the running program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qwen_dictate.cli import running

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs

DELIVERY_S = 60.0
"""A long text takes a while to be typed."""


def add_parser(subparsers: Verbs) -> None:
    """Declare the verbs."""
    subparsers.add_parser("start", help="begin to dictate")
    stop = subparsers.add_parser("stop", help="end the dictation")
    stop.add_argument("--wait", action="store_true", help="return when the text is delivered")
    subparsers.add_parser("toggle", help="begin or end a dictation")
    subparsers.add_parser("cancel", help="drop the dictation; nothing is typed")
    subparsers.add_parser("undo", help="take back what was typed last")
    subparsers.add_parser("paste-last", help="deliver the last dictation again")


def run(args: Namespace) -> int:
    """Let the running program do it."""
    verb: str = args.verb
    if verb == "stop":
        wait: bool = args.wait
        return running.forward("stop", {"wait": wait}, None if wait else running.ASK_S)
    return running.forward(
        verb, limit_s=DELIVERY_S if verb in ("undo", "paste-last") else running.ASK_S
    )
