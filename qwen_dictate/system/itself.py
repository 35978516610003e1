"""How this program starts itself again: for a child process, from source or from a bundle."""

import sys


def command(*arguments: str) -> tuple[str, ...]:
    """The command line of another process of this program."""
    frozen = bool(getattr(sys, "frozen", False))
    module = () if frozen else ("-m", "qwen_dictate")
    return (sys.executable, *module, *arguments)
