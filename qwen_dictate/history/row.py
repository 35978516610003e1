"""One row of the history: what is known of an utterance, a meeting or a file."""

import sqlite3
from dataclasses import dataclass, field, fields
from pathlib import Path

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
        }


COLUMNS = {
    entry.name: "born" if entry.name == "when" else entry.name
    for entry in fields(Row)
    if entry.name != "audio"
}
"""Field of ``Row`` → column of the database; ``when`` is a word of SQL."""

CHANGEABLE = frozenset(COLUMNS) - {"id", "when", "kind"}
"""What may change after the row is born."""


def from_database(found: sqlite3.Row) -> Row:
    """The row as the program sees it; whether its recording is there is looked up now."""
    values = {name: found[column] for name, column in COLUMNS.items()}
    values["perhaps_typed"] = bool(values["perhaps_typed"])
    return Row(**values, audio=is_there(found["recording"]))


def is_there(recording: str) -> bool:
    """Whether a recording exists."""
    return bool(recording) and Path(recording).exists()


def storable(value: object) -> object:
    """What SQLite can store: lone surrogates of broken texts become question marks."""
    return unbroken(value) if isinstance(value, str) else value


def unbroken(text: str) -> str:
    """The text without lone surrogates."""
    return text.encode(errors="replace").decode()
