"""What a start finds: rows in the middle, and recordings that no row knows."""

import pytest

from qwen_dictate.core.events import EndKind
from qwen_dictate.history import found
from qwen_dictate.history.database import MEMORY
from qwen_dictate.history.row import Row
from qwen_dictate.history.store import Store
from qwen_dictate.recording.recording import Recording
from qwen_dictate.recording.stored import SUFFIX

ID = "20261125-100000-000-0001"


class Mute:
    """Marks nothing as speech."""

    going_on = False

    def mark(self, pcm: bytes) -> bool:
        return False


@pytest.fixture
def store():
    opened = Store(MEMORY)
    yield opened
    opened.close()


def recorded(folder, name=ID, seconds=2, end=None):
    recording = Recording.create(folder / f"{name}{SUFFIX}", new_marker=Mute)
    recording.append(bytes(32_000 * seconds))
    if end is not None:
        recording.end(end)
    return recording.path


def test_a_row_in_the_middle_is_kept_with_the_length_of_its_recording(store, tmp_path):
    path = recorded(tmp_path)
    store.born(Row(ID, "2026-11-25T10:00:00.000Z", recording=str(path)))
    [row] = found.keep_unfinished(store, "why")
    assert (row.state, row.reason, row.seconds) == ("kept", "why", 2.0)
    assert store.get(ID) == row
    assert found.keep_unfinished(store, "why") == ()


def test_a_recording_without_a_row_gets_one(store, tmp_path):
    path = recorded(tmp_path, end=EndKind.COMPLETE)
    [row] = found.adopt(store, tmp_path, "why")
    assert (row.id, row.state, row.seconds, row.audio) == (ID, "kept", 2.0, True)
    assert store.get("last") == row
    assert row.recording == str(path)
    assert found.adopt(store, tmp_path, "why") == ()


def test_what_is_known_or_empty_or_no_recording_is_left_alone(store, tmp_path):
    store.born(Row(ID, "2026-11-25T10:00:00.000Z", recording=str(recorded(tmp_path))))
    recorded(tmp_path, "empty", seconds=0)
    (tmp_path / f"text{SUFFIX}").write_text("no recording at all, but a long line of text")
    assert found.adopt(store, tmp_path, "why") == ()
    assert found.adopt(store, tmp_path / "missing", "why") == ()
