"""One attempt at recognising with the embedded engine: the contract of ``recognizer.py``.

Sound goes into the child's pipe as it comes, also while the weights still load, so ``open`` is
quick. Finals come in order. ``send`` waits while the engine is ``MOST_BEHIND`` segments behind,
so an hour's file does not pile up in memory.

Runs in: the stream's worker; the listener is called from the child's reader thread.
"""

import threading

from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.segments import Limits
from qwen_dictate.recognition.local import wire
from qwen_dictate.recognition.local.engine import LocalEngine
from qwen_dictate.recognition.local.process import ChildProcess, gone
from qwen_dictate.recognition.local.wire import Kind, Message
from qwen_dictate.recognition.recognizer import Listener

LIMITS = Limits(look_from_s=15.0, cut_by_s=25.0)
"""The model hears 30 s at a time, and live text should not cost more and more."""
MOST_BEHIND = 3
_AUTO = "auto"


class LocalRecognizer:
    """The engine ``local``; opened once, closed once."""

    def __init__(
        self,
        engine: LocalEngine,
        language: str = _AUTO,
        chinese: str = "as_is",
        *,
        urgent: bool = True,
        partials: bool = True,
    ) -> None:
        """Nothing is started yet.

        Args:
            engine: the one of the program.
            language: the setting ``service.language``.
            chinese: the setting ``text.chinese``; all but ``traditional`` gives Simplified.
            urgent: dictation; captions and files come after it.
            partials: the text is wanted while it is spoken; not for files.
        """
        self.name = "local"
        self.limits = LIMITS
        self._engine = engine
        self._language = "" if language == _AUTO else language
        self._chinese = chinese
        self._urgent = urgent
        self._partials = partials
        self._changed = threading.Condition(threading.RLock())
        self._listener: Listener | None = None
        self._child: ChildProcess | None = None
        self._number = 0
        self._commits = 0
        self._finals = 0
        self._over = False
        self._error: DictateError | None = None

    def open(self, listener: Listener) -> None:
        """Start the child if need be, and begin a stream.

        Raises:
            EngineError: the model is not installed, or the engine does not run.
        """
        self._listener = listener
        self._number, self._child = self._engine.attach(self._hear, self._fail)
        flags = ("urgent" if self._urgent else "", "partials" if self._partials else "")
        self._write(Kind.OPEN, wire.pack_texts(self._language, self._chinese, *flags))

    def send(self, pcm: bytes) -> None:
        """Hand over sound.

        Raises:
            EngineError: the attempt is over.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._commits - self._finals < MOST_BEHIND)
        self._write(Kind.AUDIO, pcm)

    def commit(self) -> None:
        """The segment is complete.

        Raises:
            EngineError: the attempt is over.
        """
        with self._changed:
            self._commits += 1
        self._write(Kind.COMMIT)

    def close(self, limit_s: float) -> None:
        """Wait for the outstanding finals, at most ``limit_s``, and end the stream."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._over or self._finals >= self._commits, timeout=limit_s
            )
        self.abort()

    def abort(self) -> None:
        """End at once; from any thread."""
        with self._changed:
            was_over, self._over = self._over, True
            self._changed.notify_all()
        self._engine.detach(self._number)
        child = self._child
        if not was_over and child is not None:
            child.write_or_kill(Message(Kind.CLOSE, self._number))

    def _write(self, kind: Kind, payload: bytes = b"") -> None:
        if self._over or self._child is None:
            raise self._error or gone()
        self._child.write(Message(kind, self._number, payload))

    def _hear(self, message: Message) -> None:
        with self._changed:
            if self._over or self._listener is None:
                return
            if message.kind is Kind.PARTIAL:
                settled, tentative = wire.unpack_texts(message.payload, 2)
                self._listener.partial(settled, tentative)
            elif message.kind is Kind.FINAL:
                segment, text, language = wire.unpack_texts(message.payload, 3)
                self._finals += 1
                self._changed.notify_all()
                self._listener.final(int(segment), text, language)

    def _fail(self, error: DictateError) -> None:
        with self._changed:
            if self._over or self._listener is None:
                return
            self._over, self._error = True, error
            self._changed.notify_all()
            self._listener.failed(error)
