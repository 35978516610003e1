"""The settings file, the history and the disk. Runs in: a thread of the doctor."""

import shutil
from contextlib import closing, suppress

from qwen_dictate.app.doctor.check import Check
from qwen_dictate.core.errors import DictateError
from qwen_dictate.history.ledger import Entry, summary
from qwen_dictate.history.store import Store
from qwen_dictate.ipc import client
from qwen_dictate.system import paths
from qwen_dictate.system.settings_file import Loaded

_LEAST_FREE_MB = 200
"""About 100 minutes of kept sound."""


def settings(loaded: Loaded) -> Check:
    """Whether the settings could be read as they stand."""
    sentences = loaded.sentences()
    if sentences:
        return Check(
            "settings", ok=False, detail=" ".join(sentences), remedy="Mend it on the settings page."
        )
    return Check("settings", ok=True, detail=f"The settings are in {paths.settings_file()}.")


def history() -> list[Check]:
    """Whether what was dictated can be read, and there is room for more."""
    path = paths.history_file()
    checks: list[Check] = []
    if path.exists():
        told: list[str] = []
        mend = not client.is_running(paths.socket_path())
        with closing(Store(path, told.append, mend=mend)) as store:
            store.list(1)
        words = " ".join(told) or "The history can be read."
        checks.append(Check("history", ok=not told, detail=words))
    else:
        checks.append(Check("history", None, "Nothing was dictated yet."))
    return [*checks, _disk()]


def ledger() -> dict[str, object]:
    """How long the steps of a dictation took and what they cost, as ``history.ledger.summary``."""
    path = paths.history_file()
    entries: tuple[Entry, ...] = ()
    if path.exists():
        with suppress(DictateError), closing(Store(path, mend=False)) as store:
            entries = store.ledger()
    return summary(entries)


def _disk() -> Check:
    folder = paths.data_folder(make=True)
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < _LEAST_FREE_MB:
        return Check(
            "disk",
            ok=False,
            detail=f"Only {free_mb} MB are free for recordings in {folder}.",
            remedy="Make room, or keep recordings for a shorter time (history.keep_audio).",
        )
    return Check("disk", ok=True, detail=f"{free_mb // 1000} GB are free for recordings.")
