"""The doctor as the running program calls it: the verb, in a process of its own.

There it loads and blocks what it likes, and asks this program back for its ``status``.
Runs in: lane "doctor"; blocks for some seconds.
"""

import json
import subprocess

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system import itself

LIMIT_S = 100.0


def examine() -> str:
    """The object of ``doctor --json``.

    Raises:
        Unavailable: it could not be started, or did not end.
    """
    try:
        done = subprocess.run(
            itself.command("doctor", "--here", "--json"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LIMIT_S,
            check=False,
        )
        json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Unavailable("The parts could not be tried.", "Try again.") from error
    return done.stdout.decode("utf-8")
