"""Plays the short sounds of start and stop, beside PortAudio, which is the microphone's.

Opening a second PortAudio stream could hold up the microphone; the systems' own plain players do
not know of it: PulseAudio's simple interface, ``winsound``, ``afplay``.
Failure mode: what cannot be played is not played; nobody waits for it.
Runs in: the lane "sounds"; blocks for as long as the sound lasts.

Source: https://freedesktop.org/software/pulseaudio/doxygen/simple_8h.html
"""

import ctypes
import logging
import subprocess
import sys
import wave
from pathlib import Path
from typing import Final

from qwen_dictate.core.errors import MicrophoneError
from qwen_dictate.sound import pulse

_FOLDER: Final = Path(__file__).with_name("sounds")
_PLAYBACK: Final = 1
_S16LE: Final = 3
_LIMIT_S: Final = 5.0
_WORN: Final = ("headphone", "headset", "hands-free")
"""Words of a port's or a device's form; Source: PulseAudio's device.form_factor, ALSA's ports."""

_log = logging.getLogger(__name__)


def play(name: str, *, only_to_headphones: bool) -> None:
    """Play ``start`` or ``stop``."""
    path = _FOLDER / f"{name}.wav"
    try:
        if sys.platform == "linux":
            if not only_to_headphones or _is_worn():
                _play_on_pulse(path)
        elif only_to_headphones:
            return  # it is not known where the sound goes
        elif sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
        else:
            subprocess.run(["afplay", str(path)], timeout=_LIMIT_S, check=False)
    except (OSError, MicrophoneError, subprocess.SubprocessError) as error:
        _log.info("the sound “%s” is not played: %s", name, error)


def _is_worn() -> bool:
    """Whether what is played goes into ears instead of the room."""
    with pulse.connection("qwen-dictate sounds") as server:
        return any(word in form for form in pulse.forms_of_default_sink(server) for word in _WORN)


class _Format(ctypes.Structure):
    _fields_ = (
        ("format", ctypes.c_int),
        ("rate", ctypes.c_uint32),
        ("channels", ctypes.c_uint8),
    )


def _play_on_pulse(path: Path) -> None:
    """Hand the whole sound to the server and wait until it is heard.

    Raises:
        OSError: no such library, or the server refuses.
    """
    library = ctypes.CDLL("libpulse-simple.so.0")
    library.pa_simple_new.restype = ctypes.c_void_p
    with wave.open(str(path), "rb") as file:
        form = _Format(_S16LE, file.getframerate(), file.getnchannels())
        pcm = file.readframes(file.getnframes())
    error = ctypes.c_int(0)
    stream = library.pa_simple_new(
        *(None, b"Qwen Dictate", _PLAYBACK, None, path.stem.encode()),
        *(ctypes.byref(form), None, None, ctypes.byref(error)),
    )
    if not stream:
        raise OSError(error.value, "the sound server plays nothing")
    held = ctypes.c_void_p(stream)
    library.pa_simple_write(held, pcm, ctypes.c_size_t(len(pcm)), ctypes.byref(error))
    library.pa_simple_drain(held, ctypes.byref(error))
    library.pa_simple_free(held)
