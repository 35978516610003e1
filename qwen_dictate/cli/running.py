"""Verbs and the running program: ask it, tell it, print what it says."""

from collections.abc import Mapping

from qwen_dictate.cli import output
from qwen_dictate.ipc import client
from qwen_dictate.ipc.client import NoAnswer, NotRunning
from qwen_dictate.ipc.protocol import Argument, Reply
from qwen_dictate.system import paths

TELL_S = 1.0
ASK_S = 4.0
"""A program that hangs is told of after so long; every answer is due within a fifth of a second."""
SHOW_S = 2.0
"""A start that finds a program which hangs says so within 5 s in all."""


def ask(
    verb: str, args: Mapping[str, Argument] | None = None, limit_s: float | None = ASK_S
) -> Reply:
    """Ask the running program; without a limit, after it has shown that it does not hang.

    Raises:
        NotRunning: there is none.
        NoAnswer: it is silent.
    """
    if limit_s is None:
        client.call(paths.socket_path(), "status", {}, ASK_S)
    return client.call(paths.socket_path(), verb, args, limit_s)


def forward(
    verb: str, args: Mapping[str, Argument] | None = None, limit_s: float | None = ASK_S
) -> int:
    """Let the running program do it, and end as it says."""
    return show(ask(verb, args, limit_s))


def show(reply: Reply) -> int:
    """Print a reply; gives its exit status."""
    output.write(reply.out)
    output.sorry(reply.err)
    return reply.status


def tell(verb: str) -> None:
    """Let the running program know, where there is one; what it says does not matter."""
    try:
        ask(verb, limit_s=TELL_S)
    except (NotRunning, NoAnswer):
        return


def is_running() -> bool:
    """Whether a program of this user runs."""
    return client.is_running(paths.socket_path())
