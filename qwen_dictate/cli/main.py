"""The command ``qwen-dictate``: its verbs, or without one the window.

Rule: no verb loads Qt, and each loads only what it needs; whatever happens, the user sees one
sentence and an exit status, never a traceback: 0 done, 1 it could not be done, 2 the call was
wrong, 3 the program is not running. Runs in: the main thread of a verb, or of the program.
"""

import importlib
import sys
from argparse import Namespace
from collections.abc import Sequence
from types import ModuleType

from qwen_dictate import __version__
from qwen_dictate.cli import output
from qwen_dictate.cli.output import (
    FAILED,
    INTERRUPTED,
    NOT_RUNNING,
    WRONG,
    Unwritten,
    WrongCall,
    sorry,
)
from qwen_dictate.cli.parser import Parser, Verbs
from qwen_dictate.core.errors import DictateError

VERBS: dict[str, tuple[str, str]] = {
    "start": ("recorder", "begin to dictate"),
    "stop": ("recorder", "end the dictation"),
    "toggle": ("recorder", "begin or end a dictation"),
    "cancel": ("recorder", "drop the dictation; nothing is typed"),
    "undo": ("recorder", "take back what was typed last"),
    "paste-last": ("recorder", "deliver the last dictation again"),
    "captions": ("captions", "meeting captions"),
    "transcribe": ("files", "recognise audio and video files"),
    "history": ("history", "what was dictated"),
    "status": ("program", "what the running program does"),
    "key": ("key", "the API key in the OS keyring"),
    "config": ("config", "the settings"),
    "devices": ("devices", "microphones and system sound"),
    "models": ("models", "the embedded engine's models"),
    "doctor": ("doctor", "check whether everything works here"),
    "quit": ("program", "end the running program"),
    "decode": ("decode", ""),
    "engine": ("engine", ""),
    "trial": ("trial", ""),
    "keyring": ("keyring", ""),
}
"""Verb → the module of its group, and its line in the help (hidden where empty)."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status."""
    output.prepare()
    try:
        status = _status(sys.argv[1:] if argv is None else argv)
        output.flush()
    except Unwritten as error:
        output.abandon()
        cause = error.__cause__
        if isinstance(cause, OSError) and not isinstance(cause, BrokenPipeError):
            sorry(f"The answer could not be printed: {cause.strerror}.")
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _status(argv: Sequence[str]) -> int:
    """Do it; every error becomes a sentence and a status here."""
    try:
        return _run(argv)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except DictateError as error:
        sorry(str(error))
        return _status_of(error)
    except Unwritten:
        raise
    except Exception as error:
        return _unexpected(error)


def _status_of(error: DictateError) -> int:
    if isinstance(error, WrongCall):
        return WRONG
    from qwen_dictate.ipc.client import NotRunning

    return NOT_RUNNING if isinstance(error, NotRunning) else FAILED


def _unexpected(error: Exception) -> int:
    """Nobody thought of it: the log gets all of it, the user one sentence."""
    from qwen_dictate.system import log, paths

    opened = log.open_log(paths.log_file())
    log.logger.critical("uncaught in a verb", exc_info=error)
    opened.close()
    sorry(log.sentence(error))
    return FAILED


def _run(argv: Sequence[str]) -> int:
    wanted = next((word for word in argv if not word.startswith("-")), "")
    if not wanted:
        return _window(_parser().parse_args(argv))
    if wanted not in VERBS:
        raise WrongCall(f"There is no verb “{wanted}”.", "See qwen-dictate --help.")
    group = _group(VERBS[wanted][0])
    if group is None:
        sorry(f"This version of Qwen Dictate cannot do “{wanted}” yet.")
        return FAILED
    status: int = group.run(_parser(group).parse_args(argv))
    return status


def _group(name: str) -> ModuleType | None:
    """The module of a group; None where this version has none."""
    module = f"qwen_dictate.cli.{name}"
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return None


def _parser(group: ModuleType | None = None) -> Parser:
    """Knows all verbs by name, and the arguments of one group."""
    parser = Parser(
        prog="qwen-dictate",
        description="Hold a key, speak, and the words stand at the cursor.",
    )
    parser.add_argument("--version", action="version", version=f"qwen-dictate {__version__}")
    parser.add_argument("--minimized", action="store_true", help="start in the tray")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs", parser_class=Parser)
    if group is not None:
        group.add_parser(verbs)
    for verb, (name, line) in VERBS.items():
        if group is None or group.__name__ != f"qwen_dictate.cli.{name}":
            _name(verbs, verb, line)
    return parser


def _name(verbs: Verbs, verb: str, line: str) -> None:
    """Let a verb be known; without a line, not to the help."""
    if line:
        verbs.add_parser(verb, add_help=False, help=line)
    else:
        verbs.add_parser(verb, add_help=False)


def _window(args: Namespace) -> int:
    """Open the window, or raise the one of the program that runs already."""
    from qwen_dictate.cli import running

    minimized: bool = args.minimized
    try:
        # Asked here first, because another program is raised sooner than Qt is loaded.
        if not minimized:
            return running.forward("show", limit_s=running.SHOW_S)
    except DictateError:
        pass  # none runs, or one that is starting or ending: the lock will tell
    from qwen_dictate.app.main import run

    return run(minimized=minimized)
