"""The loss audit on real speech, with the embedded engine as the second reader."""

import wave
from collections.abc import Iterator
from dataclasses import replace

import pytest

from qwen_dictate.app import audit
from qwen_dictate.app.engines import Engines
from qwen_dictate.core.events import EndKind
from qwen_dictate.core.settings import Settings
from qwen_dictate.core.transcript import Transcript
from qwen_dictate.core.utterance import Utterance
from qwen_dictate.recording.recording import Recording
from qwen_dictate.system import paths
from tests.support.recordings import recording


@pytest.fixture(scope="module")
def engines(tmp_path_factory) -> Iterator[Engines]:
    made = Engines(paths.models_folder(), tmp_path_factory.mktemp("engines") / "region")
    yield made
    made.close()


@pytest.fixture(scope="module")
def sound() -> Recording:
    made = Recording.create(None)
    with wave.open(str(recording("en_jfk").path)) as file:
        made.append(file.readframes(file.getnframes()))
    made.end(EndKind.COMPLETE)
    return made


def dictated(text: str, partial: str = "") -> Utterance:
    heard = Transcript().partial(partial, "").committed(0, 11.0).final(0, text)
    known = Utterance(1, None, 0.0, Settings())
    return replace(known, transcript=heard, raw=text, text=text)


WHOLE = recording("en_jfk").transcript


@pytest.mark.parametrize(
    "text",
    [WHOLE[: WHOLE.index("ask what you can")], WHOLE[WHOLE.index("ask not") :]],
    ids=["tail lost", "head lost"],
)
def test_a_text_that_lost_an_end_is_read_again_and_the_longer_one_given(engines, sound, text):
    longer = audit._longer(dictated(text, WHOLE), sound, engines.maker(True))
    assert "fellow" in longer
    assert "for your country" in longer


def test_a_whole_text_is_read_by_nobody(sound):
    def nobody() -> None:
        raise AssertionError

    assert audit._longer(dictated(WHOLE, WHOLE[:-8]), sound, nobody) == ""
    assert audit._doubt(dictated("ask not what"), sound)


def test_a_second_reading_with_no_more_is_not_offered(engines, sound):
    assert audit._longer(dictated(WHOLE, WHOLE + " and so on"), sound, engines.maker(True)) == ""
