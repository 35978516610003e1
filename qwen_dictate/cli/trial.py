"""The hidden verb ``trial``: this process becomes one of the doctor's children.

Started by app/doctor/trial, never by a user.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs


def add_parser(verbs: Verbs) -> None:
    """Declare the verb; without a line of help, so that ``--help`` does not list it."""
    kinds = verbs.add_parser("trial").add_subparsers(dest="kind", required=True)
    kinds.add_parser("window")
    kinds.add_parser("dictation").add_argument("which", choices=("used", "local"))


def run(args: Namespace) -> int:
    """Be the window, or the dictation."""
    if args.kind == "window":
        from qwen_dictate.app.doctor import trial_window

        return trial_window.run()
    from qwen_dictate.app.doctor import trial_dictation

    return trial_dictation.run(args.which)
