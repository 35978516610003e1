"""What the views show and what they may ask for: the whole border between ``ui`` and ``app``.

``app`` makes a new ``ViewState`` whenever something changed and hands it to every view;
``app`` gives each view one ``Wishes``. Views hold no other state of the program and know no
store, no back-end and no thread. Runs in: GUI thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

from qwen_dictate.core.settings import Settings
from qwen_dictate.ui.files_state import FileView


class Activity(Enum):
    """The busiest of what runs: the ``state`` of ``status --json``."""

    IDLE = "idle"
    RECORDING = "recording"
    TRANSCRIBING = "transcribing"
    DELIVERING = "delivering"


class Hearing(Enum):
    """A look at the microphone without a dictation."""

    OFF = "off"
    OPENING = "opening"
    ON = "on"
    HEARD = "heard"
    """A voice was among it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that is shown until the next success or until it is closed.

    ``kind`` is an ``error_kind`` or "" for a quiet note.
    """

    kind: str
    text: str
    remedy: str = ""

    @property
    def whole(self) -> str:
        """All of it, as a card gives its reason."""
        return f"{self.text} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Card:
    """A text that was kept: not delivered, or not (yet) recognised.

    Attributes:
        utterance: number within this run.
        history_id: its id in the history.
        text: what is left to deliver; "" when it is not recognised yet.
        reason: why it is kept, one sentence.
        can_retry: a recording is there to be recognised again.
        app: application it was meant for.
        can_play: there is something to hear.
        playing: it is heard now.
        perhaps_typed: it was being delivered when the program ended.
    """

    utterance: int
    history_id: str
    text: str = field(repr=False)
    reason: str
    can_retry: bool
    app: str = ""
    can_play: bool = False
    playing: bool = False
    perhaps_typed: bool = False
    reviewed: bool = False
    """It waits for the user's look: that is no news."""


@dataclass(frozen=True, slots=True)
class Review:
    """The text whose card is open for editing.

    Attributes:
        utterance: number within this run.
        history_id: its id in the history.
        text: what stands in the field.
        speaking: it is still being spoken.
        recognising: its text is not complete.
        reason: why it was not delivered; "" = it only waits for the user's look.
        can_retry: a recording is there to be recognised again.
        app: application it is meant for.
        meant: it was spoken to be reviewed; False: a kept text was opened.
    """

    utterance: int
    history_id: str = ""
    text: str = field(default="", repr=False)
    speaking: bool = False
    recognising: bool = False
    reason: str = ""
    can_retry: bool = False
    app: str = ""
    meant: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of this session, newest first."""

    history_id: str
    when: str
    text: str = field(repr=False)
    app: str
    state: str
    method: str
    audio: bool


@dataclass(frozen=True, slots=True)
class Download:
    """Progress of the embedded engine's weights, in bytes."""

    model: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What the doctor found of one part; ``ok`` None: not needed, or not to be told."""

    name: str
    ok: bool | None
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """The newest run of the doctor."""

    running: bool = False
    checks: tuple[CheckLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """Something about new versions: the question whether to look for them, or the newest one.

    Attributes:
        version: "" = the question.
        address: the version's page.
        news: the first words about it.
    """

    version: str = ""
    address: str = ""
    news: str = ""


class UpdateAnswer(Enum):
    """What the user pressed: look for them, never ask again, no more of this version."""

    YES = "yes"
    NO = "no"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything that the views show."""

    activity: Activity = Activity.IDLE
    listening: bool = False
    """The first block of the running utterance is kept: the user may trust that it hears."""
    settled: str = field(default="", repr=False)
    tentative: str = field(default="", repr=False)
    seconds: float = 0.0
    waiting_s: float = 0.0
    """Seconds of sound that the recogniser has not got yet because of the network."""
    engine: str = ""
    """``qwen`` or ``local``."""
    engine_ready: bool = False
    endpoint: str = ""
    hotkey: str = ""
    hotkey_mode: str = "hybrid"
    hotkey_working: bool = False
    hotkey_paused: bool = False
    """The user wants no key heard for now."""
    microphone: str = ""
    """Name of the microphone that will be heard; "" = not known yet."""
    tray: bool = False
    """Whether there is a tray to close into."""
    captions: bool = False
    """A meeting is on."""
    notice: Notice | None = None
    cards: tuple[Card, ...] = ()
    review: Review | None = None
    entries: tuple[Entry, ...] = ()
    download: Download | None = None
    examination: Examination = Examination()
    hearing: Hearing = Hearing.OFF
    key_down: bool = False
    """The hotkey is pressed to try it, and begins nothing."""
    settings: Settings = field(default_factory=Settings, repr=False)
    """Of now, the environment's included."""
    overridden: frozenset[str] = frozenset()
    """The options that the environment sets for this start."""
    key_where: str = ""
    """``environment``, ``keyring`` or ``none``; "" = the keyring is still being asked."""
    hotkey_backend: str = ""
    """Who hears the keys; ``none``: nobody can, so no other key could be had either."""
    hotkey_reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    """Why a combination cannot be had, by its role (``push_to_talk``, ``cancel``, …)."""
    update: Update | None = None
    files: tuple[FileView, ...] = ()
    """The queue of files to text."""


class Wishes(Protocol):
    """What a view may ask for; none of these blocks."""

    def begin(self) -> None:
        """Begin an utterance."""

    def end(self) -> None:
        """End the one being spoken."""

    def cancel(self) -> None:
        """Drop the one being spoken, else the newest not yet delivered."""

    def insert(self, utterance: int) -> None:
        """Deliver a kept text into the window that has (or last had) the focus."""

    def insert_reviewed(self, utterance: int) -> None:
        """Deliver a text that was looked at into the window that it was meant for."""

    def edit(self, utterance: int, text: str) -> None:
        """The text on an open card was changed."""

    def open_card(self, utterance: int, wanted: bool) -> None:
        """Open a kept text for editing, or put it aside."""

    def drop(self, utterance: int) -> None:
        """The text on the open card is not wanted: as cancelled."""

    def take_focus(self, window: int) -> None:
        """Give one of our windows the keys (its number at the window system)."""

    def copy(self, text: str) -> None:
        """Put a text into the clipboard."""

    def insert_again(self, history_id: str) -> None:
        """Deliver an earlier text again into the window that has (or last had) the focus."""

    def undo(self) -> None:
        """Take back what was typed last, if it still is the last thing there."""

    def retry(self, history_id: str) -> None:
        """Recognise a kept recording again."""

    def delete(self, history_id: str) -> None:
        """Delete an utterance, its text and its recording."""

    def play(self, history_id: str) -> None:
        """Play a recording, or stop it."""

    def dismiss(self, utterance: int) -> None:
        """Close a card; the text stays in the history."""

    def dismiss_notice(self) -> None:
        """Close the notice."""

    def install_model(self) -> None:
        """Fetch the embedded engine's weights."""

    def answer_update(self, answer: UpdateAnswer) -> None:
        """Answer what is asked or told about new versions."""

    def check_up(self) -> None:
        """Let the doctor try every part."""

    def transcribe(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the window: show their page, and queue them."""

    def toggle_captions(self) -> None:
        """Begin a meeting, or end it."""

    def pause_hotkey(self, on: bool) -> None:
        """Leave all keys to the windows, until this is taken back or the program ends."""

    def show_page(self, name: str) -> None:
        """Bring a page of the main window into sight."""

    def show_window(self) -> None:
        """Raise the main window."""

    def quit(self) -> None:
        """End the program."""
