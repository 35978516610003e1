"""How this program starts itself again, from source or as a bundle."""

import subprocess
import sys
from pathlib import Path


def command(*arguments: str) -> tuple[str, ...]:
    """The command line that runs one of its verbs, with standard streams."""
    if not getattr(sys, "frozen", False):
        return (sys.executable, "-m", "qwen_dictate", *arguments)
    if sys.platform == "win32":  # of the bundle's two programs the one that has them
        return (str(Path(sys.executable).with_name("qwen-dictate.exe")), *arguments)
    return (sys.executable, *arguments)


def without_window() -> int:
    """``creationflags`` for such a child: on Windows none of them opens a console's window."""
    return subprocess.CREATE_NO_WINDOW if sys.platform == "win32" else 0
