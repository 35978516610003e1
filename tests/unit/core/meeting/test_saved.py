"""Lines as they are stored, and back."""

from qwen_dictate.core.meeting import cost, saved
from qwen_dictate.core.meeting.state import Line, Meeting, Side
from qwen_dictate.core.settings import Settings, put

NAMES = saved.names(Settings().captions)


def test_a_line_comes_back_as_it_was_said():
    line = Line(1, Side.THEM, 1.25, 3.5, "“Quoted”\n和中文", closed=True)
    (back,) = saved.decode(saved.encode(line, NAMES))
    assert (back.start_s, back.end_s, back.speaker) == (1.25, 3.5, "Them")
    assert back.text == line.text


def test_dropped_lines_are_stored_and_do_not_count():
    line = Line(1, Side.ME, 1.0, 2.0, "echo", closed=True, dropped="echo")
    stored = saved.encode(line, NAMES)
    assert '"dropped": "echo"' in stored
    assert saved.decode(stored) == ()


def test_what_is_no_line_is_left_out():
    raw = '\n{"start": 1}\n[]\nnonsense\n{"start":1,"end":2,"speaker":"Me","text":"kept"}\n{'
    assert [line.text for line in saved.decode(raw)] == ["kept"]


def test_open_lines_are_shown_as_they_stand():
    closed = (Line(1, Side.ME, 5.0, 6.0, "later", closed=True),)
    open_ = (Line(2, Side.THEM, 1.0, 2.0, "earlier, still open "), Line(3, Side.ME, 7.0, 7.0, ""))
    lines = saved.shown(Meeting(closed=closed, open=open_), NAMES)
    assert saved.text_of(lines) == "Them: earlier, still open\nMe: later"


def test_names_can_be_given_and_an_empty_one_is_the_first():
    settings = put(put(Settings(), "captions.me", "Ana "), "captions.them", " ")
    assert saved.names(settings.captions) == {Side.ME: "Ana", Side.THEM: "Them"}


def test_prices_are_those_of_the_region_unless_set():
    assert cost.price_of_hour("auto", "wss://dashscope.aliyuncs.com/api-ws/v1") == cost.MAINLAND
    assert cost.price_of_hour("auto", "wss://dashscope-intl.aliyuncs.com/x") == cost.INTERNATIONAL
    assert cost.price_of_hour("auto", "wss://w.ap-southeast-1.maas.aliyuncs.com/") == (
        cost.INTERNATIONAL
    )
    assert cost.price_of_hour("auto", "ws://localhost:8000/x") == 0.0
    assert cost.price_of_hour("0.5", "ws://localhost:8000/x") == 0.5
