"""A meeting's machine: sources for themselves, nothing lost, nothing told twice."""

import itertools
import random
from dataclasses import replace

import pytest

from qwen_dictate.core import events as sound
from qwen_dictate.core.errors import KeyRefused, MicrophoneError, NetworkError
from qwen_dictate.core.meeting import effects as fx
from qwen_dictate.core.meeting import events as ev
from qwen_dictate.core.meeting import machine
from qwen_dictate.core.meeting.state import Meeting, Phase, Reading, Side
from qwen_dictate.core.settings import Settings, put

NETWORK = NetworkError("The network is gone.")
KEY = KeyRefused("The key was refused.", retry=False)
GONE = MicrophoneError("The microphone was taken away.")


class Run:
    """A meeting that is told events, and everything it asked for."""

    def __init__(self, settings: Settings | None = None, *, local: bool = False) -> None:
        self.state = Meeting(settings=settings or Settings(), local_installed=local)
        self.asked: list[fx.MeetingEffect] = []

    def tell(self, *events: ev.MeetingEvent) -> list[fx.MeetingEffect]:
        new: list[fx.MeetingEffect] = []
        for event in events:
            self.state, effects = machine.step(self.state, event)
            new += effects
        self.asked += new
        return new

    def begin(self) -> "Run":
        self.tell(ev.StartWanted(100.0))
        for take in (1, 2):
            self.tell(ev.Heard(sound.FirstBlock(take, 100.0)))
            self.tell(ev.ReadingOpened(take, 1, "qwen", 100.1))
        return self

    def say(self, take: int, turn: str, start: float, end: float, text: str, attempt=1) -> list:
        return self.tell(
            ev.TurnBegan(take, attempt, turn, start),
            ev.TurnText(take, attempt, turn, text[:2], text[2:], end),
            ev.TurnClosed(take, attempt, turn, start, end, text, "en"),
        )

    @property
    def texts(self) -> list[tuple[str, str]]:
        return [(line.side.value, line.text) for line in self.state.closed if not line.dropped]

    def of(self, kind: type) -> list:
        return [effect for effect in self.asked if isinstance(effect, kind)]


def test_each_source_gets_a_recording_and_a_reading_of_its_own():
    run = Run().begin()
    assert [(e.take, e.side) for e in run.of(fx.StartSource)] == [(1, Side.ME), (2, Side.THEM)]
    assert [(e.take, e.from_s, e.local) for e in run.of(fx.StartReading)] == [
        (1, 0.0, False),
        (2, 0.0, False),
    ]
    assert run.state.running


def test_only_the_chosen_sources_are_listened_to():
    run = Run(put(Settings(), "captions.sources", ["system"]))
    run.tell(ev.StartWanted(1.0))
    assert [e.side for e in run.of(fx.StartSource)] == [Side.THEM]


def test_lines_stand_in_the_order_of_their_beginnings_and_are_saved():
    run = Run().begin()
    run.tell(ev.TurnBegan(1, 1, "a", 1.0), ev.TurnBegan(2, 1, "a", 1.5))
    run.tell(ev.TurnClosed(2, 1, "a", 1.5, 2.0, "yes", "en"))
    run.tell(ev.TurnClosed(1, 1, "a", 1.0, 3.0, "we begin", "en"))
    assert [line.text for line in run.state.closed] == ["we begin", "yes"]
    assert [e.line.text for e in run.of(fx.SaveLine)] == ["yes", "we begin"]


def test_a_closed_line_never_changes():
    run = Run().begin()
    run.say(1, "a", 1.0, 2.0, "first")
    before = run.state.closed[0]
    run.tell(ev.TurnText(1, 1, "a", "other", "", 3.0))
    run.tell(ev.TurnClosed(1, 1, "a", 1.0, 2.0, "other", "en"))
    assert run.state.closed == (before,)


def test_a_turn_without_words_leaves_no_line():
    run = Run().begin()
    run.say(1, "a", 1.0, 2.0, "  ")
    assert run.state.closed == ()
    assert run.state.open == ()


