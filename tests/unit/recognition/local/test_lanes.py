from qwen_dictate.recognition.local import lanes
from qwen_dictate.recognition.local.lanes import MARK_BYTES, PARTIAL_EVERY_S, Segment, Stream, Task

VOICE, SILENCE = b"\x01" * MARK_BYTES, b"\x00" * MARK_BYTES


def voice(window: bytes) -> bool:
    return window[0] == 1


def stream(number: int = 1, *, urgent: bool = True, partials: bool = True) -> Stream:
    return Stream(number, urgent, partials, language="", chinese="as_is", voice=voice)


def speaking(number: int = 1, *, urgent: bool = True) -> Stream:
    made = stream(number, urgent=urgent)
    made.add(VOICE * 20)
    return made


def test_silence_is_never_decoded():
    quiet = stream()
    quiet.add(SILENCE * 200)
    assert lanes.choose([quiet], 0.0) is None
    assert lanes.wait_s([quiet], 0.0) is None


def test_a_click_is_not_speech():
    clicked = stream()
    clicked.add(SILENCE * 20 + VOICE * 3 + SILENCE * 20)
    assert lanes.choose([clicked], 0.0) is None


def test_speech_gets_a_partial_at_once_and_then_after_the_interval():
    one = speaking()
    assert lanes.choose([one], 0.0) == (one, Task.PARTIAL)
    one.segment.decoded = one.segment.voiced
    one.decoded_at(0.1, cost_s=0.1)
    one.add(VOICE)
    assert lanes.choose([one], 0.1) is None
    assert lanes.wait_s([one], 0.1) == PARTIAL_EVERY_S - 0.1
    assert lanes.choose([one], PARTIAL_EVERY_S) == (one, Task.PARTIAL)


def test_a_slow_machine_makes_fewer_partials():
    one = speaking()
    one.decoded_at(1.0, cost_s=1.0)
    assert one.due_at == 2.0


def test_without_new_speech_there_is_no_partial():
    one = speaking()
    one.segment.decoded = one.segment.voiced
    one.add(SILENCE)
    assert lanes.choose([one], 9.0) is None
    assert lanes.wait_s([one], 9.0) is None


def test_a_pause_is_decoded_with_care_once():
    one = speaking()
    one.segment.decoded = one.segment.voiced
    one.add(SILENCE * 10)
    assert lanes.choose([one], 9.0) == (one, Task.PAUSE)
    one.segment.careful = one.segment.voiced
    assert lanes.choose([one], 9.0) is None


def test_a_segment_is_known_only_while_no_word_came_since_the_pause():
    segment = Segment()
    segment.pcm += VOICE * 20
    segment.mark(voice)
    assert not segment.known
    segment.careful = segment.voiced
    assert segment.known
    segment.pcm += VOICE
    segment.mark(voice)
    assert not segment.known


def test_finals_go_before_partials_and_dictation_before_captions():
    captions, dictation = speaking(1, urgent=False), speaking(2)
    captions.commit()
    assert lanes.choose([captions, dictation], 0.0) == (captions, Task.FINAL)
    dictation.commit()
    assert lanes.choose([captions, dictation], 0.0) == (dictation, Task.FINAL)


def test_partials_of_dictation_go_before_those_of_captions():
    captions, dictation = speaking(1, urgent=False), speaking(2)
    dictation.due_at = 1.0
    assert lanes.choose([captions, dictation], 2.0) == (dictation, Task.PARTIAL)


def test_a_file_is_marked_only_when_its_turn_comes():
    file = stream(urgent=False, partials=False)
    file.add(VOICE * 20)
    assert file.segment.marks == []
    assert lanes.choose([file], 0.0) is None
    file.commit()
    file.committed[0].mark(voice)
    assert file.committed[0].has_voice


def test_after_a_commit_the_next_segment_is_empty():
    one = speaking()
    one.commit()
    assert one.segment.pcm == b""
    assert [len(segment.pcm) for segment in one.committed] == [20 * MARK_BYTES]


def test_speech_is_the_sound_without_long_silence():
    one = speaking()
    one.add(SILENCE * 300)
    assert 20 * MARK_BYTES <= len(one.segment.speech()) < 60 * MARK_BYTES
