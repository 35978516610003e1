"""What the running program knows beside the dictation machine: engine, hotkey, notices.

Frozen; a change makes a new one, and the views and ``status`` are made from it and from the
machine's state by pure functions. Runs in: GUI thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qwen_dictate.core.errors import DictateError
from qwen_dictate.ui.files_state import FileView
from qwen_dictate.ui.state import Card, Download, Entry, Examination, Hearing, Notice, Update


@dataclass(frozen=True, slots=True)
class Facts:
    """See the fields of ``status --json`` in the manual."""

    engine: str = "local"
    engine_ready: bool = False
    endpoint: str = "local"
    hotkey: str = ""
    hotkey_mode: str = "hybrid"
    hotkey_backend: str = "none"
    hotkey_working: bool = False
    hotkey_paused: bool = False
    hotkey_reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    """Why a combination cannot be had, by its role."""
    hearing: Hearing = Hearing.OFF
    key_down: bool = False
    """The hotkey is pressed to try it."""
    overridden: frozenset[str] = frozenset()
    """The options that the environment sets for this start."""
    key_where: str = ""
    """``environment``, ``keyring`` or ``none``; "" = not known yet."""
    microphone: str = ""
    tray: bool = False
    captions: bool = False
    """A meeting is on."""
    download: Download | None = None
    error: DictateError | None = None
    note: Notice | None = None
    playing: str = ""
    """History id of the recording that a card plays."""
    taken_back: int | None = None
    """The utterance whose text was taken back last."""
    offers: tuple[Card, ...] = field(default=(), repr=False)
    """Longer readings of dictations that the loss audit doubted."""
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    examination: Examination = field(default_factory=Examination)
    update: Update | None = None
    files: tuple[FileView, ...] = field(default=(), repr=False)
    ids: dict[int, str] = field(default_factory=dict[int, str])
    """History id of each utterance of this run."""