def test_words_of_a_turn_that_was_not_announced_are_not_lost():
    run = Run().begin()
    run.tell(ev.TurnText(1, 1, "a", "hel", "lo", 1.0))
    assert run.state.open[0].text == "hello"
    assert run.state.open[0].tentative == 2
    run.tell(ev.TurnClosed(1, 1, "a", 0.5, 1.5, "hello", "en"))
    assert run.texts == [("microphone", "hello")]


def test_a_dropped_connection_is_read_again_from_the_first_line_that_is_not_closed():
    run = Run().begin()
    run.say(1, "a", 1.0, 2.0, "first")
    run.tell(ev.TurnBegan(1, 1, "b", 3.0), ev.TurnText(1, 1, "b", "se", "cond", 4.0))
    run.tell(ev.ReadingFailed(1, 1, NETWORK, 104.0))
    assert run.state.open[0].text == "second", "the open line stays on the screen"
    number = run.state.open[0].id
    again = run.tell(ev.Timed(1, "rejoin", 104.5))
    assert fx.StartReading(1, 2, 2.0, local=False) in again
    assert fx.Solved(NETWORK) in run.tell(ev.ReadingOpened(1, 2, "qwen", 104.6))
    run.say(1, "1", 3.0, 5.0, "second half", attempt=2)
    assert run.texts == [("microphone", "first"), ("microphone", "second half")]
    assert run.state.closed[-1].id == number, "the line goes on where it stood"
    assert run.state.sides[0].problem is None


def test_what_was_read_twice_stands_once():
    run = Run().begin()
    run.tell(ev.TurnBegan(1, 1, "a", 1.0), ev.TurnBegan(1, 1, "b", 3.0))
    run.tell(ev.TurnClosed(1, 1, "b", 3.0, 4.0, "second", "en"))
    run.tell(ev.ReadingFailed(1, 1, NETWORK, 104.0), ev.Timed(1, "rejoin", 105.0))
    assert run.of(fx.StartReading)[-1].from_s == 1.0
    run.say(1, "1", 1.0, 2.0, "first", attempt=2)
    run.say(1, "2", 3.1, 4.1, "second", attempt=2)
    assert run.texts == [("microphone", "first"), ("microphone", "second")]


def test_late_events_of_an_attempt_that_is_over_change_nothing():
    run = Run().begin()
    run.tell(ev.ReadingFailed(1, 1, NETWORK, 104.0), ev.Timed(1, "rejoin", 105.0))
    before = run.state
    run.say(1, "z", 1.0, 2.0, "late", attempt=1)
    assert run.state == before


def test_a_refused_key_falls_back_to_the_embedded_engine():
    run = Run(local=True).begin()
    effects = run.tell(ev.ReadingFailed(2, 1, KEY, 101.0))
    assert fx.StartReading(2, 2, 0.0, local=True) in effects


def test_without_the_engine_the_recording_goes_on_and_the_other_source_too():
    run = Run().begin()
    run.tell(ev.ReadingFailed(2, 1, KEY, 101.0))
    assert run.state.take(2).reading is Reading.GIVEN_UP
    assert not run.of(fx.StopSource)
    run.say(1, "a", 1.0, 2.0, "I am heard")
    assert run.texts == [("microphone", "I am heard")]
    run.tell(ev.StopWanted(110.0), ev.ReadingDone(1, 1, 111.0))
    assert run.of(fx.EndMeeting) == [fx.EndMeeting(10.0, KEY)]


def test_a_network_that_stays_away_is_helped_out_by_the_embedded_engine():
    run = Run(local=True).begin()
    at = 104.0
    for attempt in itertools.count(1):
        effects = run.tell(ev.ReadingFailed(1, attempt, NETWORK, at))
        if run.state.take(1).local:
            break
        wait = next(e for e in effects if isinstance(e, fx.SetTimer))
        at += wait.seconds
        run.tell(ev.Timed(1, "rejoin", at))
    assert 12 <= at - 104.0 <= 25
    assert run.of(fx.StartReading)[-1].local


