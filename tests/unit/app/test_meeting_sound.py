import pytest

from qwen_dictate.app.meeting_sound import BEFORE_S, BEHIND_S, sound_of
from qwen_dictate.core.errors import DiskError
from qwen_dictate.core.events import EndKind
from qwen_dictate.recording.recording import Recording

SECOND = 32_000


def recorded(folder, name, value, seconds=10):
    """A take in which every sample has the same value."""
    recording = Recording.create(folder / name)
    recording.append(bytes([value, 0]) * (seconds * SECOND // 2))
    return recording


def heard(folder, source, start_s, end_s):
    return b"".join(sound_of(folder, source, start_s, end_s))


def test_a_line_is_read_from_the_take_of_its_source_in_which_it_lies(tmp_path):
    for name, value in (
        ("0001-microphone-0.00.rec", 1),
        ("0002-system-0.10.rec", 2),
        ("0003-microphone-60.00.rec", 3),
    ):
        recorded(tmp_path, name, value).end(EndKind.COMPLETE)
    pcm = heard(tmp_path, "microphone", 62.0, 63.0)
    assert set(pcm) == {3, 0}
    assert len(pcm) / SECOND == pytest.approx(1.0 + BEFORE_S + BEHIND_S, abs=0.001)
    assert set(heard(tmp_path, "microphone", 5.0, 6.0)) == {1, 0}
    assert set(heard(tmp_path, "system", 5.0, 6.0)) == {2, 0}


def test_a_take_that_still_grows_is_read_up_to_now(tmp_path):
    growing = recorded(tmp_path, "0001-system-0.00.rec", 7)
    pcm = heard(tmp_path, "system", 9.0, 20.0)
    assert len(pcm) / SECOND == pytest.approx(1.0 + BEFORE_S, abs=0.05)
    growing.end(EndKind.COMPLETE)


def test_without_a_recording_it_says_so(tmp_path):
    (tmp_path / "notes-system.rec").write_bytes(b"")
    with pytest.raises(DiskError, match="no longer kept"):
        heard(tmp_path, "system", 0.0, 1.0)
