"""What the page of settings may ask for: implements ``ui.settings.wishes.SettingsWishes``.

Values are checked here, at once; files, devices, the keyring and the service each have a lane.
Runs in: GUI thread.
"""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from qwen_dictate import credentials
from qwen_dictate.app import keyring_job
from qwen_dictate.core import endpoints
from qwen_dictate.core.api_key import NOT_A_KEY, is_key
from qwen_dictate.core.errors import DictateError
from qwen_dictate.core.setting_checks import needs_leave
from qwen_dictate.core.settings import Settings, Text, get, option_keys, put, variable_of
from qwen_dictate.core.text.finish import finish
from qwen_dictate.system import opencc, paths, settings_file
from qwen_dictate.system.settings_file import Loaded

if TYPE_CHECKING:
    from qwen_dictate.app.program import Program

Told = Callable[[str], None]

PERSON_S = 60.0
"""Who stores a key may have to unlock the keyring first; the window says so meanwhile."""


def overridden() -> frozenset[str]:
    """The options that the environment sets for this start."""
    return frozenset(key for key in option_keys() if variable_of(key) in os.environ)


class SettingWishes:
    """The wishes of the page of settings, and of the first steps."""

    def __init__(self, program: "Program") -> None:
        self._program = program
        self._tried = ("", "")

    def change(self, key: str, value: object | None, told: Told) -> None:
        """Store an option, as ``config set`` does; None = its default again."""
        program = self._program
        try:
            checked = None if value is None else _checked(program.settings, key, value)
        except ValueError as error:
            told(_sentence(str(error)))
            return

        def store() -> Loaded:
            settings_file.write(paths.settings_file(), key, checked)
            return program.places.load_settings()

        def stored(loaded: Loaded) -> None:
            program.take_loaded(loaded)
            told("")

        program.jobs.run("settings", store, stored, _teller(told, "The setting was not stored."))

    def find_microphones(self, then: Callable[[tuple[tuple[str, str], ...]], None]) -> None:
        """Find the microphones of now, as (id, name)."""
        self._program.jobs.run("devices", _microphones, then, lambda _error: then(()))

    def leave_keys(self, on: bool) -> None:
        """Leave all keys to the window while it asks for a combination."""
        self._program.keyboard.leave(on)

    def test_key(self, key: str, told: Told) -> None:
        """Try a key at the service; "" = the one that is in use."""
        if key and not is_key(key):
            told(NOT_A_KEY)
            return

        def tried(error: DictateError | None, region: str) -> None:
            self._tried = (key, region)
            self._program.refresh_engine()
            told(str(error) if error else "")

        keyring_job.test_key(self._program, key, tried)

    def store_key(self, key: str, told: Told) -> None:
        """Put a key into the keyring, bound to what the settings name."""
        if not is_key(key):
            told(NOT_A_KEY)
            return
        program = self._program
        program.places.hide(key)
        try:
            scope = endpoints.scope_of(program.settings.service)
        except DictateError as error:
            told(str(error))
            return

        def told_region(problem: str) -> None:
            tried, region = self._tried
            if not problem and tried == key and region:
                program.engines.remember_region(region)
            told(problem)

        self._at_keyring(lambda: credentials.store(key, scope, PERSON_S), told_region)

    def delete_key(self, told: Told) -> None:
        """Delete the key from the keyring."""
        self._at_keyring(lambda: credentials.delete(PERSON_S), told)

    def try_words(self, sentence: str, text: Text, then: Callable[[str], None]) -> None:
        """Give a sentence as it would be typed with these settings."""
        self._program.jobs.run(
            "words",
            lambda: finish(sentence, text, opencc.convert),
            then,
            lambda _error: then(sentence),
        )

    def _at_keyring(self, work: Callable[[], object], told: Told) -> None:
        def done(_result: object) -> None:
            keyring_job.key_changed(self._program)
            told("")

        self._program.jobs.run("keyring", work, done, _teller(told, "The keyring failed."))


def _checked(settings: Settings, key: str, value: object) -> object:
    changed = put(settings, key, value)
    if key == "service.url" and needs_leave(changed.service.url, changed.service.allow_insecure):
        raise ValueError("must be a wss:// URL; ws:// is for this computer only")
    return get(changed, key)


def _sentence(reason: str) -> str:
    """What a check says, as a sentence at the field."""
    return f"{reason}." if reason.startswith("“") or ": " in reason else f"This {reason}."


def _teller(told: Told, otherwise: str) -> Callable[[Exception], None]:
    return lambda error: told(str(error) if isinstance(error, DictateError) else otherwise)


def _microphones() -> tuple[tuple[str, str], ...]:
    from qwen_dictate.sound.devices import list_devices

    return tuple((it.id, it.name) for it in list_devices() if it.kind == "microphone")
