"""Recognises a stored recording from its beginning, blocking: retry, and the verbs alone.

The same stream as a live dictation, read by the same recognisers; only that somebody waits for
it. Runs in: a job lane, or the process of a verb (no Qt).
"""

import os
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from qwen_dictate.core.errors import DictateError, DiskError, EngineError
from qwen_dictate.core.events import Committed, EndKind, Final, ReadAll, StreamFailed, StreamOpened
from qwen_dictate.core.text.finish import finish
from qwen_dictate.core.transcript import Transcript
from qwen_dictate.recognition import stream
from qwen_dictate.recognition.recognizer import Recognizer
from qwen_dictate.recording.recording import Recording


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a recording says."""

    raw: str = field(repr=False)
    language: str = ""
    engine: str = ""


class _Listener:
    """Collects what one stream tells."""

    def __init__(self) -> None:
        self.transcript = Transcript()
        self.language = ""
        self.engine = ""
        self.error: DictateError | None = None
        self.read_all = False

    def post(self, event: object) -> None:
        match event:
            case StreamOpened():
                self.engine = event.engine
            case Committed():
                self.transcript = self.transcript.committed(event.segment, event.upto_s)
            case Final():
                self.transcript = self.transcript.final(event.segment, event.text)
                self.language = event.language or self.language
            case ReadAll():
                self.read_all = True
            case StreamFailed():
                self.error = event.error
            case _:
                pass


def recognise(
    path: Path, make: Callable[[], Recognizer], halt: threading.Event, join: str = "smart"
) -> Recognised:
    """Recognise a whole stored recording.

    Raises:
        DictateError: the recording cannot be read, or the recogniser failed.
    """
    return recognise_recording(Recording.load(path, EndKind.COMPLETE), make, halt, join)


def recognise_recording(
    recording: Recording,
    make: Callable[[], Recognizer],
    halt: threading.Event,
    join: str = "smart",
) -> Recognised:
    """Recognise a whole recording; silence is not left out, since the user asked.

    Raises:
        DictateError: the recogniser failed.
    """
    listener = _Listener()
    stream.run(recording, 0.0, make, listener.post, 0, 1, halt, gate=False)
    if listener.error is not None:
        raise listener.error
    if not listener.read_all or not listener.transcript.complete:
        raise EngineError("The recording was not recognised to its end; it is still kept.")
    return Recognised(listener.transcript.text(join), listener.language, listener.engine)


def retry(history_id: str) -> str:
    """What ``history retry`` does while no program runs: recognise, store, give the text.

    Raises:
        DictateError: with the sentence for the user.
    """
    from qwen_dictate import credentials
    from qwen_dictate.app.engines import Engines
    from qwen_dictate.history.store import Store
    from qwen_dictate.system import opencc, paths, settings_file

    settings = settings_file.load(paths.settings_file(), os.environ).settings
    if not paths.history_file().exists():
        raise DiskError("There is no such dictation.")
    engines = Engines(paths.models_folder(), paths.data_folder(make=True) / "region")
    with closing(Store(paths.history_file())) as store, closing(engines):
        row = store.get(history_id)
        if row is None:
            raise DiskError("There is no such dictation.")
        if not row.audio:
            raise DiskError("Its recording is no longer kept; it cannot be recognised again.")
        engines.settings = settings
        engines.use_key(credentials.find(os.environ))
        make = engines.maker(False)
        found = recognise(Path(row.recording), make, threading.Event(), settings.text.join)
        text = finish(found.raw, settings.text, opencc.convert)
        if settings.history.keep_text != "never":
            store.update(row.id, raw=found.raw, text=text, language=found.language)
        return text
