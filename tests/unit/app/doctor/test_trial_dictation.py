import pytest

from qwen_dictate.app.doctor import trial_dictation


def test_the_clip_is_there_and_ended():
    recording = trial_dictation.clip()
    assert recording.ended is not None
    assert recording.seconds == pytest.approx(2.6, abs=0.01)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("And so, my fellow Americans…", 5),
        ("and so my yellow americans", 4),
        ("Americans and so", 2),
        ("", 0),
    ],
)
def test_words_are_counted_in_their_order(text, words):
    assert trial_dictation.heard(text) == words
