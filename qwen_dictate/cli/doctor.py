"""``doctor``: does it work here, what is wrong, how to mend it.

Where a program runs it is asked, because it has its own environment; it starts this verb with
``--here``, which examines in this process.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from qwen_dictate.cli import output, running
from qwen_dictate.ipc.client import NotRunning

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from qwen_dictate.cli.parser import Verbs

MARKS = {True: "ok", False: "WRONG", None: "-"}


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    from argparse import SUPPRESS

    parser = subparsers.add_parser("doctor", help="check whether everything works here")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--here", action="store_true", help=SUPPRESS)


def run(args: Namespace) -> int:
    """Try every part, and tell; 0 only if all is well."""
    found = _here() if args.here else _asked()
    if args.json:
        output.say_json(found)
    else:
        for check in cast("list[Mapping[str, object]]", found["checks"]):
            _say(check)
    return output.DONE if found["ok"] else output.FAILED


def _asked() -> Mapping[str, object]:
    try:
        reply = running.ask("doctor", limit_s=None)
    except NotRunning:
        return _here()
    if not reply.out:
        output.sorry(reply.err)
        return _here()
    return cast("dict[str, object]", json.loads(reply.out))


def _here() -> Mapping[str, object]:
    from qwen_dictate.app.doctor.check import as_json
    from qwen_dictate.app.doctor.examination import examine
    from qwen_dictate.app.doctor.storage import ledger

    return {**as_json(examine()), "ledger": ledger()}


def _say(check: Mapping[str, object]) -> None:
    ok = check["ok"]
    mark = MARKS[ok if isinstance(ok, bool) else None]
    output.say(f"{mark:<6} {check['name']:<11} {check['detail']}")
    if check["remedy"] and ok is not True:
        output.say(f"{'':<19}{check['remedy']}")