def test_a_source_that_is_lost_is_told_once_and_looked_for_again():
    run = Run().begin()
    told = run.tell(ev.Heard(sound.RecordingFailed(1, GONE, 4.0, 104.0)))
    assert fx.Tell(GONE) in told
    again = run.tell(ev.Timed(0, "again microphone", 106.0))
    assert [e.take for e in again if isinstance(e, fx.StartSource)] == [3]
    told = run.tell(ev.Heard(sound.RecordingFailed(3, GONE, 0.0, 106.1)))
    assert fx.Tell(GONE) not in told
    run.tell(ev.Timed(0, "again microphone", 110.0), ev.Heard(sound.FirstBlock(4, 110.2)))
    run.say(4, "a", 1.0, 2.0, "here again")
    assert run.state.closed[-1].start_s == pytest.approx(11.2)
    assert run.state.sides[0].problem is None


def test_a_pause_records_nothing_and_time_goes_on():
    run = Run().begin()
    effects = run.tell(ev.PauseWanted(110.0))
    assert [e.take for e in effects if isinstance(e, fx.StopSource)] == [1, 2]
    for take in (1, 2):
        run.tell(ev.Heard(sound.RecordingEnded(take, sound.EndKind.COMPLETE, 10.0, 110.1)))
        run.tell(ev.ReadingDone(take, 1, 110.2))
    assert run.state.phase is Phase.PAUSED
    effects = run.tell(ev.ResumeWanted(160.0))
    assert [e.take for e in effects if isinstance(e, fx.StartSource)] == [3, 4]
    run.tell(ev.Heard(sound.FirstBlock(3, 160.0)))
    run.say(3, "a", 1.0, 2.0, "after the break")
    assert run.state.closed[0].start_s == pytest.approx(61.0)


def test_the_end_waits_for_the_last_words():
    run = Run().begin()
    run.tell(ev.TurnBegan(1, 1, "a", 8.0), ev.StopWanted(110.0), ev.ReadingDone(2, 1, 110.1))
    assert run.state.phase is Phase.STOPPING
    run.tell(ev.TurnClosed(1, 1, "a", 8.0, 9.0, "goodbye", "en"), ev.ReadingDone(1, 1, 110.5))
    assert run.state.phase is Phase.OVER
    assert run.of(fx.EndMeeting) == [fx.EndMeeting(10.0, None)]
    assert run.texts == [("microphone", "goodbye")]


def test_an_end_that_nobody_answers_keeps_what_stands_there():
    run = Run().begin()
    run.tell(ev.TurnText(1, 1, "a", "half a sen", "tence", 9.0), ev.StopWanted(110.0))
    run.tell(ev.Timed(0, "stopping", 140.0))
    assert run.state.phase is Phase.OVER
    assert run.texts == [("microphone", "half a sentence")]
    assert run.of(fx.EndMeeting)[0].error is not None
    assert {e.take for e in run.of(fx.HaltReading)} == {1, 2}


def test_the_end_of_the_program_keeps_what_stands_there():
    run = Run().begin()
    run.tell(ev.TurnText(2, 1, "a", "so far", "", 9.0))
    state, effects = machine.abandon(run.state, 109.0)
    assert state.closed[0].text == "so far"
    assert any(isinstance(e, fx.EndMeeting) for e in effects)


def test_silence_is_asked_about_before_it_ends_the_meeting():
    run = Run(put(Settings(), "captions.silence_minutes", 1)).begin()
    assert fx.SetTimer(0, "silence", 60.0) in run.asked
    run.tell(ev.Heard(sound.SpeechHeard(1, 130.0)))
    assert run.tell(ev.Timed(0, "silence", 160.0)) == [fx.SetTimer(0, "silence", 30.0)]
    run.tell(ev.Timed(0, "silence", 190.5))
    assert run.state.asks
    run.tell(ev.Heard(sound.SpeechHeard(1, 200.0)))
    assert not run.state.asks, "who speaks has answered"
    run.tell(ev.Timed(0, "silence", 300.0))
    run.tell(ev.GoOnWanted(301.0))
    assert not run.state.asks
    run.tell(ev.Timed(0, "silence", 400.0), ev.Timed(0, "answer", 520.0))
    assert run.state.phase is Phase.STOPPING


