"""Which recogniser the next attempt gets: the service or the embedded engine.

The choice itself is core/endpoints; here are the facts it needs (the key, the region that
answered before) and the objects that it names. Runs in: GUI thread; what ``maker`` returns runs
in the stream's worker, where it may wait for the keyring.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from qwen_dictate.core import endpoints
from qwen_dictate.core.endpoints import Choice, Endpoint
from qwen_dictate.core.errors import DictateError, EngineError, SettingsError
from qwen_dictate.core.settings import Settings
from qwen_dictate.credentials import Found
from qwen_dictate.recognition.local.client import LocalRecognizer
from qwen_dictate.recognition.local.engine import LocalEngine
from qwen_dictate.recognition.local.turns import LocalTurns
from qwen_dictate.recognition.qwen.timeouts import PATIENT, TIMEOUTS, Timeouts
from qwen_dictate.recognition.recognizer import Recognizer
from qwen_dictate.recognition.turns import TurnRecognizer
from qwen_dictate.system.files import write_whole

KEY_WAIT_S = 4.0
"""Longer than the keyring's own limit of 3 s."""
SDK_AFTER_S = 2.0
"""Importing the SDK holds up every thread for 0.7 s: not while the program starts. A dictation
that comes before imports it itself, behind the speech."""
MODEL = "whisper-base"


