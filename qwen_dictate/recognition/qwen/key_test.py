"""Does the service take this key? One short connection: silence, then ``session.finish``.

The rule: nothing is committed, so nothing is recognised; a key counts as good when the session's
options and some sound were accepted and the session ended without a complaint. Failure mode: the
error of the core tree that says why. Runs in: a job lane, blocking for at most some seconds.

Source: a session of silence that is finished ends cleanly, and a key that is not allowed to use
the model is refused after the handshake, by an ``error`` event (seen live by other clients).
"""

from qwen_dictate.core.audio import RATE_HZ, SAMPLE_BYTES
from qwen_dictate.core.endpoints import Endpoint
from qwen_dictate.core.errors import DictateError, KeyRefused
from qwen_dictate.recognition.qwen.recognizer import QwenRecognizer
from qwen_dictate.recognition.qwen.timeouts import PATIENT, Timeouts

SILENCE = bytes(RATE_HZ // 10 * SAMPLE_BYTES)
_FINISH_S = 5.0


class _Deaf:
    """A listener for a session in which nothing is said."""

    def partial(self, settled: str, tentative: str) -> None:
        """Nothing was said."""

    def final(self, segment: int, text: str, language: str) -> None:
        """Nothing was committed."""

    def failed(self, error: DictateError) -> None:
        """The recogniser keeps it as its complaint."""


def try_key(
    endpoint: Endpoint,
    key: str,
    proxy: str = "system",
    *,
    second: Endpoint | None = None,
    timeouts: Timeouts = PATIENT,
) -> Endpoint:
    """Give the endpoint that took the key.

    Args:
        endpoint: where it is tried.
        key: the key; "" = ``Bearer none``.
        proxy: ``system``, ``none`` or a URL.
        second: tried once where ``endpoint`` refuses the key.
        timeouts: limits of every wait.

    Raises:
        DictateError: why it was not taken, or could not be tried.
    """
    try:
        return _try(endpoint, key, proxy, timeouts)
    except KeyRefused:
        if second is None:
            raise
    return _try(second, key, proxy, timeouts)


def _try(endpoint: Endpoint, key: str, proxy: str, timeouts: Timeouts) -> Endpoint:
    session = QwenRecognizer(endpoint, key, proxy=proxy, timeouts=timeouts)
    try:
        session.open(_Deaf())
        session.send(SILENCE)
    finally:
        session.close(_FINISH_S)
    if session.complaint is not None:
        raise session.complaint
    return endpoint
