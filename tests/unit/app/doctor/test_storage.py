"""app/doctor/storage: what the doctor tells of the ledger."""

from contextlib import closing

import pytest

from qwen_dictate.app.doctor import storage
from qwen_dictate.history.ledger import Entry
from qwen_dictate.history.store import Store
from qwen_dictate.system import paths


@pytest.fixture
def history(tmp_path, monkeypatch):
    path = tmp_path / "history.sqlite"
    monkeypatch.setattr(paths, "history_file", lambda: path)
    return path


def test_the_ledger_is_summed_up(history):
    assert storage.ledger()["total"]["dictations"] == 0
    assert not history.exists()
    with closing(Store(history)) as store:
        store.enter(Entry("2026-11-25T00:00:00.000Z", 2.0, "XTerm", price_cny=0.5))
    assert storage.ledger()["applications"][0]["name"] == "XTerm"
    history.write_bytes(b"no database" * 500)
    assert storage.ledger()["total"]["dictations"] == 0
