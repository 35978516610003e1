"""Examines every part at once, and gives one line each, always in the same order.

Rule: a probe that raises, or takes too long, is a line that says so; the others go on.
Runs in: the verb's process, each probe in a thread of its own.
"""

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from typing import cast

from qwen_dictate.app.doctor import desktop, hearing, keys, recognising, storage
from qwen_dictate.app.doctor.check import Check, failed
from qwen_dictate.core.errors import DictateError
from qwen_dictate.ipc import client
from qwen_dictate.system import paths, settings_file

LIMIT_S = 75.0
"""The engine may have to load its weights on a slow disk; a service has its own, shorter limits."""
_ASK_S = 2.0

_log = logging.getLogger("qwen_dictate.doctor")

Probe = Callable[[], list[Check]]
Status = Mapping[str, object]


def examine(environ: Mapping[str, str] = os.environ) -> list[Check]:
    """Every check; blocks for some seconds."""
    loaded = settings_file.load(paths.settings_file(), environ)
    settings = loaded.settings
    status = running()
    probes: dict[str, Probe] = {
        "settings": lambda: [storage.settings(loaded)],
        "history": storage.history,
        "program": lambda: [_program(status)],
        "microphone": lambda: [hearing.microphone(settings.audio.device)],
        "key": lambda: keys.key_and_keyring(settings.service, environ),
        "engine": recognising.engines,
        "typing": lambda: desktop.windows(settings, status),
        "hotkey": lambda: [desktop.hotkey(settings.hotkey, status, environ)],
        "tray": lambda: [desktop.tray(status)],
    }
    return _side_by_side(probes)


def running() -> Status | None:
    """What the running program tells of itself; None where none runs."""
    try:
        reply = client.call(paths.socket_path(), "status", {}, _ASK_S)
        answer: object = json.loads(reply.out)
    except (DictateError, ValueError):
        return None
    return cast("dict[str, object]", answer) if isinstance(answer, dict) else None


def _program(status: Status | None) -> Check:
    if status is None:
        return Check("program", None, "Qwen Dictate does not run now; its parts were tried alone.")
    error = str(status.get("error") or "")
    if error:
        return Check("program", ok=False, detail=error)
    return Check("program", ok=True, detail=f"Qwen Dictate {status.get('version')} runs.")


def _side_by_side(probes: Mapping[str, Probe]) -> list[Check]:
    found: dict[str, list[Check]] = {}
    threads = [
        threading.Thread(target=_look, args=(name, probe, found), name=f"probe {name}", daemon=True)
        for name, probe in probes.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT_S)
    return [check for name in probes for check in found.get(name, [_silent(name)])]


def _look(name: str, probe: Probe, found: dict[str, list[Check]]) -> None:
    try:
        found[name] = probe()
    except DictateError as error:
        found[name] = [failed(name, error)]
    except Exception as error:
        _log.exception("the probe %s failed", name)
        found[name] = [
            Check(name, ok=False, detail=f"It could not be tried ({type(error).__name__}).")
        ]


def _silent(name: str) -> Check:
    return Check(name, ok=False, detail=f"It gave no answer within {LIMIT_S:g} seconds.")