def test_a_microphone_that_gives_only_zeros_is_told_of_once():
    run = Run().begin()
    told = []
    for second in range(40):
        told += run.tell(ev.Heard(sound.Level(1, -96.0, 100.0 + second)))
        told += run.tell(ev.Heard(sound.Level(2, -96.0, 100.0 + second)))
    assert len([e for e in told if isinstance(e, fx.Tell)]) == 1
    assert run.state.sides[0].problem is not None
    assert run.state.sides[1].problem is None, "loudspeakers may be silent"
    run.tell(ev.Heard(sound.Level(1, -50.0, 150.0)))
    assert run.state.sides[0].problem is None


def test_the_cost_is_told_when_it_reaches_the_cap():
    run = Run(put(Settings(), "captions.cap", 1))
    run.state = replace(run.state, price=3600.0)
    run.begin()
    assert not run.tell(ev.SoundSent(1, 1, 0.9))
    assert any(isinstance(e, fx.Tell) for e in run.tell(ev.SoundSent(2, 1, 0.2)))
    assert not run.tell(ev.SoundSent(2, 1, 5.0))
    assert run.state.cost == pytest.approx(6.1)


def test_what_i_dictate_is_left_out_and_can_be_had_again():
    run = Run().begin()
    run.say(1, "a", 1.0, 2.0, "to the others")
    run.say(1, "b", 5.0, 7.0, "into a letter")
    run.tell(ev.Dictated(104.8, 107.2))
    assert run.texts == [("microphone", "to the others")]
    run.say(1, "c", 6.0 + 1.1, 7.15, "and more")
    assert len(run.texts) == 1
    run.tell(ev.RestoreWanted(2))
    assert run.texts[-1] == ("microphone", "into a letter")


def test_dictation_stays_where_the_settings_say_so():
    run = Run(put(Settings(), "captions.dictation", "keep")).begin()
    run.say(1, "b", 5.0, 7.0, "into a letter")
    run.tell(ev.Dictated(104.8, 107.2))
    assert run.texts == [("microphone", "into a letter")]


def test_any_order_of_events_loses_no_line_and_ends():
    """Random walks: each turn that was closed stands once, ids never repeat, the end is reached."""
    for seed in range(300):
        _walk(random.Random(seed))


def _walk(chance: random.Random) -> None:
    run = Run(local=chance.random() < 0.5).begin()
    at, turn = 100.0, 0
    spoken: list[tuple[int, str]] = []
    place = {1: 0.0, 2: 0.0}
    for _ in range(chance.randrange(5, 40)):
        at += 1
        takes = [take for take in run.state.takes if take.reading is not Reading.GIVEN_UP]
        if not takes:
            break
        take = chance.choice(takes)
        kind = chance.random()
        if kind < 0.6 and take.reading is Reading.RUNNING:
            turn += 1
            start = max(place.get(take.number, 0.0), at - 100.0)
            place[take.number] = start + 0.9
            words = f"line {turn} of {chance.random()}"
            run.say(take.number, f"{turn}", start, start + 0.9, words, attempt=take.attempt)
            spoken.append((take.number, words))
        elif kind < 0.8:
            run.tell(ev.ReadingFailed(take.number, take.attempt, NETWORK, at))
            run.tell(ev.Timed(take.number, "rejoin", at))
            number = run.state.take(take.number)
            assert number is not None
            run.tell(ev.ReadingOpened(take.number, number.attempt, "qwen", at))
        else:
            run.tell(ev.TurnText(take.number, take.attempt, f"{turn}x", "some", "", at - 100))
    run.tell(ev.StopWanted(at))
    for take in run.state.takes:
        run.tell(ev.ReadingDone(take.number, take.attempt, at))
    run.tell(ev.Timed(0, "stopping", at + 30))
    assert run.state.phase is Phase.OVER
    assert len(run.of(fx.EndMeeting)) == 1
    texts = [line.text for line in run.state.closed]
    for _, words in spoken:
        assert texts.count(words) == 1
    ids = [line.id for line in run.state.closed]
    assert ids == sorted(set(ids))
