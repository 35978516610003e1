"""The live view with a long text: nothing is lost, nothing twice, and it stays quick to change."""

import random
from dataclasses import replace

import pytest

from qwen_dictate.ui.live import LiveView
from tests.integration.ui import states

SENTENCES = ("So this is what somebody said. ", "今天天气不错。", "And 🎉 more! ", "no end here, ")


@pytest.fixture
def live(qtbot, look) -> LiveView:
    made = LiveView(look)
    qtbot.addWidget(made)
    return made


def bare(text: str) -> str:
    return "".join(text.split())


def show(live: LiveView, settled: str, tentative: str = "") -> None:
    live.show_state(replace(states.LISTENING, settled=settled, tentative=tentative))


@pytest.mark.parametrize("seed", range(6))
def test_a_long_text_stands_there_once_however_it_comes(live, seed):
    chance = random.Random(seed)
    settled = ""
    for _ in range(60):
        if chance.random() < 0.2:  # a final is not what its partial was
            settled = settled[: max(0, len(settled) - chance.randint(0, 300))] + "Final. "
        settled += "".join(chance.choices(SENTENCES, k=chance.randint(1, 25)))
        tentative = chance.choice(["", "ten", "tative 🎉"])
        show(live, settled, tentative)
        assert bare(live.toPlainText()) == bare(settled + tentative)
    assert live.document().blockCount() > 3


def test_a_short_text_is_one_paragraph(live):
    show(live, "Go forward. Ten meters. ", "and")
    assert live.toPlainText() == "Go forward. Ten meters. and"


def test_a_partial_changes_only_the_last_paragraph_of_an_hour(live):
    hour = SENTENCES[0] * 2000
    show(live, hour, "and")
    changed: list[tuple[int, int]] = []
    live.document().contentsChange.connect(lambda at, gone, _come: changed.append((at, gone)))
    show(live, hour + "more", "tative")
    show(live, hour[:-30] + "Another end.", "")
    start = live.document().characterCount() - 2000
    assert changed
    assert all(at > start and gone < 2000 for at, gone in changed)
