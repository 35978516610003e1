from threading import Event

import pytest

from qwen_dictate.core.events import Target
from qwen_dictate.delivery import aim
from qwen_dictate.delivery.aim import Aim
from qwen_dictate.delivery.kept import ELSEWHERE, GONE, NO_WINDOW, NO_WINDOW_NOW

MEANT, OTHER = Target(1, 20), Target(2, 30)


class Focus:
    def __init__(self, front, *there, activates=True):
        self.front, self.there, self.activates = front, there or (MEANT, OTHER), activates

    def focused(self, own_pid):
        return self.front

    def has_focus(self, target):
        return self.front == target

    def still_there(self, target):
        return target in self.there

    def activate(self, target):
        self.front = target if self.activates else self.front
        return True


@pytest.mark.parametrize(
    ("front", "there", "moved", "problem"),
    [
        (MEANT, (MEANT,), "hold", None),
        (OTHER, (MEANT, OTHER), "hold", ELSEWHERE),
        (OTHER, (OTHER,), "hold", GONE),
        (OTHER, (MEANT, OTHER), "return", None),
        (OTHER, (OTHER,), "return", GONE),
        (OTHER, (MEANT, OTHER), "follow", None),
        (None, (MEANT,), "follow", NO_WINDOW_NOW),
    ],
)
def test_where_the_next_batch_may_go(front, there, moved, problem):
    assert Aim(Focus(front, *there), 7, MEANT, moved, Event()).take() is problem


def test_without_a_target_nothing_is_typed_unless_it_follows():
    assert Aim(Focus(OTHER), 7, None, "hold", Event()).take() is NO_WINDOW
    following = Aim(Focus(OTHER), 7, None, "follow", Event())
    assert (following.take(), following.target) == (None, OTHER)


def test_a_window_that_does_not_come_back_is_another_window(monkeypatch):
    monkeypatch.setattr(aim, "RETURN_LIMIT_S", 0.02)
    focus = Focus(OTHER, activates=False)
    assert Aim(focus, 7, MEANT, "return", Event()).take() is ELSEWHERE
