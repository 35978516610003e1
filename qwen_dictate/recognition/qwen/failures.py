"""What went wrong with the service, in the user's words.

The rule: no message of the service, of a library or of a proxy goes into a sentence: it may
quote the key, a header or spoken words. Codes do, where they look like codes. Pure.
"""

import socket
import ssl
from http import HTTPStatus

from qwen_dictate.core.errors import (
    DictateError,
    KeyRefused,
    NetworkError,
    ServiceError,
    SettingsError,
)
from qwen_dictate.recognition.qwen.events import Refusal, code, throttled

_SAFE = "The recording is safe."
_LATER = "Wait a moment and try again."
_KEY_CODES = frozenset(
    {
        "invalidapikey",
        "invalid_api_key",
        "accessdenied",
        "access_denied",
        "authentication_error",
        "unauthorized",
        "permission_denied",
    }
)
_MODEL_CODES = frozenset({"modelnotfound", "model_not_found", "model_not_supported"})
_UNPAID = "arrearage"
_REASONS: tuple[tuple[type[OSError], str], ...] = (
    (socket.gaierror, "The address {} could not be found"),
    (ssl.SSLError, "No secure connection to {} could be made"),
    (TimeoutError, "{} did not answer in time"),
    (ConnectionRefusedError, "{} refused the connection"),
    (ConnectionError, "The connection to {} broke"),
    (OSError, "{} could not be reached"),
)


def from_status(status: int, name: str, host: str) -> DictateError:
    """The answer to the handshake was HTTP ``status``; ``name`` is the body's code, if any."""
    told = ", ".join(part for part in (str(status), code(name)) if part)
    if _UNPAID in name.lower():
        return _unpaid()
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return _refused(host, told)
    if status == HTTPStatus.TOO_MANY_REQUESTS or throttled(name):
        return _throttled()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServiceError(f"The service at {host} is not available ({status}). {_SAFE}", _LATER)
    if status == HTTPStatus.NOT_FOUND or name.lower() in _MODEL_CODES:
        return SettingsError(
            f"There is no such service or model at {host} ({status}). {_SAFE}",
            "Check service.url and service.model.",
            retry=False,
        )
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return redirected(host)
    return no_websocket(host, str(status))


def from_refusal(refusal: Refusal) -> DictateError:
    """The service sent an ``error`` event."""
    names = {refusal.code.lower(), refusal.kind.lower()}
    told = refusal.code or refusal.kind or "no code"
    if any(_UNPAID in name for name in names):
        return _unpaid()
    if names & _KEY_CODES:
        return _refused("the service", told)
    if refusal.throttled:
        return _throttled()
    if names & _MODEL_CODES:
        return SettingsError(
            f"The service does not know the model ({told}). {_SAFE}",
            "Check service.model.",
            retry=False,
        )
    if refusal.param.startswith("session."):
        return SettingsError(
            f"The service does not accept the setting {refusal.param} ({told}). {_SAFE}",
            "Check the settings of the service.",
            retry=False,
        )
    return ServiceError(f"The service reported an error ({told}). {_SAFE}", _LATER)


def from_exception(error: BaseException, host: str) -> DictateError:
    """A library's error on the way to the service, or on the open connection."""
    if isinstance(error, DictateError):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        return NetworkError(
            f"The certificate of {host} could not be verified; nothing was sent. {_SAFE}",
            "Check the clock and the proxy; SSL_CERT_FILE may name a private authority.",
        )
    unknown = f"The connection to {{}} broke ({type(error).__name__})"
    what = next((text for kind, text in _REASONS if isinstance(error, kind)), unknown)
    return NetworkError(f"{what.format(host)}. {_SAFE}", "Check the network.")


def closed(close_code: int | None, host: str) -> DictateError:
    """The service closed the connection although not all was answered."""
    if close_code is None:
        return NetworkError(f"The connection to {host} broke. {_SAFE}", "Check the network.")
    return ServiceError(f"The service closed the connection ({close_code}). {_SAFE}", _LATER)


def key_wanted(host: str) -> KeyRefused:
    """The key was refused, but none was sent."""
    return KeyRefused(
        f"{host} asks for an API key, and there is none for it. {_SAFE}",
        "Enter one in the window, or with qwen-dictate key set.",
        retry=False,
    )


def ended_early() -> ServiceError:
    """The session is over, and not all was answered."""
    return ServiceError(f"The service ended without the text. {_SAFE}", _LATER)


def failed_item(name: str) -> DictateError:
    """The service could not recognise one segment."""
    told = f" ({code(name)})" if code(name) else ""
    return ServiceError(
        f"The service could not recognise this sound{told}. {_SAFE}",
        _LATER,
    )


def too_late(host: str, what: str) -> DictateError:
    """A time limit of ours has passed."""
    return NetworkError(f"{host} {what} in time. {_SAFE}", "Check the network.")


def no_websocket(host: str, told: str) -> DictateError:
    """Something answers there, but not this service."""
    return ServiceError(
        f"What answers at {host} is not the recognition service ({told}). {_SAFE}",
        "Check service.url, the proxy, or whether this network asks for a login first.",
    )


def redirected(host: str) -> DictateError:
    """The handshake was answered with another address; the key is sent to no other."""
    return ServiceError(
        f"{host} points to another address, and the key is sent to no other one. {_SAFE}",
        "Check service.url, or whether this network asks for a login first.",
    )


def ended() -> DictateError:
    """We ended the attempt ourselves."""
    return NetworkError("The attempt was ended. " + _SAFE)


def _refused(host: str, told: str) -> KeyRefused:
    return KeyRefused(
        f"The API key was refused by {host} ({told}). {_SAFE}",
        "Check that the key is right and belongs to this region (service.endpoint).",
        retry=False,
    )


def _throttled() -> ServiceError:
    return ServiceError(
        f"The service has too many requests of this account just now. {_SAFE}",
        _LATER,
    )


def _unpaid() -> ServiceError:
    return ServiceError(
        f"The account at the service has no credit left. {_SAFE}",
        "Look at the account in the provider's console.",
        retry=False,
    )
