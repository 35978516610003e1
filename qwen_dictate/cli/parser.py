"""How the command line is read: argparse with one sentence for what is wrong."""

import argparse
import sys
from typing import NoReturn, Protocol

from qwen_dictate.cli.output import WRONG


class Parser(argparse.ArgumentParser):
    """A parser that takes no shortened options and complains in one line."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the call, and end with its status."""
        print(f"{self.prog}: {message} (see {self.prog} --help)", file=sys.stderr)
        raise SystemExit(WRONG)


class Verbs(Protocol):
    """Where a group declares its verbs: what ``add_subparsers`` gives."""

    def add_parser(self, name: str, *, help: str = ..., add_help: bool = ...) -> Parser:  # noqa: A002
        """Declare a verb; without ``help`` it stays out of the list."""
        ...


def positive(text: str) -> int:
    """A whole number of at least 1."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 2**63:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above 0")
    return number
