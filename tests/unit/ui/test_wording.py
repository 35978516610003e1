import os
import time
from dataclasses import replace

import pytest

from qwen_dictate.ui import wording
from qwen_dictate.ui.state import Download, Entry, ViewState
from qwen_dictate.ui.texts import Texts

SAY = Texts("en")
STATE = ViewState(engine="qwen", hotkey="right_ctrl", hotkey_working=True)


@pytest.fixture
def in_shanghai(monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_times_are_those_of_this_place(in_shanghai):
    assert wording.local_time("2026-11-25T01:14:05Z") == "09:14"
    assert wording.local_time("2026-11-25T01:14:05.123456+00:00") == "09:14"
    assert wording.local_time("just now") == "just now"


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (7.9, "0:07"), (61, "1:01")])
def test_the_clock_counts_whole_seconds(seconds, shown):
    assert wording.clock(seconds) == shown


@pytest.mark.parametrize(
    ("mode", "value", "sentence"),
    [
        ("hybrid", "Hold Right Ctrl", "Hold Right Ctrl in any window, speak, and let go."),
        ("hold", "Hold Right Ctrl", "Hold Right Ctrl in any window, speak, and let go."),
        (
            "toggle",
            "Press Right Ctrl",
            "Press Right Ctrl in any window, speak, and press it again.",
        ),
    ],
)
def test_it_says_what_to_do_with_the_key(mode, value, sentence):
    state = replace(STATE, hotkey_mode=mode)
    assert wording.hotkey(state, SAY) == value
    assert wording.how_to_begin(state, SAY) == sentence


def test_without_a_working_key_it_says_another_way():
    for state in (replace(STATE, hotkey_working=False), replace(STATE, hotkey="")):
        assert "Ctrl+R" in wording.how_to_begin(state, SAY)
    assert wording.hotkey(replace(STATE, hotkey=""), SAY) == "None"


def test_nobody_is_left_without_a_name():
    assert wording.engine(STATE, SAY) == "Qwen"
    assert wording.engine(replace(STATE, engine="local"), SAY) == "Embedded engine"
    assert wording.engine(replace(STATE, engine=""), SAY) == "None yet"
    assert wording.microphone(STATE, SAY) == "Not known yet"


def test_a_download_without_a_known_size_says_what_has_come():
    assert wording.download(Download("m", 5_000_000, 0), SAY).endswith(": 5 MB")
    assert wording.download(Download("m", 5_000_000, 9_900_000), SAY).endswith(": 5 of 9 MB")


@pytest.mark.parametrize(
    ("state", "method", "fate"),
    [
        ("delivered", "type", "Typed"),
        ("delivered", "paste", "Pasted"),
        ("delivered", "clipboard", "Copied to the clipboard"),
        ("delivered", "", "Delivered"),
        ("kept", "type", "Kept"),
        ("cancelled", "", "Cancelled"),
        ("recognising", "", "Recognising…"),
    ],
)
def test_it_says_what_became_of_a_text(state, method, fate):
    assert wording.fate(Entry("a", "", "text", "", state, method, False), SAY) == fate
