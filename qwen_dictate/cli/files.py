"""``transcribe``: audio and video files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qwen_dictate.cli import running
from qwen_dictate.ipc.protocol import not_there

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    parser = subparsers.add_parser("transcribe", help="recognise audio and video files")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--format", choices=("txt", "srt", "vtt", "json"), default="txt")
    parser.add_argument("--output", metavar="DIR", help="write beside standard output")


def run(args: Namespace) -> int:
    """Say that this part is not there yet."""
    return running.show(not_there(args.verb))
