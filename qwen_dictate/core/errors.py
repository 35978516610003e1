"""Everything that can go wrong, in the user's words.

DictateError              ``user_text``: what happened and what is safe · ``remedy``: what to do
├── MicrophoneError       no microphone, taken away, refused
├── KeyRefused            401, 403, or a key that does not belong to this endpoint
├── NetworkError          no way to the service: DNS, refused, TLS, proxy, time-out
├── ServiceError          the service answered with an error
├── EngineError           the embedded engine or its weights
├── HotkeyError           the hotkey cannot be had here
├── DeliveryError         the text could not be put into the window
├── SettingsError         a setting that cannot be used
├── KeyringError          the OS keyring is silent, locked or absent
├── DiskError             a file could not be written or read
└── Unavailable           this back-end does not work here (kept for doctor, not shown alone)

Adapters translate the errors of libraries at their border. API keys and spoken words are never
put into one: ``user_text`` and ``remedy`` are logged and shown.
"""

from typing import ClassVar


class DictateError(Exception):
    """Base of the tree.

    Attributes:
        kind: the ``error_kind`` of ``status --json``.
        user_text: one plain sentence: what happened, what is safe.
        remedy: one plain sentence: what to do; may be empty.
        retry: whether trying again could mend it.
    """

    kind: ClassVar[str] = ""

    def __init__(self, user_text: str, remedy: str = "", *, retry: bool = True) -> None:
        super().__init__(user_text, remedy)
        self.user_text = user_text
        self.remedy = remedy
        self.retry = retry

    def __str__(self) -> str:
        return f"{self.user_text} {self.remedy}".strip()


class MicrophoneError(DictateError):
    """No sound to be had, or it was taken away."""

    kind = "microphone"


class KeyRefused(DictateError):
    """The service refused the API key, or it may not be sent to this endpoint."""

    kind = "key"


class NetworkError(DictateError):
    """The service could not be reached."""

    kind = "network"


class ServiceError(DictateError):
    """The service was reached and answered with an error."""

    kind = "service"


class EngineError(DictateError):
    """The embedded engine could not run, or its weights are missing or damaged."""

    kind = "engine"


class HotkeyError(DictateError):
    """The hotkey cannot be had: taken by another program, or no way to listen here."""

    kind = "hotkey"


class DeliveryError(DictateError):
    """The text could not be put into the window it was meant for."""

    kind = "delivery"


class SettingsError(DictateError):
    """A setting is unknown or has a value that cannot be used."""

    kind = "settings"


class KeyringError(DictateError):
    """The OS keyring did not answer, is locked or does not exist."""

    kind = "keyring"


class DiskError(DictateError):
    """A file of the program could not be read or written."""

    kind = "disk"


class Unavailable(DictateError):
    """A back-end that does not work on this computer; says why and what would help."""
