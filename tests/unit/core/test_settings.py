"""Every option: defaults, checks, environment; a bad value never stops a start."""

import pytest

from qwen_dictate.core import settings as options
from qwen_dictate.core.settings import Settings


def test_every_default_passes_its_own_check():
    for key in options.option_keys():
        value = options.get(Settings(), key)
        assert options.get(options.put(Settings(), key, value), key) == value


BAD = {
    "service.endpoint": "moon",
    "service.url": "http://x",
    "service.model": "",
    "service.workspace": "a b",
    "service.allow_insecure": 1,
    "service.language": "xx",
    "service.context": 3,
    "service.proxy": "ftp://x",
    "hotkey.push_to_talk": "ctrl+nonsense",
    "hotkey.tap_ms": True,
    "audio.keep_warm_s": -1,
    "audio.preroll_ms": 501,
    "delivery.applications": {"XTerm": {"method": "magic"}},
    "text.replacements": {"a": 1},
    "history.keep_audio": "days:0",
    "history.keep_text": "until_delivered",
    "privacy.applications": [1],
    "captions.sources": [],
    "onboarding.done": "yes",
}


@pytest.mark.parametrize("key", BAD)
def test_a_bad_value_is_refused_with_a_sentence_and_replaced_by_the_default(key: str):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        options.put(Settings(), key, BAD[key])
    section, _, name = key.partition(".")
    settings, problems = options.build({section: {name: BAD[key]}}, {})
    assert settings == Settings()
    assert [(p.key, p.where) for p in problems] == [(key, "settings.toml")]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("service.context", "42", "42"),
        ("service.context", '"42"', "42"),
        ("service.context", "two words", "two words"),
        ("hotkey.tap_ms", "200", 200),
        ("onboarding.done", "true", True),
        ("privacy.applications", '["XTerm"]', ("XTerm",)),
        ("hotkey.push_to_talk", "Control+Alt+Space", "ctrl+alt+space"),
        ("service.url", "wss://asr.example:8443/api", "wss://asr.example:8443/api"),
        ("history.keep_audio", "days:30", "days:30"),
        (
            "delivery.applications",
            '{XTerm={paste="shift+insert"}}',
            {"XTerm": {"paste": "shift+insert"}},
        ),
    ],
)
def test_text_is_toml_where_it_fits_the_type_else_a_string(key: str, text: str, value: object):
    assert options.get(options.put_text(Settings(), key, text), key) == value


def test_the_environment_wins_over_the_file():
    stored = {"service": {"language": "zh"}, "unknown": {"x": 1}, "audio": 3}
    environment = {"QWEN_DICTATE_SERVICE__LANGUAGE": "en", "QWEN_DICTATE_AUDIO__DEVICE": "7"}
    settings, problems = options.build(stored, environment)
    assert (settings.service.language, settings.audio.device) == ("en", "7")
    assert problems == ()
    _, problems = options.build({}, {"QWEN_DICTATE_HOTKEY__MODE": "sing"})
    assert [p.where for p in problems] == ["QWEN_DICTATE_HOTKEY__MODE"]


def test_a_bad_variable_gives_the_default_even_where_the_file_says_something_else():
    settings, problems = options.build(
        {"hotkey": {"mode": "toggle"}}, {"QWEN_DICTATE_HOTKEY__MODE": "sing"}
    )
    assert settings.hotkey.mode == "hybrid"
    assert len(problems) == 1


def test_unknown_keys_are_key_errors():
    for key in ("nothing", "service.nothing", "nothing.url"):
        with pytest.raises(KeyError):
            options.get(Settings(), key)
        with pytest.raises(KeyError):
            options.put(Settings(), key, 1)
