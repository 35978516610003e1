"""A short dictation with a scripted answer, for tests of what goes wrong around it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.desktop.application import Application
from tests.integration.emulator import Emulator
from tests.support.desktop import RIGHT_CTRL, PrivateDesktop
from tests.support.microphone import load
from tests.support.recordings import recording

RATE_HZ = 16_000
WORDS_S = 1.2


def some_words() -> bytes:
    """A second of human speech."""
    pcm = load(recording("en_goforward").path, RATE_HZ)
    return pcm[: round(WORDS_S * RATE_HZ) * 2]


@contextmanager
def spoken(desktop: PrivateDesktop) -> Iterator[None]:
    """Hold the key and say a few words; inside the block the key is still down."""
    with desktop.held(RIGHT_CTRL):
        desktop.microphone.say(some_words())
        yield
        time.sleep(0.1)


def dictate(app: Application, emulator: Emulator, text: str) -> None:
    """Say something that is recognised as ``text``, and wait until nothing is pending."""
    emulator.knobs.texts = [text]
    with spoken(app.desktop):
        pass
    app.wait_status(state="idle", pending=0)
