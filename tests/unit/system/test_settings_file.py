"""system/settings_file: nothing stops a start, nothing the user wrote is lost."""

import stat
import tomllib
from pathlib import Path

import pytest

from qwen_dictate.core.errors import DiskError, SettingsError
from qwen_dictate.core.settings import Settings, get, option_keys
from qwen_dictate.system import settings_file
from qwen_dictate.system.settings_file import load, toml_text, write


@pytest.fixture
def path(tmp_path):
    return tmp_path / "qwen-dictate" / "settings.toml"


def written(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_no_file_means_defaults_and_no_problem(path):
    assert load(path, {}) == settings_file.Loaded(Settings())


def test_the_environment_wins_over_the_file(path):
    written(path, '[hotkey]\nmode = "hold"\n')
    assert load(path, {}).settings.hotkey.mode == "hold"
    environment = {"QWEN_DICTATE_HOTKEY__MODE": "toggle"}
    assert load(path, environment).settings.hotkey.mode == "toggle"


@pytest.mark.parametrize(
    "broken", ["[hotkey\nmode =", b"\xff\xfe\x00m", "x = " + "[" * 5000 + "]" * 5000]
)
def test_a_file_that_cannot_be_read_is_set_aside(path, broken):
    written(path, broken)
    content = path.read_bytes()
    loaded = load(path, {})
    assert loaded.settings == Settings()
    [problem] = loaded.problems
    [aside] = path.parent.iterdir()
    assert aside.name in problem.reason
    assert aside.read_bytes() == content


def test_a_folder_in_its_place_is_set_aside_too(path):
    path.mkdir(parents=True)
    assert len(load(path, {}).problems) == 1
    assert not path.exists()


def test_what_can_neither_be_read_nor_set_aside_is_told(path, monkeypatch):
    written(path, "[")

    def refuse(_path):
        raise DiskError("not here.")

    monkeypatch.setattr(settings_file, "set_aside", refuse)
    [problem] = load(path, {}).problems
    assert "nor set aside" in problem.reason


def test_a_bad_value_is_named_and_the_others_hold(path):
    written(path, '[hotkey]\nmode = "never"\ntap_ms = 200\n')
    loaded = load(path, {})
    assert loaded.settings.hotkey.tap_ms == 200
    assert [problem.key for problem in loaded.problems] == ["hotkey.mode"]


def test_a_mark_of_byte_order_and_lines_of_windows_are_read(path):
    written(path, b'\xef\xbb\xbf[hotkey]\r\nmode = "hold"\r\n')
    assert load(path, {}).settings.hotkey.mode == "hold"


def test_writing_keeps_comments_unknown_keys_and_other_sections(path):
    text = '# mine\n[future]\nx = 1 # why\n\n[hotkey] # keys\nmode = "hold"\nodd = true\n'
    written(path, text)
    write(path, "hotkey.mode", "toggle")
    write(path, "ui.theme", "dark")
    after = path.read_text()
    for part in ("# mine", "x = 1 # why", "[hotkey] # keys", "odd = true"):
        assert part in after
    tables = tomllib.loads(after)
    assert tables["version"] == 1
    assert tables["hotkey"] == {"mode": "toggle", "odd": True}
    assert tables["ui"] == {"theme": "dark"}


def test_writing_makes_a_private_file_in_a_private_folder(path):
    write(path, "ui.theme", "dark")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_unsetting_gives_the_default_again(path):
    write(path, "ui.theme", "dark")
    write(path, "ui.theme", None)
    write(path, "text.join", None)
    assert load(path, {}).settings == Settings()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("service.context", 'quotes " and\nlines \\ 中文\x7f'),
        ("audio.keep_warm_s", 0),
        ("delivery.review", True),
        ("captions.sources", ("system",)),
        ("text.replacements", {"heard it": "写", "b": ""}),
        ("delivery.applications", {"XTerm": {"method": "paste", "paste": "shift+insert"}}),
    ],
)
def test_every_kind_of_value_comes_back_as_it_was_written(path, key, value):
    write(path, key, value)
    write(path, "ui.theme", "light")
    assert get(load(path, {}).settings, key) == value
    assert load(path, {}).problems == ()


def test_every_default_can_be_written_and_read(path):
    for key in option_keys():
        write(path, key, get(Settings(), key))
    assert load(path, {}) == settings_file.Loaded(Settings())