class Engines:
    """Knows the key, the region and the embedded engine."""

    def __init__(self, models_folder: Path, region_file: Path) -> None:
        self.settings = Settings()
        self.local = LocalEngine(models_folder)
        self._models_folder = models_folder
        self._region_file = region_file
        self._found: Found | None = None
        self._known = threading.Event()
        self._region = _read_region(region_file)
        self.told: DictateError | None = None
        """What was last said against the settings or the key."""

    @property
    def local_installed(self) -> bool:
        """Whether the embedded engine's weights are there."""
        return self.local.installed

    @property
    def key_known(self) -> bool:
        """Whether the keyring has answered."""
        return self._known.is_set()

    def use_key(self, found: Found) -> None:
        """The keyring (or the environment) has answered."""
        self._found = found
        self._known.set()

    def choice(self, chosen: Settings | None = None) -> Choice:
        """The endpoint of the next dictation, as far as it is known now."""
        key = self._found.key if self._found else None
        scope = endpoints.Key(key.scope) if key else None
        return endpoints.choose((chosen or self.settings).service, scope, self._region)

    def maker(
        self,
        fallback: bool,
        attempt: int = 1,
        *,
        live: bool = True,
        chosen: Settings | None = None,
    ) -> Callable[[], Recognizer]:
        """How to make the recogniser of one attempt; call the result in the stream's worker.

        Args:
            fallback: the embedded engine, whatever the settings say.
            attempt: its number.
            live: somebody waits for the text and sees it grow; not so with files.
            chosen: settings for this once.
        """
        settings = chosen or self.settings

        def make() -> Recognizer:
            if fallback:
                return self._local(settings, live=live)
            self._known.wait(KEY_WAIT_S)
            choice = self.choice(settings)
            if choice.problem is not None:
                raise choice.problem
            if choice.endpoint.kind == "local":
                return self._local(settings, live=live)
            return self._qwen(choice, settings, attempt)

        return make

    def turns(self, local: bool, attempt: int = 1) -> Callable[[], TurnRecognizer]:
        """As ``maker``, for captions: the recogniser cuts the speech into turns itself."""
        settings = self.settings

        def make() -> TurnRecognizer:
            if not local:
                self._known.wait(KEY_WAIT_S)
                choice = self.choice()
                if choice.problem is not None:
                    raise choice.problem
                if choice.endpoint.kind != "local":
                    return self._qwen_turns(choice, settings, attempt)
            return LocalTurns(self._local(settings, live=True, urgent=False))

        return make

    def expect_fallback(self) -> None:
        """An attempt failed: let the embedded engine be awake when it is its turn."""
        if self.settings.service.fallback == "local" and self.local_installed:
            self.local.prepare()

    def tester(self, key: str) -> Callable[[], Endpoint]:
        """How to try a key where the settings would send it; call the result in a job lane.

        "" = the key in use, which goes nowhere but where it may.
        """
        used = self._found.key if self._found and not key else None
        scope = endpoints.Key(used.scope if used else None)
        choice = endpoints.choose(self.settings.service, scope)
        tried = used.value if used else key
        proxy = self.settings.service.proxy

        def test() -> Endpoint:
            from qwen_dictate.recognition.qwen.key_test import try_key

            problem = choice.problem or choice.notice
            if problem is not None:
                raise problem
            if choice.endpoint.kind == "local":
                raise SettingsError(
                    "The settings name the embedded engine, which needs no key.",
                    "Choose another service.endpoint.",
                    retry=False,
                )
            found = try_key(choice.endpoint, tried, proxy, second=choice.second)
            if used is not None:  # another key's region says nothing of the one in use
                self._answered(found)
            return found

        return test

    def install(self, progress: Callable[[int, int], None], halt: threading.Event) -> None:
        """Fetch the embedded engine's weights. Runs in: a job lane.

        Raises:
            EngineError: they could not be had; what is there already goes on next time.
        """
        from qwen_dictate.recognition.local import models

        models.install(MODEL, self._models_folder, progress, halt)

    def warm_up(self) -> None:
        """Load what the next dictation needs; returns at once."""
        if self.choice().endpoint.kind == "local":
            if self.local_installed:
                self.local.prepare()
        else:
            later = threading.Timer(SDK_AFTER_S, _load_sdk)
            later.name, later.daemon = "load-sdk", True
            later.start()

    def close(self) -> None:
        """End the embedded engine's process."""
        self.local.close()

    def _answered(self, endpoint: Endpoint) -> None:
        """Under ``auto`` the region that took the key is remembered. Runs in: a stream worker."""
        if self.settings.service.endpoint == "auto" and endpoint.region:
            self._region = endpoint.region

    def save_region(self) -> None:
        """Write the remembered region. Runs in: a job lane."""
        if self._region and _read_region(self._region_file) != self._region:
            write_whole(self._region_file, self._region.encode("ascii"))

    def remember_region(self, region: str) -> None:
        """The key in use was tried there, and taken; only ``auto`` asks for it."""
        self._region = region

    def forget_region(self) -> None:
        """Another key: nothing is known of its region."""
        self._region = ""

    def _local(self, settings: Settings, *, live: bool, urgent: bool | None = None) -> Recognizer:
        if not self.local_installed:
            raise EngineError(
                "The embedded engine is not installed yet; the recording is safe.",
                "Wait for the download, then press Retry.",
                retry=False,
            )
        return LocalRecognizer(
            self.local,
            settings.service.language,
            settings.text.chinese,
            urgent=live if urgent is None else urgent,
            partials=live,
        )

    def _qwen(self, choice: Choice, settings: Settings, attempt: int) -> Recognizer:
        from qwen_dictate.recognition.qwen.recognizer import QwenRecognizer

        return QwenRecognizer(*self._wanted(choice), **self._used(choice, settings, attempt))

    def _qwen_turns(self, choice: Choice, settings: Settings, attempt: int) -> TurnRecognizer:
        from qwen_dictate.recognition.qwen.turns import QwenTurns

        return QwenTurns(*self._wanted(choice), **self._used(choice, settings, attempt))

    def _wanted(self, choice: Choice) -> tuple[Endpoint, str]:
        key = self._found.key if self._found and choice.use_key else None
        return choice.endpoint, key.value if key else ""

    def _used(self, choice: Choice, settings: Settings, attempt: int) -> "Used":
        return {
            "language": settings.service.language,
            "context": settings.service.context,
            "proxy": settings.service.proxy,
            "second": choice.second,
            "answered": self._answered,
            "timeouts": TIMEOUTS if attempt == 1 else PATIENT,
        }


class Used(TypedDict):
    """What both kinds of attempt with the service take."""

    language: str
    context: str
    proxy: str
    second: Endpoint | None
    answered: Callable[[Endpoint], None]
    timeouts: Timeouts


def _load_sdk() -> None:
    """The SDK takes 0.7 s to import; done before the first dictation needs it."""
    from qwen_dictate.recognition.qwen import recognizer

    recognizer.load()


def _read_region(path: Path) -> str:
    try:
        region = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
    return region if region in endpoints.REGIONS else ""
