"""``captions``: meeting captions of the running program; ``export`` works without one too."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from qwen_dictate.cli import running
from qwen_dictate.cli.output import DONE, FAILED, sorry
from qwen_dictate.core.exports import FORMATS
from qwen_dictate.ipc.client import NotRunning
from qwen_dictate.system import paths
from qwen_dictate.system.files import write_whole

if TYPE_CHECKING:
    from argparse import Namespace

    from qwen_dictate.cli.parser import Verbs

ANSWER_S = 45.0
"""An export waits for the last words of a meeting that was just ended."""
WRONG = 2
NOTHING = "There is no meeting yet."


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    actions = subparsers.add_parser("captions", help="meeting captions").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    for action in ("start", "stop", "toggle"):
        actions.add_parser(action, help=f"{action} the captions")
    export = actions.add_parser("export", help="write the meeting to a file")
    export.add_argument("file", metavar="FILE", help=".srt, .vtt, .txt, .md or .json")


def run(args: Namespace) -> int:
    """Let the running program do it."""
    if args.action == "export":
        return _export(Path(args.file))
    return running.forward("captions", {"action": args.action}, ANSWER_S)


def _export(path: Path) -> int:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        sorry(f"“{path.name}” has no ending that is known: use .{', .'.join(FORMATS)}.")
        return WRONG
    try:
        reply = running.ask("captions", {"action": "export", "format": ending}, ANSWER_S)
        if reply.status != DONE:
            return running.show(reply)
        content: str | None = reply.out
    except NotRunning:
        content = _stored(ending)
    if content is None:
        sorry(NOTHING)
        return FAILED
    write_whole(path.absolute(), content.encode())
    return DONE


def _stored(ending: str) -> str | None:
    """The latest meeting of the history; None where there is none."""
    from qwen_dictate.core.meeting.saved import decode
    from qwen_dictate.history.store import Store

    if not paths.history_file().exists():
        return None
    with closing(Store(paths.history_file(), sorry, mend=True)) as store:
        row = store.newest_meeting()
        if row is None:
            return None
        return FORMATS[ending](decode(row.raw or "\n".join(store.lines(row.id))))
