"""``models [list|install NAME|remove NAME]``: the embedded engine's models."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from qwen_dictate.cli import output

if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from qwen_dictate.cli.parser import Verbs

MEGA = 1_000_000


def add_parser(verbs: Verbs) -> None:
    """Declare the verb."""
    parser = verbs.add_parser("models", help="the embedded engine's models")
    deeds = parser.add_subparsers(dest="deed", metavar="DEED")
    deeds.add_parser("list", help="which there are, and which are installed")
    install = deeds.add_parser("install", help="fetch and install a model")
    install.add_argument("name", metavar="NAME")
    remove = deeds.add_parser("remove", help="remove a model")
    remove.add_argument("name", metavar="NAME")


def run(args: Namespace) -> int:
    """List, install or remove."""
    from qwen_dictate.system import paths

    folder = paths.models_folder()
    deed: str = args.deed or "list"
    if deed == "list":
        return _list(folder)
    name: str = args.name
    return _install(name, folder) if deed == "install" else _remove(name, folder)


def _list(folder: Path) -> int:
    from qwen_dictate.recognition.local import models

    for model in models.statuses(folder):
        state = "installed" if model.installed else f"not installed, {model.size // MEGA} MB"
        output.say(f"{model.name}  ({state})  {model.about}")
    return output.DONE


def _install(name: str, folder: Path) -> int:
    from qwen_dictate.recognition.local import models

    if models.is_whole(name, folder):
        output.say(f"{name} is installed already.")
        return output.DONE
    line = _ProgressLine()
    try:
        models.install(name, folder, line.show, threading.Event())
    finally:
        line.end()
    output.say(f"{name} is installed.")
    return output.DONE


def _remove(name: str, folder: Path) -> int:
    from qwen_dictate.recognition.local import models

    found = models.remove(name, folder)
    output.say(f"{name} is removed." if found else f"{name} was not installed.")
    return output.DONE


class _ProgressLine:
    """How far it is, on one line of a terminal; nowhere else."""

    def __init__(self) -> None:
        self._shown = ""
        self._on = sys.stderr is not None and sys.stderr.isatty()

    def show(self, done: int, total: int) -> None:
        """Write the line anew where it changed."""
        line = f"{done // MEGA} of {total // MEGA} MB ({100 * done // max(total, 1)} %)"
        if self._on and line != self._shown:
            sys.stderr.write(f"\r{line}  ")
            sys.stderr.flush()
            self._shown = line

    def end(self) -> None:
        """Go to the next line."""
        if self._shown:
            sys.stderr.write("\n")
