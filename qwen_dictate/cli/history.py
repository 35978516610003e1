"""``history``: what was dictated. Works beside a running program and without one."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from qwen_dictate.cli import running
from qwen_dictate.cli.output import DONE, FAILED, WrongCall, plain, say, say_json, sorry
from qwen_dictate.cli.parser import positive
from qwen_dictate.core.errors import DiskError
from qwen_dictate.history.row import local_time, printable
from qwen_dictate.history.store import Store
from qwen_dictate.ipc.client import NotRunning
from qwen_dictate.system import paths

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from qwen_dictate.cli.parser import Verbs
    from qwen_dictate.history.row import Row

MANY = 100
EVERY = 1 << 40


def add_parser(subparsers: Verbs) -> None:
    """Declare the verb."""
    actions = subparsers.add_parser("history", help="what was dictated").add_subparsers(
        dest="action", required=True, metavar="ACTION"
    )
    newest = actions.add_parser("list", help="the newest dictations")
    search = actions.add_parser("search", help="dictations with these words in this order")
    search.add_argument("words", nargs="+", metavar="WORDS")
    show = actions.add_parser("show", help="one dictation")
    for many in (newest, search):
        many.add_argument("--limit", type=positive, default=MANY, metavar="N")
    for readable in (newest, search, show):
        readable.add_argument("--json", action="store_true")
    retry = actions.add_parser("retry", help="recognise the recording again, print the text")
    delete = actions.add_parser("delete", help="delete the text and the recording")
    for single in (show, retry, delete):
        single.add_argument("id", metavar="ID", help="an id, or last")
    export = actions.add_parser(
        "export",
        help="write it to a file: txt md csv json srt vtt; wav flac: the sound; zip: all of it",
    )
    export.add_argument("file", metavar="FILE")
    export.add_argument("--id", action="append", metavar="ID", help="only this one (or more)")
    export.add_argument("--search", metavar="WORDS", help="only those with these words")


def run(args: Namespace) -> int:
    """Read, recognise again or delete."""
    if args.action == "list":
        return _print(_newest(args.limit), as_json=args.json)
    if args.action == "search":
        return _print(_found(" ".join(args.words), args.limit), as_json=args.json)
    if args.action == "show":
        return _show(args.id, as_json=args.json)
    if args.action == "retry":
        return _retry(args.id)
    if args.action == "delete":
        return _delete(args.id)
    return _export(args)


def _open() -> Store | None:
    """The history; None where nothing was ever dictated."""
    path = paths.history_file()
    if not path.exists():
        return None
    return Store(path, sorry, mend=not running.is_running())


def _newest(limit: int) -> tuple[Row, ...]:
    store = _open()
    if store is None:
        return ()
    with closing(store):
        return store.list(limit)


def _found(words: str, limit: int) -> tuple[Row, ...]:
    store = _open()
    if store is None:
        return ()
    with closing(store):
        return store.search(words, limit)


def _print(rows: Iterable[Row], *, as_json: bool) -> int:
    if as_json:
        say_json([row.as_json() for row in rows])
        return DONE
    for row in rows:
        say(f"{row.id}  {local_time(row.when)}  {row.state:<11}  {_line(row.text)}")
    return DONE


def _show(row_id: str, *, as_json: bool) -> int:
    store = _open()
    row = None
    if store is not None:
        with closing(store):
            row = store.get(row_id)
    if row is None:
        return _missing(row_id)
    if as_json:
        say_json(row.as_json())
        return DONE
    for name, value in row.as_json().items():
        if name != "text":
            say(f"{name}: {printable(plain(value))}")
    say(f"\n{printable(row.text)}")
    return DONE


def _retry(row_id: str) -> int:
    try:
        return running.forward("history-retry", {"id": row_id}, limit_s=None)
    except NotRunning:
        from qwen_dictate.app import offline

    say(offline.retry(row_id))
    return DONE


def _delete(row_id: str) -> int:
    try:
        return running.forward("history-delete", {"id": row_id}, limit_s=None)
    except NotRunning:
        store = _open()
    if store is None:
        return _missing(row_id)
    with closing(store):
        return DONE if store.delete(row_id) else _missing(row_id)


def _export(args: Namespace) -> int:
    from pathlib import Path

    from qwen_dictate.history.export import UnknownFormat, check_format, export
    from qwen_dictate.history.queries import LAST

    try:
        check_format(Path(args.file))
    except UnknownFormat as error:
        raise WrongCall(error.user_text, error.remedy) from error
    store = _open()
    if store is None:
        return _missing(LAST)
    with closing(store):
        ids = [_known(store, row_id) for row_id in args.id or ()]
        export(_chosen(store, ids, args.search), Path(args.file))
    return DONE


def _known(store: Store, row_id: str) -> str:
    row = store.get(row_id)
    if row is None:
        raise DiskError(f"There is no dictation “{row_id}” in the history.", retry=False)
    return row.id


def _chosen(store: Store, ids: list[str], words: str | None) -> Iterator[Row]:
    """Oldest first."""
    if words is not None:
        found = reversed(store.search(words, EVERY))
        yield from (row for row in found if not ids or row.id in ids)
    elif ids:
        yield from sorted(filter(None, map(store.get, ids)), key=lambda row: row.when)
    else:
        yield from store.everything()


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _missing(row_id: str) -> int:
    what = "There is no dictation yet" if row_id == "last" else f"There is no dictation “{row_id}”"
    sorry(f"{what} in the history.")
    return FAILED
