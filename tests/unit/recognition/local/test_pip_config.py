import os

import pytest

from qwen_dictate.recognition.local import pip_config
from qwen_dictate.recognition.local.pip_config import PUBLIC_INDEX


def written(folder, name, text):
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_without_configuration_it_is_the_public_index():
    assert pip_config.read({}, []).indexes == (PUBLIC_INDEX,)


def test_a_mirror_in_a_file_is_used(tmp_path):
    file = written(tmp_path, "pip.conf", "[global]\nindex-url = https://mirror.example/simple/\n")
    assert pip_config.read({}, [file]).indexes == ("https://mirror.example/simple",)


def test_the_weightiest_file_comes_last_and_the_environment_beats_all(tmp_path):
    first = written(tmp_path, "a", "[global]\nindex-url = https://a.example\ncert = /a.pem\n")
    second = written(tmp_path, "b", "[global]\nindex_url = https://b.example\n")
    config = pip_config.read({}, [first, second])
    assert (config.indexes, config.certificates) == (("https://b.example",), "/a.pem")
    environment = {"PIP_INDEX_URL": "https://c.example", "PIP_CERT": "/c.pem"}
    config = pip_config.read(environment, [first, second])
    assert (config.indexes, config.certificates) == (("https://c.example",), "/c.pem")


def test_further_indexes_come_after_the_first():
    environment = {"PIP_EXTRA_INDEX_URL": "https://x.example/simple/ file:///srv/simple"}
    assert pip_config.read(environment, []).indexes == (
        PUBLIC_INDEX,
        "https://x.example/simple",
        "file:///srv/simple",
    )


def test_pip_without_an_index_has_none():
    assert pip_config.read({"PIP_NO_INDEX": "1"}, []).indexes == ()


@pytest.mark.parametrize("text", ["no section", "[global\n", "[global]\nindex-url"])
def test_a_damaged_file_counts_as_absent(tmp_path, text):
    file = written(tmp_path, "pip.conf", text)
    assert pip_config.read({}, [file, tmp_path / "missing"]).indexes == (PUBLIC_INDEX,)


def test_a_file_named_in_the_environment_is_the_weightiest(tmp_path):
    file = written(tmp_path, "own.conf", "")
    files = pip_config.config_files({"PIP_CONFIG_FILE": str(file), "HOME": str(tmp_path)})
    assert files[-1] == file
    assert not any(tmp_path in found.parents for found in files[:-1])


def test_the_null_device_switches_all_files_off():
    assert pip_config.config_files({"PIP_CONFIG_FILE": os.devnull}) == []


def test_a_password_in_an_address_is_not_shown():
    config = pip_config.read({"PIP_INDEX_URL": "https://me:hunter2@index.example"}, [])
    assert "hunter2" not in repr(config)
