"""What the microphone heard of the loudspeakers is told from what I said myself."""

import pytest

from qwen_dictate.core.meeting.echo import is_echo, words
from qwen_dictate.core.meeting.state import Line, Side

LONG = "Can we move the launch to Thursday, please?"


def line(side: Side, start: float, end: float, text: str) -> Line:
    return Line(1, side, start, end, text, closed=True)


@pytest.mark.parametrize(
    ("mine", "theirs", "echo"),
    [
        (LONG, [(0.0, 3.0, LONG)], True),
        ("can we move the lunch to thursday please", [(0.0, 3.0, LONG)], True),
        ("move the launch to thursday", [(0.0, 3.0, LONG)], True),
        (LONG, [(0.0, 1.4, "Can we move"), (1.6, 3.0, "the launch to Thursday, please?")], True),
        ("Thursday is too early for the tests", [(0.0, 3.0, LONG)], False),
        (LONG, [(20.0, 23.0, LONG)], False),
        ("我们把发布会改到星期四吧", [(0.0, 3.0, "我们把发布会改到星期四吧。")], True),
        ("星期四不行", [(0.0, 3.0, "我们把发布会改到星期四吧。")], False),
        ("Yes.", [(0.2, 3.0, "Yes")], True),
        ("Yes.", [(-1.2, -0.4, "Yes")], False),
        ("Yes.", [(0.0, 3.0, "Yes, I think so")], False),
        ("Failed better.", [(0.2, 3.0, "Feel better?")], True),
        ("No, never.", [(0.2, 3.0, "Feel better?")], False),
        ("...", [(0.0, 3.0, "...")], False),
        ("Hello", [], False),
        (LONG + " go forward ten meters", [(0.0, 3.0, LONG)], False),
        ("go forward ten meters " + LONG, [(0.0, 3.0, LONG)], False),
    ],
)
def test_what_is_an_echo(mine: str, theirs: list, echo: bool):
    others = [line(Side.THEM, *said) for said in theirs]
    assert is_echo(line(Side.ME, 0.1, 3.1, mine), others) is echo


def test_words_are_compared_without_case_marks_and_width():
    assert words("It’s TEN o'clock，好吗？") == ["it’s", "ten", "o'clock", "好", "吗"]
