import pytest

from qwen_dictate.cli.main import main
from qwen_dictate.system import paths


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "models_folder", lambda: tmp_path / "models")


@pytest.mark.parametrize("call", [["models"], ["models", "list"]])
def test_models_are_listed_with_their_state_and_size(capsys, call):
    assert main(call) == 0
    assert "whisper-base  (not installed, 133 MB)" in capsys.readouterr().out


@pytest.mark.parametrize("deed", ["install", "remove"])
def test_an_unknown_model_is_one_sentence_and_1(capsys, deed):
    assert main(["models", deed, "huge"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "“huge”" in told.err
    assert "whisper-base" in told.err


def test_removing_what_is_not_installed_is_no_failure(capsys):
    assert main(["models", "remove", "whisper-base"]) == 0
    assert "was not installed" in capsys.readouterr().out


@pytest.mark.parametrize("call", [["models", "install"], ["models", "paint"]])
def test_a_wrong_call_is_2(call):
    assert main(call) == 2


def test_the_engines_own_verb_is_not_in_the_help(capsys):
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    assert "models" in told
    assert "\n    engine" not in told
