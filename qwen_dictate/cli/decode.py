"""The hidden verb ``decode``: this process decodes one file.

Started over a pipe by recording/decode, never by a user.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs


def add_parser(verbs: Verbs) -> None:
    """Declare the verb; without a line of help, so that ``--help`` does not list it."""
    parser = verbs.add_parser("decode")
    parser.add_argument("--from", type=float, default=0.0, dest="from_s")
    parser.add_argument("file", type=Path)


def run(args: Namespace) -> int:
    """Decode to standard output."""
    from qwen_dictate.recording import decoder

    return decoder.run(args.file, args.from_s)
