"""A state in words: from ``ViewState`` to what the views say and which mark they show.

One place, so that window, overlay and tray always say the same. Runs in: any thread.
"""

from datetime import datetime

from qwen_dictate.ui.key_names import pretty_keys
from qwen_dictate.ui.marks import Mark
from qwen_dictate.ui.state import Activity, Download, Entry, Review, ViewState
from qwen_dictate.ui.texts import Texts, source

_MEGABYTE = 1_000_000


def headline(state: ViewState, say: Texts) -> tuple[Mark, str]:
    """Say what is going on."""
    match state.activity:
        case Activity.RECORDING if not state.listening:
            return Mark.OPENING, say("Opening the microphone…")
        case Activity.RECORDING:
            return Mark.LISTENING, say("Listening")
        case Activity.TRANSCRIBING:
            return Mark.RECOGNISING, say("Recognising…")
        case Activity.DELIVERING:
            return Mark.DELIVERING, say("Inserting…")
        case Activity.IDLE:
            return Mark.READY, say("Ready")


def review(shown: Review, state: ViewState, say: Texts) -> tuple[Mark, str]:
    """Say what goes on with the text on the open card, and where it will go."""
    if shown.speaking:
        return headline(state, say)
    if shown.recognising:
        return Mark.RECOGNISING, say("Recognising…")
    if shown.app:
        return Mark.KEPT, say("Look it over, for {app}", app=shown.app)
    return Mark.KEPT, say("Look it over")


def waiting(state: ViewState, say: Texts) -> str:
    """Say how much the network has not taken yet; "" when it keeps up."""
    if state.waiting_s < 1 or state.activity is Activity.IDLE:
        return ""
    return say("Waiting for the network – {seconds} s kept", seconds=int(state.waiting_s))


def clock(seconds: float) -> str:
    """Write a duration as 0:07."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def engine(state: ViewState, say: Texts) -> str:
    """Name the engine that will recognise the next utterance."""
    names = {"qwen": say("Qwen"), "local": say("Embedded engine")}
    return names.get(state.engine, "") or say("None yet")


def hotkey(state: ViewState, say: Texts) -> str:
    """Say which keys to hold or press."""
    keys = pretty_keys(state.hotkey, say)
    if not keys:
        return say("None")
    if state.hotkey_paused:
        return say("Paused")
    if not state.hotkey_working:
        return keys
    if state.hotkey_mode == "toggle":
        return say("Press {keys}", keys=keys)
    return say("Hold {keys}", keys=keys)


def how_to_begin(state: ViewState, say: Texts) -> str:
    """Say in one sentence how a dictation begins."""
    keys = pretty_keys(state.hotkey, say)
    if not keys or not state.hotkey_working or state.hotkey_paused:
        return say("Press Record or Ctrl+R in this window, and speak.")
    if state.hotkey_mode == "toggle":
        return say("Press {keys} in any window, speak, and press it again.", keys=keys)
    return say("Hold {keys} in any window, speak, and let go.", keys=keys)


def how_to_begin_here(state: ViewState, say: Texts) -> str:
    """Say in one sentence how a dictation into a field of our own begins."""
    keys = pretty_keys(state.hotkey, say)
    if not keys or not state.hotkey_working:
        return say("Press Speak, say a sentence, and press it again.")
    if state.hotkey_mode == "toggle":
        return say("Press {keys}, say a sentence, and press it again.", keys=keys)
    return say("Hold {keys}, say a sentence, and let go.", keys=keys)


def microphone(state: ViewState, say: Texts) -> str:
    """Name the microphone that will be heard."""
    return state.microphone or say("Not known yet")


def download(progress: Download, say: Texts) -> str:
    """Say how far the engine's weights have come."""
    done, total = progress.done // _MEGABYTE, progress.total // _MEGABYTE
    if progress.total <= 0:
        return say("Fetching the embedded engine: {done} MB", done=done)
    return say("Fetching the embedded engine: {done} of {total} MB", done=done, total=total)


_STATES = {
    "recording": source("Recording"),
    "recognising": source("Recognising…"),
    "delivering": source("Inserting…"),
    "kept": source("Kept"),
    "cancelled": source("Cancelled"),
}

_METHODS = {
    "type": source("Typed"),
    "paste": source("Pasted"),
    "clipboard": source("Copied to the clipboard"),
    "none": source("Kept in the list only"),
    "window": source("Filled in"),
}


def fate(entry: Entry, say: Texts) -> str:
    """Say what became of a text."""
    if entry.state in _STATES:
        return say(_STATES[entry.state])
    if entry.method in _METHODS:
        return say(_METHODS[entry.method])
    return say("Delivered")


def local_time(when: str) -> str:
    """Write an ISO 8601 moment as the hour and minute here; unreadable ones as they are."""
    try:
        return datetime.fromisoformat(when).astimezone().strftime("%H:%M")
    except ValueError:
        return when
