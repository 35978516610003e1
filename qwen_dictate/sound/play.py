"""Plays a recording to the default output, and tells how far it is.

Blocking, in pieces of 50 ms, until the sound is over or somebody says halt. Failure mode:
``MicrophoneError`` where there is no output or it goes away. Runs in: a job lane.
"""

import threading
from collections.abc import Callable, Iterable

from qwen_dictate.core.audio import BYTES_PER_S, RATE_HZ, seconds
from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound.portaudio import PORTAUDIO

_PIECE_BYTES = BYTES_PER_S // 20


def play(sound: Iterable[bytes], told: Callable[[float], None], halt: threading.Event) -> float:
    """Play 16 kHz mono s16le sound.

    Args:
        sound: pieces of any size.
        told: gets, about 20 times a second, the seconds that were heard by now.
        halt: ends it within a tenth of a second.

    Returns:
        How many seconds were played.

    Raises:
        MicrophoneError: there is no output, or it went away.
    """
    output = PORTAUDIO.open_output(RATE_HZ)
    written = 0
    try:
        for piece in _divided(sound):
            if halt.is_set():
                break
            output.write(piece)
            written += len(piece)
            told(max(0.0, seconds(written) - output.latency_s))
        if not halt.is_set():
            output.drain()
    except output.errors as error:
        raise MicrophoneError(
            "The sound could not be played to its end.", "See the sound settings."
        ) from error
    finally:
        output.close()
    return seconds(written)


def _divided(sound: Iterable[bytes]) -> Iterable[bytes]:
    for piece in sound:
        for start in range(0, len(piece), _PIECE_BYTES):
            yield piece[start : start + _PIECE_BYTES]
