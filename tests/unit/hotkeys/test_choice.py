from importlib import import_module

import pytest

from qwen_dictate.core.keys import parse_keys
from qwen_dictate.core.settings import HOTKEY_BACKENDS
from qwen_dictate.hotkeys.choice import CANDIDATES, choose
from qwen_dictate.hotkeys.in_window import REASON


@pytest.mark.parametrize("platform", ["win32", "darwin", "plan9"])
def test_system_without_a_back_end_has_the_window(platform: str):
    assert choose("auto", {}, platform).listener.name == "none"


def test_wayland_is_passed_over_with_its_reason():
    choice = choose("auto", {"XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}, "linux")
    assert choice.listener.name == "none"
    assert "Wayland" in choice.reasons["x11"].user_text
    assert "qwen-dictate toggle" in choice.reasons["x11"].remedy


def test_named_back_end_that_cannot_work_leaves_the_window(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    choice = choose("x11", {"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert choice.listener.name == "none"
    assert "DISPLAY" in choice.reasons["x11"].user_text


def test_unknown_name_is_told_and_replaced():
    choice = choose("portal", {}, "darwin")
    assert choice.listener.name == "none"
    assert "“portal”" in choice.reasons["portal"].user_text


def test_none_asks_nobody():
    choice = choose("none", {}, "linux")
    assert choice.listener.name == "none"
    assert choice.reasons == {}


def test_window_binds_nothing_and_says_what_helps():
    listener = choose("none", {}, "linux").listener
    listener.start(lambda _edge: None)
    assert listener.bind({"push_to_talk": parse_keys("f9")}) == {"push_to_talk": REASON}
    listener.watch_cancel(True)
    listener.stop()


def test_every_candidate_can_be_loaded_and_the_last_one_is_none():
    for candidates in CANDIDATES.values():
        assert candidates[-1][0] == "none"
        for name, maker in candidates:
            module, _, maker_name = maker.partition(":")
            assert getattr(import_module(module), maker_name).name == name


def test_the_setting_takes_the_name_of_every_candidate():
    names = {name for candidates in CANDIDATES.values() for name, _ in candidates}
    assert set(HOTKEY_BACKENDS) == names | {"auto"}
