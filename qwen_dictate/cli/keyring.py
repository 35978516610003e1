"""The hidden verb ``keyring``: this process asks the OS keyring for the running program.

Started over pipes by app/keyring_child, never by a user: it answers into a pipe and nowhere else.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

from qwen_dictate.cli import output

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs

PATIENCE_S = 600.0
"""So long may its user take to unlock it; the program has gone on without a key meanwhile."""


def add_parser(verbs: Verbs) -> None:
    """Declare the verb; without a line of help, so that ``--help`` does not list it."""
    verbs.add_parser("keyring")


def run(_args: Namespace) -> int:
    """Ask, answer, end."""
    if not all(stat.S_ISFIFO(os.fstat(number).st_mode) for number in (0, 1)):
        output.sorry("This is a part of the program; see qwen-dictate key.")
        return output.FAILED
    from qwen_dictate import credentials
    from qwen_dictate.app.keyring_child import encode

    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    os.write(1, encode(credentials.find({}, PATIENCE_S)))
    os._exit(output.DONE)  # a thread of the keyring's library may hang


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(output.FAILED)
