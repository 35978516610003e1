"""What the page of settings asks for: checked at once, and a tried key keeps its region."""

from types import SimpleNamespace

import pytest

from qwen_dictate import credentials
from qwen_dictate.app import keyring_job, setting_wishes
from qwen_dictate.core.endpoints import INTERNATIONAL, Endpoint
from qwen_dictate.core.errors import KeyRefused
from qwen_dictate.core.settings import Settings, put
from qwen_dictate.system import paths, settings_file


class Lanes:
    """Does every job at once."""

    def run(self, lane, job, then=None, failed=None) -> None:
        try:
            result = job()
        except Exception as error:
            failed(error)
        else:
            then(result)


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "settings_file", lambda: tmp_path / "settings.toml")
    monkeypatch.setattr(keyring_job, "find_key", lambda _program: None)
    made = SimpleNamespace(settings=Settings(), jobs=Lanes(), regions=[])
    made.places = SimpleNamespace(
        load_settings=lambda: settings_file.load(tmp_path / "settings.toml", {}),
        hide=lambda _secret: None,
    )
    made.take_loaded = lambda loaded: setattr(made, "settings", loaded.settings)
    made.refresh_engine = lambda: None
    made.engines = SimpleNamespace(
        tester=lambda key: (
            lambda: (
                Endpoint("qwen", INTERNATIONAL.url(), region="international")
                if key == "sk-good"
                else refuse()
            )
        ),
        forget_region=lambda: made.regions.append(""),
        remember_region=made.regions.append,
    )
    return made


def refuse() -> Endpoint:
    raise KeyRefused("The API key was refused by the service (401).", "Check it.")


def told_by(call, *words) -> list[str]:
    told: list[str] = []
    call(*words, told.append)
    return told


def test_a_good_value_is_in_the_file_and_a_bad_one_changes_nothing(program):
    wishes = setting_wishes.SettingWishes(program)
    assert told_by(wishes.change, "hotkey.tap_ms", 500) == [""]
    assert program.settings.hotkey.tap_ms == 500
    assert told_by(wishes.change, "hotkey.tap_ms", 5) == [
        "This must be a whole number from 50 to 2000."
    ]
    assert program.settings.hotkey.tap_ms == 500
    assert told_by(wishes.change, "hotkey.tap_ms", None) == [""]
    assert program.settings == Settings()


def test_an_unencrypted_address_elsewhere_must_be_allowed_first(program):
    wishes = setting_wishes.SettingWishes(program)
    assert "ws://" in told_by(wishes.change, "service.url", "ws://asr.example/x")[0]
    program.settings = put(program.settings, "service.allow_insecure", True)
    assert told_by(wishes.change, "service.url", "ws://asr.example/x") == [""]


def test_a_tried_key_keeps_its_region_when_it_is_stored_and_only_then(program, monkeypatch):
    monkeypatch.setattr(credentials, "store", lambda *_words: None)
    wishes = setting_wishes.SettingWishes(program)
    assert told_by(wishes.test_key, "sk-bad")[0].startswith("The API key was refused")
    assert told_by(wishes.test_key, "sk-good") == [""]
    assert program.regions == []
    assert told_by(wishes.store_key, "sk-other") == [""]
    assert program.regions == [""]
    assert told_by(wishes.store_key, "sk-good") == [""]
    assert program.regions == ["", "", "international"]


def test_what_is_no_key_goes_nowhere(program):
    wishes = setting_wishes.SettingWishes(program)
    for call in (wishes.test_key, wishes.store_key):
        assert "not an API key" in told_by(call, "two words")[0]
