"""The real weights in a real child process, fed with people's voices."""

import itertools
import os
import re
import signal
import threading
import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from qwen_dictate.core.audio import BYTES_PER_S
from qwen_dictate.core.errors import DictateError, EngineError
from qwen_dictate.recognition.local.client import LocalRecognizer
from qwen_dictate.recognition.local.engine import DEFAULT_MODEL, LocalEngine
from qwen_dictate.recognition.local.model_table import MODELS
from qwen_dictate.system import opencc
from tests.support.recordings import recording
from tests.support.waiting import wait_until

ANSWER_LIMIT_S = 60.0
"""Generous: the machine may be busy with other things."""


@dataclass
class Listened:
    partials: list[tuple[str, str]] = field(default_factory=list)
    finals: list[tuple[int, str, str]] = field(default_factory=list)
    errors: list[DictateError] = field(default_factory=list)

    def partial(self, settled: str, tentative: str) -> None:
        self.partials.append((settled, tentative))

    def final(self, segment: int, text: str, language: str) -> None:
        self.finals.append((segment, text, language))

    def failed(self, error: DictateError) -> None:
        self.errors.append(error)

    def wait_for_finals(self, count: int) -> list[tuple[int, str, str]]:
        wait_until(lambda: len(self.finals) >= count or self.errors, ANSWER_LIMIT_S, "finals")
        assert self.errors == []
        return self.finals

    def wait_for_error(self) -> DictateError:
        return wait_until(lambda: self.errors, ANSWER_LIMIT_S, "a failure")[0]


def sound(name: str) -> bytes:
    with wave.open(str(recording(name).path)) as opened:
        return opened.readframes(opened.getnframes())


def opened(engine: LocalEngine, *args: str, **options: bool) -> tuple[LocalRecognizer, Listened]:
    recognizer, heard = LocalRecognizer(engine, *args, **options), Listened()
    recognizer.open(heard)
    return recognizer, heard


def recognise(engine: LocalEngine, pcm: bytes, *args: str) -> tuple[str, str]:
    recognizer, heard = opened(engine, *args)
    recognizer.send(pcm)
    recognizer.commit()
    recognizer.close(ANSWER_LIMIT_S)
    assert heard.errors == []
    ((segment, text, language),) = heard.finals
    assert segment == 0
    return text, language


def error_rate(expected: list[str], got: list[str]) -> float:
    row = list(range(len(got) + 1))
    for at, wanted in enumerate(expected, 1):
        corner, row[0] = row[0], at
        for other, unit in enumerate(got, 1):
            change = corner + (wanted != unit)
            corner, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, change)
    return row[-1] / len(expected)


@pytest.mark.parametrize("name", ["en_sense_0870", "en_beckett"])
def test_english_is_recognised(engine, name):
    text, language = recognise(engine, sound(name))
    words = re.sub(r"[^\w ]", "", text.lower().replace("mr.", "mister")).split()
    assert language == "en"
    assert error_rate(recording(name).transcript.split(), words) <= 0.25
    assert text == text.strip()


def test_chinese_is_recognised_in_simplified_characters(engine):
    text, language = recognise(engine, sound("zh_aishell_0121"))
    assert language == "zh"
    said = [character for character in text if character.isalnum()]
    assert error_rate(list(recording("zh_aishell_0121").transcript), said) <= 0.4
    assert text == opencc.convert(text, "simplified")


def test_chinese_is_written_in_traditional_characters_where_they_are_wanted(engine):
    text, _ = recognise(engine, sound("zh_aishell_0121"), "zh", "traditional")
    assert "廣州" in text


def test_a_short_clip_is_not_said_twice(engine):
    text, _ = recognise(engine, sound("en_goforward"), "en")
    assert text.lower().count("forward") == 1


@pytest.mark.parametrize("loud", [0, 300])
def test_silence_and_noise_say_nothing(engine, loud):
    noise = np.random.default_rng(7).normal(0, max(loud, 1), 3 * 16000) * bool(loud)
    assert recognise(engine, noise.astype("<i2").tobytes()) == ("", "")


def test_partials_come_while_somebody_speaks_and_what_is_settled_stays(engine):
    recognizer, heard = opened(engine)
    pcm, clock = sound("en_sense_0870"), threading.Event()
    for at in range(0, len(pcm), 3200):
        recognizer.send(pcm[at : at + 3200])
        clock.wait(0.1)  # the microphone's own pace
    wait_until(lambda: any(settled for settled, _ in heard.partials), ANSWER_LIMIT_S)
    recognizer.commit()
    ((_, text, _),) = heard.wait_for_finals(1)
    recognizer.close(1.0)
    settled = [settled for settled, _ in heard.partials]
    assert all(newer.startswith(older) for older, newer in itertools.pairwise(settled))
    assert "john dashwood" in text.lower()


def test_segments_are_answered_in_order_and_each_once(engine):
    recognizer, heard = opened(engine, partials=False)
    for name in ("en_goforward", "en_sense_0880"):
        recognizer.send(sound(name))
        recognizer.commit()
    recognizer.commit()
    recognizer.close(ANSWER_LIMIT_S)
    assert [segment for segment, _, _ in heard.finals] == [0, 1, 2]
    first, second, third = (text for _, text, _ in heard.finals)
    assert "forward" in first.lower()
    assert "young man" in second.lower()
    assert third == ""


