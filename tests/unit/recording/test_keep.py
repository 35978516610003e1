import os
from pathlib import Path

import pytest

from qwen_dictate.recording.keep import DAY_S, Stored, choose_deletions, sweep

NOW = 1_000 * DAY_S
KEPT, GONE = True, False


def is_kept(state, days, keep_audio):
    entry = Stored(Path("x.rec"), NOW - days * DAY_S, state)
    return choose_deletions([entry], keep_audio, NOW) == []


@pytest.mark.parametrize(
    ("keep_audio", "state", "days", "expected"),
    [
        ("days:7", "delivered", 6.9, KEPT),
        ("days:7", "delivered", 7.1, GONE),
        ("days:7", "kept", 7.1, GONE),
        ("days:30", "cancelled", 0.9, KEPT),
        ("days:30", "cancelled", 1.1, GONE),
        ("until_delivered", "delivered", 0.1, GONE),
        ("until_delivered", "kept", 400, KEPT),
        ("until_delivered", "cancelled", 0.9, KEPT),
        ("until_delivered", "cancelled", 1.1, GONE),
        ("always", "delivered", 900, KEPT),
        ("always", "cancelled", 1.1, GONE),
        ("never", "delivered", 0.1, GONE),
        ("never", "kept", 0.1, GONE),
        ("never", "cancelled", 0.1, GONE),
        ("days:1", "", 6.9, KEPT),
        ("days:1", "", 7.1, GONE),
        ("days:30", "", 29, KEPT),
        ("until_delivered", "", 7.1, GONE),
        ("always", "", 900, KEPT),
        ("never", "", 6.9, KEPT),
    ],
)
def test_how_long_a_recording_is_kept(keep_audio, state, days, expected):
    assert is_kept(state, days, keep_audio) is expected


@pytest.mark.parametrize("state", ["recording", "recognising", "delivering"])
@pytest.mark.parametrize("keep_audio", ["days:1", "until_delivered", "always", "never"])
def test_nothing_unfinished_is_removed(state, keep_audio):
    assert is_kept(state, 900, keep_audio)


def test_a_sweep_removes_recordings_only_and_only_those_that_are_over(tmp_path):
    for name in ("old.rec", "new.rec", "old.txt"):
        (tmp_path / name).write_bytes(b"")
        age = 0 if name.startswith("new") else 8 * DAY_S
        os.utime(tmp_path / name, (NOW - age, NOW - age))
    removed = sweep(tmp_path, "days:7", {"old": "delivered", "new": "delivered"}, NOW)
    assert removed == [tmp_path / "old.rec"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.rec", "old.txt"]


def test_a_missing_folder_is_swept_already(tmp_path):
    assert sweep(tmp_path / "none", "days:7", {}, NOW) == []
