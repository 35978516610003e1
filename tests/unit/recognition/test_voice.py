from qwen_dictate.core.errors import NetworkError
from qwen_dictate.core.events import (
    Committed,
    Event,
    Final,
    Partial,
    ReadAll,
    StreamFailed,
    StreamOpened,
)
from qwen_dictate.recognition.voice import Ears, Voice


def voice() -> tuple[Voice, list[Event]]:
    posted: list[Event] = []
    return Voice(posted.append, 7, 3), posted


def test_every_event_carries_the_utterance_and_the_attempt() -> None:
    speaker, posted = voice()
    speaker.opened("qwen")
    speaker.partial("a", "b")
    speaker.committed(1.0)
    speaker.final(0, "ab", "en")
    speaker.read_all(speech=True)
    speaker.failed(NetworkError("no"))
    kinds = [StreamOpened, Partial, Committed, Final, ReadAll, StreamFailed]
    assert [type(event) for event in posted] == kinds
    assert {(event.utterance, event.attempt) for event in posted} == {(7, 3)}  # type: ignore[union-attr]


def test_a_final_that_overtakes_its_commit_waits_for_it() -> None:
    speaker, posted = voice()
    speaker.final(0, "early", "en")
    assert posted == []
    speaker.committed(1.0)
    assert [type(event) for event in posted] == [Committed, Final]


def test_after_a_failure_nothing_comes_any_more() -> None:
    speaker, posted = voice()
    speaker.failed(NetworkError("no"))
    speaker.failed(NetworkError("no"))
    speaker.partial("", "late")
    speaker.committed(1.0)
    assert len(posted) == 1


def test_a_hushed_voice_says_nothing() -> None:
    speaker, posted = voice()
    speaker.hush()
    speaker.read_all(speech=False)
    assert posted == []


def test_the_second_recogniser_of_an_attempt_counts_on() -> None:
    speaker, posted = voice()
    speaker.committed(1.0)
    speaker.committed(2.0)
    Ears(speaker, 1).final(0, "second", "en")
    assert [event.segment for event in posted if isinstance(event, Final)] == [1]


def test_deaf_ears_pass_finals_on_but_no_partials() -> None:
    speaker, posted = voice()
    ears = Ears(speaker, 0)
    ears.deaf = True
    ears.partial("noise", "")
    speaker.committed(1.0)
    ears.final(0, "words", "en")
    assert [type(event) for event in posted] == [Committed, Final]
