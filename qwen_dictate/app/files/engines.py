"""Who recognises files: the program's engines, without hurry and without live text.

Runs in: the stream's worker.
"""

from qwen_dictate.app.engines import Engines
from qwen_dictate.core.errors import EngineError
from qwen_dictate.recognition.recognizer import Recognizer


class FileEngines:
    """The engines as a transcription wants them."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    def make(self, *, fallback: bool, attempt: int) -> Recognizer:
        """A fresh recogniser.

        Raises:
            DictateError: it cannot be had.
        """
        engines = self._engines
        if (fallback or self._is_local) and not engines.local_installed:
            raise EngineError(
                "The embedded engine's model is not installed.",
                "Install it (qwen-dictate models install whisper-base), or set an API key.",
                retry=False,
            )
        return engines.maker(fallback, attempt, live=False)()

    @property
    def fallback(self) -> str:
        """The setting ``service.fallback``."""
        return self._engines.settings.service.fallback

    @property
    def can_fall_back(self) -> bool:
        """Whether the embedded engine is there, and another one than that which is asked for."""
        return self._engines.local_installed and not self._is_local

    @property
    def _is_local(self) -> bool:
        choice = self._engines.choice()
        return choice.problem is None and choice.endpoint.kind == "local"
