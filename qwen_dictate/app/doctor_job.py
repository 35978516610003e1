"""The doctor as the running program calls it: the verb, in a process of its own.

There it loads and blocks what it likes, and asks this program back for its ``status``.
Runs in: GUI thread; ``examine``: lane "doctor", blocks for some seconds.
"""

import json
import subprocess
from typing import TYPE_CHECKING, cast

from qwen_dictate.core.errors import Unavailable
from qwen_dictate.system import itself
from qwen_dictate.ui.state import CheckLine, Examination

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

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
            creationflags=itself.without_window(),
            timeout=LIMIT_S,
            check=False,
        )
        json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise Unavailable("The parts could not be tried.", "Try again.") from error
    return done.stdout.decode("utf-8")


def check_up(program: "Program") -> None:
    """Let the page show what the doctor finds."""

    def failed(error: Exception) -> None:
        line = CheckLine("program", ok=False, detail=str(error))
        program.change_facts(examination=Examination(checks=(line,)))

    def found(answer: str) -> None:
        program.change_facts(examination=Examination(checks=_lines(answer)))

    if not program.facts.examination.running:
        program.change_facts(examination=Examination(running=True))
        program.jobs.run("doctor", examine, found, failed)


def _lines(answer: str) -> tuple[CheckLine, ...]:
    checks = cast("list[dict[str, object]]", json.loads(answer)["checks"])
    return tuple(
        CheckLine(
            str(check["name"]),
            cast("bool | None", check["ok"]),
            str(check["detail"]),
            str(check["remedy"]),
        )
        for check in checks
    )