def test_streams_at_once_do_not_mix_and_dictation_comes_first(engine):
    captions, captions_heard = opened(engine, urgent=False, partials=False)
    dictation, dictation_heard = opened(engine)
    for _ in range(3):
        captions.send(sound("en_sense_0880"))
        captions.commit()
    dictation.send(sound("en_goforward"))
    dictation.commit()
    ((_, text, _),) = dictation_heard.wait_for_finals(1)
    assert "forward" in text.lower()
    assert len(captions_heard.finals) < 3
    captions.close(ANSWER_LIMIT_S)
    dictation.close(1.0)
    assert all("young man" in said.lower() for _, said, _ in captions_heard.finals)
    assert len(captions_heard.finals) == 3


def test_after_an_abort_nothing_comes(engine):
    aborted, heard = opened(engine)
    aborted.send(sound("en_goforward"))
    aborted.commit()
    aborted.abort()
    before = (list(heard.partials), list(heard.finals))
    recognise(engine, sound("en_goforward"))
    assert (heard.partials, heard.finals) == before
    assert heard.errors == []
    with pytest.raises(EngineError):
        aborted.send(b"")


def test_a_killed_child_fails_its_streams_at_once_and_the_next_one_works(weights):
    engine = LocalEngine(weights)
    recognizer, heard = opened(engine)
    wait_until(lambda: engine.ready, ANSWER_LIMIT_S)
    os.kill(engine.pid or 0, signal.SIGKILL)
    error = heard.wait_for_error()
    assert isinstance(error, EngineError)
    assert error.retry
    with pytest.raises(EngineError):
        recognizer.commit()
    recognizer.close(1.0)
    assert not engine.ready
    assert recognise(engine, sound("en_goforward"))[0]
    engine.close()


def test_a_child_that_takes_nothing_does_not_hold_up_abort_and_close(weights):
    engine = LocalEngine(weights)
    recognizer, _ = opened(engine)
    pid = wait_until(lambda: engine.pid, 10.0)
    os.kill(pid, signal.SIGSTOP)
    sending = threading.Thread(target=lambda: _send_until_it_fails(recognizer))
    sending.start()
    wait_until(lambda: recognizer_is_stuck(engine), 10.0, "a full pipe")
    stopped = threading.Thread(target=recognizer.abort)
    stopped.start()
    stopped.join(1.0)
    assert not stopped.is_alive()
    sending.join(10.0)
    assert not sending.is_alive()
    engine.close()


def recognizer_is_stuck(engine: LocalEngine) -> bool:
    child = engine._child
    return child is not None and child._writing.locked()


def _send_until_it_fails(recognizer: LocalRecognizer) -> None:
    try:
        while True:
            recognizer.send(bytes(BYTES_PER_S))
    except EngineError:
        return


def test_an_idle_child_is_ended_and_a_new_one_started_at_the_next_need(weights):
    engine = LocalEngine(weights, idle_s=0.2)
    engine.prepare()
    first = wait_until(lambda: engine.pid, 10.0)
    wait_until(lambda: engine.pid is None, ANSWER_LIMIT_S, "the end of an idle child")
    assert recognise(engine, sound("en_goforward"))[0]
    assert first != engine.pid
    engine.close()


def test_close_ends_the_child_and_its_thread(weights):
    engine = LocalEngine(weights)
    recognizer, heard = opened(engine)
    pid = wait_until(lambda: engine.pid, 10.0)
    reader = [one for one in threading.enumerate() if one.name == "engine's reader"]
    engine.close()
    assert isinstance(heard.wait_for_error(), EngineError)
    wait_until(lambda: not Path(f"/proc/{pid}").exists(), 2.0)
    recognizer.close(1.0)
    assert any(not one.is_alive() for one in reader)
    with pytest.raises(EngineError):
        opened(engine)


def test_without_its_model_the_engine_says_what_to_do(tmp_path):
    engine = LocalEngine(tmp_path)
    engine.prepare()
    assert (engine.installed, engine.ready, engine.pid) == (False, False, None)
    with pytest.raises(EngineError, match="models install") as failure:
        opened(engine)
    assert not failure.value.retry


def test_damaged_weights_are_told_and_not_tried_again(tmp_path):
    folder = tmp_path / DEFAULT_MODEL
    folder.mkdir()
    for file in MODELS[0].sources[0].files:
        with (folder / file.name).open("wb") as hollow:
            hollow.truncate(file.size)
    engine = LocalEngine(tmp_path)
    _, heard = opened(engine)
    error = heard.wait_for_error()
    assert "damaged" in error.user_text
    assert not error.retry
    engine.close()


def test_a_program_that_cannot_be_started_is_told(weights):
    engine = LocalEngine(weights, command=["/nonexistent/program"])
    with pytest.raises(EngineError):
        opened(engine)
    engine.close()


def test_a_child_that_dies_at_once_is_not_started_for_ever(weights):
    engine = LocalEngine(weights, command=["/bin/false"])
    errors: list[EngineError] = []
    for _ in range(3):
        try:
            _, heard = opened(engine)
            errors.append(heard.wait_for_error())
        except EngineError as error:
            errors.append(error)
        wait_until(lambda: engine.pid is None, 10.0)
    assert [error.retry for error in errors] == [True, True, False]
    engine.close()
