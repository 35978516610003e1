import json

import pysubs2
import pytest

from qwen_dictate.core.exports import FORMATS, clock
from qwen_dictate.core.subtitles import Line

LINES = [
    Line(0.5, 2.0, "Shall we begin?", "Me"),
    Line(2.4, 3.9, "Yes & <no> {x}, 好的。", "Them"),
]
ALONE = [Line(0, 1, "One."), Line(1.5, 2, "two"), Line(9, 10, "三。"), Line(10.1, 11, "四")]


@pytest.mark.parametrize("ending", ["srt", "vtt"])
def test_an_independent_parser_reads_the_subtitles(ending):
    read = pysubs2.SSAFile.from_string(FORMATS[ending](LINES), format_=ending)
    assert [(event.start, event.end) for event in read] == [(500, 2000), (2400, 3900)]


def test_subrip_has_the_speaker_and_every_character():
    assert FORMATS["srt"](LINES) == (
        "1\n00:00:00,500 --> 00:00:02,000\nMe: Shall we begin?\n\n"
        "2\n00:00:02,400 --> 00:00:03,900\nThem: Yes & <no> {x}, 好的。\n"
    )


def test_webvtt_names_the_voice_and_escapes_what_it_would_take_for_a_tag():
    assert FORMATS["vtt"](LINES) == (
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n<v Me>Shall we begin?\n\n"
        "00:00:02.400 --> 00:00:03.900\n<v Them>Yes &amp; &lt;no&gt; {x}, 好的。\n"
    )


def test_json_is_an_array_of_what_was_said():
    assert json.loads(FORMATS["json"](LINES))[0] == {
        "start": 0.5,
        "end": 2.0,
        "speaker": "Me",
        "text": "Shall we begin?",
    }


def test_plain_text_has_the_speaker_before_each_line():
    assert FORMATS["txt"](LINES) == "Me: Shall we begin?\nThem: Yes & <no> {x}, 好的。\n"


def test_plain_text_of_one_voice_begins_a_line_after_a_long_pause_only():
    assert FORMATS["txt"](ALONE) == "One. two\n三。四\n"


def test_markdown_shows_times_and_keeps_its_own_marks_out():
    assert FORMATS["md"](LINES) == (
        "**0:00 Me** Shall we begin?\n\n**0:02 Them** Yes & \\<no\\> \\{x\\}, 好的。\n"
    )


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_said_is_a_valid_file(ending):
    assert FORMATS[ending]([]) in ("", "[]\n", "WEBVTT\n")


def test_a_clock_shows_hours_only_where_there_are_any():
    assert [clock(at) for at in (0, 59.9, 60, 3599, 3600, 36061)] == [
        "0:00", "0:59", "1:00", "59:59", "1:00:00", "10:01:01",
    ]  # fmt: skip
