"""A recording becomes text through the real SDK: every sample heard, every word told once."""

import pytest

from qwen_dictate.core.events import (
    Committed,
    EndKind,
    Event,
    Final,
    Partial,
    ReadAll,
    StreamOpened,
)
from qwen_dictate.core.segments import Limits
from tests.integration.emulator import Emulator
from tests.integration.recognition.speaking import (
    Attempt,
    attempt,
    recognizer,
    speech,
    transcript,
)

SHORT = "en_sense_0880"
TWO = speech("en_cards_005") + bytes(32_000) + speech("en_goforward")
"""Two recordings a second apart; with ``TWO_LIMITS`` two segments, cut in the pause."""
TWO_LIMITS = Limits(look_from_s=3.4, cut_by_s=5.0)
TWO_TEXTS = [transcript("en_cards_005"), transcript("en_goforward")]


def two(emulator: Emulator) -> list[str]:
    """Speak both recordings; the texts."""
    run = attempt(emulator, limits=TWO_LIMITS).say(TWO).end()
    run.wait()
    run.check_success()
    assert emulator.all_left()
    assert emulator.sound == TWO
    assert emulator.connections[0].polite
    return run.texts


@pytest.mark.parametrize("name", [SHORT, "zh_aishell_0121"])
def test_what_is_said_is_the_text(emulator: Emulator, name: str) -> None:
    run = attempt(emulator).say(speech(name)).end()
    run.wait()
    run.check_success()
    assert run.texts == [transcript(name)]
    assert emulator.sound == speech(name)
    assert emulator.all_left()
    assert emulator.connections[0].polite


def test_partials_grow_while_it_is_said(emulator: Emulator) -> None:
    run = attempt(emulator)
    run.wait_for(StreamOpened)
    sound = speech(SHORT)
    for start in range(0, len(sound), 32_000):
        told = len(run.of(Partial))
        run.say(sound[start : start + 32_000])
        assert emulator.wait(lambda _, told=told: len(run.of(Partial)) > told)
    shown = [e.settled + e.tentative for e in run.events if isinstance(e, Partial)]
    assert all(transcript(SHORT).startswith(text) for text in shown)
    assert len(shown[-1]) > len(shown[0])
    run.end().wait()
    run.check_success()


def test_the_commit_follows_the_end_mark_at_once(emulator: Emulator) -> None:
    run = attempt(emulator)
    run.wait_for(StreamOpened)
    run.say(speech(SHORT))
    assert emulator.wait(lambda e: len(e.connections[0].events) > 3)
    run.end().wait()
    committed = run.wait_for(Committed)
    assert isinstance(committed, Committed)
    assert committed.at - run.ended_at < 0.2
    arrived = emulator.connections[0].times("input_audio_buffer.commit")[0]
    assert arrived - run.ended_at < 0.2


def test_read_all_does_not_wait_for_the_finals(emulator: Emulator) -> None:
    emulator.knobs.final_delay_s = 0.5
    run = attempt(emulator).say(speech(SHORT)).end()
    run.wait()
    run.check_success()
    assert run.events.index(run.of(ReadAll)[0]) < run.events.index(run.of(Final)[0])


def test_a_cut_loses_and_doubles_no_word(emulator: Emulator) -> None:
    assert two(emulator) == TWO_TEXTS


@pytest.mark.parametrize("partials", ["after", "none"])
def test_partials_may_come_late_or_never(emulator: Emulator, partials: str) -> None:
    emulator.knobs.partials = partials
    assert two(emulator) == TWO_TEXTS


@pytest.mark.parametrize("ids", ["late", "never"])
@pytest.mark.parametrize("created", ["before", "append", "never"])
def test_item_ids_may_be_late_or_missing(emulator: Emulator, ids: str, created: str) -> None:
    emulator.knobs.item_ids, emulator.knobs.item_created = ids, created
    assert two(emulator) == TWO_TEXTS


def test_text_and_stash_may_exclude_each_other(emulator: Emulator) -> None:
    emulator.knobs.disjoint = True
    assert two(emulator) == TWO_TEXTS


