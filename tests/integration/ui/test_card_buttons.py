"""A failure is told once, with everything that can be done about it: Retry, Play, Copy, Keep."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from qwen_dictate.ui.state import Notice
from tests.integration.ui import states

REASON = "The service has not answered; nothing is lost. Check the network."
TOLD = Notice("network", "The service has not answered; nothing is lost.", "Check the network.")
CARD = replace(states.CARD, reason=REASON, can_play=True)


def test_a_card_has_every_button_and_the_keyboard_presses_each(window, heard, qtbot):
    window.show_state(replace(states.KEPT, cards=(CARD,)))
    [card] = window.cards.views
    pressed = {
        card.retry: ("retry", CARD.history_id),
        card.play: ("play", CARD.history_id),
        card.copy: ("copy", CARD.text),
        card.dismiss: ("dismiss", CARD.utterance),
    }
    for button, wish in pressed.items():
        heard.taken()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert heard.taken() == [wish]
    window.show_state(replace(states.KEPT, cards=(replace(CARD, playing=True),)))
    assert card.play.accessibleName() == "Stop playing"


@pytest.mark.parametrize(
    ("notice", "visible"), [(TOLD, False), (Notice("key", "The key was refused."), True)]
)
def test_what_a_card_says_is_not_said_twice(window, notice, visible):
    window.show_state(replace(states.KEPT, cards=(CARD,), notice=notice))
    assert window.notice.isVisible() is visible
    window.show_state(replace(states.KEPT, cards=(), notice=notice))
    assert window.notice.isVisible()
