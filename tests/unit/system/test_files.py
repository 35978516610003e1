"""system/files: private, whole or not at all, set aside."""

import os
import stat

import pytest

from qwen_dictate.core.errors import DiskError
from qwen_dictate.system.files import make_private, set_aside, write_whole


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_every_folder_that_is_made_is_private(tmp_path):
    folder = tmp_path / "one" / "two"
    make_private(folder)
    assert [mode(folder), mode(folder.parent)] == [0o700, 0o700]


def test_a_folder_that_is_there_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    make_private(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_folder_that_cannot_be_made_is_a_disk_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="could not be made"):
        make_private(tmp_path / "file" / "folder")


def test_a_written_file_is_whole_and_private_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("old")
    path.chmod(0o644)
    write_whole(path, b"new")
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path):
    real, link = tmp_path / "real.toml", tmp_path / "settings.toml"
    real.write_text("old")
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "settings.toml"
    path.write_text("old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_set_aside_keeps_its_content_under_a_name_that_tells_when(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("what was there")
    aside = set_aside(path)
    assert not path.exists()
    assert aside.name.startswith("settings.toml.damaged-20")
    assert aside.read_text() == "what was there"


def test_what_is_not_there_cannot_be_set_aside(tmp_path):
    with pytest.raises(DiskError, match="set aside"):
        set_aside(tmp_path / "nothing")
