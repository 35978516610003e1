"""The quiet notes of the dictation machine, in words (the views translate them)."""

from collections.abc import Mapping

from qwen_dictate.core.effects import Note
from qwen_dictate.ui.state import Notice

NOTES: Mapping[Note, Notice] = {
    Note.NO_SPEECH: Notice("", "No speech was heard, so nothing was typed."),
    Note.CANCELLED: Notice("", "Cancelled; the recording is kept for a day."),
    Note.PRIVATE: Notice("", "Nothing is recorded in this window: it is on your private list."),
    Note.HIDDEN_FIELD: Notice("", "Nothing is recorded in a field for passwords."),
    Note.STILL_LISTENING: Notice(
        "", "Nobody has spoken for two minutes. Still listening – press the key to end."
    ),
}
