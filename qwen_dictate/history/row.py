"""One row of the history: what is known of an utterance, a meeting or a file."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from unicodedata import category

from qwen_dictate.recording import stored

UNFINISHED = ("recording", "recognising", "delivering")
"""States in which a row is found only after the program ended in the middle."""

ENDED = ("delivered", "kept", "cancelled")
"""States of which the newest dictation is the last one."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one utterance.

    Attributes:
        id: as made by ``history.ids.new_id``.
        when: ISO 8601, UTC.
        seconds: how long its recording is.
        raw: what was recognised.
        text: what was, or would be, typed.
        state: ``recording recognising delivering delivered kept cancelled``.
        method: how it was delivered, or "".
        app: the window class it was meant for.
        engine: ``qwen`` or ``local``.
        language: as the recogniser names it.
        audio: its recording is there; told by the store, never written.
        kind: ``dictation meeting file``.
        recording: path of the program's own recording, never of a file of the user's; "" = none.
        receipt: how sure the delivery is.
        reason: why it is kept, for its card.
        perhaps_typed: the program ended while it was being delivered.
        timings: the ledger's times as JSON.
    """

    id: str
    when: str
    seconds: float = 0.0
    raw: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    state: str = "recording"
    method: str = ""
    app: str = ""
    engine: str = ""
    language: str = ""
    audio: bool = False
    kind: str = "dictation"
    recording: str = ""
    receipt: str = ""
    reason: str = ""
    perhaps_typed: bool = False
    timings: str = ""

    def as_json(self) -> dict[str, object]:
        """The object that ``history --json`` prints."""
        return {
            "id": self.id,
            "when": self.when,
            "seconds": round(self.seconds, 3),
            "raw": self.raw,
            "text": self.text,
            "state": self.state,
            "method": self.method,
            "app": self.app,
            "engine": self.engine,
            "language": self.language,
            "audio": self.audio,
            "kind": self.kind,
            **({"taken_back": True} if self.reason == TAKEN_BACK else {}),
        }


COLUMNS = {
    entry.name: "born" if entry.name == "when" else entry.name
    for entry in fields(Row)
    if entry.name != "audio"
}
"""Field of ``Row`` → column of the database; ``when`` is a word of SQL."""

CHANGEABLE = frozenset(COLUMNS) - {"id", "when", "kind"}
"""What may change after the row is born."""


TAKEN_BACK = "It was taken back."
"""The reason of a text that was typed and removed again by undo; its state stays ``delivered``."""

_STATES = frozenset((*UNFINISHED, *ENDED))
_KINDS = frozenset(("dictation", "meeting", "file"))


def as_row(values: Mapping[str, object], recordings: Path | None) -> Row:
    """A row from whatever a database or a journal holds; nothing in it is trusted.

    Args:
        values: by the names of the fields; what is missing or of a wrong type counts as empty.
        recordings: the folder in which recordings may be; None = anywhere, for rows that this
            program itself has in memory.
    """

    def text(name: str) -> str:
        value = values.get(name)
        return unbroken(value) if isinstance(value, str) else ""

    seconds = values.get("seconds")
    known = isinstance(seconds, int | float) and math.isfinite(seconds)
    recording = text("recording") if is_ours(text("recording"), recordings) else ""
    return Row(
        id=text("id"),
        when=text("when"),
        seconds=float(seconds) if known and isinstance(seconds, int | float) else 0.0,
        raw=text("raw"),
        text=text("text"),
        state=text("state") if text("state") in _STATES else "kept",
        method=text("method"),
        app=text("app"),
        engine=text("engine"),
        language=text("language"),
        audio=is_there(recording),
        kind=text("kind") if text("kind") in _KINDS else "dictation",
        recording=recording,
        receipt=text("receipt"),
        reason=text("reason"),
        perhaps_typed=bool(values.get("perhaps_typed")),
        timings=text("timings"),
    )


def is_ours(recording: str, folder: Path | None) -> bool:
    """Whether a path is that of a recording of this program: only such a file is ever deleted."""
    if not recording or "\0" in recording or folder is None:
        return "\0" not in recording
    path = Path(recording)
    return path.parent == folder and path.suffix == stored.SUFFIX


def is_there(recording: str) -> bool:
    """Whether a recording exists, in whichever form."""
    return bool(recording) and stored.find(Path(recording)) is not None


def storable(value: object) -> object:
    """What SQLite can store: lone surrogates of broken texts become question marks."""
    return unbroken(value) if isinstance(value, str) else value


def unbroken(text: str) -> str:
    """The text without lone surrogates."""
    return text.encode(errors="replace").decode()


def local_time(when: str) -> str:
    """A row's time as the clock on the wall showed it."""
    try:
        return datetime.fromisoformat(when).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, OverflowError, OSError):
        return printable(when)


def printable(text: str) -> str:
    """A text without control characters, which a terminal or an editor might obey."""
    return "".join(letter for letter in text if letter in "\n\t" or category(letter) != "Cc")
