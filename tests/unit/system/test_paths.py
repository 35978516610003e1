"""system/paths: XDG folders, and a runtime folder that nobody else can write to."""

import os
import socket
import stat
import tempfile

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.system import paths


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)


def test_xdg_folders_are_kept(tmp_path):
    assert paths.settings_file() == tmp_path / "config/qwen-dictate/settings.toml"
    assert paths.data_folder() == tmp_path / "data/qwen-dictate"
    assert paths.models_folder() == tmp_path / "data/qwen-dictate/models"
    assert paths.recordings_folder() == tmp_path / "data/qwen-dictate/recordings"
    assert paths.history_file() == tmp_path / "data/qwen-dictate/history.sqlite"
    assert paths.log_file().is_relative_to(tmp_path / "state/qwen-dictate")


def test_asking_for_a_path_makes_nothing(tmp_path):
    for ask in (paths.settings_file, paths.models_folder, paths.history_file, paths.log_file):
        ask()
    assert list(tmp_path.iterdir()) == []


def test_folders_are_private_when_made():
    folders = [
        paths.settings_file(make=True).parent,
        paths.models_folder(make=True),
        paths.recordings_folder(make=True),
        paths.history_file(make=True).parent,
        paths.log_file(make=True).parent,
    ]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_the_runtime_folder_is_the_session_s_own(tmp_path, monkeypatch):
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    assert paths.runtime_folder() == tmp_path / "run/qwen-dictate"
    assert paths.lock_file().parent == paths.runtime_folder()
    assert stat.S_IMODE(paths.runtime_folder().stat().st_mode) == 0o700


@pytest.mark.parametrize("given", ["relative/run", "/nowhere/at/all"])
def test_a_session_folder_that_cannot_be_ours_is_not_used(tmp_path, monkeypatch, given):
    monkeypatch.setenv("XDG_RUNTIME_DIR", given)
    assert paths.runtime_folder() == tmp_path / f"qwen-dictate-{os.getuid()}"


def test_a_session_folder_that_cannot_be_written_is_not_used(tmp_path, monkeypatch):
    given = tmp_path / "run"
    given.mkdir()
    (given / "qwen-dictate").write_text("in the way")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(given))
    assert paths.runtime_folder() == tmp_path / f"qwen-dictate-{os.getuid()}"


def test_a_session_folder_that_is_missing_is_made_if_it_can_be(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    assert paths.runtime_folder() == tmp_path / "run/qwen-dictate"
    assert stat.S_IMODE((tmp_path / "run").stat().st_mode) == 0o700


def test_without_a_session_folder_it_is_private_in_the_temporary_one(tmp_path):
    folder = tmp_path / f"qwen-dictate-{os.getuid()}"
    folder.mkdir()
    folder.chmod(0o777)
    assert paths.runtime_folder() == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_runtime_folder_of_somebody_else_is_refused(tmp_path):
    folder = tmp_path / f"qwen-dictate-{os.getuid()}"
    folder.symlink_to(tmp_path)  # what somebody could have laid there before us
    with pytest.raises(DiskError, match="somebody else"):
        paths.runtime_folder()


def test_a_socket_can_be_bound_however_long_the_session_folder_is(tmp_path, monkeypatch):
    long = tmp_path / ("x" * 120)
    long.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(long))
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")
    path = paths.socket_path()
    assert path == paths.socket_path()
    with socket.socket(socket.AF_UNIX) as ours:
        ours.bind(str(path))
    path.unlink()
