"""What the user is told about the microphone.

Rule: an error that ends recordings says why; what became of the sound is added for each recording
(``outcome``), because one may have heard something and another nothing.

Runs in: the sound worker.
"""

from qwen_dictate.core.errors import DictateError, MicrophoneError


def muted(title: str) -> MicrophoneError:
    """Zeros come."""
    return MicrophoneError(
        f"{title} is muted: nothing is heard.", "Turn the microphone on and say it again."
    )


def substitute(title: str) -> MicrophoneError:
    """The setting names a device that is not there."""
    return MicrophoneError(
        f"The chosen microphone is not connected: {title} is heard instead.",
        "Connect it, or choose another one in the settings.",
    )


def moved(title: str) -> MicrophoneError:
    """Another source is heard in the middle of a recording."""
    return MicrophoneError(
        f"The microphone changed while you spoke: {title} is heard now.",
        "Look through the text: a moment may be missing.",
    )


def quiet() -> MicrophoneError:
    """No blocks come, for now."""
    return MicrophoneError(
        "No sound comes from the microphone right now.",
        "It may be suspended, or its connection is broken: see the sound settings.",
    )


def outcome(error: DictateError, *, heard: bool) -> DictateError:
    """The error that ended a recording, with what became of what was said."""
    if not isinstance(error, MicrophoneError):
        return error
    safe = "What was heard is kept." if heard else "Nothing was recorded."
    return MicrophoneError(f"{error.user_text} {safe}", error.remedy, retry=error.retry)


def gone_quiet() -> MicrophoneError:
    """No blocks come any more."""
    return MicrophoneError(
        "The microphone gives no sound.",
        "Connect it again, or choose another one in the settings.",
    )


def taken_away() -> MicrophoneError:
    """It was heard, and now there is no microphone any more."""
    return MicrophoneError(
        "The microphone was taken away.", "Connect it or another one, and try again."
    )


def stream_ended() -> MicrophoneError:
    """PortAudio ended the stream."""
    return MicrophoneError(
        "The sound server or the microphone went away.",
        "See that the microphone is connected, and try again.",
    )


def worker_failed(error: Exception) -> MicrophoneError:
    """Something nobody thought of."""
    return MicrophoneError(
        f"Recording failed ({type(error).__name__}).",
        "Try again; `qwen-dictate doctor` tells more.",
    )
