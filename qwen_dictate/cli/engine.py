"""The hidden verb ``engine``: this process becomes the embedded engine's child.

Started over a pipe by recognition/local/process, never by a user.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs


def add_parser(verbs: Verbs) -> None:
    """Declare the verb; without a line of help, so that ``--help`` does not list it."""
    parser = verbs.add_parser("engine")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--idle", type=float, required=True)
    parser.add_argument("--threads", type=int, required=True)


def run(args: Namespace) -> int:
    """Be the engine until the pipe ends."""
    from qwen_dictate.recognition.local import child

    model: Path = args.model
    return child.run(model, args.idle, args.threads)