def test_finals_out_of_order_are_put_in_order(emulator: Emulator) -> None:
    emulator.knobs.out_of_order = True
    assert two(emulator) == TWO_TEXTS


def test_finals_that_come_twice_are_told_once(emulator: Emulator) -> None:
    emulator.knobs.doubled = True
    assert two(emulator) == TWO_TEXTS


def test_what_no_client_expects_is_survived(emulator: Emulator) -> None:
    emulator.knobs.nonsense = True
    assert two(emulator) == TWO_TEXTS


def test_a_minute_and_more_is_several_segments_without_a_loss(emulator: Emulator) -> None:
    sound = (speech("en_twocities") + bytes(9_600)) * 3
    run = Attempt(lambda: recognizer(emulator), answer_s=20.0).say(sound).end()
    run.wait(20)
    run.check_success()
    segments = emulator.connections[0].segments
    assert len(segments) >= 3
    assert all(len(segment) <= 55 * 32_000 for segment in segments)
    assert b"".join(segments) == sound
    places = [event.upto_s for event in run.events if isinstance(event, Committed)]
    assert places[-1] == pytest.approx(len(sound) / 32_000)


def test_an_attempt_from_the_middle_reads_on_where_the_other_ended(emulator: Emulator) -> None:
    first = attempt(emulator, limits=TWO_LIMITS).say(TWO)
    final = first.wait_for(Final)
    committed = first.wait_for(Committed)
    assert isinstance(committed, Committed)
    assert isinstance(final, Final)
    first.halt.set()
    first.wait()
    rest = attempt_from(emulator, committed.upto_s).say(TWO).end()
    rest.wait()
    rest.check_success()
    assert [final.text, *rest.texts] == TWO_TEXTS
    heard = emulator.connections[0].segments[0] + emulator.connections[1].segments[0]
    assert heard == TWO


def attempt_from(emulator: Emulator, from_s: float) -> Attempt:
    return Attempt(lambda: recognizer(emulator), from_s=from_s)


# Silence


def test_a_recording_without_speech_is_not_committed(emulator: Emulator) -> None:
    run = attempt(emulator).say(bytes(64_000)).end()
    run.wait()
    assert [type(event) for event in run.events] == [StreamOpened, ReadAll]
    assert emulator.all_left()
    assert emulator.connections[0].segments == []
    assert emulator.connections[0].polite


def test_a_long_silence_ends_the_connection_and_speech_opens_the_next(
    emulator: Emulator,
) -> None:
    run = attempt(emulator, limits=Limits(4.0, 5.0)).say(bytes(7 * 32_000))
    assert emulator.wait(lambda e: len(e.connections) == 1 and e.connections[0].over)
    assert emulator.connections[0].segments == []
    assert emulator.connections[0].polite
    run.say(speech("en_goforward")).end().wait()
    run.check_success()
    assert run.texts == [transcript("en_goforward")]
    assert emulator.all_left()
    assert len(emulator.connections) == 2
    lead = len(emulator.sound) - len(speech("en_goforward"))
    assert 0.5 * 32_000 <= lead <= 0.7 * 32_000


def test_the_echo_of_the_context_is_no_text(emulator: Emulator) -> None:
    emulator.knobs.echo_on_silence = True
    run = attempt(emulator, context="Qwen, Bailian")
    run.say(b"\x10\x10" * 32_000).end().wait()
    run.check_success()
    assert run.texts == [""]


def test_a_blank_final_is_an_answer(emulator: Emulator) -> None:
    emulator.knobs.blank = True
    run = attempt(emulator).say(speech(SHORT)).end()
    run.wait()
    run.check_success()
    assert run.texts == [""]


def test_cancelled_is_not_committed_and_left_politely(emulator: Emulator) -> None:
    run = attempt(emulator).say(speech(SHORT))
    run.wait_for(Partial)
    before = list[Event](run.events)
    run.end(EndKind.CANCELLED)
    assert run.wait() < 1.0
    assert [e for e in run.events if type(e) in (Committed, Final, ReadAll)] == []
    assert len(run.events) <= len(before) + 3
    assert emulator.all_left()
    assert emulator.connections[0].segments == []
    assert emulator.connections[0].polite