def test_dotted_keys_and_tables_out_of_order_are_written_where_they_stand(path):
    written(path, 'hotkey.mode = "hold"\n[ui]\n[delivery.applications]\n[text]\n[delivery.x]\n')
    write(path, "hotkey.mode", "toggle")
    write(path, "delivery.review", value=True)
    loaded = load(path, {}).settings
    assert (loaded.hotkey.mode, loaded.delivery.review) == ("toggle", True)


def test_writing_over_a_broken_file_sets_it_aside(path):
    written(path, "[broken")
    write(path, "ui.theme", "dark")
    assert load(path, {}).settings.ui.theme == "dark"
    assert any(other.read_text() == "[broken" for other in path.parent.iterdir())


def test_a_section_that_is_none_is_not_overwritten(path):
    written(path, "ui = 3\n")
    with pytest.raises(SettingsError, match="not a section"):
        write(path, "ui.theme", "dark")
    assert path.read_text() == "ui = 3\n"


def test_a_file_too_large_for_settings_is_set_aside(path):
    written(path, "a = 1\n" * 200_000)
    [problem] = load(path, {}).problems
    assert "too large" in problem.reason
    assert not path.exists()


def test_a_write_says_where_it_put_what_it_could_not_read(path):
    written(path, "[ui")
    aside = write(path, "ui.theme", "dark")
    assert aside is not None
    assert aside.read_text() == "[ui"
    assert write(path, "ui.theme", "light") is None


def test_the_user_is_told_of_a_newer_version_and_of_each_problem(path):
    written(path, 'version = 9\n[ui]\ntheme = "mauve"\n')
    newer, theme = load(path, {}).sentences()
    assert "newer version" in newer
    assert theme.startswith("settings.toml: ui.theme: ")


def test_what_cannot_be_read_is_not_overwritten(path):
    path.mkdir(parents=True)
    with pytest.raises(DiskError):
        write(path, "ui.theme", "dark")


def test_a_newer_file_is_read_and_copied_once_before_it_is_changed(path):
    text = 'version = 7\n[ui]\ntheme = "dark"\n'
    written(path, text)
    loaded = load(path, {})
    assert (loaded.newer_version, loaded.settings.ui.theme) == (True, "dark")
    write(path, "ui.theme", "light")
    write(path, "ui.overlay", "large")
    assert path.with_name("settings.toml.version-7").read_text() == text
    assert tomllib.loads(path.read_text())["version"] == 7


def test_an_older_file_is_migrated_when_read_and_when_written(path, monkeypatch):
    def rename(tables):
        tables["ui"] = {"theme": tables.pop("looks")}

    monkeypatch.setattr(settings_file, "VERSION", 2)
    monkeypatch.setattr(settings_file, "MIGRATIONS", (rename,))
    written(path, 'version = 1\nlooks = "dark"\n')
    assert load(path, {}).settings.ui.theme == "dark"
    assert "looks" in path.read_text()
    write(path, "hotkey.mode", "hold")
    assert tomllib.loads(path.read_text()) == {
        "version": 2,
        "ui": {"theme": "dark"},
        "hotkey": {"mode": "hold"},
    }


@pytest.mark.parametrize("version", ['"one"', "-3", "0"])
def test_a_version_that_is_none_counts_as_this_one(path, version):
    written(path, f"version = {version}\n")
    assert not load(path, {}).newer_version


@pytest.mark.parametrize(
    "value", [True, 0, 'a "b" \\ \x7f\n中', ("a", "b"), (), {}, {"a b": {"c": "d"}, "e-f": "g"}]
)
def test_toml_text_is_one_line_that_parses_to_the_same_value(value):
    text = toml_text(value)
    assert "\n" not in text
    parsed = tomllib.loads(f"x = {text}")["x"]
    assert (tuple(parsed) if isinstance(parsed, list) else parsed) == value


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"a = " + b"[" * 100_000, "nested too deep"),
        (b".".join([b"a"] * 5_000) + b" = 1\n", "nested too deep"),
        (b"[recording]\nmax_minutes = " + b"9" * 10_000, "a number that is too long"),
    ],
)
def test_what_the_parser_cannot_take_is_set_aside(tmp_path: Path, content: bytes, why: str):
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    loaded = settings_file.load(file, {})
    assert loaded.settings == Settings()
    assert why in loaded.sentences()[0]
    assert not file.exists()


def test_no_control_character_of_a_file_is_told(tmp_path: Path):
    file = tmp_path / "settings.toml"
    file.write_text('[hotkey]\npush_to_talk = "\\u0000\\u001b[2J"\n')
    [told] = settings_file.load(file, {}).sentences()
    assert told.isprintable()
