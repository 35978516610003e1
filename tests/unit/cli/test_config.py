"""cli/config: the settings from the command line."""

import tomllib

import pytest

from qwen_dictate.core.settings import option_keys


def test_path_is_where_the_file_is(call, folders):
    expected = folders / "config" / "qwen-dictate" / "settings.toml"
    assert call("config", "path") == (0, f"{expected}\n", "")


def test_list_is_toml_of_every_effective_value(call, monkeypatch):
    monkeypatch.setenv("QWEN_DICTATE_UI__THEME", "dark")
    status, out, err = call("config", "list")
    assert (status, err) == (0, "")
    assert [line.split(" = ")[0] for line in out.splitlines()] == list(option_keys())
    assert tomllib.loads(out)["ui"]["theme"] == "dark"


@pytest.mark.parametrize(
    ("key", "given", "printed"),
    [
        ("service.context", "42", "42"),
        ("service.context", "", ""),
        ("service.context", '"quoted"', "quoted"),
        ("service.context", "with “quotes” 中文", "with “quotes” 中文"),
        ("audio.keep_warm_s", "0", "0"),
        ("delivery.review", "true", "true"),
        ("captions.sources", '["system"]', '["system"]'),
        ("text.replacements", '{"a b" = "c"}', '{"a b" = "c"}'),
        ("hotkey.push_to_talk", "Control+Alt+Space", "ctrl+alt+space"),
        ("service.url", "wss://example.com/x", "wss://example.com/x"),
        ("service.url", "ws://127.0.0.1:9000", "ws://127.0.0.1:9000"),
    ],
)
def test_what_is_set_is_got(call, key, given, printed):
    assert call("config", "set", key, given) == (0, "", "")
    assert call("config", "get", key) == (0, f"{printed}\n", "")
    assert call("config", "unset", key) == (0, "", "")


def test_the_environment_wins(call, monkeypatch):
    call("config", "set", "ui.theme", "light")
    monkeypatch.setenv("QWEN_DICTATE_UI__THEME", "dark")
    assert call("config", "get", "ui.theme")[1] == "dark\n"


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("ui.them", "dark", "no option “ui.them”"),
        ("ui", "dark", "no option “ui”"),
        ("version", "3", "no option “version”"),
        ("ui.theme", "pink", "ui.theme: must be one of auto, light, dark"),
        ("audio.preroll_ms", "501", "from 0 to 500"),
        ("audio.preroll_ms", "x", "whole number"),
        ("service.context", "\udcff", "UTF-8"),
        ("service.url", "ws://example.com", "wss://"),
    ],
)
def test_a_wrong_key_or_value_changes_nothing(call, folders, key, value, told):
    status, out, err = call("config", "set", key, value)
    assert (status, out) == (2, "")
    assert told in err
    assert not (folders / "config").exists()


@pytest.mark.parametrize("action", ["get", "unset"])
def test_an_unknown_key_is_a_wrong_call(call, action):
    assert call("config", action, "ui.them")[0] == 2


def test_an_unencrypted_address_needs_leave_first(call):
    call("config", "set", "service.allow_insecure", "true")
    assert call("config", "set", "service.url", "ws://example.com")[0] == 0


def test_what_is_wrong_in_the_file_is_named_on_standard_error(call, folders):
    call("config", "set", "ui.theme", "dark")
    path = folders / "config" / "qwen-dictate" / "settings.toml"
    path.write_text('version = 9\n[ui]\ntheme = "pink"\noverlay = "large"\n')
    status, out, err = call("config", "get", "ui.overlay")
    assert (status, out) == (0, "large\n")
    assert "settings.toml: ui.theme: must be one of" in err
    assert "newer version" in err
    path.write_text("[broken")
    status, out, err = call("config", "get", "ui.overlay")
    assert (status, out) == (0, "small\n")
    assert "it is kept as" in err
